<?xml version="1.0" encoding="UTF-8"?>
<!--
  The frame around every page: header, menu, footer. A portal may have one of its own, with a template "frame"
  (mod_licences/doc/look.md).
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:template name="frame">
    <html lang="{f:t('en')}">
      <head>
        <xsl:call-template name="head"/>
      </head>
      <body>
        <a class="skip" href="#main"><xsl:value-of select="f:t('Skip to the content')"/></a>
        <header class="top">
          <a class="brand" href="{$base}/">
            <xsl:call-template name="icon"><xsl:with-param name="name" select="'brand'"/></xsl:call-template>
            <span><xsl:value-of select="f:t('Licences')"/></span>
          </a>
          <xsl:if test="/*/l:account-name">
            <span class="account"><xsl:call-template name="bdi"><xsl:with-param name="text" select="/*/l:account-name"/></xsl:call-template></span>
          </xsl:if>
          <xsl:if test="$user != ''">
            <span class="user">
              <xsl:call-template name="icon"><xsl:with-param name="name" select="'user'"/></xsl:call-template>
              <span class="hidden"><xsl:value-of select="f:t('Logged in as')"/>: </span>
              <xsl:call-template name="bdi"><xsl:with-param name="text" select="$user"/></xsl:call-template>
            </span>
          </xsl:if>
        </header>
        <div class="page" data-close="{f:t('Close')}">
          <nav class="side" aria-label="{f:t('Main menu')}"><xsl:call-template name="menu"/></nav>
          <details class="small-menu">
            <summary>
              <xsl:call-template name="icon"><xsl:with-param name="name" select="'menu'"/></xsl:call-template>
              <span><xsl:value-of select="f:t('Menu')"/></span>
            </summary>
            <nav aria-label="{f:t('Main menu')}">
              <!-- lighter without: it is the second one of the page -->
              <xsl:call-template name="menu"><xsl:with-param name="icons" select="false()"/></xsl:call-template>
            </nav>
          </details>
          <main id="main" tabindex="-1">
            <xsl:call-template name="content"/>
          </main>
        </div>
        <footer class="foot">
          <xsl:if test="$support != ''">
            <span>
              <xsl:value-of select="f:t('Questions? Write to')"/>
              <xsl:text> </xsl:text>
              <xsl:call-template name="mailto"><xsl:with-param name="address" select="$support"/></xsl:call-template>
            </span>
          </xsl:if>
          <xsl:if test="/*/@timezone">
            <span><xsl:value-of select="f:t('Times are in {zone}', 'zone', translate(/*/@timezone, '_', ' '))"/></span>
          </xsl:if>
          <xsl:call-template name="language-switch"/>
        </footer>
      </body>
    </html>
  </xsl:template>

</xsl:stylesheet>
