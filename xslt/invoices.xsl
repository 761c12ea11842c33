<?xml version="1.0" encoding="UTF-8"?>
<!-- Invoices, newest first. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>

  <xsl:template match="l:invoices" mode="title"><xsl:value-of select="f:t('Invoices')"/></xsl:template>

  <xsl:template match="l:invoices" mode="content">
    <xsl:variable name="query"><xsl:call-template name="filters"/></xsl:variable>
    <div class="heading">
      <h1><xsl:value-of select="f:t('Invoices')"/></h1>
      <xsl:call-template name="download"><xsl:with-param name="path" select="'/invoices'"/><xsl:with-param name="query" select="$query"/></xsl:call-template>
    </div>
    <xsl:call-template name="filter-form"/>
    <xsl:apply-templates select="l:year"/>
    <xsl:choose>
      <xsl:when test="l:invoice">
        <table class="cards rows">
          <thead>
            <tr>
              <th scope="col"><xsl:value-of select="f:t('Number')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Date')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Period')"/></th>
              <th scope="col" class="number"><xsl:value-of select="f:t('Net')"/></th>
              <th scope="col" class="number"><xsl:value-of select="f:t('VAT')"/></th>
              <th scope="col" class="number"><xsl:value-of select="f:t('Total')"/></th>
            </tr>
          </thead>
          <tbody><xsl:apply-templates select="l:invoice" mode="row"/></tbody>
        </table>
      </xsl:when>
      <xsl:when test="l:filter"><p class="empty"><xsl:value-of select="f:t('Nothing matches these filters.')"/></p></xsl:when>
      <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('There are none.')"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="paging">
      <xsl:with-param name="path" select="'/invoices'"/>
      <xsl:with-param name="query" select="$query"/>
      <xsl:with-param name="text" select="f:t('Older invoices')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="filter-form">
    <form class="filters" method="get" action="{$base}/invoices" role="search">
      <div class="field">
        <label for="q"><xsl:value-of select="f:t('Number or order number')"/></label>
        <input id="q" name="q" value="{l:filter[@name = 'q']}" autocomplete="off"/>
      </div>
      <div class="field">
        <label for="year"><xsl:value-of select="f:t('Year')"/></label>
        <input id="year" name="year" value="{l:filter[@name = 'year']}" inputmode="numeric" size="6" autocomplete="off"/>
      </div>
      <div class="field">
        <label for="kind"><xsl:value-of select="f:t('Kind')"/></label>
        <select id="kind" name="kind">
          <option value=""><xsl:value-of select="f:t('All')"/></option>
          <xsl:call-template name="kind-option"><xsl:with-param name="word" select="'purchase'"/></xsl:call-template>
          <xsl:call-template name="kind-option"><xsl:with-param name="word" select="'renewal'"/></xsl:call-template>
          <xsl:call-template name="kind-option"><xsl:with-param name="word" select="'credit'"/></xsl:call-template>
        </select>
      </div>
      <p class="buttons">
        <button class="button" type="submit"><xsl:value-of select="f:t('Show')"/></button>
        <xsl:if test="l:filter"><a class="button quiet" href="{$base}/invoices"><span><xsl:value-of select="f:t('Show all')"/></span></a></xsl:if>
      </p>
    </form>
  </xsl:template>

  <xsl:template name="kind-option">
    <xsl:param name="word"/>
    <option value="{$word}">
      <xsl:if test="l:filter[@name = 'kind'] = $word"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:call-template name="invoice-kind"><xsl:with-param name="word" select="$word"/></xsl:call-template>
    </option>
  </xsl:template>

  <!-- What the whole year comes to, whatever else is filtered -->
  <xsl:template match="l:year">
    <section class="panel" aria-labelledby="year-sums">
      <h2 id="year-sums"><xsl:value-of select="f:t('Sums of {year}', 'year', ../l:filter[@name = 'year'])"/></h2>
      <table class="sum">
        <tbody>
          <xsl:for-each select="l:sum">
            <tr>
              <th scope="row"><xsl:call-template name="bdi"><xsl:with-param name="text" select="."/></xsl:call-template></th>
              <td class="number"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@net"/></xsl:call-template></td>
            </tr>
          </xsl:for-each>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row"><xsl:value-of select="f:t('Net')"/></th>
            <td class="number"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@net"/></xsl:call-template></td>
          </tr>
          <tr>
            <th scope="row"><xsl:value-of select="f:t('VAT')"/></th>
            <td class="number"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@vat"/></xsl:call-template></td>
          </tr>
          <tr class="total">
            <th scope="row"><xsl:value-of select="f:t('Total')"/></th>
            <td class="number"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@total"/></xsl:call-template></td>
          </tr>
        </tfoot>
      </table>
    </section>
  </xsl:template>

  <xsl:template match="l:invoice" mode="row">
    <tr>
      <th scope="row">
        <span>
          <a class="nowrap" href="{$base}/invoices/{@number}"><xsl:value-of select="@number"/></a>
          <span class="under"><xsl:call-template name="invoice-kind"/></span>
        </span>
      </th>
      <td class="by" data-label="{f:t('Date')}"><time datetime="{@date}"><xsl:value-of select="f:date(@date, 's')"/></time></td>
      <td class="less" data-label="{f:t('Period')}"><span><xsl:value-of select="concat(f:date(@from, 's'), ' – ', f:date(@last, 's'))"/></span></td>
      <td class="number less" data-label="{f:t('Net')}"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@net"/><xsl:with-param name="currency" select="@currency"/></xsl:call-template></td>
      <td class="number less" data-label="{f:t('VAT')}"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@vat"/><xsl:with-param name="currency" select="@currency"/></xsl:call-template></td>
      <td class="number when" data-label="{f:t('Total')}"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@total"/><xsl:with-param name="currency" select="@currency"/></xsl:call-template></td>
    </tr>
  </xsl:template>

</xsl:stylesheet>
