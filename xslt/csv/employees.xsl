<?xml version="1.0" encoding="UTF-8"?>
<!-- /employees.csv (interface.md, CSV) -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:param name="header" select="'yes'"/>

  <xsl:template match="/">
    <xsl:if test="$header = 'yes'">
      <xsl:value-of select="f:row('id', 'login', 'name', 'initials', 'email', 'status', 'created_at', 'activated_at', 'marked_until', 'starts', 'ends')"/>
    </xsl:if>
    <xsl:for-each select="*/l:employee">
      <xsl:value-of select="f:row(@id, f:cell(@login), f:cell(l:name), f:cell(@initials), f:cell(@email), @status, f:instant(@created), f:instant(@activated), f:instant(@deadline), @starts, @ends)"/>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
