<?xml version="1.0" encoding="UTF-8"?>
<!-- An error page in the same frame: what was wrong, what is expected instead, who can help. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:p="urn:ietf:rfc:7807" exclude-result-prefixes="f p">

  <xsl:import href="page.xsl"/>

  <xsl:variable name="code" select="string(/p:problem/p:status)"/>
  <xsl:variable name="word" select="substring-after(/p:problem/p:type, 'urn:mod-licences:problem:')"/>

  <xsl:template match="p:problem" mode="title"><xsl:call-template name="problem-title"/></xsl:template>

  <xsl:template match="p:problem" mode="content">
    <div class="panel trouble">
      <p class="code"><xsl:value-of select="$code"/></p>
      <h1><xsl:call-template name="problem-title"/></h1>
      <p class="lead"><xsl:call-template name="what-was-wrong"/></p>
      <p><xsl:call-template name="what-now"/></p>
      <p class="buttons">
        <xsl:choose>
          <xsl:when test="$manages and not($sees)">
            <xsl:call-template name="button-link">
              <xsl:with-param name="href" select="concat($base, '/roles')"/>
              <xsl:with-param name="text" select="f:t('Go to roles and rights')"/>
              <xsl:with-param name="class" select="'button primary'"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:when test="$code != '403' or $sees">
            <xsl:call-template name="button-link">
              <xsl:with-param name="href" select="concat($base, '/')"/>
              <xsl:with-param name="text" select="f:t('Go to all licences')"/>
              <xsl:with-param name="class" select="'button primary'"/>
            </xsl:call-template>
          </xsl:when>
        </xsl:choose>
      </p>
    </div>
  </xsl:template>

  <xsl:template name="problem-title">
    <xsl:choose>
      <xsl:when test="$code = '400'"><xsl:value-of select="f:t('The request could not be understood')"/></xsl:when>
      <xsl:when test="$code = '401'"><xsl:value-of select="f:t('Log in first')"/></xsl:when>
      <xsl:when test="$code = '403'"><xsl:value-of select="f:t('You don’t have access to this')"/></xsl:when>
      <xsl:when test="$code = '404'"><xsl:value-of select="f:t('Page not found')"/></xsl:when>
      <xsl:when test="$code = '405'"><xsl:value-of select="f:t('That can’t be done here')"/></xsl:when>
      <xsl:when test="$code = '406'"><xsl:value-of select="f:t('Not available in that format')"/></xsl:when>
      <xsl:when test="$code = '409' or $code = '412'"><xsl:value-of select="f:t('Somebody else changed this first')"/></xsl:when>
      <xsl:when test="$code = '410'"><xsl:value-of select="f:t('No longer available')"/></xsl:when>
      <xsl:when test="$code = '413'"><xsl:value-of select="f:t('That is too much at once')"/></xsl:when>
      <xsl:when test="$code = '415'"><xsl:value-of select="f:t('Not available in that format')"/></xsl:when>
      <xsl:when test="$code = '422'"><xsl:value-of select="f:t('That is not possible')"/></xsl:when>
      <xsl:when test="$code = '428'"><xsl:value-of select="f:t('A condition is required')"/></xsl:when>
      <xsl:when test="starts-with($code, '4')"><xsl:value-of select="f:t('The request could not be understood')"/></xsl:when>
      <xsl:when test="$code = '503'"><xsl:value-of select="f:t('Temporarily unavailable')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('Something went wrong on our side')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The sentence of this type of problem; if it has none, that of the status. -->
  <xsl:template name="what-was-wrong">
    <xsl:variable name="said">
      <xsl:call-template name="sentence">
        <xsl:with-param name="type" select="$word"/>
        <xsl:with-param name="ceiling" select="f:number(/p:problem/p:ceiling)"/>
        <xsl:with-param name="currency" select="string(/p:problem/p:currency)"/>
        <xsl:with-param name="right" select="string(/p:problem/p:right)"/>
        <xsl:with-param name="field" select="string(/p:problem/p:field)"/>
        <xsl:with-param name="value" select="string(/p:problem/p:value)"/>
        <xsl:with-param name="reference" select="string(/p:problem/p:reference)"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="string($said) != ''"><xsl:copy-of select="$said"/></xsl:when>
      <xsl:when test="$code = '403'"><xsl:value-of select="f:t('Your rights don’t cover this.')"/></xsl:when>
      <xsl:when test="$code = '404'"><xsl:value-of select="f:t('This address leads nowhere, or to something that doesn’t belong to your company.')"/></xsl:when>
      <xsl:when test="$code = '405'"><xsl:value-of select="f:t('This page doesn’t accept that kind of request.')"/></xsl:when>
      <xsl:when test="$code = '406'"><xsl:value-of select="f:t('This is available as a web page, and most of it as XML or CSV too.')"/></xsl:when>
      <xsl:when test="$code = '409' or $code = '412'"><xsl:value-of select="f:t('What you saw has been changed since, so nothing was done.')"/></xsl:when>
      <xsl:when test="$code = '413'"><xsl:value-of select="f:t('What was sent is larger than is accepted here. Nothing was changed.')"/></xsl:when>
      <xsl:when test="$code = '415'"><xsl:value-of select="f:t('What was sent is in a format that isn’t accepted here. Nothing was changed.')"/></xsl:when>
      <xsl:when test="$code = '400'"><xsl:value-of select="f:t('What was sent is incomplete or malformed. Nothing was changed.')"/></xsl:when>
      <xsl:when test="$code = '503'"><xsl:value-of select="f:t('The database can’t be reached just now, or is busy. Nothing was changed. Try again in a moment.')"/></xsl:when>
      <xsl:when test="$code = '422'"><xsl:value-of select="p:detail"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('The error is in the server’s log. Nothing was changed.')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="what-now">
    <xsl:choose>
      <xsl:when test="$word = 'no-right' or $word = 'login-unknown'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('You are logged in as {user}. If that should be enough, write to {support}.', 'user', f:isolate($user), 'support', $support)"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$code = '404'"><xsl:value-of select="f:t('Check the address, or start from all licences.')"/></xsl:when>
      <xsl:when test="$code = '409' or $code = '412'"><xsl:value-of select="f:t('Reload the page and decide again.')"/></xsl:when>
      <xsl:when test="$code = '503'"><xsl:value-of select="f:t('If this continues, write to {support}.', 'support', $support)"/></xsl:when>
      <xsl:when test="$support != ''"><xsl:value-of select="f:t('If you need help, write to {support}.', 'support', $support)"/></xsl:when>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
