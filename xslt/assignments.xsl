<?xml version="1.0" encoding="UTF-8"?>
<!-- Add-on module licences: who holds what. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>

  <xsl:template match="l:assignments" mode="title"><xsl:value-of select="f:t('Add-on module licences')"/></xsl:template>

  <xsl:template match="l:assignments" mode="content">
    <xsl:variable name="query"><xsl:call-template name="filters"/></xsl:variable>
    <div class="heading">
      <h1><xsl:value-of select="f:t('Add-on module licences')"/></h1>
      <xsl:call-template name="download">
        <xsl:with-param name="path" select="'/modules'"/>
        <xsl:with-param name="query" select="$query"/>
      </xsl:call-template>
    </div>
    <p class="lead"><xsl:value-of select="f:t('Who holds which module. The number of licences is changed under All licences.')"/></p>
    <form class="filters" method="get" action="{$base}/modules" role="search">
      <div class="field">
        <label for="q"><xsl:value-of select="f:t('Search')"/></label>
        <input id="q" name="q" type="search" value="{l:filter[@name = 'q']}"/>
      </div>
      <div class="field">
        <label for="module"><xsl:value-of select="f:t('Module')"/></label>
        <select id="module" name="module">
          <option value=""><xsl:value-of select="f:t('All')"/></option>
          <xsl:for-each select="l:module">
            <option value="{@key}">
              <xsl:if test="@key = ../l:filter[@name = 'module']"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
              <xsl:value-of select="."/>
            </option>
          </xsl:for-each>
        </select>
      </div>
      <p class="buttons">
        <button class="button" type="submit"><xsl:value-of select="f:t('Show')"/></button>
        <xsl:if test="l:filter"><a class="button quiet" href="{$base}/modules"><span><xsl:value-of select="f:t('Show all')"/></span></a></xsl:if>
      </p>
    </form>
    <xsl:apply-templates select="l:module[@key = ../l:filter[@name = 'module']]" mode="detail"/>
    <xsl:choose>
      <xsl:when test="l:assignment">
        <table class="cards">
          <thead>
            <tr>
              <th scope="col"><xsl:value-of select="f:t('Name')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Initials')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Module')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Assigned')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Status')"/></th>
            </tr>
          </thead>
          <tbody><xsl:apply-templates select="l:assignment" mode="row"/></tbody>
        </table>
      </xsl:when>
      <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('Nobody matches.')"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="paging">
      <xsl:with-param name="path" select="'/modules'"/>
      <xsl:with-param name="query" select="$query"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="l:module" mode="detail">
    <dl class="position">
      <div>
        <dt><xsl:value-of select="f:t('Used of purchased')"/></dt>
        <dd><xsl:call-template name="usage"/></dd>
      </div>
    </dl>
  </xsl:template>

  <xsl:template match="l:assignment" mode="row">
    <tr>
      <xsl:if test="@deadline"><xsl:attribute name="class">marked</xsl:attribute></xsl:if>
      <th scope="row" class="text"><span><xsl:value-of select="l:name"/></span></th>
      <td data-label="{f:t('Initials')}"><span><xsl:value-of select="@initials"/></span></td>
      <td data-label="{f:t('Module')}"><span><xsl:value-of select="l:module-name"/></span></td>
      <td data-label="{f:t('Assigned')}" class="nowrap"><time datetime="{@assigned}"><xsl:value-of select="f:datetime(@assigned, 's')"/></time></td>
      <td data-label="{f:t('Status')}">
        <xsl:choose>
          <xsl:when test="@deadline"><span class="tag red"><xsl:value-of select="f:t('until {when}', 'when', f:datetime(@deadline, 's'))"/></span><xsl:text> </xsl:text><xsl:call-template name="time-left"/></xsl:when>
          <xsl:when test="@status = 'inactive'"><span class="tag"><xsl:value-of select="f:t('the holder is inactive')"/></span></xsl:when>
          <xsl:otherwise><span class="tag on"><xsl:value-of select="f:t('in use')"/></span></xsl:otherwise>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>

</xsl:stylesheet>
