<?xml version="1.0" encoding="UTF-8"?>
<!--
  What every page imports: what the server gives, the parts that pages and frames share, and HTML as the output. A
  frame needs nothing of its own but the template "frame".
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="icons.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="words.xsl"/>
  <xsl:import href="menu.xsl"/>
  <xsl:import href="languages.xsl"/>
  <xsl:import href="frame.xsl"/>

  <!-- given by the server -->
  <xsl:param name="base"/>      <!-- path of the Location, without a slash at its end -->
  <xsl:param name="here"/>      <!-- path below it: /products/crm -->
  <xsl:param name="args"/>      <!-- query string, without its question mark -->
  <xsl:param name="user"/>      <!-- log-in name -->
  <xsl:param name="account"/>   <!-- key of the account -->
  <xsl:param name="locale"/>    <!-- the account's: its documents are in its language, whoever reads them -->
  <xsl:param name="rights"/>    <!-- words, with blanks between -->
  <xsl:param name="token"/>     <!-- for forms -->
  <xsl:param name="support"/>   <!-- e-mail address -->
  <xsl:param name="manual"/>    <!-- not empty: there is one at /doc -->
  <xsl:param name="status"/>    <!-- of a problem -->

  <!-- &rows=200 where the address says so: links within a list keep it -->
  <xsl:variable name="rows"><xsl:if test="contains(concat('&amp;', $args, '&amp;'), '&amp;rows=200&amp;')">&amp;rows=200</xsl:if></xsl:variable>

  <!-- what the user's rights open -->
  <xsl:variable name="changes" select="contains(concat(' ', $rights, ' '), ' my-account ')"/>
  <xsl:variable name="sees" select="$changes or contains(concat(' ', $rights, ' '), ' my-account-view ')"/>
  <xsl:variable name="manages" select="contains(concat(' ', $rights, ' '), ' roles ')"/>
  <xsl:variable name="acts" select="$changes and /*/@state != 'closed'"/>

  <!-- this system identifier is what makes libxml2 write the doctype of HTML 5 -->
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:strip-space elements="*"/>

  <xsl:template match="/">
    <xsl:call-template name="frame"/>
  </xsl:template>

  <!-- For a frame: title, styles and scripts, which belong in the head. -->
  <xsl:template name="head">
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <title><xsl:call-template name="title"/></title>
    <link rel="stylesheet" href="{$base}/assets/licences.css?v={f:digest()}"/>
    <xsl:if test="not(/l:licences)"><link rel="stylesheet" href="{$base}/assets/lists.css?v={f:digest()}"/></xsl:if>
    <link rel="stylesheet" href="{$base}/assets/narrow.css?v={f:digest()}" media="(max-width: 78rem)"/>
    <link rel="stylesheet" href="{$base}/assets/print.css?v={f:digest()}" media="print"/>
    <link rel="icon" type="image/svg+xml" href="{$base}/assets/icon.svg?v={f:digest()}"/>
    <script src="{$base}/assets/licences.js?v={f:digest()}" defer="defer"></script>
    <script src="{$base}/assets/place.js?v={f:digest()}" defer="defer"></script>
    <xsl:if test="/l:log or /l:usage or /l:plans or /l:employee or /l:employees or /l:result or /l:preview[@on]"><script src="{$base}/assets/dates.js?v={f:digest()}" defer="defer"></script></xsl:if>
  </xsl:template>

  <xsl:template name="title">
    <xsl:apply-templates select="/*" mode="title"/>
    <xsl:if test="/*/l:account-name"> – <xsl:value-of select="/*/l:account-name"/></xsl:if>
  </xsl:template>

  <xsl:template name="content">
    <xsl:apply-templates select="/*" mode="content"/>
  </xsl:template>

  <xsl:template match="*" mode="title"/>
  <xsl:template match="*" mode="content"/>

</xsl:stylesheet>
