<?xml version="1.0" encoding="UTF-8"?>
<!-- What is to come, in the order of days: plans, scheduled scale-downs, deadlines of marks, the renewal. One form for all
     that can be cancelled, as the overview is to be light. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:template match="l:coming">
    <section aria-labelledby="coming">
      <h2 id="coming"><xsl:value-of select="f:t('What is to come')"/></h2>
      <form method="post" action="{$base}/plans">
        <xsl:if test="$changes"><input type="hidden" name="token" value="{$token}"/></xsl:if>
        <table class="coming">
          <thead class="hidden">
            <tr>
              <th scope="col"><xsl:value-of select="f:t('Date')"/></th>
              <th scope="col"><xsl:value-of select="f:t('What')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Amount, net')"/></th>
              <xsl:if test="$changes"><th scope="col"><xsl:value-of select="f:t('Cancel plan')"/></th></xsl:if>
            </tr>
          </thead>
          <tbody><xsl:apply-templates mode="coming"/></tbody>
        </table>
      </form>
      <p class="note"><a href="{$base}/plans">
        <xsl:choose>
          <xsl:when test="@more"><xsl:value-of select="f:t('All that is to come')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('Plans')"/></xsl:otherwise>
        </xsl:choose>
      </a></p>
    </section>
  </xsl:template>

  <xsl:template match="*" mode="coming">
    <tr>
      <th scope="row"><time datetime="{@on}"><xsl:value-of select="f:date(@on, 's')"/></time></th>
      <td>
        <xsl:apply-templates select="." mode="what"/>
        <xsl:if test="@by"><span class="under"><xsl:call-template name="actor"><xsl:with-param name="word" select="string(@by)"/></xsl:call-template></span></xsl:if>
      </td>
      <td class="number">
        <xsl:choose>
          <xsl:when test="self::l:renewal and /*/l:next-invoice">
            <xsl:call-template name="amount"><xsl:with-param name="minor" select="/*/l:next-invoice/@net"/><xsl:with-param name="currency" select="/*/l:next-invoice/@currency"/></xsl:call-template>
          </xsl:when>
          <xsl:when test="@amount"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@amount"/><xsl:with-param name="currency" select="@currency"/></xsl:call-template></xsl:when>
        </xsl:choose>
      </td>
      <xsl:if test="$changes"><td class="action"><xsl:apply-templates select="." mode="cancel"/></td></xsl:if>
    </tr>
  </xsl:template>

  <!-- What happens -->

  <xsl:template match="l:plan" mode="what">
    <a>
      <xsl:attribute name="href">
        <xsl:choose>
          <xsl:when test="@kind = 'buy'"><xsl:value-of select="concat($base, '/products/', @product)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="concat($base, '/employees/', @employee)"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:apply-templates select="." mode="sentence"/>
    </a>
    <xsl:if test="@waiting"><xsl:text> </xsl:text><strong class="waits"><xsl:value-of select="f:t('Waits for a licence')"/></strong></xsl:if>
  </xsl:template>

  <xsl:template match="l:scale-down" mode="what">
    <a href="{$base}/products/{@product}"><xsl:call-template name="bdi"/></a>
    <xsl:text>: </xsl:text>
    <xsl:choose>
      <xsl:when test="@quantity = 0 and (@kind = 'integration' or @kind = 'bundled')"><xsl:value-of select="f:t('ends')"/></xsl:when>
      <xsl:when test="@kind = 'integration'"><xsl:value-of select="f:t('begins')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('{next} instead of {now}', 'next', f:number(@quantity), 'now', f:number(@purchased))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:deadline" mode="what">
    <a>
      <xsl:attribute name="href">
        <xsl:choose>
          <xsl:when test="@kind = 'user'"><xsl:value-of select="concat($base, '/employees?status=marked')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="concat($base, '/modules?module=', @product)"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:call-template name="bdi"/>
    </a>
    <xsl:text>: </xsl:text>
    <span class="minus">
      <xsl:choose>
        <xsl:when test="@kind = 'user'"><xsl:value-of select="f:tn('{n} employee loses access', '{n} employees lose access', @count)"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="f:tn('{n} add-on licence is taken back', '{n} add-on licences are taken back', @count)"/></xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <xsl:template match="l:renewal" mode="what">
    <xsl:choose>
      <xsl:when test="/*/@state = 'open'"><xsl:value-of select="f:t('The next period begins')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('The account is closed')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- One step, with or without JavaScript. A scale-down: by asking for what there is now; fees and products that follow
       are support's. -->
  <xsl:template match="*" mode="cancel"/>

  <xsl:template match="l:plan | l:scale-down[@kind = 'user' or @kind = 'addon']" mode="cancel">
    <xsl:variable name="what"><xsl:apply-templates select="." mode="what"/></xsl:variable>
    <button class="button small quiet" aria-label="{f:t('Cancel plan: {what}', 'what', $what)}">
      <xsl:choose>
        <xsl:when test="self::l:plan">
          <xsl:attribute name="name">cancel</xsl:attribute>
          <xsl:attribute name="value"><xsl:value-of select="@id"/></xsl:attribute>
        </xsl:when>
        <xsl:otherwise>
          <xsl:attribute name="formaction"><xsl:value-of select="concat($base, '/products/', @product)"/></xsl:attribute>
          <xsl:attribute name="name">action</xsl:attribute>
          <xsl:attribute name="value">keep</xsl:attribute>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:value-of select="f:t('Cancel plan')"/>
    </button>
  </xsl:template>

</xsl:stylesheet>
