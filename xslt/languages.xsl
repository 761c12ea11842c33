<?xml version="1.0" encoding="UTF-8"?>
<!-- The switch between the languages that there are texts in, each by its own name. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                exclude-result-prefixes="f">

  <!-- For a frame. Whoever may see no page has none; the page about languages has it where it is told of. -->
  <xsl:template name="language-switch">
    <xsl:if test="$token != '' and ($sees or $manages) and $here != '/language'">
      <xsl:call-template name="language-form"/>
    </xsl:if>
  </xsl:template>

  <!-- A button for each, which leads back to this page. -->
  <xsl:template name="language-form">
    <form class="languages" method="post" action="{$base}/language" aria-label="{f:t('Language')}">
      <input type="hidden" name="token" value="{$token}"/>
      <input type="hidden" name="page" value="{$here}"/>
      <xsl:if test="$args != ''"><input type="hidden" name="query" value="{$args}"/></xsl:if>
      <xsl:call-template name="language-button"><xsl:with-param name="code" select="'da'"/><xsl:with-param name="name" select="'Dansk'"/></xsl:call-template>
      <xsl:call-template name="language-button"><xsl:with-param name="code" select="'de'"/><xsl:with-param name="name" select="'Deutsch'"/></xsl:call-template>
      <xsl:call-template name="language-button"><xsl:with-param name="code" select="'en'"/><xsl:with-param name="name" select="'English'"/></xsl:call-template>
      <xsl:call-template name="language-button"><xsl:with-param name="code" select="'sv'"/><xsl:with-param name="name" select="'Svenska'"/></xsl:call-template>
    </form>
  </xsl:template>

  <xsl:template name="language-button">
    <xsl:param name="code"/>
    <xsl:param name="name"/>
    <button name="language" value="{$code}" lang="{$code}">
      <xsl:if test="$code = f:t('en')"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
      <xsl:value-of select="$name"/>
    </button>
  </xsl:template>

</xsl:stylesheet>
