<?xml version="1.0" encoding="UTF-8"?>
<!-- What mails say of plans: that one was refused or waits, and what is planned around a renewal. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:include href="../plan-refusal.xsl"/>

  <!-- What an entry tells of: PRODUCT/plan, employee/ID/plan/start or employee/ID/plan/leave; its state is the day. -->
  <xsl:template match="l:entry" mode="planned">
    <xsl:param name="state" select="string(@old)"/>
    <xsl:choose>
      <xsl:when test="contains(@object, '/plan/start')"><xsl:value-of select="f:t('{name} starts on {day}', 'name', f:isolate(l:name), 'day', f:date($state, 'l'))"/></xsl:when>
      <xsl:when test="contains(@object, '/plan/leave')"><xsl:value-of select="f:t('{name} has their last day on {day}', 'name', f:isolate(l:name), 'day', f:date($state, 'l'))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('{product}: buy up to {n} on {day}', 'product', f:isolate(l:name), 'n', f:number(substring-before($state, ' ')), 'day', f:date(substring-after($state, ' '), 'l'))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="planned-list">
    <xsl:param name="entries"/>
    <xsl:call-template name="list">
      <xsl:with-param name="items">
        <xsl:for-each select="$entries">
          <xsl:call-template name="item"><xsl:with-param name="text"><xsl:apply-templates select="." mode="planned"/></xsl:with-param></xsl:call-template>
        </xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="plans-link">
    <xsl:call-template name="link">
      <xsl:with-param name="path" select="'/plans'"/>
      <xsl:with-param name="text" select="f:t('See what is to come')"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Refused ............................................................................................. -->

  <xsl:template match="l:mail[@kind = 'plan-refused']" mode="subject">
    <xsl:variable name="what"><xsl:apply-templates select="$first" mode="planned"/></xsl:variable>
    <xsl:value-of select="f:t('Not done as planned: {what}', 'what', $what)"/>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'plan-refused']" mode="body">
    <xsl:variable name="what"><xsl:apply-templates select="$first" mode="planned"/></xsl:variable>
    <xsl:call-template name="para">
      <xsl:with-param name="text" select="f:t('This could not be carried out as planned, and is no longer planned: {what}.', 'what', $what)"/>
    </xsl:call-template>
    <xsl:call-template name="para">
      <xsl:with-param name="strong" select="true()"/>
      <xsl:with-param name="text"><xsl:call-template name="why-refused"/></xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="facts">
      <xsl:with-param name="rows"><xsl:call-template name="who-and-when"/></xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="plans-link"/>
  </xsl:template>

  <!-- The second entry's object ends in the problem. -->
  <xsl:template name="why-refused">
    <xsl:call-template name="plan-refusal"><xsl:with-param name="problem" select="substring-after($mail/l:entry[2]/@object, concat($first/@object, '/'))"/></xsl:call-template>
  </xsl:template>

  <!-- Waits ............................................................................................... -->

  <xsl:template match="l:mail[@kind = 'plan-waits']" mode="subject">
    <xsl:value-of select="f:tn('{n} employee can’t start: no licence is free', '{n} employees can’t start: no licence is free', @rows)"/>
  </xsl:template>

  <xsl:template match="l:mail[@kind = 'plan-waits']" mode="body">
    <xsl:call-template name="para">
      <xsl:with-param name="text" select="f:tn('{n} employee was going to start, but no licence is free, and nobody gets one beyond those purchased here:', '{n} employees were going to start, but no licence is free, and nobody gets one beyond those purchased here:', @rows)"/>
    </xsl:call-template>
    <xsl:call-template name="names"/>
    <xsl:call-template name="para">
      <xsl:with-param name="strong" select="true()"/>
      <xsl:with-param name="text" select="f:t('They are waiting. Buy or free licences, and as many employees are activated at once, the earliest date first.')"/>
    </xsl:call-template>
    <xsl:call-template name="plans-link"/>
  </xsl:template>

  <!-- Around a renewal ..................................................................................... -->

  <xsl:template name="planned-around">
    <xsl:variable name="planned" select="$rest[contains(@object, '/plan')]"/>
    <xsl:if test="$planned">
      <xsl:call-template name="para"><xsl:with-param name="text" select="f:t('Planned around that day:')"/></xsl:call-template>
      <xsl:call-template name="planned-list"><xsl:with-param name="entries" select="$planned"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
