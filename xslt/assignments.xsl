<?xml version="1.0" encoding="UTF-8"?>
<!-- Add-on module licences: which employee has which module. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="listing.xsl"/>

  <xsl:template match="l:assignments" mode="title"><xsl:value-of select="f:t('Add-on module licences')"/></xsl:template>

  <xsl:template match="l:assignments" mode="content">
    <xsl:variable name="query"><xsl:call-template name="filters"/></xsl:variable>
    <div class="heading">
      <h1><xsl:value-of select="f:t('Add-on module licences')"/></h1>
      <div data-part="download">
        <xsl:call-template name="download">
          <xsl:with-param name="path" select="'/modules'"/>
          <xsl:with-param name="query" select="$query"/>
        </xsl:call-template>
      </div>
    </div>
    <p class="lead"><xsl:value-of select="f:t('Who has which module. You change the number of licences under All licences.')"/></p>
    <xsl:call-template name="assignments-form"/>
    <xsl:call-template name="found"><xsl:with-param name="rows" select="l:assignment"/></xsl:call-template>
    <div data-part="results">
      <xsl:apply-templates select="l:module[@key = ../l:filter[@name = 'module']]" mode="detail"/>
      <xsl:choose>
        <xsl:when test="l:assignment"><xsl:call-template name="assignments-table"/></xsl:when>
        <xsl:when test="l:filter[@name != 'sort']">
          <xsl:call-template name="nothing-found"><xsl:with-param name="path" select="'/modules'"/></xsl:call-template>
        </xsl:when>
        <xsl:otherwise>
          <div class="empty">
            <p><xsl:value-of select="f:t('Nobody has an add-on module licence yet.')"/></p>
            <xsl:choose>
              <xsl:when test="not($acts)"/>
              <xsl:when test="l:module[@purchased &gt; 0]">
                <p class="hint"><xsl:value-of select="f:t('Select one or more employees, and assign the module to them.')"/></p>
                <p><a class="button" href="{$base}/employees"><span><xsl:value-of select="f:t('Go to the employees')"/></span></a></p>
              </xsl:when>
              <xsl:otherwise>
                <p class="hint"><xsl:value-of select="f:t('First buy licences for a module, then assign them to employees.')"/></p>
                <p><a class="button" href="{$base}/#modules"><span><xsl:value-of select="f:t('Go to all licences')"/></span></a></p>
              </xsl:otherwise>
            </xsl:choose>
          </div>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="beneath">
        <xsl:with-param name="path" select="'/modules'"/>
        <xsl:with-param name="query" select="$query"/>
      </xsl:call-template>
    </div>
  </xsl:template>

  <xsl:template name="assignments-form">
    <form class="filters" method="get" action="{$base}/modules" role="search" data-live="yes">
      <xsl:call-template name="search-field"/>
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
      <div class="field">
        <label for="status"><xsl:value-of select="f:t('Status')"/></label>
        <select id="status" name="status">
          <option value=""><xsl:value-of select="f:t('All')"/></option>
          <xsl:call-template name="choice"><xsl:with-param name="name" select="'status'"/><xsl:with-param name="value" select="'counted'"/><xsl:with-param name="text" select="f:t('in use by active employees')"/></xsl:call-template>
        </select>
      </div>
      <div class="field">
        <label for="sort"><xsl:value-of select="f:t('Sort by')"/></label>
        <select id="sort" name="sort">
          <option value=""><xsl:value-of select="f:t('Name')"/></option>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'-name'"/><xsl:with-param name="text" select="f:t('Name, descending')"/></xsl:call-template>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'login'"/><xsl:with-param name="text" select="f:t('Log-in')"/></xsl:call-template>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'-login'"/><xsl:with-param name="text" select="f:t('Log-in, descending')"/></xsl:call-template>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'module'"/><xsl:with-param name="text" select="f:t('Module')"/></xsl:call-template>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'-module'"/><xsl:with-param name="text" select="f:t('Module, descending')"/></xsl:call-template>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'-assigned'"/><xsl:with-param name="text" select="f:t('Assigned, newest first')"/></xsl:call-template>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'assigned'"/><xsl:with-param name="text" select="f:t('Assigned, oldest first')"/></xsl:call-template>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'deadline'"/><xsl:with-param name="text" select="f:t('Marked red first')"/></xsl:call-template>
          <xsl:if test="l:filter[@name = 'sort'] = 'id'"><option value="id" selected="selected">id</option></xsl:if>
        </select>
      </div>
      <p class="buttons">
        <button class="button" type="submit"><xsl:value-of select="f:t('Show')"/></button>
        <span data-part="clear">
          <xsl:if test="l:filter"><a class="button quiet" href="{$base}/modules"><span><xsl:value-of select="f:t('Show all')"/></span></a></xsl:if>
        </span>
      </p>
    </form>
  </xsl:template>

  <!-- The chosen module: used of purchased, and how many are beyond that. -->
  <xsl:template match="l:module" mode="detail">
    <xsl:variable name="beyond" select="@used - @purchased"/>
    <div class="position">
      <dl>
      <div>
        <dt><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('{product}: used of purchased', 'product', f:isolate(.))"/></xsl:call-template></dt>
        <dd>
          <xsl:call-template name="usage"/>
          <xsl:if test="$beyond &gt; 0">
            <span class="minus"><xsl:value-of select="f:tn('{n} licence too few', '{n} licences too few', $beyond)"/></span>
          </xsl:if>
        </dd>
      </div>
      </dl>
      <xsl:if test="$changes and /*/@state = 'open'">
        <div class="buttons">
          <xsl:call-template name="button-link">
            <xsl:with-param name="href">
              <xsl:value-of select="concat($base, '/products/', @key)"/>
              <xsl:if test="$beyond &gt; 0"><xsl:value-of select="concat('?quantity=', @used)"/></xsl:if>
            </xsl:with-param>
            <xsl:with-param name="text">
              <xsl:choose>
                <xsl:when test="$beyond &gt; 0"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Buy {n} more: {product}', 'n', f:number($beyond), 'product', f:isolate(.))"/></xsl:call-template></xsl:when>
                <xsl:otherwise><xsl:value-of select="f:t('Change the number of licences')"/></xsl:otherwise>
              </xsl:choose>
            </xsl:with-param>
            <xsl:with-param name="class">
              <xsl:choose>
                <xsl:when test="$beyond &gt; 0">button danger</xsl:when>
                <xsl:otherwise>button quiet</xsl:otherwise>
              </xsl:choose>
            </xsl:with-param>
          </xsl:call-template>
        </div>
      </xsl:if>
    </div>
  </xsl:template>

  <xsl:template name="assignments-table">
    <table class="cards sorted">
      <thead>
        <tr>
          <xsl:call-template name="sort-heading"><xsl:with-param name="path" select="'/modules'"/><xsl:with-param name="text" select="f:t('Name and e-mail')"/><xsl:with-param name="up" select="'name'"/></xsl:call-template>
          <th scope="col" class="less"><xsl:value-of select="f:t('Initials')"/></th>
          <xsl:call-template name="sort-heading"><xsl:with-param name="path" select="'/modules'"/><xsl:with-param name="text" select="f:t('Log-in')"/><xsl:with-param name="up" select="'login'"/></xsl:call-template>
          <xsl:call-template name="sort-heading"><xsl:with-param name="path" select="'/modules'"/><xsl:with-param name="text" select="f:t('Module')"/><xsl:with-param name="up" select="'module'"/></xsl:call-template>
          <xsl:call-template name="sort-heading"><xsl:with-param name="path" select="'/modules'"/><xsl:with-param name="text" select="f:t('Assigned')"/><xsl:with-param name="up" select="'assigned'"/></xsl:call-template>
          <xsl:call-template name="sort-heading"><xsl:with-param name="path" select="'/modules'"/><xsl:with-param name="text" select="f:t('Status')"/><xsl:with-param name="up" select="'deadline'"/><xsl:with-param name="down" select="''"/></xsl:call-template>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="l:assignment" mode="row"/></tbody>
    </table>
  </xsl:template>

  <xsl:template match="l:assignment" mode="row">
    <tr>
      <xsl:if test="@deadline"><xsl:attribute name="class">marked</xsl:attribute></xsl:if>
      <th scope="row" class="text">
        <span>
          <a href="{$base}/employees/{@employee}"><xsl:call-template name="bdi"/></a>
          <span class="under"><xsl:call-template name="bdi"><xsl:with-param name="text" select="@email"/></xsl:call-template></span>
        </span>
      </th>
      <td class="less" data-label="{f:t('Initials')}"><span><xsl:call-template name="bdi"><xsl:with-param name="text" select="@initials"/></xsl:call-template></span></td>
      <td class="text login" data-label="{f:t('Log-in')}"><span><xsl:call-template name="bdi"><xsl:with-param name="text" select="@login"/></xsl:call-template></span></td>
      <td class="module" data-label="{f:t('Module')}"><span><xsl:call-template name="bdi"><xsl:with-param name="text" select="l:module-name"/></xsl:call-template></span></td>
      <td data-label="{f:t('Assigned')}" class="when"><time datetime="{@assigned}"><xsl:value-of select="f:datetime(@assigned, 's')"/></time></td>
      <td class="status" data-label="{f:t('Status')}">
        <xsl:if test="not(@deadline) and @status != 'inactive'"><xsl:attribute name="class">status fine</xsl:attribute></xsl:if>
        <span>
          <xsl:choose>
            <xsl:when test="@deadline"><span class="tag red"><xsl:value-of select="f:t('until {when}', 'when', f:datetime(@deadline, 's'))"/></span><xsl:text> </xsl:text><xsl:call-template name="time-left"/></xsl:when>
            <xsl:when test="@status = 'inactive'"><span class="tag"><xsl:value-of select="f:t('the employee is inactive')"/></span></xsl:when>
            <xsl:otherwise><span class="tag on"><xsl:value-of select="f:t('in use')"/></span></xsl:otherwise>
          </xsl:choose>
        </span>
      </td>
    </tr>
  </xsl:template>

</xsl:stylesheet>
