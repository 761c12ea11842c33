<?xml version="1.0" encoding="UTF-8"?>
<!-- Parts that pages share: notices, the red banner, facts, usage bars, paging. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="bdi.xsl"/>

  <!-- A link that looks like a button. -->
  <xsl:template name="button-link">
    <xsl:param name="href"/>
    <xsl:param name="text"/>
    <xsl:param name="icon"/>
    <xsl:param name="class" select="'button'"/>
    <a class="{$class}" href="{$href}">
      <xsl:if test="$icon">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="$icon"/></xsl:call-template>
      </xsl:if>
      <span><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></span>
    </a>
  </xsl:template>

  <!-- The download for a spreadsheet, with the filters of the list. -->
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

  <!-- A short text where the question comes up; help has the rest. -->
  <xsl:template name="explain">
    <xsl:param name="title"/>
    <xsl:param name="text"/>
    <xsl:param name="part"/>
    <details class="explain">
      <summary><xsl:value-of select="$title"/></summary>
      <p>
        <xsl:value-of select="$text"/>
        <xsl:text> </xsl:text>
        <a href="{$base}/help#{$part}"><xsl:value-of select="f:t('More in Help')"/></a>
      </p>
    </details>
  </xsl:template>

  <xsl:template name="back">
    <xsl:param name="path" select="'/'"/>
    <xsl:param name="text" select="f:t('All licences')"/>
    <p class="back">
      <a href="{$base}{$path}">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'back'"/></xsl:call-template>
        <span><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></span>
      </a>
    </p>
  </xsl:template>

  <!-- Characters of an address that would begin the headers of a mailto link are escaped (RFC 6068, 2). -->
  <xsl:template name="mailto">
    <xsl:param name="address"/>
    <a href="mailto:{f:uri(substring-before($address, '@'))}@{f:uri(substring-after($address, '@'))}"><xsl:value-of select="$address"/></a>
  </xsl:template>

  <xsl:template name="amount">
    <xsl:param name="minor"/>
    <xsl:param name="currency" select="/*/@currency"/>
    <span class="money"><xsl:value-of select="f:money($minor, $currency)"/></span>
  </xsl:template>

  <!-- An account that is being closed, or is closed: read-only, and why. Or one that couldn't be renewed. -->
  <xsl:template name="account-state">
    <xsl:if test="/*/@unrenewed">
      <div class="notice warn">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'info'"/></xsl:call-template>
        <p>
          <xsl:value-of select="f:t('The period from {date} could not begin, because its invoice can’t be calculated. Nothing is lost, but you can’t buy more until this is resolved. Write to {support}.', 'date', f:date(/*/@unrenewed, 'l'), 'support', $support)"/>
        </p>
      </div>
    </xsl:if>
    <xsl:if test="/*/@state = 'closing'">
      <div class="notice warn">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'info'"/></xsl:call-template>
        <p>
          <xsl:value-of select="f:t('The subscription ends after {date}: it will not be renewed, and all employees are deactivated then. Nothing can be changed until support reopens the account.', 'date', f:date(//l:period/@last, 'l'))"/>
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

  <!--
    Used of purchased as a bar, and how many are left: full means all are used, red that more are used than purchased. The
    count leads to those who are counted.
  -->
  <xsl:template name="usage">
    <xsl:param name="used" select="@used"/>
    <xsl:param name="purchased" select="@purchased"/>
    <span class="usage">
      <span class="count">
        <xsl:choose>
          <xsl:when test="$used &gt; 0 and (@kind = 'user' or @kind = 'addon' or self::l:module)">
            <a><xsl:call-template name="users-address"/><xsl:value-of select="f:t('{used} of {purchased}', 'used', f:number($used), 'purchased', f:number($purchased))"/></a>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('{used} of {purchased}', 'used', f:number($used), 'purchased', f:number($purchased))"/></xsl:otherwise>
        </xsl:choose>
        <xsl:text> </xsl:text>
        <data value="{$purchased - $used}">
          <xsl:attribute name="class"><xsl:choose><xsl:when test="$used &gt; $purchased">minus</xsl:when><xsl:otherwise>free</xsl:otherwise></xsl:choose></xsl:attribute>
          <xsl:choose>
            <xsl:when test="$used &gt; $purchased"><xsl:value-of select="f:tn('{n} too few', '{n} too few', $used - $purchased)"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="f:tn('{n} available', '{n} available', $purchased - $used)"/></xsl:otherwise>
          </xsl:choose>
        </data>
      </span>
      <xsl:call-template name="usage-bar">
        <xsl:with-param name="used" select="$used"/>
        <xsl:with-param name="purchased" select="$purchased"/>
      </xsl:call-template>
    </span>
  </xsl:template>

  <!-- Those whom a product's number counts: who is active, or holds the add-on licence and is active. -->
  <xsl:template name="users-address">
    <xsl:attribute name="href">
      <xsl:choose>
        <xsl:when test="@kind = 'user'"><xsl:value-of select="concat($base, '/employees?status=counted')"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="concat($base, '/modules?module=', @key, '&amp;status=counted')"/></xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
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
            <xsl:value-of select="f:t('The following are in use without a licence. Buy what is missing before the deadline; otherwise employees are deactivated, and add-on modules are taken back.')"/>
          </p>
          <ul class="names">
            <xsl:for-each select="$marked[position() &lt;= 10]">
              <li>
                <strong><xsl:call-template name="bdi"><xsl:with-param name="text" select="."/></xsl:call-template></strong>
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
            <xsl:choose>
              <xsl:when test="not($changes) or @state != 'open'"/>
              <xsl:when test="l:missing/@products &gt; 1">
                <a class="button danger" data-dialog="yes" href="{$base}/missing"><span><xsl:value-of select="f:t('Buy what is missing: {amount} net', 'amount', f:money(l:missing/@net, l:missing/@currency))"/></span></a>
              </xsl:when>
              <xsl:otherwise>
                <xsl:apply-templates select="(self::l:licences/l:product | self::l:product)[@available &lt; 0 and (@kind = 'user' or @kind = 'addon')]" mode="way-out"/>
              </xsl:otherwise>
            </xsl:choose>
            <xsl:call-template name="who-is-marked"/>
          </p>
          <xsl:call-template name="explain">
            <xsl:with-param name="title" select="f:t('Why these?')"/>
            <xsl:with-param name="text" select="f:t('Whoever was activated last is marked first, and protected employees after everybody else. A mark disappears as soon as enough licences are bought or freed.')"/>
            <xsl:with-param name="part" select="'red'"/>
          </xsl:call-template>
        </div>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- How many days are left until the deadline: hours would be wrong soon after the page was sent. -->
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
    <xsl:call-template name="bdi"><xsl:with-param name="text" select="../self::l:product[@key = $key]/l:name | ../l:product[@key = $key]/l:name"/></xsl:call-template>
  </xsl:template>

  <!-- The first way out: the form, filled in with the total that is needed, as the field takes a total. -->
  <xsl:template match="l:product" mode="way-out">
    <a class="button danger" data-dialog="yes" href="{$base}/products/{@key}?quantity={@used}">
      <span><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Buy {n} more: {product}', 'n', f:number(- @available), 'product', f:isolate(l:name))"/></xsl:call-template></span>
    </a>
    <xsl:text> </xsl:text>
  </xsl:template>

  <!-- The second way out: the list of those who are marked. -->
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
          <a class="button quiet" href="{$base}{$path}?{substring(concat($query, $rows), 2)}">
            <span><xsl:value-of select="f:t('First page')"/></span>
          </a>
        </xsl:if>
        <xsl:if test="l:more">
          <a class="button quiet" rel="next" href="{$base}{$path}?after={l:more/@after}{$query}{$rows}">
            <span><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="$text"/></xsl:call-template></span>
            <xsl:call-template name="icon"><xsl:with-param name="name" select="'next'"/></xsl:call-template>
          </a>
        </xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- Below the last entry of the log: earlier ones are in the archive. -->
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

  <!-- A date in the account's order, whatever the browser's language; assets/dates.js adds a calendar to choose it in.
       What was typed and is wrong stands there again (typed), and what is wrong with it beside it (problem). -->
  <xsl:template name="date-field">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <xsl:param name="id" select="$name"/>
    <xsl:param name="typed"/>
    <xsl:param name="problem"/>
    <xsl:param name="hint"/>
    <xsl:variable name="wrong" select="string($problem) != ''"/>
    <div>
      <xsl:attribute name="class">field<xsl:if test="$wrong"> wrong</xsl:if></xsl:attribute>
      <label for="{$id}"><xsl:value-of select="$label"/></label>
      <xsl:if test="string($hint) != ''"><p class="hint" id="{$id}-hint"><xsl:value-of select="$hint"/></p></xsl:if>
      <xsl:if test="$wrong">
        <p class="problem" id="{$id}-problem">
          <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
          <span><xsl:value-of select="$problem"/></span>
        </p>
      </xsl:if>
      <span class="date">
        <input id="{$id}" name="{$name}" type="text" size="11" autocomplete="off" value="{f:date($value, 's')}" placeholder="{f:date(/*/@today, 's')}" data-date="{$value}" data-order="{f:date('2003-02-01', 's')}" data-pick="{f:t('Choose a date: {field}', 'field', $label)}">
          <xsl:if test="string($typed) != ''"><xsl:attribute name="value"><xsl:value-of select="$typed"/></xsl:attribute></xsl:if>
          <xsl:if test="$wrong"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
          <xsl:if test="$wrong or string($hint) != ''">
            <xsl:attribute name="aria-describedby">
              <xsl:if test="string($hint) != ''"><xsl:value-of select="concat($id, '-hint')"/></xsl:if>
              <xsl:if test="$wrong and string($hint) != ''"><xsl:text> </xsl:text></xsl:if>
              <xsl:if test="$wrong"><xsl:value-of select="concat($id, '-problem')"/></xsl:if>
            </xsl:attribute>
          </xsl:if>
        </input>
      </span>
    </div>
  </xsl:template>

  <!-- The way to take a purchase back, while that lasts. The context has the attributes undo-…. -->
  <xsl:template name="undo">
    <xsl:value-of select="f:t('The purchase can be undone until {when}.', 'when', f:datetime(@undo-until, 'l'))"/>
    <xsl:text> </xsl:text>
    <a href="{$base}/products/{@undo-product}?undo=1"><xsl:value-of select="f:t('Undo the purchase')"/></a>
  </xsl:template>

</xsl:stylesheet>
