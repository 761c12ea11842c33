<?xml version="1.0" encoding="UTF-8"?>
<!-- The days to come: the first shortage, charts, and a row for each product and day that changes. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:template match="l:forecast">
    <section aria-labelledby="forecast">
      <h2 id="forecast"><xsl:value-of select="f:t('Forecast')"/></h2>
      <p class="lead">
        <xsl:choose>
          <xsl:when test="translate(@until, '-', '') &lt; translate(/*/@today, '-', '')"/>
          <xsl:otherwise><xsl:value-of select="f:t('Used and purchased until {date}, if what is to come happens and nothing else changes.', 'date', f:date(@until, 'l'))"/></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="translate(@until, '-', '') &lt; translate(@end, '-', '')">
          <xsl:text> </xsl:text>
          <xsl:value-of select="f:t('There is too much after that to show here.')"/>
        </xsl:if>
      </p>
      <xsl:apply-templates select="l:shortage"/>
      <xsl:choose>
        <xsl:when test="l:chart and /l:plans">
          <xsl:call-template name="chart-legend"/>
          <div>
            <xsl:attribute name="class">
              <xsl:text>charts</xsl:text>
              <xsl:if test="count(l:chart) &gt; 1"> many</xsl:if>
            </xsl:attribute>
            <xsl:apply-templates select="l:chart" mode="ahead"/>
          </div>
          <xsl:call-template name="days-ahead"/>
        </xsl:when>
        <!-- the overview is to be light: a small chart, and where the days stand -->
        <xsl:when test="l:chart">
          <div class="ahead">
            <figure><figcaption><xsl:call-template name="bdi"><xsl:with-param name="text" select="l:chart[1]/l:name"/></xsl:call-template></figcaption><xsl:apply-templates select="l:chart[1]" mode="spark"/></figure>
            <a href="{$base}/plans#forecast"><xsl:value-of select="f:t('Days with a change')"/></a>
          </div>
        </xsl:when>
        <xsl:when test="translate(@until, '-', '') &lt; translate(/*/@today, '-', '')">
          <xsl:if test="not(/l:plans)"><p><a href="{$base}/plans#forecast"><xsl:value-of select="f:t('Plans')"/></a></p></xsl:if>
        </xsl:when>
        <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('Nothing changes.')"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <!-- Amber, with what helps: the preview is priced for that day. -->
  <xsl:template match="l:shortage">
    <div class="notice warn">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
      <div>
        <p>
          <strong><xsl:call-template name="bdi"/></strong>
          <xsl:text>: </xsl:text>
          <xsl:value-of select="f:tn('{n} licence is missing from {date}.', '{n} licences are missing from {date}.', @missing, 'date', f:date(@date, 'l'))"/>
        </p>
        <xsl:if test="$changes and /*/@state = 'open'">
          <form method="post" action="{$base}/plans">
            <input type="hidden" name="token" value="{$token}"/>
            <input type="hidden" name="kind" value="buy"/>
            <input type="hidden" name="product" value="{@product}"/>
            <input type="hidden" name="quantity" value="{@quantity}"/>
            <input type="hidden" name="date" value="{@date}"/>
            <button class="button" type="submit"><xsl:value-of select="f:t('Plan to buy {n} from {date}', 'n', f:number(@missing), 'date', f:date(@date, 'l'))"/></button>
          </form>
        </xsl:if>
      </div>
    </div>
  </xsl:template>

  <xsl:template match="l:chart" mode="ahead">
    <div class="panel">
      <div class="panel-head"><h3><xsl:call-template name="bdi"/></h3></div>
      <xsl:apply-templates select="." mode="chart"/>
    </div>
  </xsl:template>

  <xsl:template name="days-ahead">
    <details class="more">
      <xsl:if test="/l:plans"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><span><xsl:value-of select="f:t('Days with a change')"/></span></summary>
      <table class="cards figures">
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="f:t('Day')"/></th>
            <th scope="col"><xsl:value-of select="f:t('Licence')"/></th>
            <th scope="col" class="number"><xsl:value-of select="f:t('Used')"/></th>
            <th scope="col" class="number"><xsl:value-of select="f:t('Purchased')"/></th>
            <th scope="col" class="number"><xsl:value-of select="f:t('Available')"/></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="../l:day" mode="ahead"/></tbody>
      </table>
    </details>
  </xsl:template>

  <xsl:template match="l:day" mode="ahead">
    <xsl:variable name="product" select="@product"/>
    <tr>
      <th scope="row" data-label="{f:t('Day')}"><time datetime="{@date}"><xsl:value-of select="f:date(@date, 's')"/></time></th>
      <td class="text" data-label="{f:t('Licence')}"><span><xsl:call-template name="bdi"><xsl:with-param name="text" select="../l:forecast/l:chart[@product = $product]/l:name"/></xsl:call-template></span></td>
      <td class="number" data-label="{f:t('Used')}"><span><xsl:value-of select="f:number(@used)"/></span></td>
      <td class="number" data-label="{f:t('Purchased')}"><span><xsl:value-of select="f:number(@purchased)"/></span></td>
      <td class="number" data-label="{f:t('Available')}">
        <span>
          <xsl:if test="@available &lt; 0"><xsl:attribute name="class">minus</xsl:attribute></xsl:if>
          <xsl:value-of select="f:number(@available)"/>
        </span>
      </td>
    </tr>
  </xsl:template>

</xsl:stylesheet>
