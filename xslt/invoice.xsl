<?xml version="1.0" encoding="UTF-8"?>
<!-- One invoice, fit to be printed. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l" extension-element-prefixes="f">

  <xsl:import href="page.xsl"/>

  <xsl:template match="l:invoice" mode="title">
    <xsl:call-template name="headline"/>
  </xsl:template>

  <xsl:template name="headline">
    <xsl:choose>
      <xsl:when test="@kind = 'credit'"><xsl:value-of select="f:t('Credit note {number}', 'number', @number)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('Invoice {number}', 'number', @number)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:invoice" mode="content">
    <xsl:call-template name="back">
      <xsl:with-param name="path" select="'/invoices'"/>
      <xsl:with-param name="text" select="f:t('Invoices')"/>
    </xsl:call-template>
    <div class="panel invoice">
      <!-- The document is in the language of the account, on paper as on the page; what is clicked is in the reader's -->
      <f:spoken locale="{$locale}">
        <article lang="{f:t('en')}">
          <h1><xsl:call-template name="headline"/></h1>
          <dl class="position parties">
            <div><dt><xsl:value-of select="f:t('Invoiced to')"/></dt><dd><xsl:apply-templates select="l:buyer" mode="party"/></dd></div>
            <xsl:if test="l:seller">
              <div><dt><xsl:value-of select="f:t('Seller')"/></dt><dd><xsl:apply-templates select="l:seller" mode="party"/></dd></div>
            </xsl:if>
          </dl>
          <dl class="position">
            <div><dt><xsl:value-of select="f:t('Date')"/></dt><dd><time datetime="{@date}"><xsl:value-of select="f:date(@date, 'l')"/></time></dd></div>
            <div><dt><xsl:value-of select="f:t('Kind')"/></dt><dd><xsl:call-template name="invoice-kind"/></dd></div>
            <div><dt><xsl:value-of select="f:t('Period')"/></dt><dd><xsl:value-of select="concat(f:date(@from, 's'), ' – ', f:date(@last, 's'))"/></dd></div>
            <xsl:if test="@credits">
              <div><dt><xsl:value-of select="f:t('Credits')"/></dt><dd><a href="{$base}/invoices/{@credits}"><xsl:value-of select="f:t('Invoice {number}', 'number', @credits)"/></a></dd></div>
            </xsl:if>
            <xsl:if test="@credited-by">
              <div><dt><xsl:value-of select="f:t('Credited by')"/></dt><dd><a href="{$base}/invoices/{@credited-by}"><xsl:value-of select="f:t('Credit note {number}', 'number', @credited-by)"/></a></dd></div>
            </xsl:if>
            <xsl:if test="@due">
              <div><dt><xsl:value-of select="f:t('Due date')"/></dt><dd><time datetime="{@due}"><xsl:value-of select="f:date(@due, 'l')"/></time></dd></div>
            </xsl:if>
            <xsl:if test="@order-number">
              <div><dt><xsl:value-of select="f:t('Order number')"/></dt><dd><xsl:call-template name="bdi"><xsl:with-param name="text" select="@order-number"/></xsl:call-template></dd></div>
            </xsl:if>
          </dl>
          <table class="sum">
            <caption class="hidden"><xsl:value-of select="f:t('What is invoiced')"/></caption>
            <thead>
              <tr class="running">
                <td colspan="2">
                  <xsl:call-template name="headline"/>
                  <xsl:value-of select="concat(' · ', f:date(@date, 'l'))"/>
                  <xsl:if test="l:seller"> · <xsl:call-template name="bdi"><xsl:with-param name="text" select="l:seller/l:name"/></xsl:call-template></xsl:if>
                </td>
              </tr>
              <tr>
                <th scope="col"><xsl:value-of select="f:t('What is invoiced')"/></th>
                <th scope="col" class="number"><xsl:value-of select="f:t('Amount')"/></th>
              </tr>
            </thead>
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
          <xsl:apply-templates select="l:tax" mode="note"/>
          <xsl:if test="l:seller/@iban and @due">
            <dl class="position payment">
              <div><dt><xsl:value-of select="f:t('Payment')"/></dt><dd><xsl:value-of select="concat('IBAN ', l:seller/@iban)"/><xsl:if test="l:seller/@bic"><br/><xsl:value-of select="concat('BIC ', l:seller/@bic)"/></xsl:if></dd></div>
              <div><dt><xsl:value-of select="f:t('Payment reference')"/></dt><dd><xsl:value-of select="@number"/></dd></div>
            </dl>
          </xsl:if>
        </article>
      </f:spoken>
      <xsl:if test="@electronic = 'true'">
        <p class="buttons">
          <xsl:call-template name="button-link">
            <xsl:with-param name="href" select="concat($base, '/invoices/', @number, '/ubl.xml')"/>
            <xsl:with-param name="text" select="f:t('Electronic invoice (UBL)')"/>
            <xsl:with-param name="icon" select="'download'"/>
            <xsl:with-param name="class" select="'button quiet'"/>
          </xsl:call-template>
        </p>
      </xsl:if>
    </div>
    <xsl:if test="@undo-until and $changes">
      <p class="note undo"><xsl:call-template name="undo"/></p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="l:seller | l:buyer" mode="party">
    <xsl:call-template name="bdi"><xsl:with-param name="text" select="l:name"/></xsl:call-template>
    <xsl:if test="l:address != ''"><br/><span class="address"><xsl:call-template name="bdi"><xsl:with-param name="text" select="l:address"/></xsl:call-template></span></xsl:if>
    <xsl:if test="@country"><br/><xsl:value-of select="@country"/></xsl:if>
    <xsl:if test="@vat-id"><br/><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('VAT number {id}', 'id', f:isolate(@vat-id))"/></xsl:call-template></xsl:if>
    <xsl:if test="@registration"><br/><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Company number {id}', 'id', f:isolate(@registration))"/></xsl:call-template></xsl:if>
    <xsl:if test="@email"><br/><xsl:value-of select="@email"/></xsl:if>
  </xsl:template>

  <!-- Why there is no VAT, which has to stand on the invoice -->
  <xsl:template match="l:tax" mode="note"/>
  <xsl:template match="l:tax[@category = 'AE']" mode="note">
    <p class="note">
      <xsl:value-of select="f:t('Reverse charge: the buyer accounts for the VAT.')"/>
      <xsl:if test="l:reason"><xsl:text> </xsl:text><xsl:call-template name="bdi"><xsl:with-param name="text" select="l:reason"/></xsl:call-template></xsl:if>
    </p>
  </xsl:template>
  <xsl:template match="l:tax[@category = 'E']" mode="note">
    <p class="note"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Exempt from VAT: {reason}', 'reason', f:isolate(l:reason))"/></xsl:call-template></p>
  </xsl:template>

</xsl:stylesheet>
