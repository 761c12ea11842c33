<?xml version="1.0" encoding="UTF-8"?>
<!-- /log.csv (interface.md, CSV) -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:param name="header" select="'yes'"/>

  <xsl:template match="/">
    <xsl:if test="$header = 'yes'">
      <xsl:value-of select="f:row('id', 'at', 'actor', 'action', 'object', 'old', 'new', 'amount', 'currency', 'invoice')"/>
    </xsl:if>
    <xsl:for-each select="*/l:entry">
      <xsl:value-of select="f:row(@id, f:instant(@at), f:cell(@actor), @action, f:cell(@object), f:cell(@old), f:cell(@new), f:major(@amount, @currency), @currency, f:cell(@invoice))"/>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
