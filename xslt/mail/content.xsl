<?xml version="1.0" encoding="UTF-8"?>
<!--
  What each mail says: subject and body of every event that somebody is told of (core/event.c, lic_event_tells).
  A body is made of para, facts with fact in it, names, link; text.xsl and html.xsl say how these look.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="parts.xsl"/>
  <xsl:import href="number.xsl"/>
  <!-- included, as the last templates here match whatever no other does -->
  <xsl:include href="planned.xsl"/>

  <xsl:variable name="mail" select="/l:mail"/>
  <xsl:variable name="first" select="$mail/l:entry[1]"/>
  <xsl:variable name="rest" select="$mail/l:entry[position() &gt; 1]"/>
  <xsl:variable name="product" select="f:isolate($mail/l:product)"/>
  <xsl:variable name="kind" select="string($mail/l:product/@kind)"/>
  <xsl:variable name="deadline" select="f:datetime(string($mail/l:entry[@deadline][1]/@deadline), 'l')"/>

  <!-- Bought ............................................................................................ -->

  <xsl:template match="l:mail[@kind = 'bought']" mode="subject">
    <xsl:choose>
      <xsl:when test="$kind = 'integration'"><xsl:value-of select="f:t('{product} has been switched on', 'product', $product)"/></xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="f:t('Bought {n} × {product}, {total} in all', 'n', f:number($first/@purchased - $first/@purchased-before), 'product', $product, 'total', f:number($first/@purchased))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'bought']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="$kind = 'integration'"><xsl:value-of select="f:t('{product} has been switched on, and is invoiced with every period from now on.', 'product', $product)"/></xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="f:t('Bought {n} × {product}: you now have {total}.', 'n', f:number($first/@purchased - $first/@purchased-before), 'product', $product, 'total', f:number($first/@purchased))"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:if test="$first/@next-before != $first/@purchased-before and $kind != 'integration'">
      <xsl:call-template name="para">
        <xsl:with-param name="text" select="f:t('This cancels the scheduled scale-down to {next}. If you still want it, schedule it again.', 'next', f:number($first/@next-before))"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:call-template name="facts">
      <xsl:with-param name="rows">
        <xsl:call-template name="changes"><xsl:with-param name="entries" select="$mail/l:entry"/></xsl:call-template>
        <xsl:call-template name="invoice-facts"/>
        <xsl:call-template name="who-and-when"/>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:if test="$mail/l:period and $mail/l:invoice">
      <xsl:call-template name="para">
        <xsl:with-param name="text" select="f:t('The amount is for the days that are left before {date}, when the next period begins.', 'date', f:date($mail/l:period/@end, 'l'))"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:call-template name="invoice-link"/>
  </xsl:template>

  <!-- Undone ............................................................................................. -->

  <xsl:template match="l:mail[@kind = 'undone']" mode="subject">
    <xsl:value-of select="f:t('Undone: the purchase of {n} × {product}', 'n', f:number($first/@purchased-before - $first/@purchased), 'product', $product)"/>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'undone']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text">
        <xsl:value-of select="f:t('Undone: the purchase of {n} × {product} is cancelled. You have {total}, as before.', 'n', f:number($first/@purchased-before - $first/@purchased), 'product', $product, 'total', f:number($first/@purchased))"/>
        <xsl:if test="$first/@next != $first/@purchased">
          <xsl:value-of select="concat(' ', f:t('The next period is again scheduled to begin with {n}.', 'n', f:number($first/@next)))"/>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="facts">
      <xsl:with-param name="rows">
        <xsl:call-template name="changes"><xsl:with-param name="entries" select="$mail/l:entry"/></xsl:call-template>
        <xsl:call-template name="invoice-facts"/>
        <xsl:call-template name="who-and-when"/>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="invoice-link"/>
  </xsl:template>

  <!-- Scaled down ....................................................................................... -->

  <xsl:template match="l:mail[@kind = 'scaled-down']" mode="subject">
    <xsl:choose>
      <xsl:when test="$first/@next = 0"><xsl:value-of select="f:t('{product} ends with the period', 'product', $product)"/></xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="f:t('{product}: {n} from the next period on', 'n', f:number($first/@next), 'product', $product)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'scaled-down']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="$first/@next = 0"><xsl:value-of select="f:t('{product} ends with the current period, and is not invoiced after that.', 'product', $product)"/></xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="f:t('Scaled down: {product} begins the next period with {n} instead of {now}.', 'product', $product, 'n', f:number($first/@next), 'now', f:number($first/@purchased))"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="facts">
      <xsl:with-param name="rows">
        <xsl:call-template name="changes"><xsl:with-param name="entries" select="$mail/l:entry"/></xsl:call-template>
        <xsl:call-template name="next-period-fact"/>
        <xsl:call-template name="who-and-when"/>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="para">
      <xsl:with-param name="text" select="f:t('Until then everything stays as it is: what is paid for can be used, and nothing is credited.')"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="$kind = 'user'">
        <xsl:call-template name="para">
          <xsl:with-param name="strong" select="true()"/>
          <xsl:with-param name="text" select="f:tn('Remember to deactivate users on their employee cards before then. If more than {n} employee is active when the period begins, those beyond are marked red, and are deactivated when their deadline passes.', 'Remember to deactivate users on their employee cards before then. If more than {n} employees are active when the period begins, those beyond are marked red, and are deactivated when their deadline passes.', $first/@next)"/>
        </xsl:call-template>
        <xsl:call-template name="link">
          <xsl:with-param name="path" select="'/employees?status=active'"/>
          <xsl:with-param name="text" select="f:t('Go to the employees')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$kind = 'addon'">
        <xsl:call-template name="para">
          <xsl:with-param name="strong" select="true()"/>
          <xsl:with-param name="text" select="f:tn('Remember to remove {product} from employees on their employee cards before then. If more than {n} active employee has it when the period begins, those beyond are marked red, and lose it when their deadline passes.', 'Remember to remove {product} from employees on their employee cards before then. If more than {n} active employees have it when the period begins, those beyond are marked red, and lose it when their deadline passes.', $first/@next, 'product', $product)"/>
        </xsl:call-template>
        <xsl:call-template name="link">
          <xsl:with-param name="path" select="concat('/modules?module=', $mail/l:product/@key)"/>
          <xsl:with-param name="text" select="f:t('See who has it')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="overview-link"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Kept .............................................................................................. -->

  <xsl:template match="l:mail[@kind = 'kept']" mode="subject">
    <xsl:choose>
      <xsl:when test="$first/@next-before = 0"><xsl:value-of select="f:t('{product} continues', 'product', $product)"/></xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="f:t('{product}: {n} kept', 'n', f:number($first/@purchased), 'product', $product)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'kept']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="$kind = 'integration' or $kind = 'bundled'"><xsl:value-of select="f:t('{product} continues: it was going to end with the current period, but no longer does.', 'product', $product)"/></xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="f:t('Kept: the scheduled change is cancelled, and {product} begins the next period with {n}.', 'product', $product, 'n', f:number($first/@purchased))"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="facts">
      <xsl:with-param name="rows">
        <xsl:call-template name="changes"><xsl:with-param name="entries" select="$mail/l:entry"/></xsl:call-template>
        <xsl:call-template name="next-period-fact"/>
        <xsl:call-template name="who-and-when"/>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="overview-link"/>
  </xsl:template>

  <!-- Marked, and again before the deadline ................................................................ -->

  <xsl:template match="l:mail[@kind = 'marked']" mode="subject">
    <xsl:choose>
      <xsl:when test="$kind = 'addon'">
        <xsl:value-of select="f:t('{product}: {n} in use too many, act before {deadline}', 'n', f:number(@rows), 'product', $product, 'deadline', $deadline)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="f:tn('{n} employee without a licence: act before {deadline}', '{n} employees without a licence: act before {deadline}', @rows, 'deadline', $deadline)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'marked']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="$kind = 'addon'">
            <xsl:value-of select="f:tn('More employees have {product} than there are licences. {n} is marked red, and loses it on {deadline}:', 'More employees have {product} than there are licences. {n} are marked red, and lose it on {deadline}:', @rows, 'product', $product, 'deadline', $deadline)"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="f:tn('More employees are active than there are licences. {n} is marked red, and is deactivated on {deadline}:', 'More employees are active than there are licences. {n} are marked red, and are deactivated on {deadline}:', @rows, 'deadline', $deadline)"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="names"/>
    <xsl:call-template name="para">
      <xsl:with-param name="strong" select="true()"/>
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="$kind = 'addon'">
            <xsl:value-of select="f:tn('To prevent this, buy {n} × {product} before then, or remove it from somebody who doesn’t need it.', 'To prevent this, buy {n} × {product} before then, or remove it from as many who don’t need it.', @rows, 'product', $product)"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="f:tn('To prevent this, buy {n} × {product} before then, or deactivate somebody else on the employee card.', 'To prevent this, buy {n} × {product} before then, or deactivate as many others on their employee cards.', @rows, 'product', $product)"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="facts">
      <xsl:with-param name="rows"><xsl:call-template name="who-and-when"/></xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="product-link"/>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'reminded']" mode="subject">
    <xsl:value-of select="f:tn('Last day: {n} licence marked red is lost on {deadline}', 'Last day: {n} licences marked red are lost on {deadline}', @rows, 'deadline', $deadline)"/>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'reminded']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text" select="f:tn('A deadline passes on {deadline}, and {n} licence marked red is lost. An employee beyond the user licences is deactivated; one beyond the licences of an add-on module loses the module:', 'A deadline passes on {deadline}, and {n} licences marked red are lost. Employees beyond the user licences are deactivated; those beyond the licences of an add-on module lose the module:', @rows, 'deadline', $deadline)"/>
    </xsl:call-template>
    <xsl:call-template name="names"><xsl:with-param name="with-product" select="true()"/></xsl:call-template>
    <xsl:call-template name="para">
      <xsl:with-param name="strong" select="true()"/>
      <xsl:with-param name="text" select="f:t('To prevent this, buy what is missing before then, or free licences on the employee cards.')"/>
    </xsl:call-template>
    <xsl:call-template name="overview-link"/>
  </xsl:template>

  <!-- Deactivated, taken back .............................................................................. -->

  <xsl:template match="l:mail[@kind = 'deactivated']" mode="subject">
    <xsl:choose>
      <xsl:when test="@closed"><xsl:value-of select="f:t('The subscription has ended')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:tn('{n} employee has been deactivated', '{n} employees have been deactivated', @rows)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'deactivated']" mode="body">
    <xsl:variable name="when" select="f:datetime(@at, 'l')"/>
    <xsl:call-template name="para">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="@closed">
            <xsl:value-of select="f:tn('The subscription ended on {when}, and {n} employee has been deactivated:', 'The subscription ended on {when}, and {n} employees have been deactivated:', @rows, 'when', $when)"/>
          </xsl:when>
          <xsl:when test="$first/@planned-by">
            <xsl:value-of select="f:tn('As planned, {n} employee has left. Deactivated on {when}:', 'As planned, {n} employees have left. Deactivated on {when}:', @rows, 'when', $when)"/>
          </xsl:when>
          <xsl:when test="@actor = 'system'">
            <xsl:value-of select="f:tn('The deadline of {n} employee beyond the licences purchased has passed. Deactivated on {when}:', 'The deadline of {n} employees beyond the licences purchased has passed. Deactivated on {when}:', @rows, 'when', $when)"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="f:tn('{n} employee was deactivated on {when} by {who}:', '{n} employees were deactivated on {when} by {who}:', @rows, 'when', $when, 'who', $who)"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="names"/>
    <xsl:call-template name="para">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="@closed"><xsl:value-of select="f:t('Nothing more will be invoiced. The pages can still be read.')"/></xsl:when>
          <xsl:when test="@actor = 'system' and not($first/@planned-by)"><xsl:value-of select="f:t('Their data is kept. To give somebody access again, buy a licence and activate the user on the employee card.')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('This frees user licences for others. Add-on licences are kept, and count again when the user is activated.')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="link">
      <xsl:with-param name="path" select="'/employees?status=inactive'"/>
      <xsl:with-param name="text" select="f:t('Go to the employees')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'taken-back']" mode="subject">
    <xsl:value-of select="f:tn('{n} add-on licence has been taken back', '{n} add-on licences have been taken back', @rows)"/>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'taken-back']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text" select="f:tn('The deadline of {n} add-on licence beyond those purchased has passed. Taken back on {when}:', 'The deadline of {n} add-on licences beyond those purchased has passed. Taken back on {when}:', @rows, 'when', f:datetime(@at, 'l'))"/>
    </xsl:call-template>
    <xsl:call-template name="names"><xsl:with-param name="with-product" select="true()"/></xsl:call-template>
    <xsl:call-template name="para">
      <xsl:with-param name="text" select="f:t('The employees stay active. To assign a licence again, buy it first, then assign it on the employee card.')"/>
    </xsl:call-template>
    <xsl:call-template name="link">
      <xsl:with-param name="path" select="'/modules'"/>
      <xsl:with-param name="text" select="f:t('Go to the add-on module licences')"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Few left .......................................................................................... -->

  <xsl:template match="l:mail[@kind = 'few-left']" mode="subject">
    <xsl:choose>
      <xsl:when test="$first/@amount = 0"><xsl:value-of select="f:t('{product}: none left', 'product', $product)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('{product}: {n} left', 'n', f:number($first/@amount), 'product', $product)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'few-left']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="$first/@amount = 0"><xsl:value-of select="f:t('{product}: all the licences you have purchased are in use.', 'product', $product)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:tn('{product}: {n} of the licences you have purchased is left.', '{product}: {n} of the licences you have purchased are left.', $first/@amount, 'product', $product)"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="para">
      <xsl:with-param name="text" select="f:t('Buy more before you need them: whoever is beyond what is purchased is marked red, and loses access when the deadline passes.')"/>
    </xsl:call-template>
    <xsl:call-template name="facts">
      <xsl:with-param name="rows"><xsl:call-template name="who-and-when"/></xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="product-link"/>
  </xsl:template>

  <!-- Renewal ........................................................................................... -->

  <xsl:template match="l:mail[@kind = 'renewal-notice']" mode="subject">
    <xsl:value-of select="f:t('Your licences are renewed on {when}', 'when', $deadline)"/>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'renewal-notice']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="$rest[@kind]"><xsl:value-of select="f:t('The next period begins on {when}. As things stand, it begins with the following, which is invoiced then:', 'when', $deadline)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('The next period begins on {when}. As things stand, nothing is invoiced then.', 'when', $deadline)"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:if test="$rest[@kind]">
      <xsl:call-template name="facts">
        <xsl:with-param name="rows">
          <xsl:for-each select="$rest[@kind]">
            <xsl:call-template name="fact">
              <xsl:with-param name="label" select="f:isolate(l:name)"/>
              <xsl:with-param name="value">
                <xsl:if test="@kind != 'integration'"><xsl:value-of select="concat(f:number(@next), ' · ')"/></xsl:if>
                <xsl:value-of select="f:money(@amount, @currency)"/>
              </xsl:with-param>
            </xsl:call-template>
          </xsl:for-each>
          <xsl:call-template name="fact">
            <xsl:with-param name="label" select="f:t('Total without VAT')"/>
            <xsl:with-param name="value" select="f:money($first/@amount, $first/@currency)"/>
          </xsl:call-template>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
    <xsl:call-template name="planned-around"/>
    <xsl:call-template name="para">
      <xsl:with-param name="strong" select="true()"/>
      <xsl:with-param name="text" select="f:t('You can scale down until {when}. After that, a scale-down applies from the period after the next.', 'when', $deadline)"/>
    </xsl:call-template>
    <xsl:call-template name="overview-link"/>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'renewed']" mode="subject">
    <xsl:choose>
      <xsl:when test="l:invoice"><xsl:value-of select="f:t('Your licences have been renewed: invoice {number}', 'number', l:invoice/@number)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('A new period has begun')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'renewed']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text">
        <xsl:value-of select="f:t('A new period began on {date}.', 'date', f:date($first/@new, 'l'))"/>
        <xsl:if test="l:period"><xsl:value-of select="concat(' ', f:t('The next one begins on {date}.', 'date', f:date(l:period/@end, 'l')))"/></xsl:if>
        <xsl:if test="not(l:invoice)"><xsl:value-of select="concat(' ', f:t('There is nothing to invoice.'))"/></xsl:if>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="facts">
      <xsl:with-param name="rows">
        <xsl:call-template name="changes"><xsl:with-param name="entries" select="$rest"/></xsl:call-template>
        <xsl:call-template name="invoice-facts"/>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="invoice-link"/>
  </xsl:template>

  <!-- Whatever else somebody may come to be told of .......................................................... -->

  <xsl:template match="l:mail" mode="subject" priority="-1">
    <xsl:value-of select="f:t('Something about your licences has changed')"/>
  </xsl:template>

  <xsl:template match="l:mail" mode="body" priority="-1">
    <xsl:call-template name="facts">
      <xsl:with-param name="rows">
        <xsl:for-each select="l:entry">
          <xsl:call-template name="fact">
            <xsl:with-param name="label" select="f:isolate(l:name)"/>
            <xsl:with-param name="value" select="concat(@old, ' → ', @new)"/>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:call-template name="who-and-when"/>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="overview-link"/>
  </xsl:template>

</xsl:stylesheet>
