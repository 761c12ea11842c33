<?xml version="1.0" encoding="UTF-8"?>
<!-- All licences: what there is, what is used, what the next period brings. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="done.xsl"/>
  <xsl:import href="chart.xsl"/>

  <xsl:template match="l:licences" mode="title">
    <xsl:value-of select="f:t('All licences')"/>
  </xsl:template>

  <xsl:template match="l:licences" mode="content">
    <div class="heading">
      <h1><xsl:value-of select="f:t('All licences')"/></h1>
      <xsl:call-template name="download"><xsl:with-param name="path" select="'/overview'"/></xsl:call-template>
    </div>
    <xsl:apply-templates select="l:done" mode="notice"/>
    <xsl:call-template name="account-state"/>
    <xsl:call-template name="banner"/>
    <xsl:call-template name="facts"/>
    <xsl:call-template name="section">
      <xsl:with-param name="word" select="'licences'"/>
      <xsl:with-param name="title" select="f:t('Licences')"/>
      <xsl:with-param name="lead" select="f:t('One licence for each active employee. Products that follow the standard licence are listed with it.')"/>
    </xsl:call-template>
    <xsl:call-template name="section">
      <xsl:with-param name="word" select="'modules'"/>
      <xsl:with-param name="title" select="f:t('Add-on modules')"/>
      <xsl:with-param name="lead" select="f:t('Licences for single modules, each held by a named employee.')"/>
    </xsl:call-template>
    <xsl:call-template name="integrations"/>
  </xsl:template>

  <!-- The period, the next invoice, what is scheduled. -->
  <xsl:template name="facts">
    <!-- what follows the standard licence goes without saying -->
    <xsl:variable name="pending" select="l:product[@next != @purchased and not(@kind = 'bundled' and @next = ../l:product[@kind = 'user']/@next)]"/>
    <div class="facts">
      <div class="fact">
        <h2><xsl:value-of select="f:t('Subscription period')"/></h2>
        <p class="big">
          <xsl:value-of select="concat(f:date(l:period/@start, 's'), ' – ', f:date(l:period/@last, 's'))"/>
        </p>
        <xsl:call-template name="period-bar"/>
      </div>
      <xsl:if test="l:next-invoice">
        <div class="fact">
          <h2><xsl:value-of select="f:t('Next invoice')"/></h2>
          <p class="big">
            <xsl:call-template name="amount">
              <xsl:with-param name="minor" select="l:next-invoice/@net"/>
              <xsl:with-param name="currency" select="l:next-invoice/@currency"/>
            </xsl:call-template>
          </p>
          <p class="note">
            <xsl:value-of select="f:t('on {date}, as things stand; {total} with VAT', 'date', f:date(l:next-invoice/@date, 'l'), 'total', f:money(l:next-invoice/@total, l:next-invoice/@currency))"/>
          </p>
        </div>
      </xsl:if>
      <xsl:if test="$pending">
        <div class="fact">
          <h2><xsl:value-of select="f:t('From {date}', 'date', f:date(l:period/@end, 'l'))"/></h2>
          <ul class="plain">
            <xsl:for-each select="$pending">
              <li><strong><xsl:value-of select="l:name"/>: </strong><xsl:call-template name="pending"/></li>
            </xsl:for-each>
          </ul>
        </div>
      </xsl:if>
    </div>
  </xsl:template>

  <xsl:template name="period-bar">
    <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="rail" width="100" height="6"/>
      <rect class="fill" width="{round(100 * (l:period/@days - l:period/@remaining) div l:period/@days)}" height="6"/>
    </svg>
    <p class="note">
      <xsl:value-of select="f:tn('{n} day of {days} left, today included', '{n} days of {days} left, today included', l:period/@remaining, 'days', f:number(l:period/@days))"/>
    </p>
  </xsl:template>

  <!-- "20 instead of 25"; a fee begins or ends. -->
  <xsl:template name="pending">
    <xsl:choose>
      <xsl:when test="@kind = 'integration' and @next = 0"><xsl:value-of select="f:t('ends')"/></xsl:when>
      <xsl:when test="@kind = 'integration'"><xsl:value-of select="f:t('begins')"/></xsl:when>
      <xsl:when test="@next = 0 and @kind = 'bundled'"><xsl:value-of select="f:t('ends')"/></xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="f:t('{next} instead of {now}', 'next', f:number(@next), 'now', f:number(@purchased))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="section">
    <xsl:param name="word"/>
    <xsl:param name="title"/>
    <xsl:param name="lead"/>
    <xsl:variable name="products" select="l:product[@section = $word]"/>
    <section aria-labelledby="{$word}">
      <h2 id="{$word}"><xsl:value-of select="$title"/></h2>
      <p class="lead"><xsl:value-of select="$lead"/></p>
      <xsl:choose>
        <xsl:when test="$products">
          <table class="cards">
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="f:t('Licence')"/></th>
                <th scope="col"><xsl:value-of select="f:t('Used of purchased')"/></th>
                <xsl:if test="$products/l:chart"><th scope="col" class="history"><xsl:value-of select="f:t('12 months')"/></th></xsl:if>
                <th scope="col" class="number"><xsl:value-of select="f:t('Available')"/></th>
                <th scope="col" class="number"><xsl:value-of select="f:t('Next period')"/></th>
                <th scope="col" class="number"><xsl:value-of select="f:t('Price per licence and period')"/></th>
                <xsl:if test="$changes"><th scope="col"><span class="hidden"><xsl:value-of select="f:t('Change')"/></span></th></xsl:if>
              </tr>
            </thead>
            <tbody>
              <xsl:apply-templates select="$products" mode="row">
                <xsl:with-param name="history" select="boolean($products/l:chart)"/>
              </xsl:apply-templates>
            </tbody>
          </table>
        </xsl:when>
        <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('There are none.')"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template match="l:product" mode="row">
    <xsl:param name="history"/>
    <tr>
      <th scope="row">
        <xsl:choose>
          <xsl:when test="@kind = 'bundled'">
            <span><xsl:value-of select="l:name"/></span>
            <span class="tag"><xsl:value-of select="f:t('follows the standard licence')"/></span>
          </xsl:when>
          <xsl:otherwise><a href="{$base}/products/{@key}"><xsl:value-of select="l:name"/></a></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="@few-left"><xsl:call-template name="few-left"/></xsl:if>
      </th>
      <td data-label="{f:t('Used of purchased')}"><xsl:call-template name="usage"/></td>
      <xsl:if test="$history">
        <td class="history" data-label="{f:t('12 months')}">
          <xsl:if test="not(l:chart)"><xsl:attribute name="class">history none</xsl:attribute></xsl:if>
          <xsl:apply-templates select="l:chart" mode="link"/>
        </td>
      </xsl:if>
      <td class="number" data-label="{f:t('Available')}">
        <span>
          <xsl:if test="@available &lt; 0"><xsl:attribute name="class">minus</xsl:attribute></xsl:if>
          <xsl:value-of select="f:number(@available)"/>
        </span>
      </td>
      <td class="number" data-label="{f:t('Next period')}">
        <span>
          <xsl:if test="@next != @purchased"><xsl:attribute name="class">pending</xsl:attribute></xsl:if>
          <xsl:value-of select="f:number(@next)"/>
        </span>
      </td>
      <td class="number" data-label="{f:t('Price per licence and period')}"><xsl:call-template name="price"/></td>
      <xsl:if test="$changes">
        <td class="action">
          <xsl:if test="@kind != 'bundled' and /*/@state = 'open' and (@price or @purchased &gt; 0)">
            <a class="pencil" href="{$base}/products/{@key}" aria-label="{f:t('Change the number: {product}', 'product', l:name)}" title="{f:t('Change the number: {product}', 'product', l:name)}">
              <xsl:call-template name="icon"><xsl:with-param name="name" select="'edit'"/></xsl:call-template>
            </a>
          </xsl:if>
        </td>
      </xsl:if>
    </tr>
  </xsl:template>

  <!-- Few are left (product.md, What is told): how many, and where to buy more. -->
  <xsl:template name="few-left">
    <span class="few-left">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
      <span>
        <xsl:choose>
          <xsl:when test="@available = 0"><xsl:value-of select="f:t('none left')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:tn('only {n} left', 'only {n} left', @available)"/></xsl:otherwise>
        </xsl:choose>
      </span>
      <xsl:if test="$changes and /*/@state = 'open' and @price">
        <a href="{$base}/products/{@key}" aria-label="{f:t('Buy more: {product}', 'product', l:name)}"><xsl:value-of select="f:t('Buy more')"/></a>
      </xsl:if>
    </span>
  </xsl:template>

  <!-- The small chart leads to the large one. -->
  <xsl:template match="l:chart" mode="link">
    <a class="spark-link" href="{$base}/usage?product={@product}" title="{f:t('Usage history: {product}', 'product', l:name)}">
      <xsl:apply-templates select="." mode="spark"/>
      <span class="hidden">
        <xsl:value-of select="concat(f:t('Usage history: {product}', 'product', l:name), '. ')"/>
        <xsl:call-template name="chart-text"/>
      </span>
    </a>
  </xsl:template>

  <xsl:template name="price">
    <xsl:choose>
      <xsl:when test="@price = 0"><span><xsl:value-of select="f:t('included')"/></span></xsl:when>
      <xsl:when test="@price"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@price"/><xsl:with-param name="currency" select="@currency"/></xsl:call-template></xsl:when>
      <xsl:otherwise><span>–</span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Fees have no number: they are on or off. -->
  <xsl:template name="integrations">
    <xsl:variable name="products" select="l:product[@section = 'integrations']"/>
    <section aria-labelledby="integrations">
      <h2 id="integrations"><xsl:value-of select="f:t('Integrations')"/></h2>
      <p class="lead"><xsl:value-of select="f:t('A fixed fee per period. Support starts and ends them.')"/></p>
      <xsl:choose>
        <xsl:when test="$products">
          <table class="cards fees">
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="f:t('Integration')"/></th>
                <th scope="col"><xsl:value-of select="f:t('Now')"/></th>
                <th scope="col"><xsl:value-of select="f:t('Next period')"/></th>
                <th scope="col" class="number"><xsl:value-of select="f:t('Fee per period')"/></th>
              </tr>
            </thead>
            <tbody><xsl:apply-templates select="$products" mode="fee"/></tbody>
          </table>
        </xsl:when>
        <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('There are none.')"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template match="l:product" mode="fee">
    <tr>
      <th scope="row"><span><xsl:value-of select="l:name"/></span></th>
      <td data-label="{f:t('Now')}"><xsl:call-template name="on-off"><xsl:with-param name="on" select="@purchased &gt; 0"/></xsl:call-template></td>
      <td data-label="{f:t('Next period')}">
        <xsl:choose>
          <xsl:when test="@next = @purchased"><xsl:call-template name="on-off"><xsl:with-param name="on" select="@next &gt; 0"/></xsl:call-template></xsl:when>
          <xsl:otherwise>
            <span class="pending"><xsl:value-of select="f:t('ends after {date}', 'date', f:date(../l:period/@last, 's'))"/></span>
          </xsl:otherwise>
        </xsl:choose>
      </td>
      <td class="number" data-label="{f:t('Fee per period')}"><xsl:call-template name="price"/></td>
    </tr>
  </xsl:template>

  <xsl:template name="on-off">
    <xsl:param name="on"/>
    <xsl:choose>
      <xsl:when test="$on"><span class="tag on"><xsl:value-of select="f:t('in use')"/></span></xsl:when>
      <xsl:otherwise><span class="tag"><xsl:value-of select="f:t('not in use')"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
