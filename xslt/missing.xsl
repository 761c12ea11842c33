<?xml version="1.0" encoding="UTF-8"?>
<!-- Everything that is missing, with what buying it costs, and one button for all of it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="employee-parts.xsl"/>
  <xsl:import href="sum.xsl"/>
  <xsl:import href="purchase.xsl"/>

  <xsl:template match="l:missing" mode="title"><xsl:value-of select="f:t('Buy what is missing')"/></xsl:template>

  <xsl:template match="l:missing" mode="content">
    <xsl:call-template name="back"/>
    <h1><xsl:value-of select="f:t('Buy what is missing')"/></h1>
    <xsl:call-template name="account-state"/>
    <div data-part="edit">
    <div data-part="preview">
    <xsl:if test="$wrong != 'order-number'"><xsl:apply-templates select="l:problem" mode="notice"/></xsl:if>
    <xsl:choose>
      <xsl:when test="l:offer[@confirm]">
        <p class="lead"><xsl:value-of select="f:t('The licences can be used at once, and nobody stays marked. You are invoiced today for the rest of the period, and for all of them with each period from {date} on.', 'date', f:date(l:period/@end, 'l'))"/></p>
        <xsl:call-template name="invoiced-now"/>
      </xsl:when>
      <xsl:when test="not(l:offer)"><p class="lead"><xsl:value-of select="f:t('Nothing is missing: every active employee has a licence, and every add-on licence in use is bought.')"/></p></xsl:when>
    </xsl:choose>
    <xsl:apply-templates select="l:offer[not(@confirm)]" mode="not-bought"/>
    <form class="confirm" method="post" action="{$base}/missing">
      <xsl:call-template name="hidden"><xsl:with-param name="name" select="'token'"/><xsl:with-param name="value" select="$token"/></xsl:call-template>
      <xsl:for-each select="l:offer[@confirm]">
        <xsl:call-template name="hidden"><xsl:with-param name="name" select="'buy'"/><xsl:with-param name="value" select="concat(@product, ' ', @quantity, ' ', @confirm)"/></xsl:call-template>
      </xsl:for-each>
      <xsl:if test="l:offer[@confirm]">
        <xsl:call-template name="order-number"/>
        <xsl:call-template name="lacking-note"/>
      </xsl:if>
      <p class="buttons">
        <xsl:if test="l:offer[@confirm]">
          <button type="submit" class="button primary"><xsl:value-of select="f:t('Confirm and buy for {total}', 'total', f:money(@total, @currency))"/></button>
        </xsl:if>
        <a class="button quiet" href="{$base}/"><span><xsl:value-of select="f:t('Cancel')"/></span></a>
      </p>
    </form>
    </div>
    </div>
  </xsl:template>

  <xsl:template match="l:offer" mode="not-bought">
    <div class="notice warn">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
      <p><xsl:value-of select="f:t('{product} can’t be bought here:', 'product', @product)"/><xsl:text> </xsl:text><xsl:apply-templates select="l:problem" mode="sentence"/></p>
    </div>
  </xsl:template>

</xsl:stylesheet>
