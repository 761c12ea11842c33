<?xml version="1.0" encoding="UTF-8"?>
<!-- The log's actions as a person says them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                exclude-result-prefixes="f">

  <!-- All of them, in one text. -->
  <xsl:template name="actions">
    <xsl:value-of select="concat(
            '|bought=', f:t('Bought'),
            '|scaled-down=', f:t('Scaled down'),
            '|kept=', f:t('Kept'),
            '|undone=', f:t('Undone'),
            '|renewed=', f:t('Renewed'),
            '|renewal-notice=', f:t('Renewal announced'),
            '|marked=', f:t('Marked red'),
            '|unmarked=', f:t('No longer red'),
            '|reminded=', f:t('Reminded'),
            '|deactivated=', f:t('Deactivated'),
            '|taken-back=', f:t('Taken back'),
            '|few-left=', f:t('Few left'),
            '|created=', f:t('Created'),
            '|edited=', f:t('Details changed'),
            '|anonymised=', f:t('Anonymised'),
            '|activated=', f:t('Activated'),
            '|assigned=', f:t('Assigned'),
            '|unassigned=', f:t('Assignment ended'),
            '|protected=', f:t('Protected'),
            '|unprotected=', f:t('No longer protected'),
            '|granted=', f:t('Right granted'),
            '|revoked=', f:t('Right revoked'),
            '|role-given=', f:t('Role assigned'),
            '|role-taken=', f:t('Role removed'),
            '|closing=', f:t('Closing started'),
            '|closed=', f:t('Closed'),
            '|reopened=', f:t('Reopened'),
            '|setting=', f:t('Setting changed'),
            '|policy=', f:t('Rule changed for when no licence is free'),
            '|planned=', f:t('Planned'),
            '|plan-cancelled=', f:t('Plan cancelled'),
            '|plan-removed=', f:t('Plan no longer needed'),
            '|carried-out=', f:t('Plan carried out'),
            '|lapsed=', f:t('Plan lapsed'),
            '|plan-refused=', f:t('Plan refused'),
            '|plan-waits=', f:t('Waits for a licence'),
            '|archived=', f:t('Archived'),
            '|refused=', f:t('Refused'), '|')"/>
  </xsl:template>

  <!-- Whoever needs many of them gives all: to go through that many for each entry was a fifth of the log's work. -->
  <xsl:template name="action">
    <xsl:param name="word" select="string(@action)"/>
    <xsl:param name="actions"><xsl:call-template name="actions"/></xsl:param>
    <xsl:variable name="said" select="substring-before(substring-after($actions, concat('|', $word, '=')), '|')"/>
    <xsl:choose>
      <xsl:when test="string($said)"><xsl:value-of select="$said"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$word"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
