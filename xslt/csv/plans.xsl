<?xml version="1.0" encoding="UTF-8"?>
<!-- /plans.csv (interface.md, CSV) -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:param name="header" select="'yes'"/>

  <xsl:template match="/">
    <xsl:if test="$header = 'yes'">
      <xsl:value-of select="f:row('id', 'kind', 'on', 'login', 'product', 'quantity', 'planned_by')"/>
    </xsl:if>
    <xsl:for-each select="*/l:plan">
      <xsl:value-of select="f:row(@id, @kind, @on, f:cell(@login), f:cell(@product), @quantity, f:cell(@by))"/>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
