<?xml version="1.0" encoding="UTF-8"?>
<!-- The portal's own menu, in which licences are one thing among others. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                exclude-result-prefixes="f">

  <xsl:template name="navigation">
    <nav aria-label="{f:t('Main menu')}">
      <a href="/projects/"><xsl:value-of select="f:t('Projects')"/></a>
      <xsl:if test="$sees">
        <a href="{$base}/"><xsl:value-of select="f:t('Licences')"/></a>
        <a href="{$base}/employees"><xsl:value-of select="f:t('Employees')"/></a>
        <a href="{$base}/invoices"><xsl:value-of select="f:t('Invoices')"/></a>
        <a href="{$base}/log"><xsl:value-of select="f:t('Action log')"/></a>
      </xsl:if>
      <xsl:if test="$sees or $manages">
        <a href="{$base}/roles"><xsl:value-of select="f:t('Roles and rights')"/></a>
      </xsl:if>
    </nav>
  </xsl:template>

</xsl:stylesheet>
