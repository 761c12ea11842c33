<?xml version="1.0" encoding="UTF-8"?>
<!--
  Line charts of usage as SVG: purchased as a line, used as an area, red where more is used than purchased. Lines are drawn
  in days and licences and stretched to the place there is; letters stand outside of what is stretched.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <!-- pixels: where the plot begins, and its height -->
  <xsl:variable name="plot-top" select="22"/>
  <xsl:variable name="plot-height" select="180"/>

  <xsl:template match="l:chart" mode="chart">
    <xsl:variable name="most">
      <xsl:choose>
        <xsl:when test="@most-used &gt; @most-purchased"><xsl:value-of select="@most-used"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="@most-purchased"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="step"><xsl:call-template name="chart-step"><xsl:with-param name="most" select="$most"/></xsl:call-template></xsl:variable>
    <xsl:variable name="top" select="$step * (ceiling($most div $step) + ($most = 0))"/>
    <svg class="chart" width="100%" height="{$plot-top + $plot-height + 26}" role="img" aria-labelledby="chart-{@product}-title chart-{@product}-text">
      <title id="chart-{@product}-title">
        <xsl:choose>
          <xsl:when test="parent::l:forecast"><xsl:value-of select="f:t('Forecast: {product}', 'product', l:name)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('Usage: {product}', 'product', l:name)"/></xsl:otherwise>
        </xsl:choose>
      </title>
      <desc id="chart-{@product}-text"><xsl:call-template name="chart-text"/></desc>
      <g class="grid">
        <xsl:call-template name="chart-grid"><xsl:with-param name="step" select="$step"/><xsl:with-param name="top" select="$top"/></xsl:call-template>
      </g>
      <g class="axis"><xsl:apply-templates select="../l:tick" mode="chart"><xsl:with-param name="days" select="@days"/></xsl:apply-templates></g>
      <svg y="{$plot-top}" width="100%" height="{$plot-height}" viewBox="0 0 {@days} {$top}" preserveAspectRatio="none">
        <xsl:call-template name="chart-lines"><xsl:with-param name="top" select="$top"/></xsl:call-template>
      </svg>
      <!-- drawn after the lines, so that no line covers a number -->
      <g class="numbers">
        <xsl:call-template name="chart-grid">
          <xsl:with-param name="step" select="$step"/>
          <xsl:with-param name="top" select="$top"/>
          <xsl:with-param name="numbers" select="true()"/>
        </xsl:call-template>
      </g>
    </svg>
  </xsl:template>

  <!-- The small chart, without axes and letters: the page that holds it says in words what it shows. -->
  <xsl:template match="l:chart" mode="spark">
    <xsl:variable name="top">
      <xsl:choose>
        <xsl:when test="@most-used &gt; @most-purchased"><xsl:value-of select="@most-used"/></xsl:when>
        <xsl:when test="@most-purchased &gt; 0"><xsl:value-of select="@most-purchased"/></xsl:when>
        <xsl:otherwise>1</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <svg class="spark" viewBox="0 0 {@days} {$top}" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <xsl:call-template name="chart-lines"><xsl:with-param name="top" select="$top"/></xsl:call-template>
    </svg>
  </xsl:template>

  <xsl:template name="chart-text">
    <xsl:value-of select="f:t('For each day from {from} to {to}: at most {used} used and {purchased} purchased; {now} used and {bought} purchased at the end.', 'from', f:date(@from, 'l'), 'to', f:date(@to, 'l'), 'used', f:number(@most-used), 'purchased', f:number(@most-purchased), 'now', f:number(@used), 'bought', f:number(@purchased))"/>
  </xsl:template>

  <!-- Each value holds until the next point. -->
  <xsl:template name="chart-lines">
    <xsl:param name="top"/>
    <xsl:variable name="days" select="@days"/>
    <xsl:variable name="start" select="l:point[1]/@day"/>
    <xsl:variable name="used">
      <xsl:for-each select="l:point"><xsl:value-of select="concat('H', @day, 'V', $top - @used)"/></xsl:for-each>
      <xsl:value-of select="concat('H', $days)"/>
    </xsl:variable>
    <path class="area" d="M{$start} {$top}{$used}V{$top}z"/>
    <path class="purchased">
      <xsl:attribute name="d">
        <xsl:value-of select="concat('M', $start, ' ', $top - l:point[1]/@purchased)"/>
        <xsl:for-each select="l:point"><xsl:value-of select="concat('H', @day, 'V', $top - @purchased)"/></xsl:for-each>
        <xsl:value-of select="concat('H', $days)"/>
      </xsl:attribute>
    </path>
    <path class="used" d="M{$start} {$top - l:point[1]/@used}{$used}"/>
    <xsl:variable name="over" select="l:point[@used &gt; @purchased]"/>
    <xsl:if test="$over">
      <path class="over">
        <xsl:attribute name="d">
          <xsl:for-each select="$over">
            <xsl:variable name="next" select="following-sibling::l:point[1]"/>
            <xsl:value-of select="concat('M', @day, ' ', $top - @used, 'H')"/>
            <xsl:choose>
              <xsl:when test="$next"><xsl:value-of select="$next/@day"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="$days"/></xsl:otherwise>
            </xsl:choose>
            <!-- if the next point is over too, so is the vertical line to it -->
            <xsl:if test="$next/@used &gt; $next/@purchased"><xsl:value-of select="concat('V', $top - $next/@used)"/></xsl:if>
          </xsl:for-each>
        </xsl:attribute>
      </path>
    </xsl:if>
  </xsl:template>

  <!-- The distance between two grid lines: the smallest of 1, 2, 5, 10, 20, 50 … that makes at most four steps. -->
  <xsl:template name="chart-step">
    <xsl:param name="most"/>
    <xsl:param name="step" select="1"/>
    <xsl:choose>
      <xsl:when test="$most &lt;= 4 * $step"><xsl:value-of select="$step"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="chart-step">
          <xsl:with-param name="most" select="$most"/>
          <xsl:with-param name="step" select="$step * (2 + 0.5 * starts-with($step, '2'))"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="chart-grid">
    <xsl:param name="step"/>
    <xsl:param name="top"/>
    <xsl:param name="numbers" select="false()"/>
    <xsl:param name="at" select="0"/>
    <xsl:variable name="y" select="$plot-top + $plot-height * (1 - $at div $top)"/>
    <xsl:choose>
      <xsl:when test="not($numbers)">
        <line x2="100%" y1="{$y}" y2="{$y}"><xsl:if test="$at = 0"><xsl:attribute name="class">base</xsl:attribute></xsl:if></line>
      </xsl:when>
      <xsl:when test="$at &gt; 0"><text x="100%" y="{$y - 5}" text-anchor="end"><xsl:value-of select="f:number($at)"/></text></xsl:when>
    </xsl:choose>
    <xsl:if test="$at &lt; $top">
      <xsl:call-template name="chart-grid">
        <xsl:with-param name="step" select="$step"/>
        <xsl:with-param name="top" select="$top"/>
        <xsl:with-param name="numbers" select="$numbers"/>
        <xsl:with-param name="at" select="$at + $step"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- On a narrow screen every other label is hidden. The last labels are left out, as they would not fit. -->
  <xsl:template match="l:tick" mode="chart">
    <xsl:param name="days"/>
    <xsl:variable name="x" select="concat(round(1000 * @day div $days) div 10, '%')"/>
    <line x1="{$x}" x2="{$x}" y1="{$plot-top + $plot-height}" y2="{$plot-top + $plot-height + 5}"/>
    <xsl:if test="@day div $days &lt; 0.95">
      <text x="{$x}" y="{$plot-top + $plot-height + 20}">
        <xsl:if test="position() mod 2 = 0"><xsl:attribute name="class">wide</xsl:attribute></xsl:if>
        <xsl:choose>
          <xsl:when test="@style = 'y'"><xsl:value-of select="substring(@date, 1, 4)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:date(@date, @style)"/></xsl:otherwise>
        </xsl:choose>
      </text>
    </xsl:if>
  </xsl:template>

  <xsl:template name="chart-legend">
    <ul class="legend">
      <li><xsl:call-template name="chart-key"><xsl:with-param name="class" select="'used'"/></xsl:call-template><span><xsl:value-of select="f:t('Used')"/></span></li>
      <li><xsl:call-template name="chart-key"><xsl:with-param name="class" select="'purchased'"/></xsl:call-template><span><xsl:value-of select="f:t('Purchased')"/></span></li>
      <xsl:if test="l:chart/l:point[@used &gt; @purchased]">
        <li><xsl:call-template name="chart-key"><xsl:with-param name="class" select="'over'"/></xsl:call-template><span><xsl:value-of select="f:t('Used without a licence')"/></span></li>
      </xsl:if>
    </ul>
  </xsl:template>

  <xsl:template name="chart-key">
    <xsl:param name="class"/>
    <svg class="chart-key" viewBox="0 0 24 10" aria-hidden="true" focusable="false">
      <path class="{$class}" d="M1 5H23"/>
    </svg>
  </xsl:template>

</xsl:stylesheet>
