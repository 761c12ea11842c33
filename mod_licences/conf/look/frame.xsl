<?xml version="1.0" encoding="UTF-8"?>
<!-- A portal's own frame around every page of licences. What there is to build with: look.md. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                exclude-result-prefixes="f">
  <xsl:import href="navigation.xsl"/>
  <xsl:template name="frame">
    <html lang="{f:t('en')}">
      <head>
        <xsl:call-template name="head"/>
        <link rel="stylesheet" href="{$base}/assets/portal.css?v={f:digest()}"/>
      </head>
      <body>
        <header class="portal">
          <a href="/">Example Portal</a>
          <xsl:call-template name="navigation"/>
          <a class="log-out" href="/logout"><xsl:value-of select="f:t('Log out {user}', 'user', $user)"/></a>
        </header>
        <main id="main" tabindex="-1"><xsl:call-template name="content"/></main>
        <footer><xsl:call-template name="language-switch"/></footer>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
