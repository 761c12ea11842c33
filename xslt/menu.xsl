<?xml version="1.0" encoding="UTF-8"?>
<!-- The menu of our pages. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                exclude-result-prefixes="f">

  <!-- What the user's rights open. -->
  <xsl:template name="menu">
    <xsl:param name="icons" select="true()"/>
    <ul class="menu">
      <xsl:if test="$sees">
        <li>
          <span class="menu-title"><xsl:value-of select="f:t('My account')"/></span>
          <ul>
            <li>
              <span class="menu-group"><xsl:value-of select="f:t('Manage licences')"/></span>
              <ul>
                <xsl:call-template name="menu-item">
                  <xsl:with-param name="path" select="'/'"/>
                  <xsl:with-param name="text" select="f:t('All licences')"/>
                  <xsl:with-param name="icons" select="$icons"/>
                  <xsl:with-param name="icon" select="'licences'"/>
                  <xsl:with-param name="within" select="starts-with($here, '/products/') or $here = '/overview'"/>
                </xsl:call-template>
                <xsl:call-template name="menu-item">
                  <xsl:with-param name="path" select="'/modules'"/>
                  <xsl:with-param name="text" select="f:t('Add-on module licences')"/>
                  <xsl:with-param name="icons" select="$icons"/>
                  <xsl:with-param name="icon" select="'modules'"/>
                </xsl:call-template>
              </ul>
            </li>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/invoices'"/>
              <xsl:with-param name="text" select="f:t('Invoices')"/>
              <xsl:with-param name="icons" select="$icons"/>
              <xsl:with-param name="icon" select="'invoices'"/>
            </xsl:call-template>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/account'"/>
              <xsl:with-param name="text" select="f:t('Invoice details')"/>
              <xsl:with-param name="icons" select="$icons"/>
              <xsl:with-param name="icon" select="'account'"/>
            </xsl:call-template>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/plans'"/>
              <xsl:with-param name="text" select="f:t('What is to come')"/>
              <xsl:with-param name="icons" select="$icons"/>
              <xsl:with-param name="icon" select="'calendar'"/>
            </xsl:call-template>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/usage'"/>
              <xsl:with-param name="text" select="f:t('Usage')"/>
              <xsl:with-param name="icons" select="$icons"/>
              <xsl:with-param name="icon" select="'usage'"/>
            </xsl:call-template>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/log'"/>
              <xsl:with-param name="text" select="f:t('Action log')"/>
              <xsl:with-param name="icons" select="$icons"/>
              <xsl:with-param name="icon" select="'log'"/>
            </xsl:call-template>
          </ul>
        </li>
      </xsl:if>
      <xsl:if test="$sees or $manages">
        <li>
          <span class="menu-title"><xsl:value-of select="f:t('Employees')"/></span>
          <ul>
            <xsl:if test="$sees">
              <xsl:call-template name="menu-item">
                <xsl:with-param name="path" select="'/employees'"/>
                <xsl:with-param name="text" select="f:t('Employees')"/>
                <xsl:with-param name="icons" select="$icons"/>
                <xsl:with-param name="icon" select="'employees'"/>
              </xsl:call-template>
            </xsl:if>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/roles'"/>
              <xsl:with-param name="text" select="f:t('Roles and rights')"/>
              <xsl:with-param name="icons" select="$icons"/>
              <xsl:with-param name="icon" select="'roles'"/>
            </xsl:call-template>
          </ul>
        </li>
        <li>
          <ul>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/help'"/>
              <xsl:with-param name="text" select="f:t('Help')"/>
              <xsl:with-param name="icons" select="$icons"/>
              <xsl:with-param name="icon" select="'info'"/>
            </xsl:call-template>
          </ul>
        </li>
      </xsl:if>
    </ul>
  </xsl:template>

  <xsl:template name="menu-item">
    <xsl:param name="path"/>
    <xsl:param name="text"/>
    <xsl:param name="icon"/>
    <xsl:param name="icons" select="true()"/>
    <xsl:param name="within" select="starts-with($here, concat($path, '/'))"/>
    <li>
      <a href="{$base}{$path}">
        <xsl:choose>
          <xsl:when test="$here = $path"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:when>
          <xsl:when test="$within"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:when>
        </xsl:choose>
        <xsl:if test="$icons"><xsl:call-template name="icon"><xsl:with-param name="name" select="$icon"/></xsl:call-template></xsl:if>
        <span><xsl:value-of select="$text"/></span>
      </a>
    </li>
  </xsl:template>

</xsl:stylesheet>
