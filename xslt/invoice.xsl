<?xml version="1.0" encoding="UTF-8"?>
<!-- One invoice, fit to be printed. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>

  <xsl:template match="l:invoice" mode="title">
    <xsl:value-of select="f:t('Invoice {number}', 'number', @number)"/>
  </xsl:template>

  <xsl:template match="l:invoice" mode="content">
    <xsl:call-template name="back">
      <xsl:with-param name="path" select="'/invoices'"/>
      <xsl:with-param name="text" select="f:t('Invoices')"/>
    </xsl:call-template>
    <article class="panel invoice">
      <h1><xsl:value-of select="f:t('Invoice {number}', 'number', @number)"/></h1>
      <dl class="position">
        <div><dt><xsl:value-of select="f:t('Date')"/></dt><dd><time datetime="{@date}"><xsl:value-of select="f:date(@date, 'l')"/></time></dd></div>
        <div><dt><xsl:value-of select="f:t('Kind')"/></dt><dd><xsl:call-template name="invoice-kind"/></dd></div>
        <div><dt><xsl:value-of select="f:t('Period')"/></dt><dd><xsl:value-of select="concat(f:date(@from, 's'), ' – ', f:date(@last, 's'))"/></dd></div>
        <div>
          <dt><xsl:value-of select="f:t('Invoiced to')"/></dt>
          <dd>
            <xsl:value-of select="l:buyer/l:name"/>
            <xsl:if test="l:buyer/l:address != ''"><br/><span class="address"><xsl:value-of select="l:buyer/l:address"/></span></xsl:if>
            <xsl:if test="l:buyer/@vat-id"><br/><xsl:value-of select="f:t('VAT number {id}', 'id', l:buyer/@vat-id)"/></xsl:if>
          </dd>
        </div>
      </dl>
      <table class="sum">
        <caption class="hidden"><xsl:value-of select="f:t('What is invoiced')"/></caption>
        <tbody>
          <xsl:for-each select="l:line">
            <tr>
              <th scope="row">
                <span><xsl:value-of select="l:name"/></span>
                <span class="formula"><xsl:call-template name="formula"/></span>
              </th>
              <td class="number"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@amount"/></xsl:call-template></td>
            </tr>
          </xsl:for-each>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row"><xsl:value-of select="f:t('Net')"/></th>
            <td class="number"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@net"/></xsl:call-template></td>
          </tr>
          <tr>
            <th scope="row"><xsl:value-of select="f:t('VAT {rate} %', 'rate', f:decimal(@vat-rate))"/></th>
            <td class="number"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@vat"/></xsl:call-template></td>
          </tr>
          <tr class="total">
            <th scope="row"><xsl:value-of select="f:t('Total')"/></th>
            <td class="number"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@total"/></xsl:call-template></td>
          </tr>
        </tfoot>
      </table>
    </article>
  </xsl:template>

</xsl:stylesheet>
