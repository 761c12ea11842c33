<?xml version="1.0" encoding="UTF-8"?>
<!--
  Parts of lists that are searched and sorted. With JavaScript, a form with data-live (assets/search.js) asks for the page
  that it stands for while one types, and takes over each element with data-part and the words of the element "found".
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <!-- &name=value of every filter that is set, except one. -->
  <xsl:template name="filters-but">
    <xsl:param name="but"/>
    <xsl:for-each select="l:filter[@name != $but]">
      <xsl:value-of select="concat('&amp;', @name, '=', f:uri(.))"/>
    </xsl:for-each>
  </xsl:template>

  <!-- What a list is sorted by. -->
  <xsl:template name="sorted-by">
    <xsl:choose>
      <xsl:when test="l:filter[@name = 'sort']"><xsl:value-of select="l:filter[@name = 'sort']"/></xsl:when>
      <xsl:otherwise>name</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A column's heading that sorts: by `up`; if the list is sorted by that already, by `down` (if there is one). -->
  <xsl:template name="sort-heading">
    <xsl:param name="path"/>
    <xsl:param name="text"/>
    <xsl:param name="up"/>
    <xsl:param name="down" select="concat('-', $up)"/>
    <xsl:variable name="by"><xsl:call-template name="sorted-by"/></xsl:variable>
    <xsl:variable name="others"><xsl:call-template name="filters-but"><xsl:with-param name="but" select="'sort'"/></xsl:call-template></xsl:variable>
    <xsl:variable name="next">
      <xsl:choose>
        <xsl:when test="$by = $up and $down != ''"><xsl:value-of select="$down"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$up"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <th scope="col" class="sortable">
      <xsl:choose>
        <xsl:when test="$by = $up"><xsl:attribute name="aria-sort">ascending</xsl:attribute></xsl:when>
        <xsl:when test="$by = $down"><xsl:attribute name="aria-sort">descending</xsl:attribute></xsl:when>
      </xsl:choose>
      <a href="{$base}{$path}?sort={$next}{$others}{$rows}">
        <span><xsl:value-of select="$text"/></span>
        <svg class="sort" viewBox="0 0 10 14" aria-hidden="true" focusable="false"><path class="up" d="M5 1l4 5H1z"/><path class="down" d="M5 13l4-5H1z"/></svg>
      </a>
    </th>
  </xsl:template>

  <!-- The search field. -->
  <xsl:template name="search-field">
    <div class="field search">
      <label for="q"><xsl:value-of select="f:t('Search')"/></label>
      <input id="q" name="q" type="search" value="{l:filter[@name = 'q']}" autocomplete="off" spellcheck="false" maxlength="200"/>
      <xsl:if test="string($rows) != ''"><input type="hidden" name="rows" value="200"/></xsl:if>
      <script src="{$base}/assets/list.js?v={f:digest()}" defer="defer"></script>
      <script src="{$base}/assets/search.js?v={f:digest()}" defer="defer"></script>
    </div>
  </xsl:template>

  <!-- Below the list: how many rows a page has, and the next page. -->
  <xsl:template name="beneath">
    <xsl:param name="path"/>
    <xsl:param name="query"/>
    <div class="beneath">
      <xsl:if test="l:more or contains($args, 'after=') or string($rows) != ''">
        <p class="per-page">
          <span><xsl:value-of select="f:t('Rows per page:')"/></span>
          <xsl:choose>
            <xsl:when test="string($rows) = ''"><span aria-current="true">50</span><a href="{$base}{$path}?rows=200{$query}">200</a></xsl:when>
            <xsl:otherwise><a href="{$base}{$path}?{substring($query, 2)}">50</a><span aria-current="true">200</span></xsl:otherwise>
          </xsl:choose>
        </p>
      </xsl:if>
      <xsl:call-template name="paging"><xsl:with-param name="path" select="$path"/><xsl:with-param name="query" select="$query"/></xsl:call-template>
    </div>
  </xsl:template>

  <!-- One choice of a drop-down. -->
  <xsl:template name="choice">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:param name="text"/>
    <option value="{$value}">
      <xsl:if test="l:filter[@name = $name] = $value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:value-of select="$text"/>
    </option>
  </xsl:template>

  <!-- One choice of an order. -->
  <xsl:template name="order">
    <xsl:param name="value"/>
    <xsl:param name="text"/>
    <xsl:call-template name="choice">
      <xsl:with-param name="name" select="'sort'"/>
      <xsl:with-param name="value" select="$value"/>
      <xsl:with-param name="text" select="$text"/>
    </xsl:call-template>
  </xsl:template>

  <!-- How many rows a search has found; screen readers say it. -->
  <xsl:template name="found">
    <xsl:param name="rows"/>
    <xsl:param name="searched" select="l:filter[@name != 'sort']"/>
    <p class="found" id="found" role="status">
      <xsl:if test="$searched and not(contains(concat('&amp;', $args), '&amp;after='))">
        <xsl:choose>
          <xsl:when test="l:more"><xsl:value-of select="f:t('More than {n} found', 'n', f:number(count($rows)))"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:tn('{n} found', '{n} found', count($rows))"/></xsl:otherwise>
        </xsl:choose>
      </xsl:if>
    </p>
  </xsl:template>

  <!-- Nothing found: what was searched for, and the way back to everything. -->
  <xsl:template name="nothing-found">
    <xsl:param name="path"/>
    <xsl:variable name="q" select="l:filter[@name = 'q']"/>
    <div class="empty">
      <p>
        <xsl:choose>
          <xsl:when test="$q"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Nothing here matches “{words}”.', 'words', f:isolate($q))"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('Nothing here matches.')"/></xsl:otherwise>
        </xsl:choose>
      </p>
      <xsl:if test="$q">
        <p class="hint"><xsl:value-of select="f:t('Each word must appear somewhere in the row; part of a word is enough. Type a date the way it is shown.')"/></p>
      </xsl:if>
      <p><a href="{$base}{$path}"><xsl:value-of select="f:t('Show all')"/></a></p>
    </div>
  </xsl:template>

</xsl:stylesheet>
