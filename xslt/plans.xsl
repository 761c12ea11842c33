<?xml version="1.0" encoding="UTF-8"?>
<!-- What is to come: who starts and leaves, what is bought, and forms to plan it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="done.xsl"/>
  <xsl:import href="employee-parts.xsl"/>
  <xsl:import href="plan.xsl"/>
  <xsl:import href="chart.xsl"/>
  <xsl:import href="forecast.xsl"/>

  <xsl:template match="l:plans" mode="title"><xsl:value-of select="f:t('What is to come')"/></xsl:template>

  <xsl:template match="l:plans" mode="content">
    <div class="heading">
      <h1><xsl:value-of select="f:t('What is to come')"/></h1>
      <xsl:call-template name="download"><xsl:with-param name="path" select="'/plans'"/></xsl:call-template>
    </div>
    <xsl:apply-templates select="l:done" mode="notice"/>
    <xsl:apply-templates select="l:problem" mode="notice"/>
    <xsl:choose>
      <xsl:when test="l:plan"><xsl:call-template name="plans"/></xsl:when>
      <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('Nothing is planned.')"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="paging">
      <xsl:with-param name="path" select="'/plans'"/>
      <xsl:with-param name="query"><xsl:call-template name="filters"/></xsl:with-param>
    </xsl:call-template>
    <xsl:if test="$changes and @state != 'closed'">
      <section>
        <xsl:call-template name="plan-somebody"/>
        <xsl:if test="l:product and @state = 'open'"><xsl:call-template name="plan-purchase"/></xsl:if>
      </section>
    </xsl:if>
    <xsl:apply-templates select="l:forecast"/>
  </xsl:template>

  <xsl:template name="plan-somebody">
    <form class="filters" method="post" action="{$base}/plans" aria-labelledby="plan-somebody">
      <input type="hidden" name="token" value="{$token}"/>
      <h2 id="plan-somebody"><xsl:value-of select="f:t('Plan an employee’s first or last day')"/></h2>
      <div class="field">
        <label for="login"><xsl:value-of select="f:t('Log-in')"/></label>
        <input id="login" name="login" type="text" autocomplete="off" autocapitalize="none" required="required" maxlength="64"/>
      </div>
      <div class="field">
        <label for="kind"><xsl:value-of select="f:t('What')"/></label>
        <select id="kind" name="kind">
          <option value="start"><xsl:value-of select="f:t('starts')"/></option>
          <option value="leave"><xsl:value-of select="f:t('has their last day')"/></option>
        </select>
      </div>
      <xsl:call-template name="date-field">
        <xsl:with-param name="id" select="'date'"/>
        <xsl:with-param name="name" select="'date'"/>
        <xsl:with-param name="label" select="f:t('Date')"/>
        <xsl:with-param name="value" select="''"/>
      </xsl:call-template>
      <p class="buttons"><button class="button" type="submit"><xsl:value-of select="f:t('Plan')"/></button></p>
    </form>
  </xsl:template>

  <xsl:template name="plan-purchase">
    <form class="filters" method="post" action="{$base}/plans" aria-labelledby="plan-purchase">
      <input type="hidden" name="token" value="{$token}"/>
      <input type="hidden" name="kind" value="buy"/>
      <h2 id="plan-purchase"><xsl:value-of select="f:t('Plan a purchase')"/></h2>
      <div class="field">
        <label for="product"><xsl:value-of select="f:t('Product')"/></label>
        <select id="product" name="product">
          <xsl:for-each select="l:product"><option value="{@key}"><xsl:value-of select="l:name"/></option></xsl:for-each>
        </select>
      </div>
      <div class="field">
        <label for="quantity"><xsl:value-of select="f:t('Total number of licences')"/></label>
        <input id="quantity" name="quantity" type="text" inputmode="numeric" autocomplete="off" required="required"/>
      </div>
      <xsl:call-template name="date-field">
        <xsl:with-param name="id" select="'buy-date'"/>
        <xsl:with-param name="name" select="'date'"/>
        <xsl:with-param name="label" select="f:t('Date')"/>
        <xsl:with-param name="value" select="''"/>
      </xsl:call-template>
      <p class="buttons"><button class="button" type="submit"><xsl:value-of select="f:t('See the price')"/></button></p>
    </form>
  </xsl:template>

</xsl:stylesheet>
