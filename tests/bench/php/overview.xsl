<?xml version="1.0"?>
<!-- The overview of the peer: what plain.php writes, by XSLT. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8"/>
  <xsl:key name="kind" match="product" use="@kind"/>

  <xsl:template match="/licences">
    <html lang="da">
      <head><title>Alle licenser</title><link rel="stylesheet" href="/kept/assets/licences.css"/></head>
      <body>
        <nav><ul><li><a href="/kept/">Alle licenser</a></li><li><a href="/kept/modules">Moduler</a></li><li><a href="/kept/invoices">Fakturaer</a></li></ul></nav>
        <main data-account="{@account}">
          <h1>Alle licenser</h1>
          <xsl:for-each select="marked"><p class="red"><a href="/kept/employees/{@id}"><xsl:value-of select="@name"/></a></p></xsl:for-each>
          <xsl:call-template name="section"><xsl:with-param name="kind" select="'user'"/></xsl:call-template>
          <xsl:call-template name="section"><xsl:with-param name="kind" select="'bundled'"/></xsl:call-template>
          <xsl:call-template name="section"><xsl:with-param name="kind" select="'addon'"/></xsl:call-template>
          <xsl:call-template name="section"><xsl:with-param name="kind" select="'integration'"/></xsl:call-template>
        </main>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="section">
    <xsl:param name="kind"/>
    <section>
      <h2><xsl:value-of select="$kind"/></h2>
      <table>
        <thead><tr><th>Produkt</th><th>Købt</th><th>Næste</th><th>Brugt</th><th>Ledige</th><th>Pris</th><th/></tr></thead>
        <tbody><xsl:apply-templates select="key('kind', $kind)"/></tbody>
      </table>
    </section>
  </xsl:template>

  <xsl:template match="product">
    <tr id="product-{@product_key}">
      <th><xsl:value-of select="@name"/></th>
      <td class="number"><xsl:value-of select="@purchased"/></td>
      <td class="number"><xsl:value-of select="@next_quantity"/></td>
      <td class="number"><xsl:value-of select="@used"/></td>
      <td class="number"><xsl:value-of select="@purchased - @used"/></td>
      <td class="number"><xsl:value-of select="format-number(@price div 100, '#,##0.00')"/></td>
      <td>
        <a class="pencil" href="/kept/products/{@product_key}" title="Ret {@name}"><svg viewBox="0 0 16 16"><path d="M2 14l1-4 8-8 3 3-8 8z"/></svg></a>
        <svg class="chart" viewBox="0 0 365 40"><xsl:for-each select="point"><rect x="{position() * 10}" y="0" width="10" height="{@used}"/></xsl:for-each></svg>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
