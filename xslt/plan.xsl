<?xml version="1.0" encoding="UTF-8"?>
<!-- What is planned, as a table; each plan is cancelled in one step. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <!-- The context is what holds the plans. -->
  <xsl:template name="plans">
    <table class="cards rows">
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="f:t('Date')"/></th>
          <th scope="col"><xsl:value-of select="f:t('What')"/></th>
          <th scope="col"><xsl:value-of select="f:t('Planned by')"/></th>
          <xsl:if test="$changes"><th scope="col"><span class="hidden"><xsl:value-of select="f:t('Cancel plan')"/></span></th></xsl:if>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="l:plan" mode="row"/></tbody>
    </table>
  </xsl:template>

  <xsl:template match="l:plan" mode="row">
    <tr>
      <th scope="row"><time datetime="{@on}"><xsl:value-of select="f:date(@on, 'l')"/></time></th>
      <td class="text" data-label="{f:t('What')}">
        <span>
          <xsl:apply-templates select="." mode="sentence"/>
          <xsl:if test="@order-number"><span class="under"><xsl:value-of select="f:t('Order number')"/>: <xsl:call-template name="bdi"><xsl:with-param name="text" select="@order-number"/></xsl:call-template></span></xsl:if>
          <xsl:if test="@waiting"><xsl:text> </xsl:text><strong class="waits"><xsl:value-of select="f:t('Waits for a licence')"/></strong></xsl:if>
        </span>
      </td>
      <td class="text change note" data-label="{f:t('Planned by')}">
        <span><xsl:call-template name="actor"><xsl:with-param name="word" select="string(@by)"/></xsl:call-template></span>
      </td>
      <xsl:if test="$changes">
        <td class="actions">
          <form method="post" action="{$base}/plans">
            <input type="hidden" name="token" value="{$token}"/>
            <input type="hidden" name="cancel" value="{@id}"/>
            <xsl:variable name="what"><xsl:apply-templates select="." mode="sentence"/></xsl:variable>
            <button type="submit" class="button quiet small" aria-label="{f:t('Cancel plan: {what}', 'what', $what)}"><xsl:value-of select="f:t('Cancel plan')"/></button>
          </form>
        </td>
      </xsl:if>
    </tr>
  </xsl:template>

  <xsl:template match="l:plan" mode="sentence">
    <xsl:choose>
      <xsl:when test="@kind = 'start'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('{name} starts', 'name', f:isolate(l:name))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@kind = 'leave'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('{name} has their last day', 'name', f:isolate(l:name))"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('{product}: buy up to {n}', 'product', f:isolate(l:name), 'n', f:number(@quantity))"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
