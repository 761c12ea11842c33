<?xml version="1.0" encoding="UTF-8"?>
<!-- Parts that pages share: notices, the red banner, facts, usage bars, paging. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <!-- A button that looks like one and is a link. -->
  <xsl:template name="button-link">
    <xsl:param name="href"/>
    <xsl:param name="text"/>
    <xsl:param name="icon"/>
    <xsl:param name="class" select="'button'"/>
    <a class="{$class}" href="{$href}">
      <xsl:if test="$icon">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="$icon"/></xsl:call-template>
      </xsl:if>
      <span><xsl:value-of select="$text"/></span>
    </a>
  </xsl:template>

  <!-- What a spreadsheet opens right; the list's filters go along. -->
  <xsl:template name="download">
    <xsl:param name="path"/>
    <xsl:param name="query"/>
    <xsl:call-template name="button-link">
      <xsl:with-param name="href" select="concat($base, $path, '.csv?for=spreadsheet', $query)"/>
      <xsl:with-param name="text" select="f:t('Download for a spreadsheet')"/>
      <xsl:with-param name="icon" select="'download'"/>
      <xsl:with-param name="class" select="'button quiet'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="back">
    <xsl:param name="path" select="'/'"/>
    <xsl:param name="text" select="f:t('All licences')"/>
    <p class="back">
      <a href="{$base}{$path}">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'back'"/></xsl:call-template>
        <span><xsl:value-of select="$text"/></span>
      </a>
    </p>
  </xsl:template>

  <xsl:template name="amount">
    <xsl:param name="minor"/>
    <xsl:param name="currency" select="/*/@currency"/>
    <span class="money"><xsl:value-of select="f:money($minor, $currency)"/></span>
  </xsl:template>

  <!-- An account that is being closed, or is closed: read-only, and why. -->
  <xsl:template name="account-state">
    <xsl:if test="/*/@state = 'closing'">
      <div class="notice warn">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'info'"/></xsl:call-template>
        <p>
          <xsl:value-of select="f:t('The subscription ends after {date}: it will not be renewed, and everybody is deactivated then. Nothing can be changed until support reopens the account.', 'date', f:date(//l:period/@last, 'l'))"/>
        </p>
      </div>
    </xsl:if>
    <xsl:if test="/*/@state = 'closed'">
      <div class="notice warn">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'info'"/></xsl:call-template>
        <p><xsl:value-of select="f:t('The subscription has ended. You can read everything here, but nothing can be changed until support reopens the account.')"/></p>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- Used of purchased as a bar: full means all are used, red that more are used than purchased. -->
  <xsl:template name="usage">
    <xsl:param name="used" select="@used"/>
    <xsl:param name="purchased" select="@purchased"/>
    <span class="usage">
      <span class="count">
        <xsl:value-of select="f:t('{used} of {purchased}', 'used', f:number($used), 'purchased', f:number($purchased))"/>
      </span>
      <xsl:call-template name="usage-bar">
        <xsl:with-param name="used" select="$used"/>
        <xsl:with-param name="purchased" select="$purchased"/>
      </xsl:call-template>
    </span>
  </xsl:template>

  <xsl:template name="usage-bar">
    <xsl:param name="used" select="@used"/>
    <xsl:param name="purchased" select="@purchased"/>
    <xsl:variable name="share">
      <xsl:choose>
        <xsl:when test="$purchased &lt;= 0 and $used &lt;= 0">0</xsl:when>
        <xsl:when test="$used &gt;= $purchased">100</xsl:when>
        <xsl:otherwise><xsl:value-of select="round(100 * $used div $purchased)"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <xsl:attribute name="class">
          <xsl:text>bar</xsl:text>
          <xsl:choose>
            <xsl:when test="$used &gt; $purchased"> over</xsl:when>
            <xsl:when test="$purchased &gt; 0 and $share &gt;= 95"> full</xsl:when>
          </xsl:choose>
        </xsl:attribute>
        <rect class="rail" width="100" height="6"/>
        <rect class="fill" width="{$share}" height="6"/>
      </svg>
  </xsl:template>

  <!-- The red banner: who is marked, until when, and the two ways out. -->
  <xsl:template name="banner">
    <xsl:variable name="marked" select="l:marked"/>
    <xsl:if test="$marked">
      <section class="banner" aria-labelledby="banner-title">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
        <div>
          <h2 id="banner-title">
            <xsl:value-of select="f:tn('{n} licence too few', '{n} licences too few', @marked-count)"/>
          </h2>
          <p>
            <xsl:value-of select="f:t('Those below are used without a licence. Buy what is missing before the deadline, or they are taken out of use: an employee is deactivated, an add-on module is taken back.')"/>
          </p>
          <ul class="names">
            <xsl:for-each select="$marked[position() &lt;= 10]">
              <li>
                <strong><xsl:value-of select="."/></strong>
                <xsl:text> </xsl:text>
                <span class="what"><xsl:call-template name="product-name"/></span>
                <xsl:text> </xsl:text>
                <time datetime="{@deadline}">
                  <xsl:value-of select="f:t('until {when}', 'when', f:datetime(@deadline, 'l'))"/>
                </time>
                <xsl:text> </xsl:text>
                <xsl:call-template name="time-left"/>
              </li>
            </xsl:for-each>
          </ul>
          <xsl:if test="@marked-count &gt; 10">
            <p><xsl:value-of select="f:t('and {n} more', 'n', f:number(@marked-count - 10))"/></p>
          </xsl:if>
          <p class="buttons">
            <xsl:if test="$changes and @state = 'open'">
              <xsl:apply-templates select="(self::l:licences/l:product | self::l:product)[@available &lt; 0 and (@kind = 'user' or @kind = 'addon')]" mode="way-out"/>
            </xsl:if>
            <xsl:call-template name="who-is-marked"/>
          </p>
        </div>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- How long a mark still lasts, in days: a page that says hours would be stale with the next one. -->
  <xsl:template name="time-left">
    <xsl:variable name="days" select="number(f:days(/*/@today, @deadline))"/>
    <span class="left">
      <xsl:text>(</xsl:text>
      <xsl:choose>
        <xsl:when test="$days &gt; 0"><xsl:value-of select="f:tn('{n} day left', '{n} days left', $days)"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="f:t('today')"/></xsl:otherwise>
      </xsl:choose>
      <xsl:text>)</xsl:text>
    </span>
  </xsl:template>

  <xsl:template name="product-name">
    <xsl:variable name="key" select="@product"/>
    <xsl:value-of select="../self::l:product[@key = $key]/l:name | ../l:product[@key = $key]/l:name"/>
  </xsl:template>

  <!-- Buying as many as are missing: the total, for that is what the field takes. -->
  <xsl:template match="l:product" mode="way-out">
    <xsl:call-template name="button-link">
      <xsl:with-param name="href" select="concat($base, '/products/', @key, '?quantity=', @used)"/>
      <xsl:with-param name="text" select="f:t('Buy {n} more: {product}', 'n', f:number(- @available), 'product', l:name)"/>
      <xsl:with-param name="class" select="'button danger'"/>
    </xsl:call-template>
    <xsl:text> </xsl:text>
  </xsl:template>

  <!-- The second way out: whom it is about. -->
  <xsl:template name="who-is-marked">
    <xsl:call-template name="button-link">
      <xsl:with-param name="href" select="concat($base, '/employees?status=marked')"/>
      <xsl:with-param name="text" select="f:t('See who is marked')"/>
      <xsl:with-param name="class" select="'button quiet'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- The next page of a list. -->
  <xsl:template name="paging">
    <xsl:param name="path"/>
    <xsl:param name="query"/>
    <xsl:param name="text" select="f:t('Next page')"/>
    <xsl:if test="l:more or contains($args, 'after=')">
      <nav class="paging" aria-label="{f:t('Pages')}">
        <xsl:if test="contains($args, 'after=')">
          <a class="button quiet" href="{$base}{$path}?{substring($query, 2)}">
            <span><xsl:value-of select="f:t('First page')"/></span>
          </a>
        </xsl:if>
        <xsl:if test="l:more">
          <a class="button quiet" rel="next" href="{$base}{$path}?after={l:more/@after}{$query}">
            <span><xsl:value-of select="$text"/></span>
            <xsl:call-template name="icon"><xsl:with-param name="name" select="'next'"/></xsl:call-template>
          </a>
        </xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- Below the last entries of a log that are here: that there have been more. -->
  <xsl:template name="archived">
    <xsl:if test="@archived-before and not(l:more)">
      <p class="note"><xsl:value-of select="f:t('Entries before {date} are kept in the archive.', 'date', f:date(@archived-before, 'l'))"/></p>
    </xsl:if>
  </xsl:template>

  <!-- &name=value of every filter that is set. -->
  <xsl:template name="filters">
    <xsl:for-each select="l:filter">
      <xsl:value-of select="concat('&amp;', @name, '=', f:uri(.))"/>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
