<?xml version="1.0" encoding="UTF-8"?>
<!-- What is to come: who starts and leaves, what is bought, and forms to plan it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="done.xsl"/>
  <xsl:import href="employee-parts.xsl"/>
  <xsl:import href="plan.xsl"/>

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
    <xsl:if test="$changes and @state != 'closed'"><xsl:call-template name="plan-somebody"/></xsl:if>
  </xsl:template>

  <xsl:template name="plan-somebody">
    <form class="plan" method="post" action="{$base}/plans">
      <h2><xsl:value-of select="f:t('Plan that somebody starts or leaves')"/></h2>
      <input type="hidden" name="token" value="{$token}"/>
      <p>
        <label><xsl:value-of select="f:t('User name')"/><input name="login" required="required" autocomplete="off"/></label>
        <label><xsl:value-of select="f:t('What')"/>
          <select name="kind">
            <option value="start"><xsl:value-of select="f:t('starts')"/></option>
            <option value="leave"><xsl:value-of select="f:t('has the last day')"/></option>
          </select>
        </label>
        <label><xsl:value-of select="f:t('Date')"/><input type="date" name="date" required="required"/></label>
        <button type="submit" class="button"><xsl:value-of select="f:t('Plan')"/></button>
      </p>
    </form>
  </xsl:template>

</xsl:stylesheet>
