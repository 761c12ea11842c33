<?xml version="1.0" encoding="UTF-8"?>
<!-- The title of a problem as its page has it, for the document that a program gets. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="problem.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/"><xsl:call-template name="problem-title"/></xsl:template>
</xsl:stylesheet>
