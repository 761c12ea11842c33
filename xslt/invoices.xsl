<?xml version="1.0" encoding="UTF-8"?>
<!-- Invoices, newest first. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>

  <xsl:template match="l:invoices" mode="title"><xsl:value-of select="f:t('Invoices')"/></xsl:template>

  <xsl:template match="l:invoices" mode="content">
    <div class="heading">
      <h1><xsl:value-of select="f:t('Invoices')"/></h1>
      <xsl:call-template name="download"><xsl:with-param name="path" select="'/invoices'"/></xsl:call-template>
    </div>
    <xsl:choose>
      <xsl:when test="l:invoice">
        <table class="cards">
          <thead>
            <tr>
              <th scope="col"><xsl:value-of select="f:t('Number')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Date')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Kind')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Period')"/></th>
              <th scope="col" class="number"><xsl:value-of select="f:t('Net')"/></th>
              <th scope="col" class="number"><xsl:value-of select="f:t('VAT')"/></th>
              <th scope="col" class="number"><xsl:value-of select="f:t('Total')"/></th>
            </tr>
          </thead>
          <tbody><xsl:apply-templates select="l:invoice" mode="row"/></tbody>
        </table>
      </xsl:when>
      <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('There are none.')"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="paging">
      <xsl:with-param name="path" select="'/invoices'"/>
      <xsl:with-param name="text" select="f:t('Older invoices')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="l:invoice" mode="row">
    <tr>
      <th scope="row"><a href="{$base}/invoices/{@number}"><xsl:value-of select="@number"/></a></th>
      <td data-label="{f:t('Date')}"><time datetime="{@date}"><xsl:value-of select="f:date(@date, 's')"/></time></td>
      <td data-label="{f:t('Kind')}"><span><xsl:call-template name="invoice-kind"/></span></td>
      <td data-label="{f:t('Period')}"><span><xsl:value-of select="concat(f:date(@from, 's'), ' – ', f:date(@last, 's'))"/></span></td>
      <td class="number" data-label="{f:t('Net')}"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@net"/><xsl:with-param name="currency" select="@currency"/></xsl:call-template></td>
      <td class="number" data-label="{f:t('VAT')}"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@vat"/><xsl:with-param name="currency" select="@currency"/></xsl:call-template></td>
      <td class="number" data-label="{f:t('Total')}"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@total"/><xsl:with-param name="currency" select="@currency"/></xsl:call-template></td>
    </tr>
  </xsl:template>

</xsl:stylesheet>
