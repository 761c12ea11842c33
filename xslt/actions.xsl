<?xml version="1.0" encoding="UTF-8"?>
<!-- The log's actions as a person says them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                exclude-result-prefixes="f">

  <xsl:template name="action">
    <xsl:param name="word" select="string(@action)"/>
    <xsl:choose>
      <xsl:when test="$word = 'bought'"><xsl:value-of select="f:t('Bought')"/></xsl:when>
      <xsl:when test="$word = 'scaled-down'"><xsl:value-of select="f:t('Scaled down')"/></xsl:when>
      <xsl:when test="$word = 'kept'"><xsl:value-of select="f:t('Kept')"/></xsl:when>
      <xsl:when test="$word = 'undone'"><xsl:value-of select="f:t('Undone')"/></xsl:when>
      <xsl:when test="$word = 'renewed'"><xsl:value-of select="f:t('Renewed')"/></xsl:when>
      <xsl:when test="$word = 'renewal-notice'"><xsl:value-of select="f:t('Renewal announced')"/></xsl:when>
      <xsl:when test="$word = 'marked'"><xsl:value-of select="f:t('Marked red')"/></xsl:when>
      <xsl:when test="$word = 'unmarked'"><xsl:value-of select="f:t('No longer red')"/></xsl:when>
      <xsl:when test="$word = 'reminded'"><xsl:value-of select="f:t('Reminded')"/></xsl:when>
      <xsl:when test="$word = 'deactivated'"><xsl:value-of select="f:t('Deactivated')"/></xsl:when>
      <xsl:when test="$word = 'taken-back'"><xsl:value-of select="f:t('Taken back')"/></xsl:when>
      <xsl:when test="$word = 'few-left'"><xsl:value-of select="f:t('Few left')"/></xsl:when>
      <xsl:when test="$word = 'created'"><xsl:value-of select="f:t('Created')"/></xsl:when>
      <xsl:when test="$word = 'edited'"><xsl:value-of select="f:t('Details changed')"/></xsl:when>
      <xsl:when test="$word = 'anonymised'"><xsl:value-of select="f:t('Anonymised')"/></xsl:when>
      <xsl:when test="$word = 'activated'"><xsl:value-of select="f:t('Activated')"/></xsl:when>
      <xsl:when test="$word = 'assigned'"><xsl:value-of select="f:t('Assigned')"/></xsl:when>
      <xsl:when test="$word = 'unassigned'"><xsl:value-of select="f:t('Assignment ended')"/></xsl:when>
      <xsl:when test="$word = 'protected'"><xsl:value-of select="f:t('Protected')"/></xsl:when>
      <xsl:when test="$word = 'unprotected'"><xsl:value-of select="f:t('No longer protected')"/></xsl:when>
      <xsl:when test="$word = 'granted'"><xsl:value-of select="f:t('Right granted')"/></xsl:when>
      <xsl:when test="$word = 'revoked'"><xsl:value-of select="f:t('Right revoked')"/></xsl:when>
      <xsl:when test="$word = 'role-given'"><xsl:value-of select="f:t('Role assigned')"/></xsl:when>
      <xsl:when test="$word = 'role-taken'"><xsl:value-of select="f:t('Role removed')"/></xsl:when>
      <xsl:when test="$word = 'closing'"><xsl:value-of select="f:t('Closing started')"/></xsl:when>
      <xsl:when test="$word = 'closed'"><xsl:value-of select="f:t('Closed')"/></xsl:when>
      <xsl:when test="$word = 'reopened'"><xsl:value-of select="f:t('Reopened')"/></xsl:when>
      <xsl:when test="$word = 'setting'"><xsl:value-of select="f:t('Setting changed')"/></xsl:when>
      <xsl:when test="$word = 'policy'"><xsl:value-of select="f:t('Rule changed for when no licence is free')"/></xsl:when>
      <xsl:when test="$word = 'planned'"><xsl:value-of select="f:t('Planned')"/></xsl:when>
      <xsl:when test="$word = 'plan-cancelled'"><xsl:value-of select="f:t('Plan cancelled')"/></xsl:when>
      <xsl:when test="$word = 'plan-removed'"><xsl:value-of select="f:t('Plan no longer needed')"/></xsl:when>
      <xsl:when test="$word = 'carried-out'"><xsl:value-of select="f:t('Plan carried out')"/></xsl:when>
      <xsl:when test="$word = 'lapsed'"><xsl:value-of select="f:t('Plan lapsed')"/></xsl:when>
      <xsl:when test="$word = 'plan-refused'"><xsl:value-of select="f:t('Plan refused')"/></xsl:when>
      <xsl:when test="$word = 'plan-waits'"><xsl:value-of select="f:t('Waits for a licence')"/></xsl:when>
      <xsl:when test="$word = 'archived'"><xsl:value-of select="f:t('Archived')"/></xsl:when>
      <xsl:when test="$word = 'refused'"><xsl:value-of select="f:t('Refused')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$word"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
