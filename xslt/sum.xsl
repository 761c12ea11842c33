<?xml version="1.0" encoding="UTF-8"?>
<!-- What is invoiced on confirming: lines with their formulas, net, VAT, total. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <!-- The invoice of today, each line with its formula. -->
  <xsl:template name="invoiced-now">
    <section class="panel" aria-labelledby="now">
      <h2 id="now">
        <xsl:choose>
          <xsl:when test="@outcome = 'undone'"><xsl:value-of select="f:t('Credited now')"/></xsl:when>
          <xsl:when test="@on"><xsl:value-of select="f:t('Invoiced on {day}', 'day', f:date(@on, 'l'))"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('Invoiced now')"/></xsl:otherwise>
        </xsl:choose>
      </h2>
      <table class="sum">
        <tbody>
          <xsl:for-each select="l:line">
            <tr>
              <th scope="row">
                <span><xsl:call-template name="bdi"/></span>
                <span class="formula"><xsl:call-template name="formula"/></span>
              </th>
              <td class="number"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@amount"/></xsl:call-template></td>
            </tr>
          </xsl:for-each>
        </tbody>
        <tfoot>
          <xsl:if test="count(l:line) &gt; 1">
            <tr>
              <th scope="row"><xsl:value-of select="f:t('Net')"/></th>
              <td class="number"><xsl:call-template name="amount"><xsl:with-param name="minor" select="@amount | @net"/></xsl:call-template></td>
            </tr>
          </xsl:if>
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
    </section>
  </xsl:template>

</xsl:stylesheet>
