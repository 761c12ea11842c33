<?xml version="1.0" encoding="UTF-8"?>
<!-- All licences: what is purchased, what is used, and what changes with the next period. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="done.xsl"/>
  <xsl:import href="chart.xsl"/>
  <xsl:import href="plan.xsl"/>
  <xsl:import href="coming.xsl"/>
  <xsl:import href="forecast.xsl"/>

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
    <xsl:call-template name="answer"/>
    <xsl:call-template name="first-steps"/>
    <xsl:call-template name="banner"/>
    <xsl:call-template name="facts"/>
    <xsl:apply-templates select="l:coming"/>
    <xsl:apply-templates select="l:forecast"/>
    <xsl:call-template name="section">
      <xsl:with-param name="word" select="'licences'"/>
      <xsl:with-param name="title" select="f:t('Licences')"/>
      <xsl:with-param name="lead" select="f:t('One licence for each active employee. Products that follow the standard licence are listed with it.')"/>
      <xsl:with-param name="counted" select="f:t('Each active employee uses one standard licence. Inactive employees and service log-ins use none.')"/>
    </xsl:call-template>
    <xsl:call-template name="section">
      <xsl:with-param name="word" select="'modules'"/>
      <xsl:with-param name="title" select="f:t('Add-on modules')"/>
      <xsl:with-param name="lead" select="f:t('Licences for individual modules, each assigned to a named employee.')"/>
      <xsl:with-param name="counted" select="f:t('An add-on licence counts while the employee who has it is active. Employees who are deactivated keep theirs, but it is free for others until they are activated again.')"/>
    </xsl:call-template>
    <xsl:call-template name="integrations"/>
  </xsl:template>

  <!-- What one comes to ask, in one line: what it costs next, and whether somebody loses something, and when. -->
  <xsl:template name="answer">
    <xsl:variable name="users" select="l:product[@kind = 'user' and @available &lt; 0]"/>
    <xsl:variable name="addons" select="l:product[@kind = 'addon' and @available &lt; 0]"/>
    <p class="answer">
      <xsl:if test="l:next-invoice">
        <xsl:value-of select="f:t('Next invoice {amount} net on {date}.', 'amount', f:money(l:next-invoice/@net, l:next-invoice/@currency), 'date', f:date(l:next-invoice/@date, 'l'))"/>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:if test="$users">
        <strong>
          <xsl:value-of select="f:tn('{n} employee loses access on {date} unless you act.', '{n} employees lose access, the first on {date}, unless you act.', - sum($users/@available), 'date', f:date(substring(f:local(l:marked[@product = $users/@key][1]/@deadline), 1, 10), 'l'))"/>
        </strong>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:if test="$addons">
        <strong>
          <xsl:value-of select="f:tn('{n} add-on licence is taken back on {date} unless you act.', '{n} add-on licences are taken back, the first on {date}, unless you act.', - sum($addons/@available), 'date', f:date(substring(f:local(l:marked[@product = $addons/@key][1]/@deadline), 1, 10), 'l'))"/>
        </strong>
      </xsl:if>
      <xsl:if test="@marked-count = 0 and l:product[@kind = 'user' and @purchased &gt; 0]">
        <xsl:value-of select="f:t('Every active employee has a licence.')"/>
      </xsl:if>
    </p>
  </xsl:template>

  <!-- Nothing has been bought yet: what to do first. -->
  <xsl:template name="first-steps">
    <xsl:variable name="standard" select="l:product[@kind = 'user'][1]"/>
    <xsl:if test="$acts and $standard and not(l:product[@kind = 'user' and (@purchased &gt; 0 or @next &gt; 0)])">
      <section class="panel first" aria-labelledby="first">
        <h2 id="first"><xsl:value-of select="f:t('Start here')"/></h2>
        <ol>
          <li><a data-dialog="yes" href="{$base}/products/{$standard/@key}"><xsl:value-of select="f:t('Buy a licence for each employee')"/></a></li>
          <li><a href="{$base}/employees"><xsl:value-of select="f:t('Create the employees')"/></a></li>
          <li><a href="{$base}/help"><xsl:value-of select="f:t('See how licences are counted and invoiced')"/></a></li>
        </ol>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The period and the next invoice. -->
  <xsl:template name="facts">
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

  <xsl:template name="section">
    <xsl:param name="word"/>
    <xsl:param name="title"/>
    <xsl:param name="lead"/>
    <xsl:param name="counted"/>
    <xsl:variable name="all" select="l:product[@section = $word]"/>
    <xsl:variable name="products" select="$all[@kind != 'addon' or @purchased &gt; 0 or @next &gt; 0 or @used &gt; 0]"/>
    <xsl:variable name="history" select="boolean($products/l:chart)"/>
    <section aria-labelledby="{$word}">
      <h2 id="{$word}"><xsl:value-of select="$title"/></h2>
      <p class="lead"><xsl:value-of select="$lead"/></p>
      <xsl:call-template name="explain">
        <xsl:with-param name="title" select="f:t('How are they counted?')"/>
        <xsl:with-param name="text" select="$counted"/>
        <xsl:with-param name="part" select="'used'"/>
      </xsl:call-template>
      <xsl:choose>
        <xsl:when test="$products">
          <table class="cards products">
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="f:t('Licence')"/></th>
                <th scope="col"><xsl:value-of select="f:t('Used and available')"/></th>
                <xsl:if test="$history"><th scope="col" class="history"><xsl:value-of select="f:t('12 months')"/></th></xsl:if>
                <th scope="col" class="number"><xsl:value-of select="f:t('Next period')"/></th>
                <th scope="col" class="number"><xsl:value-of select="f:t('Price per licence and period')"/></th>
                <th scope="col" class="number"><xsl:value-of select="f:t('Invoiced this period')"/></th>
                <th scope="col"><span class="hidden"><xsl:value-of select="f:t('Change')"/></span></th>
              </tr>
            </thead>
            <tbody>
              <xsl:apply-templates select="$products" mode="row">
                <xsl:with-param name="history" select="$history"/>
              </xsl:apply-templates>
            </tbody>
          </table>
        </xsl:when>
        <xsl:when test="$all"><p class="empty"><xsl:value-of select="f:t('None is in use yet. Those that you can buy are under “More to add”.')"/></p></xsl:when>
        <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('There are none.')"/></p></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="count($all) &gt; count($products)">
        <xsl:call-template name="more-to-add">
          <xsl:with-param name="products" select="$all[@kind = 'addon' and @purchased = 0 and @next = 0 and @used = 0]"/>
        </xsl:call-template>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- What could be had, folded: neither bought nor used. -->
  <xsl:template name="more-to-add">
    <xsl:param name="products"/>
    <details class="more">
      <summary>
        <span><xsl:value-of select="f:t('More to add')"/></span>
        <xsl:text> </xsl:text>
        <span class="tag"><xsl:value-of select="f:number(count($products))"/></span>
      </summary>
      <ul class="offers">
        <xsl:for-each select="$products">
          <li>
            <span class="who"><xsl:call-template name="bdi"/></span>
            <span class="note"><xsl:call-template name="price-in-words"/></span>
            <xsl:if test="@kind = 'addon' and $changes and /*/@state = 'open' and @price">
              <a class="button small" data-dialog="yes" href="{$base}/products/{@key}" aria-label="{f:t('Add: {product}', 'product', l:name)}"><xsl:value-of select="f:t('Add')"/></a>
            </xsl:if>
          </li>
        </xsl:for-each>
      </ul>
    </details>
  </xsl:template>

  <xsl:template name="price-in-words">
    <xsl:choose>
      <xsl:when test="not(@price)"><xsl:value-of select="f:t('no price yet')"/></xsl:when>
      <xsl:when test="@kind = 'integration'"><xsl:value-of select="f:t('{amount} per period', 'amount', f:money(@price, @currency))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('{amount} per licence and period', 'amount', f:money(@price, @currency))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:product" mode="row">
    <xsl:param name="history"/>
    <tr id="row-{@key}">
      <th scope="row">
        <xsl:choose>
          <xsl:when test="@kind = 'bundled'">
            <span><xsl:call-template name="bdi"/></span>
            <span class="under"><xsl:value-of select="f:t('follows the standard licence')"/></span>
          </xsl:when>
          <xsl:otherwise><a href="{$base}/products/{@key}"><xsl:call-template name="bdi"/></a></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="@few-left"><xsl:call-template name="few-left"/></xsl:if>
      </th>
      <td data-label="{f:t('Used and available')}"><xsl:call-template name="usage"/></td>
      <xsl:if test="$history">
        <td class="history" data-label="{f:t('12 months')}">
          <xsl:if test="not(l:chart)"><xsl:attribute name="class">history none</xsl:attribute></xsl:if>
          <xsl:apply-templates select="l:chart" mode="link"/>
        </td>
      </xsl:if>
      <td class="number" data-label="{f:t('Next period')}">
        <span>
          <xsl:if test="@next != @purchased"><xsl:attribute name="class">pending</xsl:attribute></xsl:if>
          <xsl:value-of select="f:number(@next)"/>
        </span>
      </td>
      <td class="number" data-label="{f:t('Price per licence and period')}"><xsl:call-template name="price"/></td>
      <td class="number" data-label="{f:t('Invoiced this period')}"><xsl:call-template name="cost"/></td>
      <td class="action">
        <xsl:if test="@kind != 'bundled'">
          <xsl:if test="$changes and /*/@state = 'open' and (@price or @purchased &gt; 0)">
            <a class="pencil" data-dialog="yes" href="{$base}/products/{@key}" title="{f:t('Change the number: {product}', 'product', l:name)}">
              <xsl:call-template name="icon"><xsl:with-param name="name" select="'edit'"/></xsl:call-template>
            </a>
          </xsl:if>
          <xsl:call-template name="row-menu"/>
        </xsl:if>
      </td>
    </tr>
  </xsl:template>

  <!-- Where a row leads: its number, its people, its history. -->
  <xsl:template name="row-menu">
    <details class="row-menu">
      <summary aria-label="{f:t('More about {product}', 'product', l:name)}">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'more'"/></xsl:call-template>
      </summary>
      <ul>
        <xsl:if test="$changes and /*/@state = 'open' and (@price or @purchased &gt; 0)">
          <li><a data-dialog="yes" href="{$base}/products/{@key}"><xsl:value-of select="f:t('Change the number')"/></a></li>
        </xsl:if>
        <li><a><xsl:call-template name="users-address"/><xsl:value-of select="f:t('Who uses it')"/></a></li>
        <li><a href="{$base}/usage?product={@key}"><xsl:value-of select="f:t('Usage history')"/></a></li>
        <li><a href="{$base}/log?object={@key}"><xsl:value-of select="f:t('Change history')"/></a></li>
      </ul>
    </details>
  </xsl:template>

  <xsl:template name="cost">
    <xsl:choose>
      <xsl:when test="@cost"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@cost"/><xsl:with-param name="currency" select="@currency"/></xsl:call-template></xsl:when>
      <xsl:otherwise><span>–</span></xsl:otherwise>
    </xsl:choose>
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
        <a data-dialog="yes" href="{$base}/products/{@key}" aria-label="{f:t('Buy more: {product}', 'product', l:name)}"><xsl:value-of select="f:t('Buy more')"/></a>
      </xsl:if>
    </span>
  </xsl:template>

  <!-- The small chart leads to the large one; beneath it in figures what it comes to, as a small change is hardly seen. -->
  <xsl:template match="l:chart" mode="link">
    <xsl:variable name="change" select="@used - l:point[1]/@used"/>
    <a class="spark-link" href="{$base}/usage?product={@product}" title="{f:t('Usage history: {product}', 'product', l:name)}">
      <xsl:choose>
        <xsl:when test="l:point[@used != ../@used or @purchased != ../@purchased]"><xsl:apply-templates select="." mode="spark"/></xsl:when>
        <xsl:otherwise><span class="steady" aria-hidden="true"><xsl:value-of select="f:t('unchanged')"/></span></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="$change != 0">
        <span class="trend" aria-hidden="true">
          <xsl:choose>
            <xsl:when test="$change &gt; 0"><xsl:value-of select="f:t('{n} more used', 'n', f:number($change))"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="f:t('{n} fewer used', 'n', f:number(- $change))"/></xsl:otherwise>
          </xsl:choose>
        </span>
      </xsl:if>
      <span class="hidden">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="concat(f:t('Usage history: {product}', 'product', f:isolate(l:name)), '. ')"/></xsl:call-template>
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
    <xsl:variable name="all" select="l:product[@section = 'integrations']"/>
    <xsl:variable name="products" select="$all[@purchased &gt; 0 or @next &gt; 0]"/>
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
                <th scope="col" class="number"><xsl:value-of select="f:t('Invoiced this period')"/></th>
              </tr>
            </thead>
            <tbody><xsl:apply-templates select="$products" mode="fee"/></tbody>
          </table>
        </xsl:when>
        <xsl:when test="$all"><p class="empty"><xsl:value-of select="f:t('None is in use yet.')"/></p></xsl:when>
        <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('There are none.')"/></p></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="count($all) &gt; count($products)">
        <xsl:call-template name="more-to-add"><xsl:with-param name="products" select="$all[@purchased = 0 and @next = 0]"/></xsl:call-template>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template match="l:product" mode="fee">
    <tr>
      <th scope="row"><span><xsl:call-template name="bdi"/></span></th>
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
      <td class="number" data-label="{f:t('Invoiced this period')}"><xsl:call-template name="cost"/></td>
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
