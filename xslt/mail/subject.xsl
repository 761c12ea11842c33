<?xml version="1.0" encoding="UTF-8"?>
<!-- The subject of a mail, on one line. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="content.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/"><xsl:call-template name="plain-subject"/></xsl:template>
</xsl:stylesheet>
