<?xml version="1.0" encoding="UTF-8"?>
<!-- What every page imports: the frame, the parts that pages share, and HTML as the output. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:import href="parts.xsl"/>
  <xsl:import href="words.xsl"/>
  <xsl:import href="frame.xsl"/>

  <!-- given by the server, as in frame.xsl: a portal's own frame needn't know of them -->
  <xsl:param name="rights"/>
  <xsl:param name="token"/>
  <xsl:variable name="manages" select="contains(concat(' ', $rights, ' '), ' roles ')"/>
  <xsl:variable name="acts" select="$changes and /*/@state != 'closed'"/>

  <!-- this system identifier is what makes libxml2 write the doctype of HTML 5 -->
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:strip-space elements="*"/>

  <xsl:template match="/">
    <xsl:call-template name="frame"/>
  </xsl:template>

  <xsl:template match="*" mode="title"/>
  <xsl:template match="*" mode="content"/>

</xsl:stylesheet>
