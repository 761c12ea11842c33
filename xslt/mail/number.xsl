<?xml version="1.0" encoding="UTF-8"?>
<!-- The number that matters in each mail, and what it is: the first that is read. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:template match="l:mail" mode="number"/>
  <xsl:template match="l:mail" mode="number-of"/>

  <xsl:template match="l:mail[l:invoice]" mode="number" priority="2"><xsl:value-of select="f:money(l:invoice/@total, l:invoice/@currency)"/></xsl:template>
  <xsl:template match="l:mail[l:invoice]" mode="number-of" priority="2">
    <xsl:choose>
      <xsl:when test="l:invoice/@total &lt; 0"><xsl:value-of select="f:t('credited, VAT included')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('to pay, VAT included')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'scaled-down' and l:product/@kind != 'integration']" mode="number"><xsl:value-of select="f:number($first/@next)"/></xsl:template>
  <xsl:template match="l:mail[@kind = 'scaled-down']" mode="number-of">
    <xsl:choose>
      <xsl:when test="l:period"><xsl:value-of select="f:t('× {product} from {date} on', 'product', $product, 'date', f:date(l:period/@end, 'l'))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="concat('× ', $product)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'kept' and l:product/@kind != 'integration']" mode="number"><xsl:value-of select="f:number($first/@purchased)"/></xsl:template>
  <xsl:template match="l:mail[@kind = 'kept']" mode="number-of"><xsl:value-of select="f:t('× {product}, as before', 'product', $product)"/></xsl:template>

  <xsl:template match="l:mail[@kind = 'marked' or @kind = 'reminded' or @kind = 'deactivated' or @kind = 'taken-back']" mode="number"><xsl:value-of select="f:number(@rows)"/></xsl:template>
  <xsl:template match="l:mail[@kind = 'marked']" mode="number-of">
    <xsl:choose>
      <xsl:when test="$kind = 'addon'"><xsl:value-of select="f:tn('× {product} too few: act before {deadline}', '× {product} too few: act before {deadline}', @rows, 'product', $product, 'deadline', $deadline)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:tn('employee without a licence: act before {deadline}', 'employees without a licence: act before {deadline}', @rows, 'deadline', $deadline)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="l:mail[@kind = 'reminded']" mode="number-of"><xsl:value-of select="f:tn('licence is lost on {deadline}', 'licences are lost on {deadline}', @rows, 'deadline', $deadline)"/></xsl:template>
  <xsl:template match="l:mail[@kind = 'deactivated']" mode="number-of"><xsl:value-of select="f:tn('employee deactivated', 'employees deactivated', @rows)"/></xsl:template>
  <xsl:template match="l:mail[@kind = 'taken-back']" mode="number-of"><xsl:value-of select="f:tn('add-on licence taken back', 'add-on licences taken back', @rows)"/></xsl:template>

  <xsl:template match="l:mail[@kind = 'few-left']" mode="number"><xsl:value-of select="f:number($first/@amount)"/></xsl:template>
  <xsl:template match="l:mail[@kind = 'few-left']" mode="number-of"><xsl:value-of select="f:tn('× {product} left', '× {product} left', $first/@amount, 'product', $product)"/></xsl:template>

  <xsl:template match="l:mail[@kind = 'renewal-notice' and l:entry[2]/@kind]" mode="number"><xsl:value-of select="f:money($first/@amount, $first/@currency)"/></xsl:template>
  <xsl:template match="l:mail[@kind = 'renewal-notice']" mode="number-of"><xsl:value-of select="f:t('without VAT, invoiced on {date}', 'date', $deadline)"/></xsl:template>

</xsl:stylesheet>
