<?xml version="1.0" encoding="UTF-8"?>
<!-- A mail's HTML part: styles stand in the elements, as mail programs throw style sheets away; colours are the reader's. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">
  <xsl:import href="content.xsl"/>
  <xsl:import href="../bdi.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>

  <xsl:template match="/">
    <html lang="{l:mail/@language}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:call-template name="plain-subject"/></title>
      </head>
      <body style="margin:0 auto;padding:1rem;max-width:40rem;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5">
        <h1 style="font-size:1.25rem;line-height:1.3;margin:0 0 1rem"><xsl:call-template name="with-bdi"><xsl:with-param name="text"><xsl:apply-templates select="l:mail" mode="subject"/></xsl:with-param></xsl:call-template></h1>
        <xsl:apply-templates select="l:mail" mode="body"/>
        <p style="margin:2rem 0 0;padding-top:.75rem;border-top:1px solid #888;font-size:.875rem"><xsl:call-template name="with-bdi"><xsl:with-param name="text"><xsl:call-template name="why"/></xsl:with-param></xsl:call-template></p>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="para">
    <xsl:param name="text"/>
    <xsl:param name="strong" select="false()"/>
    <p style="margin:0 0 1rem">
      <xsl:choose>
        <xsl:when test="$strong"><strong><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></strong></xsl:when>
        <xsl:otherwise><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
    </p>
  </xsl:template>

  <xsl:template name="facts">
    <xsl:param name="rows"/>
    <xsl:if test="string($rows)">
      <table style="border-collapse:collapse;margin:0 0 1rem;font-variant-numeric:tabular-nums"><xsl:copy-of select="$rows"/></table>
    </xsl:if>
  </xsl:template>

  <xsl:template name="fact">
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <tr>
      <th scope="row" style="text-align:left;font-weight:400;padding:.2rem 1.5rem .2rem 0;vertical-align:top"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$label"/></xsl:call-template></th>
      <td style="padding:.2rem 0;font-weight:600"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$value"/></xsl:call-template></td>
    </tr>
  </xsl:template>

  <xsl:template name="list">
    <xsl:param name="items"/>
    <ul style="margin:0 0 1rem;padding-left:1.25rem"><xsl:copy-of select="$items"/></ul>
  </xsl:template>

  <xsl:template name="item">
    <xsl:param name="text"/>
    <li><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></li>
  </xsl:template>

  <xsl:template name="link">
    <xsl:param name="path"/>
    <xsl:param name="text"/>
    <xsl:if test="/l:mail/@portal">
      <p style="margin:0 0 1rem">
        <a href="{/l:mail/@portal}{$path}" style="display:inline-block;padding:.5rem 1rem;border:1px solid currentColor;border-radius:.375rem;text-decoration:none"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></a>
      </p>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
