<?xml version="1.0" encoding="UTF-8"?>
<!-- The language that the user reads: where mails lead whose reader would like another one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>

  <xsl:template match="l:language" mode="title"><xsl:value-of select="f:t('Language')"/></xsl:template>

  <xsl:template match="l:language" mode="content">
    <h1><xsl:value-of select="f:t('Language')"/></h1>
    <p class="lead"><xsl:value-of select="f:t('Choose the language of these pages, and of the e-mails about what you change yourself. It is your own choice: your colleagues keep theirs, and invoices and files stay as they are.')"/></p>
    <xsl:call-template name="language-form"/>
  </xsl:template>

</xsl:stylesheet>
