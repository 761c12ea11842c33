<?xml version="1.0" encoding="UTF-8"?>
<!--
  The frame around every page: head, header, menu, footer. A portal puts a frame.xsl of its own into its directory
  (LicencesStylesheets), with a template "frame" that applies mode="title" and mode="content" to the root; to keep parts of this
  one, it imports this file by its full path.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="icons.xsl"/>

  <!-- given by the server -->
  <xsl:param name="base"/>      <!-- path of the Location, without a slash at its end -->
  <xsl:param name="here"/>      <!-- path below it: /products/crm -->
  <xsl:param name="args"/>      <!-- query string, without its question mark -->
  <xsl:param name="user"/>      <!-- log-in name -->
  <xsl:param name="rights"/>    <!-- words, with blanks between -->
  <xsl:param name="token"/>     <!-- for forms -->
  <xsl:param name="support"/>   <!-- e-mail address -->
  <xsl:param name="status"/>    <!-- of a problem -->

  <xsl:variable name="changes" select="contains(concat(' ', $rights, ' '), ' my-account ')"/>
  <xsl:variable name="sees" select="$changes or contains(concat(' ', $rights, ' '), ' my-account-view ')"/>

  <xsl:template name="frame">
    <html lang="{f:t('en')}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>
          <xsl:apply-templates select="/*" mode="title"/>
          <xsl:if test="/*/l:account-name"> – <xsl:value-of select="/*/l:account-name"/></xsl:if>
        </title>
        <link rel="stylesheet" href="{$base}/assets/licences.css?v={f:digest()}"/>
        <link rel="icon" type="image/svg+xml" href="{$base}/assets/icon.svg?v={f:digest()}"/>
        <script src="{$base}/assets/licences.js?v={f:digest()}" defer="defer"></script>
      </head>
      <body>
        <a class="skip" href="#main"><xsl:value-of select="f:t('Skip to the content')"/></a>
        <header class="top">
          <a class="brand" href="{$base}/">
            <xsl:call-template name="icon"><xsl:with-param name="name" select="'brand'"/></xsl:call-template>
            <span><xsl:value-of select="f:t('Licences')"/></span>
          </a>
          <xsl:if test="/*/l:account-name">
            <span class="account"><xsl:value-of select="/*/l:account-name"/></span>
          </xsl:if>
          <xsl:if test="$user != ''">
            <span class="user">
              <xsl:call-template name="icon"><xsl:with-param name="name" select="'user'"/></xsl:call-template>
              <span class="hidden"><xsl:value-of select="f:t('Logged in as')"/>: </span>
              <xsl:value-of select="$user"/>
            </span>
          </xsl:if>
        </header>
        <div class="page">
          <nav class="side" aria-label="{f:t('Main menu')}"><xsl:call-template name="menu"/></nav>
          <details class="small-menu">
            <summary>
              <xsl:call-template name="icon"><xsl:with-param name="name" select="'menu'"/></xsl:call-template>
              <span><xsl:value-of select="f:t('Menu')"/></span>
            </summary>
            <nav aria-label="{f:t('Main menu')}"><xsl:call-template name="menu"/></nav>
          </details>
          <main id="main" tabindex="-1">
            <xsl:apply-templates select="/*" mode="content"/>
          </main>
        </div>
        <footer class="foot">
          <xsl:if test="$support != ''">
            <span>
              <xsl:value-of select="f:t('Questions? Write to')"/>
              <xsl:text> </xsl:text>
              <a href="mailto:{$support}"><xsl:value-of select="$support"/></a>
            </span>
          </xsl:if>
          <xsl:if test="/*/@timezone">
            <span><xsl:value-of select="f:t('Times are in {zone}', 'zone', translate(/*/@timezone, '_', ' '))"/></span>
          </xsl:if>
        </footer>
      </body>
    </html>
  </xsl:template>

  <!-- What the user's rights open. -->
  <xsl:template name="menu">
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
                  <xsl:with-param name="icon" select="'licences'"/>
                  <xsl:with-param name="within" select="starts-with($here, '/products/') or $here = '/overview'"/>
                </xsl:call-template>
                <xsl:call-template name="menu-item">
                  <xsl:with-param name="path" select="'/modules'"/>
                  <xsl:with-param name="text" select="f:t('Add-on module licences')"/>
                  <xsl:with-param name="icon" select="'modules'"/>
                </xsl:call-template>
              </ul>
            </li>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/invoices'"/>
              <xsl:with-param name="text" select="f:t('Invoices')"/>
              <xsl:with-param name="icon" select="'invoices'"/>
            </xsl:call-template>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/usage'"/>
              <xsl:with-param name="text" select="f:t('Usage')"/>
              <xsl:with-param name="icon" select="'usage'"/>
            </xsl:call-template>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/log'"/>
              <xsl:with-param name="text" select="f:t('Action log')"/>
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
                <xsl:with-param name="icon" select="'employees'"/>
              </xsl:call-template>
            </xsl:if>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="path" select="'/roles'"/>
              <xsl:with-param name="text" select="f:t('Roles and rights')"/>
              <xsl:with-param name="icon" select="'roles'"/>
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
    <xsl:param name="within" select="starts-with($here, concat($path, '/'))"/>
    <li>
      <a href="{$base}{$path}">
        <xsl:choose>
          <xsl:when test="$here = $path"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:when>
          <xsl:when test="$within"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:when>
        </xsl:choose>
        <xsl:call-template name="icon"><xsl:with-param name="name" select="$icon"/></xsl:call-template>
        <span><xsl:value-of select="$text"/></span>
      </a>
    </li>
  </xsl:template>

</xsl:stylesheet>
