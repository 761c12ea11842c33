<?xml version="1.0" encoding="UTF-8"?>
<!--
  A mail's HTML part: one column, the number that matters first, one button. Styles stand in the elements, as many mail
  programs throw style sheets away; the sheet in the head makes it dark where that is wanted and understood.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">
  <xsl:import href="content.xsl"/>
  <xsl:import href="../bdi.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>

  <xsl:variable name="cell">padding:8px 0;border-top:1px solid #d7dde4;text-align:left;vertical-align:top;overflow-wrap:anywhere;</xsl:variable>

  <xsl:template match="/">
    <html lang="{l:mail/@language}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:call-template name="plain-subject"/></title>
        <style>
          :root { color-scheme: light dark; }
          @media (prefers-color-scheme: dark) {
            body { background: #11161b !important; color: #e6ebf0 !important; }
            .card { background: #1a2128 !important; border-color: #36424d !important; }
            .muted { color: #a7b4c0 !important; }
            .line { border-color: #36424d !important; }
            .button { background: #84bcf0 !important; color: #0c1c2a !important; }
            .link { color: #84bcf0 !important; }
          }
        </style>
      </head>
      <body style="margin:0;padding:0;background:#f4f6f8;color:#1a2530;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
        <div style="max-width:600px;margin:0 auto;padding:16px 8px">
          <main class="card" style="background:#ffffff;border:1px solid #d7dde4;border-radius:10px;padding:24px 16px">
            <p class="muted" style="margin:0 0 4px;color:#52606d;font-size:14px"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:isolate(l:mail/l:account-name)"/></xsl:call-template></p>
            <h1 style="font-size:20px;line-height:1.3;margin:0 0 16px"><xsl:call-template name="with-bdi"><xsl:with-param name="text"><xsl:apply-templates select="l:mail" mode="subject"/></xsl:with-param></xsl:call-template></h1>
            <xsl:call-template name="number"/>
            <xsl:apply-templates select="l:mail" mode="body"/>
          </main>
          <xsl:call-template name="footer"/>
        </div>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="number">
    <xsl:variable name="number"><xsl:apply-templates select="l:mail" mode="number"/></xsl:variable>
    <xsl:if test="$number != ''">
      <p style="margin:0 0 16px">
        <strong style="font-size:32px;line-height:1.2"><xsl:value-of select="$number"/></strong>
        <xsl:text> </xsl:text>
        <span class="muted" style="color:#52606d"><xsl:call-template name="with-bdi"><xsl:with-param name="text"><xsl:apply-templates select="l:mail" mode="number-of"/></xsl:with-param></xsl:call-template></span>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="footer">
    <footer class="muted" style="padding:16px;color:#52606d;font-size:14px">
      <p style="margin:0 0 8px"><xsl:call-template name="with-bdi"><xsl:with-param name="text"><xsl:call-template name="why"/></xsl:with-param></xsl:call-template></p>
      <xsl:if test="l:mail/@portal">
        <p style="margin:0">
          <a class="link" style="color:#17588f;padding:4px 0" href="{l:mail/@portal}{$help}"><xsl:value-of select="f:t('What this means')"/></a>
          <xsl:text> · </xsl:text>
          <a class="link" style="color:#17588f;padding:4px 0" href="{l:mail/@portal}/language"><xsl:value-of select="f:t('Choose your language')"/></a>
        </p>
      </xsl:if>
    </footer>
  </xsl:template>

  <xsl:template name="para">
    <xsl:param name="text"/>
    <xsl:param name="strong" select="false()"/>
    <p style="margin:0 0 16px">
      <xsl:choose>
        <xsl:when test="$strong"><strong><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></strong></xsl:when>
        <xsl:otherwise><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
    </p>
  </xsl:template>

  <xsl:template name="facts">
    <xsl:param name="rows"/>
    <xsl:if test="string($rows)">
      <table style="width:100%;border-collapse:collapse;margin:0 0 16px;font-variant-numeric:tabular-nums"><xsl:copy-of select="$rows"/></table>
    </xsl:if>
  </xsl:template>

  <xsl:template name="fact">
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <tr>
      <th scope="row" class="line" style="{$cell}min-width:7em;padding-right:16px;font-weight:400"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$label"/></xsl:call-template></th>
      <td class="line" style="{$cell}text-align:right;font-weight:600"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$value"/></xsl:call-template></td>
    </tr>
  </xsl:template>

  <xsl:template name="list">
    <xsl:param name="items"/>
    <table style="width:100%;border-collapse:collapse;margin:0 0 16px"><xsl:copy-of select="$items"/></table>
  </xsl:template>

  <xsl:template name="item">
    <xsl:param name="text"/>
    <xsl:param name="what"/>
    <tr>
      <td class="line" style="{$cell}font-weight:600"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></td>
      <td class="line" style="{$cell}text-align:right"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="string($what)"/></xsl:call-template></td>
    </tr>
  </xsl:template>

  <xsl:template name="link">
    <xsl:param name="path"/>
    <xsl:param name="text"/>
    <xsl:if test="/l:mail/@portal">
      <p style="margin:24px 0 0">
        <a class="button" href="{/l:mail/@portal}{$path}" style="display:inline-block;padding:10px 20px;border-radius:8px;background:#17588f;color:#ffffff;font-weight:600;text-decoration:none"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></a>
      </p>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
