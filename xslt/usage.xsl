<?xml version="1.0" encoding="UTF-8"?>
<!-- Usage history: a chart for each product, and the days on which something changed. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="chart.xsl"/>

  <xsl:template match="l:usage" mode="title"><xsl:value-of select="f:t('Usage')"/></xsl:template>

  <xsl:template match="l:usage" mode="content">
    <xsl:variable name="query"><xsl:call-template name="filters"/></xsl:variable>
    <div class="heading">
      <h1><xsl:value-of select="f:t('Usage')"/></h1>
      <xsl:call-template name="download">
        <xsl:with-param name="path" select="'/usage'"/>
        <xsl:with-param name="query" select="$query"/>
      </xsl:call-template>
    </div>
    <p class="lead"><xsl:value-of select="f:t('How many licences you had and how many were used: the highest number of each day. The download has every day.')"/></p>
    <xsl:call-template name="filter-form"/>
    <xsl:choose>
      <xsl:when test="l:chart">
        <xsl:call-template name="chart-legend"/>
        <div>
          <xsl:attribute name="class">
            <xsl:text>charts</xsl:text>
            <xsl:if test="count(l:chart) &gt; 1"> many</xsl:if>
          </xsl:attribute>
          <xsl:apply-templates select="l:chart" mode="panel"/>
        </div>
        <xsl:call-template name="changes"/>
      </xsl:when>
      <xsl:when test="l:choice"><p class="empty"><xsl:value-of select="f:t('Nothing was purchased or used on these days.')"/></p></xsl:when>
      <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('Nothing has been purchased or used yet. From the first purchase on, each day is kept here.')"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="paging">
      <xsl:with-param name="path" select="'/usage'"/>
      <xsl:with-param name="query" select="$query"/>
      <xsl:with-param name="text" select="f:t('Earlier days')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="l:chart" mode="panel">
    <section aria-labelledby="chart-{@product}">
      <xsl:attribute name="class">
        <xsl:text>panel</xsl:text>
        <xsl:if test="@kind = 'user'"> first</xsl:if>
      </xsl:attribute>
      <div class="panel-head">
        <h2 id="chart-{@product}">
          <xsl:choose>
            <xsl:when test="../l:filter[@name = 'product']"><xsl:call-template name="bdi"/></xsl:when>
            <xsl:otherwise>
              <xsl:variable name="others"><xsl:for-each select="../l:filter"><xsl:value-of select="concat('&amp;', @name, '=', f:uri(.))"/></xsl:for-each></xsl:variable>
              <a href="{$base}/usage?product={@product}{$others}"><xsl:call-template name="bdi"/></a>
            </xsl:otherwise>
          </xsl:choose>
        </h2>
        <p class="note">
          <xsl:value-of select="f:t('{used} of {purchased} used at the end, at most {most}', 'used', f:number(@used), 'purchased', f:number(@purchased), 'most', f:number(@most-used))"/>
        </p>
      </div>
      <xsl:apply-templates select="." mode="chart"/>
    </section>
  </xsl:template>

  <xsl:template name="changes">
    <section aria-labelledby="changes">
      <h2 id="changes"><xsl:value-of select="f:t('Days with a change')"/></h2>
      <p class="lead"><xsl:value-of select="f:t('The highest number of each day. Days that aren’t listed stayed as the day before ended.')"/></p>
      <xsl:choose>
        <xsl:when test="l:day">
          <table class="cards figures">
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="f:t('Day')"/></th>
                <th scope="col"><xsl:value-of select="f:t('Licence')"/></th>
                <th scope="col"><xsl:value-of select="f:t('Used of purchased')"/></th>
                <th scope="col" class="number"><xsl:value-of select="f:t('Used')"/></th>
                <th scope="col" class="number"><xsl:value-of select="f:t('Purchased')"/></th>
              </tr>
            </thead>
            <tbody><xsl:apply-templates select="l:day" mode="row"/></tbody>
          </table>
        </xsl:when>
        <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('There are none.')"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template match="l:day" mode="row">
    <xsl:variable name="product" select="@product"/>
    <tr>
      <th scope="row" data-label="{f:t('Day')}"><time datetime="{@date}"><xsl:value-of select="f:date(@date, 's')"/></time></th>
      <td class="text" data-label="{f:t('Licence')}"><span><xsl:call-template name="bdi"><xsl:with-param name="text" select="../l:chart[@product = $product]/l:name"/></xsl:call-template></span></td>
      <td class="share"><xsl:call-template name="usage-bar"/></td>
      <td class="number" data-label="{f:t('Used')}">
        <span>
          <xsl:if test="@used &gt; @purchased"><xsl:attribute name="class">minus</xsl:attribute></xsl:if>
          <xsl:value-of select="f:number(@used)"/>
        </span>
      </td>
      <td class="number" data-label="{f:t('Purchased')}"><span><xsl:value-of select="f:number(@purchased)"/></span></td>
    </tr>
  </xsl:template>

  <xsl:template name="filter-form">
    <form class="filters" method="get" action="{$base}/usage" role="search">
      <div class="field">
        <label for="product"><xsl:value-of select="f:t('Licence')"/></label>
        <select id="product" name="product">
          <option value=""><xsl:value-of select="f:t('All')"/></option>
          <xsl:for-each select="l:choice">
            <option value="{@product}">
              <xsl:if test="../l:filter[@name = 'product'] = @product"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
              <xsl:value-of select="."/>
              <xsl:if test="@kind = 'integration'"><xsl:value-of select="concat(' (', f:t('Integration'), ')')"/></xsl:if>
            </option>
          </xsl:for-each>
        </select>
      </div>
      <xsl:call-template name="date-field">
        <xsl:with-param name="name" select="'from'"/>
        <xsl:with-param name="label" select="f:t('From')"/>
        <xsl:with-param name="value" select="string(@from)"/>
      </xsl:call-template>
      <xsl:call-template name="date-field">
        <xsl:with-param name="name" select="'to'"/>
        <xsl:with-param name="label" select="f:t('To')"/>
        <xsl:with-param name="value" select="string(@to)"/>
      </xsl:call-template>
      <p class="buttons">
        <button class="button" type="submit"><xsl:value-of select="f:t('Show')"/></button>
        <xsl:if test="l:filter"><a class="button quiet" href="{$base}/usage"><span><xsl:value-of select="f:t('Last 12 months')"/></span></a></xsl:if>
      </p>
    </form>
  </xsl:template>

</xsl:stylesheet>
