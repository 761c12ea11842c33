<?xml version="1.0" encoding="UTF-8"?>
<!-- /invoices.csv (interface.md, CSV) -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:param name="header" select="'yes'"/>

  <xsl:template match="/">
    <xsl:if test="$header = 'yes'">
      <xsl:value-of select="f:row('number', 'date', 'kind', 'net', 'vat', 'total', 'currency', 'tax_category', 'order_number', 'period_from', 'period_to', 'credits', 'credited_by')"/>
    </xsl:if>
    <xsl:for-each select="*/l:invoice">
      <xsl:value-of select="f:row(f:cell(@number), @date, @kind, f:major(@net, @currency), f:major(@vat, @currency), f:major(@total, @currency), @currency, @tax-category, f:cell(@order-number), @from, @last, f:cell(@credits), f:cell(@credited-by))"/>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
