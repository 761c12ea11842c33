<?xml version="1.0" encoding="UTF-8"?>
<!-- Texts that somebody typed are isolated (bdi), so that letters that run from right to left don't turn the text around them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:l="urn:mod-licences:1" exclude-result-prefixes="l">

  <!-- One such text. -->
  <xsl:template name="bdi">
    <xsl:param name="text" select="l:name"/>
    <xsl:if test="string($text)"><bdi><xsl:value-of select="$text"/></bdi></xsl:if>
  </xsl:template>

  <!-- A sentence that holds such texts, each marked by f:isolate. -->
  <xsl:template name="with-bdi">
    <xsl:param name="text"/>
    <xsl:variable name="rest" select="substring-after($text, '&#x2068;')"/>
    <xsl:choose>
      <xsl:when test="contains($rest, '&#x2069;')">
        <xsl:value-of select="substring-before($text, '&#x2068;')"/>
        <bdi><xsl:value-of select="substring-before($rest, '&#x2069;')"/></bdi>
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="substring-after($rest, '&#x2069;')"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
