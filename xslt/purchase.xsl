<?xml version="1.0" encoding="UTF-8"?>
<!-- What an invoice takes from the buyer: the field for the order number, and what is lacking. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="fields.xsl"/>

  <!-- On what confirms a purchase. -->
  <xsl:template name="order-number">
    <xsl:call-template name="text-field">
      <xsl:with-param name="name" select="'order-number'"/>
      <xsl:with-param name="label" select="f:t('Order number')"/>
      <xsl:with-param name="value" select="@order-number"/>
      <xsl:with-param name="hint" select="f:t('yours, for the invoice: at most 60 characters; optional')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="field-problem"><xsl:call-template name="order-number-problem"/></xsl:template>

  <xsl:template name="order-number-problem"><xsl:value-of select="f:t('Enter at most 60 characters on one line, or leave the field empty.')"/></xsl:template>

  <!-- "Invoices to you lack: address, country." -->
  <xsl:template name="lacking">
    <xsl:variable name="words" select="concat(' ', @lacking, ' ')"/>
    <xsl:variable name="what">
      <xsl:if test="contains($words, ' address ')"><xsl:value-of select="concat(', ', f:t('Address'))"/></xsl:if>
      <xsl:if test="contains($words, ' country ')"><xsl:value-of select="concat(', ', f:t('Country'))"/></xsl:if>
      <xsl:if test="contains($words, ' vat-id ')"><xsl:value-of select="concat(', ', f:t('VAT id'))"/></xsl:if>
    </xsl:variable>
    <xsl:value-of select="f:t('Invoices to you also need: {what}. An invoice is never changed, so add this before you buy.', 'what', substring($what, 3))"/>
  </xsl:template>

  <xsl:template name="lacking-note">
    <xsl:if test="@lacking">
      <p class="note">
        <xsl:call-template name="lacking"/>
        <xsl:text> </xsl:text>
        <a href="{$base}/account"><xsl:value-of select="f:t('Invoice details')"/></a>
      </p>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
