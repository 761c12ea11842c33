<?xml version="1.0" encoding="UTF-8"?>
<!-- The employees, with search and status. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="employee-parts.xsl"/>
  <xsl:import href="listing.xsl"/>

  <xsl:template match="l:employees" mode="title"><xsl:value-of select="f:t('Employees')"/></xsl:template>

  <xsl:template match="l:problem[@type = 'nothing-sent']" mode="sentence">
    <xsl:value-of select="f:t('Nothing was changed: you had to log in again, and your selection was lost. Please select again.')"/>
  </xsl:template>

  <xsl:template match="l:employees" mode="content">
    <xsl:variable name="query"><xsl:call-template name="filters"/></xsl:variable>
    <div class="heading">
      <h1><xsl:value-of select="f:t('Employees')"/></h1>
      <div class="tools">
        <xsl:if test="$acts">
          <a class="button" data-dialog="yes" href="{$base}/employees/new"><span><xsl:value-of select="f:t('New employee')"/></span></a>
        </xsl:if>
        <div data-part="download">
          <xsl:call-template name="download">
            <xsl:with-param name="path" select="'/employees'"/>
            <xsl:with-param name="query" select="$query"/>
          </xsl:call-template>
        </div>
      </div>
    </div>
    <xsl:apply-templates select="l:problem" mode="notice"/>
    <form class="filters" method="get" action="{$base}/employees" role="search" data-live="yes">
      <xsl:call-template name="search-field"/>
      <div class="field">
        <label for="status"><xsl:value-of select="f:t('Status')"/></label>
        <select id="status" name="status">
          <option value=""><xsl:value-of select="f:t('All')"/></option>
          <xsl:call-template name="status-option"><xsl:with-param name="word" select="'active'"/><xsl:with-param name="text" select="f:t('active')"/></xsl:call-template>
          <xsl:call-template name="status-option"><xsl:with-param name="word" select="'inactive'"/><xsl:with-param name="text" select="f:t('inactive')"/></xsl:call-template>
          <xsl:call-template name="status-option"><xsl:with-param name="word" select="'marked'"/><xsl:with-param name="text" select="f:t('marked red')"/></xsl:call-template>
          <xsl:call-template name="status-option"><xsl:with-param name="word" select="'starting'"/><xsl:with-param name="text" select="f:t('has a planned first day')"/></xsl:call-template>
          <xsl:call-template name="status-option"><xsl:with-param name="word" select="'leaving'"/><xsl:with-param name="text" select="f:t('has a planned last day')"/></xsl:call-template>
          <xsl:call-template name="status-option"><xsl:with-param name="word" select="'counted'"/><xsl:with-param name="text" select="f:t('uses a licence')"/></xsl:call-template>
        </select>
      </div>
      <div class="field">
        <label for="sort"><xsl:value-of select="f:t('Sort by')"/></label>
        <select id="sort" name="sort">
          <option value=""><xsl:value-of select="f:t('Name')"/></option>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'-name'"/><xsl:with-param name="text" select="f:t('Name, descending')"/></xsl:call-template>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'login'"/><xsl:with-param name="text" select="f:t('Log-in')"/></xsl:call-template>
          <xsl:call-template name="order"><xsl:with-param name="value" select="'-login'"/><xsl:with-param name="text" select="f:t('Log-in, descending')"/></xsl:call-template>
          <xsl:if test="l:filter[@name = 'sort'] = 'id'"><option value="id" selected="selected">id</option></xsl:if>
        </select>
      </div>
      <p class="buttons">
        <button class="button" type="submit"><xsl:value-of select="f:t('Show')"/></button>
        <span data-part="clear">
          <xsl:if test="l:filter"><a class="button quiet" href="{$base}/employees"><span><xsl:value-of select="f:t('Show all')"/></span></a></xsl:if>
        </span>
      </p>
    </form>
    <xsl:call-template name="found"><xsl:with-param name="rows" select="l:employee"/></xsl:call-template>
    <div data-part="results">
    <xsl:if test="l:employee">
      <xsl:call-template name="explain">
        <xsl:with-param name="title" select="f:t('What does each status mean?')"/>
        <xsl:with-param name="text" select="f:t('Active: uses a licence. Inactive: uses none and has no access. Marked red: without a licence, and deactivated when the deadline passes. Protected: marked last.')"/>
        <xsl:with-param name="part" select="'red'"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="l:employee and $acts">
        <form class="bulk" method="post" action="{$base}/employees/bulk">
          <xsl:call-template name="hidden"><xsl:with-param name="name" select="'token'"/><xsl:with-param name="value" select="$token"/></xsl:call-template>
          <xsl:call-template name="hidden"><xsl:with-param name="name" select="'ask'"/><xsl:with-param name="value" select="'1'"/></xsl:call-template>
          <xsl:call-template name="table"/>
          <xsl:call-template name="bulk"/>
        </form>
      </xsl:when>
      <xsl:when test="l:employee"><xsl:call-template name="table"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="nothing-found"><xsl:with-param name="path" select="'/employees'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="beneath">
      <xsl:with-param name="path" select="'/employees'"/>
      <xsl:with-param name="query" select="$query"/>
    </xsl:call-template>
    </div>
  </xsl:template>

  <!-- What is done with those who are ticked. With JavaScript (assets/list.js) it is there once somebody is, and says how many. -->
  <xsl:template name="bulk">
    <div class="bulk-bar" role="group" aria-label="{f:t('With those selected')}">
      <p class="chosen" role="status" data-one="{f:tn('{n} selected', '{n} selected', 1)}" data-two="{f:tn('{n} selected', '{n} selected', 2)}" hidden="hidden"></p>
      <div class="field">
        <label for="bulk-action"><xsl:value-of select="f:t('With those selected')"/></label>
        <select id="bulk-action" name="action">
          <xsl:call-template name="act-option"><xsl:with-param name="word" select="'activate'"/></xsl:call-template>
          <xsl:call-template name="act-option"><xsl:with-param name="word" select="'deactivate'"/></xsl:call-template>
          <xsl:if test="l:module">
            <xsl:call-template name="act-option"><xsl:with-param name="word" select="'assign'"/></xsl:call-template>
            <xsl:call-template name="act-option"><xsl:with-param name="word" select="'unassign'"/></xsl:call-template>
          </xsl:if>
          <xsl:call-template name="act-option"><xsl:with-param name="word" select="'protect'"/></xsl:call-template>
          <xsl:call-template name="act-option"><xsl:with-param name="word" select="'unprotect'"/></xsl:call-template>
          <xsl:call-template name="act-option"><xsl:with-param name="word" select="'start'"/></xsl:call-template>
          <xsl:call-template name="act-option"><xsl:with-param name="word" select="'leave'"/></xsl:call-template>
        </select>
      </div>
      <xsl:if test="l:module">
        <div class="field">
          <label for="bulk-module"><xsl:value-of select="f:t('Add-on module')"/></label>
          <select id="bulk-module" name="module">
            <xsl:for-each select="l:module"><option value="{@key}"><xsl:value-of select="."/></option></xsl:for-each>
          </select>
        </div>
      </xsl:if>
      <p class="buttons"><button class="button primary" type="submit"><xsl:value-of select="f:t('Apply')"/></button></p>
      <xsl:if test="l:more or contains($args, 'after=')">
        <label class="choice everybody">
          <input type="checkbox" name="all" value="1"/>
          <span>
            <xsl:choose>
              <xsl:when test="l:filter[@name != 'sort']"><xsl:value-of select="f:t('Everybody who matches, not only those ticked on this page')"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="f:t('All employees, not only those ticked on this page')"/></xsl:otherwise>
            </xsl:choose>
          </span>
        </label>
        <xsl:for-each select="l:filter[@name = 'q' or @name = 'status']">
          <xsl:call-template name="hidden"><xsl:with-param name="name" select="@name"/><xsl:with-param name="value" select="."/></xsl:call-template>
        </xsl:for-each>
      </xsl:if>
    </div>
  </xsl:template>

  <xsl:template name="act-option">
    <xsl:param name="word"/>
    <option value="{$word}"><xsl:call-template name="act"><xsl:with-param name="word" select="$word"/></xsl:call-template></option>
  </xsl:template>

  <xsl:template name="table">
        <table class="cards sorted">
          <thead>
            <tr>
              <xsl:if test="$acts"><th scope="col" class="tick" data-all="{f:t('All on this page')}"><span class="hidden"><xsl:value-of select="f:t('Selected')"/></span></th></xsl:if>
              <xsl:call-template name="sort-heading"><xsl:with-param name="path" select="'/employees'"/><xsl:with-param name="text" select="f:t('Name and e-mail')"/><xsl:with-param name="up" select="'name'"/></xsl:call-template>
              <th scope="col" class="less"><xsl:value-of select="f:t('Initials')"/></th>
              <xsl:call-template name="sort-heading"><xsl:with-param name="path" select="'/employees'"/><xsl:with-param name="text" select="f:t('Log-in')"/><xsl:with-param name="up" select="'login'"/></xsl:call-template>
              <th scope="col"><xsl:value-of select="f:t('Status')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Activated')"/></th>
            </tr>
          </thead>
          <tbody><xsl:apply-templates select="l:employee" mode="row"/></tbody>
        </table>
  </xsl:template>

  <xsl:template name="status-option">
    <xsl:param name="word"/>
    <xsl:param name="text"/>
    <option value="{$word}">
      <xsl:if test="l:filter[@name = 'status'] = $word"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:value-of select="$text"/>
    </option>
  </xsl:template>

  <!-- bdi as bdi.xsl has it, but in place: to call it four times a row was a twelfth of the page. -->
  <xsl:template match="l:employee" mode="row">
    <tr>
      <xsl:choose>
        <xsl:when test="@deadline"><xsl:attribute name="class">marked</xsl:attribute></xsl:when>
        <!-- more than one tag: on a phone they get a line of their own -->
        <xsl:when test="@protected or string(@starts) or string(@ends)"><xsl:attribute name="class">tagged</xsl:attribute></xsl:when>
      </xsl:choose>
      <xsl:if test="$acts">
        <td class="tick"><label><input type="checkbox" name="ids" value="{@id}" aria-label="{l:name}"/></label></td>
      </xsl:if>
      <th scope="row" class="text">
        <span>
          <a href="{$base}/employees/{@id}"><bdi><xsl:value-of select="l:name"/></bdi></a>
          <span class="under"><xsl:if test="string(@email)"><bdi><xsl:value-of select="@email"/></bdi></xsl:if></span>
        </span>
      </th>
      <td class="less" data-label="{f:t('Initials')}"><span><xsl:if test="string(@initials)"><bdi><xsl:value-of select="@initials"/></bdi></xsl:if></span></td>
      <td class="text login" data-label="{f:t('Log-in')}"><span><bdi><xsl:value-of select="@login"/></bdi></span></td>
      <td class="status" data-label="{f:t('Status')}"><xsl:call-template name="employee-status"/></td>
      <td data-label="{f:t('Activated')}" class="when">
        <xsl:if test="@activated"><time datetime="{@activated}"><xsl:value-of select="f:datetime(@activated, 's')"/></time></xsl:if>
      </td>
    </tr>
  </xsl:template>

</xsl:stylesheet>
