<?xml version="1.0" encoding="UTF-8"?>
<!--
  What bodies of mails share. The templates at the end, of which a body is made, are empty here: text.xsl and html.xsl,
  which import this, define them.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:variable name="who">
    <xsl:choose>
      <xsl:when test="/l:mail/l:actor-name"><xsl:value-of select="f:isolate(/l:mail/l:actor-name)"/></xsl:when>
      <xsl:when test="/l:mail/@actor = 'operator'"><xsl:value-of select="f:t('Support')"/></xsl:when>
      <xsl:when test="/l:mail/@actor = 'system'"><xsl:value-of select="f:t('Automatic')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:isolate(/l:mail/@actor)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <!-- The subject ends with whom it is about: an accountant may have several companies. -->
  <xsl:template name="subject">
    <xsl:apply-templates select="/l:mail" mode="subject"/>
    <xsl:value-of select="concat(' – ', f:isolate(/l:mail/l:account-name))"/>
  </xsl:template>

  <xsl:template name="plain-subject">
    <xsl:variable name="subject"><xsl:call-template name="subject"/></xsl:variable>
    <xsl:value-of select="f:plain($subject)"/>
  </xsl:template>

  <!-- A row for each product: "25 → 30", "25; from the next period 20". -->
  <xsl:template name="changes">
    <xsl:param name="entries"/>
    <xsl:for-each select="$entries[@kind]">
      <xsl:call-template name="fact">
        <xsl:with-param name="label" select="f:isolate(l:name)"/>
        <xsl:with-param name="value">
          <xsl:choose>
            <xsl:when test="@purchased = @purchased-before"><xsl:value-of select="f:number(@purchased)"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="concat(f:number(@purchased-before), ' → ', f:number(@purchased))"/></xsl:otherwise>
          </xsl:choose>
          <xsl:if test="@next != @purchased"><xsl:value-of select="concat('; ', f:t('from the next period {next}', 'next', f:number(@next)))"/></xsl:if>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="invoice-facts">
    <xsl:for-each select="/l:mail/l:invoice">
      <xsl:call-template name="fact">
        <xsl:with-param name="label" select="f:t('Amount without VAT')"/>
        <xsl:with-param name="value" select="f:money(@net, @currency)"/>
      </xsl:call-template>
      <xsl:call-template name="fact">
        <xsl:with-param name="label" select="f:t('VAT {rate} %', 'rate', f:decimal(@vat-rate))"/>
        <xsl:with-param name="value" select="f:money(@vat, @currency)"/>
      </xsl:call-template>
      <xsl:call-template name="fact">
        <xsl:with-param name="label">
          <xsl:choose>
            <xsl:when test="@total &lt; 0"><xsl:value-of select="f:t('Credited')"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="f:t('To pay')"/></xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
        <xsl:with-param name="value" select="f:money(@total, @currency)"/>
      </xsl:call-template>
      <xsl:call-template name="fact">
        <xsl:with-param name="label">
          <xsl:choose>
            <xsl:when test="@total &lt; 0"><xsl:value-of select="f:t('Credit note')"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="f:t('Invoice')"/></xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
        <xsl:with-param name="value" select="string(@number)"/>
      </xsl:call-template>
      <xsl:if test="@order-number">
        <xsl:call-template name="fact">
          <xsl:with-param name="label" select="f:t('Order number')"/>
          <xsl:with-param name="value" select="f:isolate(@order-number)"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="next-period-fact">
    <xsl:if test="/l:mail/l:period">
      <xsl:call-template name="fact">
        <xsl:with-param name="label" select="f:t('Next period begins')"/>
        <xsl:with-param name="value" select="f:date(/l:mail/l:period/@end, 'l')"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="who-and-when">
    <xsl:if test="/l:mail/l:entry[1]/@planned-by">
      <xsl:call-template name="fact">
        <xsl:with-param name="label" select="f:t('Planned by')"/>
        <xsl:with-param name="value">
          <xsl:choose>
            <xsl:when test="/l:mail/l:entry[1]/@planned-by = 'operator'"><xsl:value-of select="f:t('Support')"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="f:isolate(/l:mail/l:entry[1]/@planned-by)"/></xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
    <xsl:call-template name="fact">
      <xsl:with-param name="label" select="f:t('Changed by')"/>
      <xsl:with-param name="value" select="string($who)"/>
    </xsl:call-template>
    <xsl:call-template name="fact">
      <xsl:with-param name="label" select="f:t('When')"/>
      <xsl:with-param name="value" select="f:datetime(/l:mail/@at, 'l')"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Up to 50 names, and how many more. -->
  <xsl:template name="names">
    <xsl:param name="with-product" select="false()"/>
    <xsl:call-template name="list">
      <xsl:with-param name="items">
        <xsl:for-each select="/l:mail/l:entry">
          <xsl:call-template name="item">
            <xsl:with-param name="text" select="f:isolate(l:name)"/>
            <xsl:with-param name="what"><xsl:if test="$with-product and l:product-name"><xsl:value-of select="f:isolate(l:product-name)"/></xsl:if></xsl:with-param>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:variable name="more" select="/l:mail/@rows - count(/l:mail/l:entry)"/>
        <xsl:if test="$more &gt; 0">
          <xsl:call-template name="item">
            <xsl:with-param name="text" select="f:t('and {n} more', 'n', f:number($more))"/>
          </xsl:call-template>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="invoice-link">
    <xsl:choose>
      <xsl:when test="/l:mail/l:invoice">
        <xsl:call-template name="link">
          <xsl:with-param name="path" select="concat('/invoices/', /l:mail/l:invoice/@number)"/>
          <xsl:with-param name="text" select="f:t('See the invoice')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="overview-link"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="product-link">
    <xsl:call-template name="link">
      <xsl:with-param name="path" select="concat('/products/', /l:mail/l:product/@key)"/>
      <xsl:with-param name="text" select="f:t('Buy licences')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="overview-link">
    <xsl:call-template name="link">
      <xsl:with-param name="path" select="'/'"/>
      <xsl:with-param name="text" select="f:t('Go to your licences')"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Why one gets it, and where that is changed. -->
  <xsl:template name="why">
    <xsl:value-of select="f:t('You receive this because invoices for {account} are sent to your address, or because you made the change. It was sent automatically.', 'account', f:isolate(/l:mail/l:account-name))"/>
    <xsl:if test="/l:mail/@support"><xsl:value-of select="concat(' ', f:t('For another address, or with questions, write to {support}.', 'support', /l:mail/@support))"/></xsl:if>
  </xsl:template>

  <!-- What help has on such a mail -->
  <xsl:variable name="help">
    <xsl:text>/help#</xsl:text>
    <xsl:choose>
      <xsl:when test="/l:mail[@kind = 'marked' or @kind = 'reminded' or @kind = 'deactivated' or @kind = 'taken-back']">red</xsl:when>
      <xsl:when test="/l:mail/@kind = 'undone'">undo</xsl:when>
      <xsl:when test="starts-with(/l:mail/@kind, 'plan-')">plans</xsl:when>
      <xsl:when test="/l:mail/@kind = 'few-left'">used</xsl:when>
      <xsl:otherwise>invoiced</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <!-- One paragraph. -->
  <xsl:template name="para"><xsl:param name="text"/><xsl:param name="strong" select="false()"/></xsl:template>
  <!-- A table of label and value; its rows come from fact. -->
  <xsl:template name="facts"><xsl:param name="rows"/></xsl:template>
  <xsl:template name="fact"><xsl:param name="label"/><xsl:param name="value"/></xsl:template>
  <!-- Names, each with what it is about; they come from item. -->
  <xsl:template name="list"><xsl:param name="items"/></xsl:template>
  <xsl:template name="item"><xsl:param name="text"/><xsl:param name="what"/></xsl:template>
  <!-- A way to a page, where the portal's address is known. -->
  <xsl:template name="link"><xsl:param name="path"/><xsl:param name="text"/></xsl:template>

</xsl:stylesheet>
