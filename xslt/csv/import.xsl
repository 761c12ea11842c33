<?xml version="1.0" encoding="UTF-8"?>
<!-- What columns of a file of employees are called by people, for licencesctl import: a line for each, the column, a tab, and
     the heading in the account's language. A portal's own stylesheet may add some. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                exclude-result-prefixes="f">

  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/">
    <xsl:value-of select="concat('login&#9;', f:t('Log-in'), '&#10;', 'login&#9;', f:t('User name'), '&#10;')"/>
    <xsl:value-of select="concat('name&#9;', f:t('Name'), '&#10;')"/>
    <xsl:value-of select="concat('first_name&#9;', f:t('First name'), '&#10;', 'last_name&#9;', f:t('Last name'), '&#10;')"/>
    <xsl:value-of select="concat('email&#9;', f:t('E-mail'), '&#10;')"/>
    <xsl:value-of select="concat('initials&#9;', f:t('Initials'), '&#10;')"/>
    <xsl:value-of select="concat('status&#9;', f:t('Status'), '&#10;')"/>
    <xsl:value-of select="concat('roles&#9;', f:t('Roles'), '&#10;')"/>
    <xsl:value-of select="concat('start&#9;', f:t('First day'), '&#10;', 'end&#9;', f:t('Last day'), '&#10;')"/>
    <xsl:value-of select="concat('external&#9;', f:t('Employee number'), '&#10;')"/>
  </xsl:template>

</xsl:stylesheet>
