<?xml version="1.0" encoding="UTF-8"?>
<!-- /overview.csv (interface.md, CSV) -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:param name="header" select="'yes'"/>

  <xsl:template match="/">
    <xsl:if test="$header = 'yes'">
      <xsl:value-of select="f:row('key', 'name', 'section', 'purchased', 'next', 'used', 'available', 'price', 'currency')"/>
    </xsl:if>
    <xsl:for-each select="*/l:product">
      <xsl:value-of select="f:row(f:cell(@key), f:cell(l:name), @section, @purchased, @next, @used, @available, f:major(@price, @currency), @currency)"/>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
