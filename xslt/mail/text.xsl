<?xml version="1.0" encoding="UTF-8"?>
<!-- A mail's text part. Paragraphs are single lines: the reader's program breaks them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">
  <xsl:import href="content.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/">
    <xsl:variable name="number"><xsl:apply-templates select="l:mail" mode="number"/></xsl:variable>
    <xsl:if test="$number != ''">
      <xsl:variable name="number-of"><xsl:apply-templates select="l:mail" mode="number-of"/></xsl:variable>
      <xsl:value-of select="concat($number, ' ', f:plain($number-of), '&#10;&#10;')"/>
    </xsl:if>
    <xsl:apply-templates select="l:mail" mode="body"/>
    <xsl:text>-- &#10;</xsl:text>
    <xsl:variable name="why"><xsl:call-template name="why"/></xsl:variable>
    <xsl:value-of select="concat(f:plain($why), '&#10;')"/>
    <xsl:if test="l:mail/@portal">
      <xsl:value-of select="concat(f:t('What this means'), ': ', l:mail/@portal, $help, '&#10;')"/>
      <xsl:value-of select="concat(f:t('Choose your language'), ': ', l:mail/@portal, '/language&#10;')"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="para">
    <xsl:param name="text"/>
    <xsl:param name="strong" select="false()"/>
    <xsl:value-of select="concat(f:plain($text), '&#10;&#10;')"/>
  </xsl:template>

  <xsl:template name="facts">
    <xsl:param name="rows"/>
    <xsl:if test="string($rows)"><xsl:value-of select="concat($rows, '&#10;')"/></xsl:if>
  </xsl:template>

  <xsl:template name="fact">
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <xsl:value-of select="concat(f:plain($label), ': ', f:plain($value), '&#10;')"/>
  </xsl:template>

  <xsl:template name="list">
    <xsl:param name="items"/>
    <xsl:value-of select="concat($items, '&#10;')"/>
  </xsl:template>

  <xsl:template name="item">
    <xsl:param name="text"/>
    <xsl:param name="what"/>
    <xsl:value-of select="concat('- ', f:plain($text))"/>
    <xsl:if test="string($what) != ''"><xsl:value-of select="concat(' – ', f:plain($what))"/></xsl:if>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template name="link">
    <xsl:param name="path"/>
    <xsl:param name="text"/>
    <xsl:if test="/l:mail/@portal"><xsl:value-of select="concat($text, ': ', /l:mail/@portal, $path, '&#10;&#10;')"/></xsl:if>
  </xsl:template>
</xsl:stylesheet>
