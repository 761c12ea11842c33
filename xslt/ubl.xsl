<?xml version="1.0" encoding="UTF-8"?>
<!-- An invoice or a credit note as UBL 2.1, after EN 16931 and, where both parties have what that asks for, Peppol BIS
     Billing 3. Beside each element stands the business term (BT) or group (BG) of EN 16931 that it is. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1"
                xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
                xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
                exclude-result-prefixes="f l">

  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:variable name="invoice" select="/l:invoice"/>
  <xsl:variable name="currency" select="$invoice/@currency"/>
  <!-- of a Danish seller it asks for the CVR number (DK-R-002) -->
  <xsl:variable name="peppol" select="$invoice/l:seller/@electronic-address and $invoice/l:buyer/@electronic-address and
                                      ($invoice/l:seller/@country != 'DK' or $invoice/l:seller/@registration)"/>

  <xsl:template match="/">
    <xsl:apply-templates select="l:invoice"/>
  </xsl:template>

  <xsl:template match="l:invoice">
    <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">
      <xsl:call-template name="beginning"/>
      <xsl:if test="@due"><cbc:DueDate><xsl:value-of select="@due"/></cbc:DueDate></xsl:if> <!-- BT-9 -->
      <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>                                        <!-- BT-3 -->
      <xsl:call-template name="references"/>
      <xsl:call-template name="parties"/>
      <xsl:if test="l:seller/@iban">
        <cac:PaymentMeans>                                                                  <!-- BG-16 -->
          <cbc:PaymentMeansCode>                                                            <!-- BT-81 -->
            <xsl:choose>
              <!-- SEPA; Danish sellers may not use 30 (Peppol, DK-R-005) -->
              <xsl:when test="$currency = 'EUR' or l:seller/@country = 'DK'">58</xsl:when>
              <xsl:otherwise>30</xsl:otherwise>
            </xsl:choose>
          </cbc:PaymentMeansCode>
          <cbc:PaymentID><xsl:value-of select="@number"/></cbc:PaymentID>                   <!-- BT-83 -->
          <cac:PayeeFinancialAccount>                                                       <!-- BG-17 -->
            <cbc:ID><xsl:value-of select="l:seller/@iban"/></cbc:ID>                        <!-- BT-84 -->
            <xsl:if test="l:seller/@bic">
              <cac:FinancialInstitutionBranch>
                <cbc:ID><xsl:value-of select="l:seller/@bic"/></cbc:ID>                     <!-- BT-86 -->
              </cac:FinancialInstitutionBranch>
            </xsl:if>
          </cac:PayeeFinancialAccount>
        </cac:PaymentMeans>
      </xsl:if>
      <xsl:call-template name="totals"/>
      <xsl:for-each select="l:line">
        <cac:InvoiceLine>                                                                   <!-- BG-25 -->
          <xsl:call-template name="line-beginning"/>
          <cbc:InvoicedQuantity unitCode="C62"><xsl:value-of select="@quantity"/></cbc:InvoicedQuantity> <!-- BT-129, BT-130 -->
          <xsl:call-template name="line-rest"/>
        </cac:InvoiceLine>
      </xsl:for-each>
    </Invoice>
  </xsl:template>

  <!-- A credit note's amounts are negative here, and positive in UBL, where its type says that they are given back. -->
  <xsl:template match="l:invoice[@kind = 'credit']">
    <CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2">
      <xsl:call-template name="beginning"/>
      <cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>                                  <!-- BT-3 -->
      <xsl:call-template name="references"/>
      <xsl:call-template name="parties"/>
      <cac:PaymentTerms>
        <cbc:Note><xsl:value-of select="@credits"/></cbc:Note>                              <!-- BT-20: settled with it -->
      </cac:PaymentTerms>
      <xsl:call-template name="totals"/>
      <xsl:for-each select="l:line">
        <cac:CreditNoteLine>                                                                <!-- BG-25 -->
          <xsl:call-template name="line-beginning"/>
          <cbc:CreditedQuantity unitCode="C62"><xsl:value-of select="translate(@quantity, '-', '')"/></cbc:CreditedQuantity> <!-- BT-129, BT-130 -->
          <xsl:call-template name="line-rest"/>
        </cac:CreditNoteLine>
      </xsl:for-each>
    </CreditNote>
  </xsl:template>

  <xsl:template name="beginning">
    <cbc:CustomizationID>                                                                   <!-- BT-24 -->
      <xsl:text>urn:cen.eu:en16931:2017</xsl:text>
      <xsl:if test="$peppol">#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</xsl:if>
    </cbc:CustomizationID>
    <xsl:if test="$peppol">
      <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>            <!-- BT-23 -->
    </xsl:if>
    <cbc:ID><xsl:value-of select="@number"/></cbc:ID>                                       <!-- BT-1 -->
    <cbc:IssueDate><xsl:value-of select="@date"/></cbc:IssueDate>                           <!-- BT-2 -->
  </xsl:template>

  <!-- Peppol asks for the buyer's order number or reference (R003): without the former, the account is the latter. -->
  <xsl:template name="references">
    <cbc:DocumentCurrencyCode><xsl:value-of select="$currency"/></cbc:DocumentCurrencyCode> <!-- BT-5 -->
    <xsl:if test="not(@order-number)">
      <cbc:BuyerReference><xsl:value-of select="@account"/></cbc:BuyerReference>            <!-- BT-10 -->
    </xsl:if>
    <xsl:call-template name="period"/>                                                      <!-- BG-14 -->
    <xsl:if test="@order-number">
      <cac:OrderReference>
        <cbc:ID><xsl:value-of select="@order-number"/></cbc:ID>                             <!-- BT-13 -->
      </cac:OrderReference>
    </xsl:if>
    <xsl:if test="@credits">
      <cac:BillingReference>                                                                <!-- BG-3 -->
        <cac:InvoiceDocumentReference>
          <cbc:ID><xsl:value-of select="@credits"/></cbc:ID>                                <!-- BT-25 -->
        </cac:InvoiceDocumentReference>
      </cac:BillingReference>
    </xsl:if>
  </xsl:template>

  <xsl:template name="period">
    <cac:InvoicePeriod>
      <cbc:StartDate><xsl:value-of select="$invoice/@from"/></cbc:StartDate>                <!-- BT-73, BT-134 -->
      <cbc:EndDate><xsl:value-of select="$invoice/@last"/></cbc:EndDate>                    <!-- BT-74, BT-135 -->
    </cac:InvoicePeriod>
  </xsl:template>

  <xsl:template name="parties">
    <cac:AccountingSupplierParty>                                                           <!-- BG-4 -->
      <xsl:apply-templates select="l:seller"/>
    </cac:AccountingSupplierParty>
    <cac:AccountingCustomerParty>                                                           <!-- BG-7 -->
      <xsl:apply-templates select="l:buyer"/>
    </cac:AccountingCustomerParty>
  </xsl:template>

  <xsl:template match="l:seller | l:buyer">
    <cac:Party>
      <xsl:if test="@electronic-address">
        <cbc:EndpointID schemeID="{substring-before(@electronic-address, ':')}">            <!-- BT-34, BT-49 -->
          <xsl:value-of select="substring-after(@electronic-address, ':')"/>
        </cbc:EndpointID>
      </xsl:if>
      <cac:PostalAddress>                                                                   <!-- BG-5, BG-8 -->
        <xsl:call-template name="address"/>
        <cac:Country>
          <cbc:IdentificationCode><xsl:value-of select="@country"/></cbc:IdentificationCode> <!-- BT-40, BT-55 -->
        </cac:Country>
      </cac:PostalAddress>
      <xsl:if test="@vat-id">
        <cac:PartyTaxScheme>
          <cbc:CompanyID><xsl:value-of select="@vat-id"/></cbc:CompanyID>                   <!-- BT-31, BT-48 -->
          <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
        </cac:PartyTaxScheme>
      </xsl:if>
      <cac:PartyLegalEntity>
        <cbc:RegistrationName><xsl:value-of select="l:name"/></cbc:RegistrationName>        <!-- BT-27, BT-44 -->
        <xsl:if test="@registration">
          <cbc:CompanyID>                                                                   <!-- BT-30 -->
            <!-- the registers that Peppol's national rules ask for: CVR, Organisasjonsnummer, Organisationsnummer -->
            <xsl:choose>
              <xsl:when test="@country = 'DK'"><xsl:attribute name="schemeID">0184</xsl:attribute></xsl:when>
              <xsl:when test="@country = 'NO'"><xsl:attribute name="schemeID">0192</xsl:attribute></xsl:when>
              <xsl:when test="@country = 'SE'"><xsl:attribute name="schemeID">0007</xsl:attribute></xsl:when>
            </xsl:choose>
            <xsl:value-of select="@registration"/>
          </cbc:CompanyID>
        </xsl:if>
      </cac:PartyLegalEntity>
      <xsl:if test="@email">
        <cac:Contact>                                                                       <!-- BG-6 -->
          <cbc:ElectronicMail><xsl:value-of select="@email"/></cbc:ElectronicMail>          <!-- BT-43 -->
        </cac:Contact>
      </xsl:if>
    </cac:Party>
  </xsl:template>

  <!-- Two lines have elements of their own; what follows them is one line. -->
  <xsl:template name="address">
    <xsl:variable name="lines" select="concat(l:address, '&#10;')"/>
    <xsl:variable name="rest" select="substring-after($lines, '&#10;')"/>
    <xsl:variable name="last" select="normalize-space(translate(substring-after($rest, '&#10;'), '&#10;', ' '))"/>
    <xsl:if test="normalize-space($lines) != ''">
      <cbc:StreetName><xsl:value-of select="substring-before($lines, '&#10;')"/></cbc:StreetName> <!-- BT-35, BT-50 -->
    </xsl:if>
    <xsl:if test="$rest != ''">
      <cbc:AdditionalStreetName><xsl:value-of select="substring-before($rest, '&#10;')"/></cbc:AdditionalStreetName> <!-- BT-36, BT-51 -->
    </xsl:if>
    <xsl:if test="$last != ''">
      <cac:AddressLine><cbc:Line><xsl:value-of select="$last"/></cbc:Line></cac:AddressLine> <!-- BT-162, BT-163 -->
    </xsl:if>
  </xsl:template>

  <xsl:template name="amount">
    <xsl:param name="name"/>
    <xsl:param name="minor"/>
    <xsl:variable name="major" select="f:major(translate($minor, '-', ''), $currency)"/>
    <xsl:element name="cbc:{$name}">
      <xsl:attribute name="currencyID"><xsl:value-of select="$currency"/></xsl:attribute>
      <xsl:choose>
        <!-- thousandths are 0 where there is an electronic invoice at all: EN 16931 has two decimals (BR-DEC) -->
        <xsl:when test="string-length(substring-after($major, '.')) = 3"><xsl:value-of select="substring($major, 1, string-length($major) - 1)"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$major"/></xsl:otherwise>
      </xsl:choose>
    </xsl:element>
  </xsl:template>

  <xsl:template name="totals">
    <cac:TaxTotal>
      <xsl:call-template name="amount"><xsl:with-param name="name" select="'TaxAmount'"/><xsl:with-param name="minor" select="@vat"/></xsl:call-template> <!-- BT-110 -->
      <xsl:for-each select="l:tax">
        <cac:TaxSubtotal>                                                                   <!-- BG-23 -->
          <xsl:call-template name="amount"><xsl:with-param name="name" select="'TaxableAmount'"/><xsl:with-param name="minor" select="@net"/></xsl:call-template> <!-- BT-116 -->
          <xsl:call-template name="amount"><xsl:with-param name="name" select="'TaxAmount'"/><xsl:with-param name="minor" select="@amount"/></xsl:call-template> <!-- BT-117 -->
          <cac:TaxCategory>
            <cbc:ID><xsl:value-of select="@category"/></cbc:ID>                             <!-- BT-118 -->
            <cbc:Percent><xsl:value-of select="@rate"/></cbc:Percent>                       <!-- BT-119 -->
            <xsl:if test="@category = 'AE'">
              <cbc:TaxExemptionReasonCode>VATEX-EU-AE</cbc:TaxExemptionReasonCode>          <!-- BT-121 -->
            </xsl:if>
            <xsl:choose>                                                                    <!-- BT-120 -->
              <xsl:when test="l:reason and @category != 'Z'"><cbc:TaxExemptionReason><xsl:value-of select="l:reason"/></cbc:TaxExemptionReason></xsl:when>
              <xsl:when test="@category = 'AE'"><cbc:TaxExemptionReason>Reverse charge</cbc:TaxExemptionReason></xsl:when>
            </xsl:choose>
            <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
          </cac:TaxCategory>
        </cac:TaxSubtotal>
      </xsl:for-each>
    </cac:TaxTotal>
    <cac:LegalMonetaryTotal>                                                                <!-- BG-22 -->
      <xsl:call-template name="amount"><xsl:with-param name="name" select="'LineExtensionAmount'"/><xsl:with-param name="minor" select="@net"/></xsl:call-template> <!-- BT-106 -->
      <xsl:call-template name="amount"><xsl:with-param name="name" select="'TaxExclusiveAmount'"/><xsl:with-param name="minor" select="@net"/></xsl:call-template> <!-- BT-109 -->
      <xsl:call-template name="amount"><xsl:with-param name="name" select="'TaxInclusiveAmount'"/><xsl:with-param name="minor" select="@total"/></xsl:call-template> <!-- BT-112 -->
      <xsl:call-template name="amount"><xsl:with-param name="name" select="'PayableAmount'"/><xsl:with-param name="minor" select="@total"/></xsl:call-template> <!-- BT-115 -->
    </cac:LegalMonetaryTotal>
  </xsl:template>

  <xsl:template name="line-beginning">
    <cbc:ID><xsl:value-of select="position()"/></cbc:ID>                                    <!-- BT-126 -->
    <xsl:if test="@days != @period-days">
      <cbc:Note><xsl:value-of select="concat(translate(@quantity, '-', ''), ' × ', f:major(@price, $currency), ' × ', @days, '/', @period-days)"/></cbc:Note> <!-- BT-127 -->
    </xsl:if>
  </xsl:template>

  <!-- The amount is quantity × price × days ÷ days of the period, rounded; the note has the formula. The price of a part of a
       period is what one comes to, by as many decimals as give the line's amount again (Peppol's R120 allows 0.02). A base quantity
       would say it exactly, but there are readers that pass over it. -->
  <xsl:template name="line-rest">
    <xsl:call-template name="amount"><xsl:with-param name="name" select="'LineExtensionAmount'"/><xsl:with-param name="minor" select="@amount"/></xsl:call-template> <!-- BT-131 -->
    <xsl:call-template name="period"/>                                                      <!-- BG-26 -->
    <cac:Item>                                                                              <!-- BG-31 -->
      <cbc:Name><xsl:value-of select="l:name"/></cbc:Name>                                  <!-- BT-153 -->
      <cac:SellersItemIdentification>
        <cbc:ID><xsl:value-of select="@product"/></cbc:ID>                                  <!-- BT-155 -->
      </cac:SellersItemIdentification>
      <cac:ClassifiedTaxCategory>                                                           <!-- BG-30 -->
        <cbc:ID><xsl:value-of select="$invoice/l:tax/@category"/></cbc:ID>                  <!-- BT-151 -->
        <cbc:Percent><xsl:value-of select="$invoice/l:tax/@rate"/></cbc:Percent>            <!-- BT-152 -->
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
      </cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price>                                                                             <!-- BG-29 -->
      <xsl:choose>
        <xsl:when test="@days = @period-days">
          <cbc:PriceAmount currencyID="{$currency}"><xsl:value-of select="f:major(@price, $currency)"/></cbc:PriceAmount> <!-- BT-146 -->
        </xsl:when>
        <xsl:otherwise>
          <cbc:PriceAmount currencyID="{$currency}"><xsl:value-of select="format-number(translate(f:major(@amount, $currency), '-', '') div translate(@quantity, '-', ''), '0.00##########')"/></cbc:PriceAmount> <!-- BT-146 -->
        </xsl:otherwise>
      </xsl:choose>
    </cac:Price>
  </xsl:template>

</xsl:stylesheet>
