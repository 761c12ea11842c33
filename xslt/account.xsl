<?xml version="1.0" encoding="UTF-8"?>
<!-- What invoices need of the account: seen by everybody, changed by those who may. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="done.xsl"/>
  <xsl:import href="purchase.xsl"/>

  <xsl:template match="l:account" mode="title"><xsl:value-of select="f:t('Invoice details')"/></xsl:template>

  <xsl:template match="l:account" mode="content">
    <h1><xsl:value-of select="f:t('Invoice details')"/></h1>
    <p class="lead"><xsl:value-of select="f:t('What invoices say about your company, and where they go. Existing invoices don’t change.')"/></p>
    <xsl:apply-templates select="l:done" mode="notice"/>
    <xsl:call-template name="account-state"/>
    <xsl:if test="@lacking != ''">
      <div class="notice warn">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'info'"/></xsl:call-template>
        <p><xsl:call-template name="lacking"/></p>
      </div>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="$acts"><xsl:call-template name="form"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="details"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="form">
    <form class="panel" method="post" action="{$base}/account" novalidate="novalidate">
      <input type="hidden" name="token" value="{$token}"/>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'legal-name'"/><xsl:with-param name="label" select="f:t('Legal name')"/><xsl:with-param name="value" select="l:legal-name"/><xsl:with-param name="hint"><xsl:call-template name="name-hint"/></xsl:with-param></xsl:call-template>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'address'"/><xsl:with-param name="label" select="f:t('Address')"/><xsl:with-param name="value" select="l:address"/><xsl:with-param name="lines" select="4"/><xsl:with-param name="hint" select="f:t('as on a letter, without the country')"/></xsl:call-template>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'country'"/><xsl:with-param name="label" select="f:t('Country')"/><xsl:with-param name="value" select="@country"/><xsl:with-param name="hint" select="f:t('two-letter code, such as DK')"/></xsl:call-template>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'vat-id'"/><xsl:with-param name="label" select="f:t('VAT id')"/><xsl:with-param name="value" select="@vat-id"/><xsl:with-param name="hint" select="f:t('such as DK12345678')"/></xsl:call-template>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'electronic-address'"/><xsl:with-param name="label" select="f:t('Electronic address')"/><xsl:with-param name="value" select="@electronic-address"/><xsl:with-param name="hint" select="f:t('where electronic invoices go: scheme and id, such as 0184:DK12345678; optional')"/></xsl:call-template>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'order-number'"/><xsl:with-param name="label" select="f:t('Order number')"/><xsl:with-param name="value" select="@order-number"/><xsl:with-param name="hint" select="f:t('yours, on every invoice for a purchase without one of its own; optional')"/></xsl:call-template>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'billing'"/><xsl:with-param name="label" select="f:t('Where invoices and notices go')"/><xsl:with-param name="value" select="@billing"/><xsl:with-param name="type" select="'email'"/><xsl:with-param name="hint" select="f:t('for example mette@example.com')"/></xsl:call-template>
      <fieldset class="field">
        <legend><xsl:value-of select="f:t('Electronic invoice (UBL) by e-mail')"/></legend>
        <label class="choice">
          <input type="radio" name="attach-ubl" value="yes"><xsl:if test="@attach-ubl = 'true'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input>
          <xsl:text> </xsl:text><xsl:value-of select="f:t('attach it to e-mails about invoices, as a file that programs read')"/>
        </label>
        <label class="choice">
          <input type="radio" name="attach-ubl" value="no"><xsl:if test="@attach-ubl != 'true'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input>
          <xsl:text> </xsl:text><xsl:value-of select="f:t('don’t attach it')"/>
        </label>
      </fieldset>
      <p class="buttons"><button class="button primary" type="submit"><xsl:value-of select="f:t('Save')"/></button></p>
    </form>
  </xsl:template>

  <xsl:template name="name-hint"><xsl:value-of select="f:t('if it isn’t {name}', 'name', f:isolate(l:account-name))"/></xsl:template>

  <!-- For those who may only look. -->
  <xsl:template name="details">
    <dl class="position">
      <xsl:call-template name="detail"><xsl:with-param name="label" select="f:t('Legal name')"/><xsl:with-param name="value" select="l:legal-name"/></xsl:call-template>
      <xsl:call-template name="detail"><xsl:with-param name="label" select="f:t('Address')"/><xsl:with-param name="value" select="l:address"/></xsl:call-template>
      <xsl:call-template name="detail"><xsl:with-param name="label" select="f:t('Country')"/><xsl:with-param name="value" select="@country"/></xsl:call-template>
      <xsl:call-template name="detail"><xsl:with-param name="label" select="f:t('VAT id')"/><xsl:with-param name="value" select="@vat-id"/></xsl:call-template>
      <xsl:call-template name="detail"><xsl:with-param name="label" select="f:t('Electronic address')"/><xsl:with-param name="value" select="@electronic-address"/></xsl:call-template>
      <xsl:call-template name="detail"><xsl:with-param name="label" select="f:t('Order number')"/><xsl:with-param name="value" select="@order-number"/></xsl:call-template>
      <xsl:call-template name="detail"><xsl:with-param name="label" select="f:t('Where invoices and notices go')"/><xsl:with-param name="value" select="@billing"/></xsl:call-template>
      <xsl:call-template name="detail">
        <xsl:with-param name="label" select="f:t('Electronic invoice (UBL) by e-mail')"/>
        <xsl:with-param name="value"><xsl:choose><xsl:when test="@attach-ubl = 'true'"><xsl:value-of select="f:t('yes')"/></xsl:when><xsl:otherwise><xsl:value-of select="f:t('no')"/></xsl:otherwise></xsl:choose></xsl:with-param>
      </xsl:call-template>
    </dl>
  </xsl:template>

  <xsl:template name="detail">
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <div>
      <dt><xsl:value-of select="$label"/></dt>
      <dd class="address">
        <xsl:choose>
          <xsl:when test="$value != ''"><xsl:call-template name="bdi"><xsl:with-param name="text" select="$value"/></xsl:call-template></xsl:when>
          <xsl:otherwise>–</xsl:otherwise>
        </xsl:choose>
      </dd>
    </div>
  </xsl:template>

  <xsl:template name="field-problem">
    <xsl:param name="name"/>
    <xsl:variable name="form" select="string(/*/l:problem/l:fact[@name = 'form'])"/>
    <xsl:choose>
      <xsl:when test="$name = 'legal-name'"><xsl:value-of select="f:t('Enter at most 100 characters on one line, or leave the field empty.')"/></xsl:when>
      <xsl:when test="$name = 'address'"><xsl:value-of select="f:t('Enter at most 10 lines and 200 characters, or leave the field empty.')"/></xsl:when>
      <xsl:when test="$name = 'country'"><xsl:value-of select="f:t('Enter a two-letter country code, such as DK, or leave the field empty.')"/></xsl:when>
      <xsl:when test="$name = 'vat-id' and $form != ''"><xsl:value-of select="f:t('A VAT id of that country looks like {form}, where 9 is a digit, A a letter and X either.', 'form', $form)"/></xsl:when>
      <xsl:when test="$name = 'vat-id'"><xsl:value-of select="f:t('Enter the country code and 2 to 18 letters and digits, or leave the field empty.')"/></xsl:when>
      <xsl:when test="$name = 'electronic-address'"><xsl:value-of select="f:t('Enter a scheme from the EAS code list, a colon and the id, such as 0184:DK12345678 or, for a GLN, 0088 and its 13 digits; or leave the field empty.')"/></xsl:when>
      <xsl:when test="$name = 'order-number'"><xsl:call-template name="order-number-problem"/></xsl:when>
      <xsl:when test="$name = 'billing'"><xsl:value-of select="f:t('Enter an address such as mette@example.com. Before the @, use only the letters a–z, digits and punctuation, without spaces.')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="/*/l:problem/l:detail"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
