<?xml version="1.0" encoding="UTF-8"?>
<!-- Why a plan wasn't carried out, for the log and for mails: one sentence a problem (core/plan_due.c). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                exclude-result-prefixes="f">

  <xsl:template name="plan-refusal">
    <xsl:param name="problem"/>
    <xsl:choose>
      <xsl:when test="$problem = 'no-price'"><xsl:value-of select="f:t('The product has no price in your currency on that day. Write to support, and plan it again.')"/></xsl:when>
      <xsl:when test="$problem = 'account-closed'"><xsl:value-of select="f:t('The subscription is ended or ending. To go on, write to support.')"/></xsl:when>
      <xsl:when test="$problem = 'last-roles'"><xsl:value-of select="f:t('Nobody else could manage roles and rights then. Grant somebody else that right, and deactivate the user on the employee card.')"/></xsl:when>
      <xsl:when test="$problem = 'quantity-above-ceiling'"><xsl:value-of select="f:t('That is more than can be bought here by now. Plan a smaller number, or write to support.')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('The product can’t be bought any more. Write to support.')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
