<?xml version="1.0" encoding="UTF-8"?>
<!-- What a change would do and cost, before it is confirmed. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="sum.xsl"/>
  <xsl:import href="purchase.xsl"/>

  <xsl:template match="l:preview" mode="title">
    <xsl:value-of select="concat(l:name, ': ', f:t('Preview'))"/>
  </xsl:template>

  <xsl:template match="l:preview" mode="content">
    <xsl:call-template name="back">
      <xsl:with-param name="path" select="concat('/products/', @product)"/>
      <xsl:with-param name="text" select="f:isolate(l:name)"/>
    </xsl:call-template>
    <h1><xsl:call-template name="headline"/></h1>
    <xsl:if test="$wrong != 'order-number'"><xsl:apply-templates select="l:problem" mode="notice"/></xsl:if>
    <div data-part="preview">
    <p class="lead"><xsl:call-template name="consequence"/></p>
    <xsl:if test="@wiped">
      <div class="notice warn">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'info'"/></xsl:call-template>
        <p>
          <xsl:value-of select="f:t('The next period is scheduled to begin with {wiped}. The purchase replaces that: it will begin with {next}. You can scale down again afterwards.', 'wiped', f:number(@wiped), 'next', f:number(@next-after))"/>
        </p>
      </div>
    </xsl:if>
    <xsl:if test="l:line"><xsl:call-template name="invoiced-now"/></xsl:if>
    <xsl:call-template name="before-after"/>
    <xsl:if test="@would-mark &gt; 0"><xsl:call-template name="would-mark"/></xsl:if>
    <xsl:call-template name="confirm"/>
    </div>
  </xsl:template>

  <xsl:template name="headline">
    <xsl:choose>
      <xsl:when test="@on">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Plan to buy up to {n} from {day}: {product}', 'n', f:number(@quantity), 'day', f:date(@on, 'l'), 'product', f:isolate(l:name))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@outcome = 'bought'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:tn('Buy {n} licence: {product}', 'Buy {n} licences: {product}', @purchased-after - @purchased, 'product', f:isolate(l:name))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@outcome = 'scaled-down'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Scale down to {n}: {product}', 'n', f:number(@quantity), 'product', f:isolate(l:name))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@outcome = 'kept'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Keep {n}: {product}', 'n', f:number(@quantity), 'product', f:isolate(l:name))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@outcome = 'undone'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:tn('Undo the purchase of {n} licence: {product}', 'Undo the purchase of {n} licences: {product}', @purchased - @purchased-after, 'product', f:isolate(l:name))"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Nothing would change: {product}', 'product', f:isolate(l:name))"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="consequence">
    <xsl:choose>
      <xsl:when test="@on">
        <xsl:value-of select="f:t('On {day}, licences are bought up to a total of {n}, at that day’s price, for the days then left in the period. This is what it comes to as things stand; nothing is invoiced now, and you can cancel the plan until then.', 'day', f:date(@on, 'l'), 'n', f:number(@quantity))"/>
      </xsl:when>
      <xsl:when test="@outcome = 'bought'">
        <xsl:value-of select="f:t('The licences can be used at once. You are invoiced today for the rest of the period, and for all of them with each period from {date} on.', 'date', f:date(l:period/@end, 'l'))"/>
      </xsl:when>
      <xsl:when test="@outcome = 'scaled-down'">
        <xsl:value-of select="f:t('You keep {now} until the period ends; from {date} you have {next}. Nothing is credited for this period.', 'now', f:number(@purchased), 'date', f:date(l:period/@end, 'l'), 'next', f:number(@next-after))"/>
      </xsl:when>
      <xsl:when test="@outcome = 'kept'">
        <xsl:value-of select="f:t('The change that was scheduled for {date} is cancelled. Nothing is invoiced now.', 'date', f:date(l:period/@end, 'l'))"/>
      </xsl:when>
      <xsl:when test="@outcome = 'undone'">
        <xsl:value-of select="f:t('You have {n} again at once, as before the purchase, and its invoice is credited in full.', 'n', f:number(@purchased-after))"/>
        <xsl:if test="@next-after != @purchased-after">
          <xsl:value-of select="concat(' ', f:t('The scale-down that it replaced comes back: the next period begins with {n}.', 'n', f:number(@next-after)))"/>
        </xsl:if>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="f:t('The next period is set to begin with this number already.')"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="before-after">
    <table class="compare">
      <caption class="hidden"><xsl:value-of select="f:t('Before and after')"/></caption>
      <thead>
        <tr>
          <td></td>
          <th scope="col" class="number"><xsl:value-of select="f:t('Before')"/></th>
          <th scope="col" class="number"><xsl:value-of select="f:t('After')"/></th>
        </tr>
      </thead>
      <tbody>
        <xsl:call-template name="compared">
          <xsl:with-param name="label" select="f:t('Purchased, until {date}', 'date', f:date(l:period/@last, 'l'))"/>
          <xsl:with-param name="before" select="f:number(@purchased)"/>
          <xsl:with-param name="after" select="f:number(@purchased-after)"/>
        </xsl:call-template>
        <xsl:call-template name="compared">
          <xsl:with-param name="label" select="f:t('Next period, from {date}', 'date', f:date(l:period/@end, 'l'))"/>
          <xsl:with-param name="before" select="f:number(@next)"/>
          <xsl:with-param name="after" select="f:number(@next-after)"/>
        </xsl:call-template>
        <xsl:call-template name="compared">
          <xsl:with-param name="label" select="f:t('Next invoice, {date}, net', 'date', f:date(@next-invoice-date, 'l'))"/>
          <xsl:with-param name="before" select="f:money(@next-invoice-before-net, @currency)"/>
          <xsl:with-param name="after" select="f:money(@next-invoice-after-net, @currency)"/>
        </xsl:call-template>
        <xsl:call-template name="compared">
          <xsl:with-param name="label" select="f:t('Next invoice with VAT')"/>
          <xsl:with-param name="before" select="f:money(@next-invoice-before, @currency)"/>
          <xsl:with-param name="after" select="f:money(@next-invoice-after, @currency)"/>
        </xsl:call-template>
      </tbody>
    </table>
  </xsl:template>

  <xsl:template name="compared">
    <xsl:param name="label"/>
    <xsl:param name="before"/>
    <xsl:param name="after"/>
    <tr>
      <th scope="row"><xsl:value-of select="$label"/></th>
      <td class="number"><xsl:value-of select="$before"/></td>
      <td class="number">
        <xsl:choose>
          <xsl:when test="$before != $after"><strong><xsl:value-of select="$after"/></strong></xsl:when>
          <xsl:otherwise><xsl:value-of select="$after"/></xsl:otherwise>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>

  <xsl:template name="would-mark">
    <section class="banner" aria-labelledby="would-mark">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
      <div>
        <h2 id="would-mark">
          <xsl:choose>
            <xsl:when test="@kind = 'addon'">
              <xsl:value-of select="f:tn('{n} add-on licence would be one too many', '{n} add-on licences would be too many', @would-mark)"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="f:tn('{n} active employee would be without a licence', '{n} active employees would be without a licence', @would-mark)"/>
            </xsl:otherwise>
          </xsl:choose>
        </h2>
        <p>
          <xsl:choose>
            <xsl:when test="@kind = 'addon'">
              <xsl:value-of select="f:t('These would be marked on {when} and taken back on {until}, unless you buy licences or remove the module from somebody before then.', 'when', f:datetime(@would-mark-at, 'l'), 'until', f:datetime(@would-deactivate-at, 'l'))"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="f:t('These would be marked on {when} and deactivated on {until}, unless you buy licences or deactivate employees before then. Remember to deactivate those who leave on their employee cards.', 'when', f:datetime(@would-mark-at, 'l'), 'until', f:datetime(@would-deactivate-at, 'l'))"/>
            </xsl:otherwise>
          </xsl:choose>
        </p>
        <ul class="names">
          <xsl:for-each select="l:who"><li><strong><xsl:call-template name="bdi"><xsl:with-param name="text" select="."/></xsl:call-template></strong></li></xsl:for-each>
        </ul>
        <xsl:if test="@would-mark &gt; count(l:who)">
          <p><xsl:value-of select="f:t('and {n} more', 'n', f:number(@would-mark - count(l:who)))"/></p>
        </xsl:if>
      </div>
    </section>
  </xsl:template>

  <xsl:template name="confirm">
    <form class="confirm" method="post" action="{$base}/products/{@product}">
      <xsl:if test="@on">
        <xsl:attribute name="action"><xsl:value-of select="concat($base, '/plans')"/></xsl:attribute>
        <input type="hidden" name="kind" value="buy"/>
        <input type="hidden" name="product" value="{@product}"/>
        <input type="hidden" name="date" value="{@on}"/>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="@outcome = 'undone'"><input type="hidden" name="action" value="undo"/></xsl:when>
        <xsl:otherwise><input type="hidden" name="quantity" value="{@quantity}"/></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@confirm"><input type="hidden" name="confirm" value="{@confirm}"/></xsl:if>
      <xsl:if test="@outcome = 'bought' and $changes">
        <xsl:call-template name="order-number"/>
        <xsl:if test="not(@on)"><xsl:call-template name="lacking-note"/></xsl:if>
      </xsl:if>
      <p class="buttons">
        <xsl:if test="@confirm and $changes">
          <button type="submit" class="button primary">
            <xsl:choose>
              <xsl:when test="@on"><xsl:value-of select="f:t('Plan to buy for {total}', 'total', f:money(@total, @currency))"/></xsl:when>
              <xsl:when test="@outcome = 'bought'">
                <xsl:value-of select="f:t('Confirm and buy for {total}', 'total', f:money(@total, @currency))"/>
              </xsl:when>
              <xsl:when test="@outcome = 'undone'">
                <xsl:value-of select="f:t('Undo the purchase, credit {total}', 'total', f:money(translate(@total, '-', ''), @currency))"/>
              </xsl:when>
              <xsl:otherwise><xsl:value-of select="f:t('Confirm')"/></xsl:otherwise>
            </xsl:choose>
          </button>
        </xsl:if>
        <a class="button quiet again" href="{$base}/products/{@product}">
          <xsl:if test="@on"><xsl:attribute name="href"><xsl:value-of select="concat($base, '/plans')"/></xsl:attribute></xsl:if>
          <span><xsl:value-of select="f:t('Change the number')"/></span></a>
        <a class="button quiet" href="{$base}/"><span><xsl:value-of select="f:t('Cancel')"/></span></a>
      </p>
    </form>
  </xsl:template>

  <xsl:template match="l:problem" mode="notice">
    <xsl:variable name="sentence"><xsl:apply-templates select="." mode="sentence"/></xsl:variable>
    <div class="notice warn" role="alert">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
      <p>
        <xsl:choose>
          <xsl:when test="string($sentence) != ''"><xsl:value-of select="$sentence"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="l:detail"/></xsl:otherwise>
        </xsl:choose>
      </p>
    </div>
  </xsl:template>

</xsl:stylesheet>
