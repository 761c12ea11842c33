<?xml version="1.0" encoding="UTF-8"?>
<!-- The schema's elements, types and words, as AsciiDoc: for the manual page licences-xml(5). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/xs:schema">
    <xsl:value-of select="normalize-space(xs:annotation/xs:documentation)"/>
    <xsl:text>&#10;&#10;== ROOTS&#10;&#10;</xsl:text>
    <xsl:apply-templates select="xs:element"/>
    <xsl:text>== PARTS&#10;&#10;</xsl:text>
    <xsl:apply-templates select="xs:complexType | xs:attributeGroup | xs:group"/>
    <xsl:text>== WORDS&#10;&#10;</xsl:text>
    <xsl:apply-templates select="xs:simpleType"/>
  </xsl:template>

  <xsl:template name="plain">
    <xsl:param name="text"/>
    <xsl:if test="normalize-space($text)">
      <xsl:value-of select="concat('pass:c[', translate(normalize-space($text), '[]', '()'), ']')"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="told">
    <xsl:call-template name="plain"><xsl:with-param name="text" select="xs:annotation/xs:documentation"/></xsl:call-template>
    <xsl:text>&#10;&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="xs:schema/*">
    <xsl:value-of select="concat('=== ', @name, '&#10;&#10;')"/>
    <xsl:call-template name="told"/>
    <xsl:if test="@type">
      <xsl:value-of select="concat('As the part *', @type, '*.&#10;&#10;')"/>
    </xsl:if>
    <xsl:for-each select=".//xs:extension[contains(@base, ':') = false()]">
      <xsl:value-of select="concat('Has what *', @base, '* has.&#10;&#10;')"/>
    </xsl:for-each>
    <xsl:variable name="depth" select="count(ancestor-or-self::xs:element)"/>
    <xsl:for-each select=".//xs:attribute[count(ancestor::xs:element) = $depth]">
      <xsl:value-of select="concat('*', @name, @ref, '*, ', @type, substring(' (needed)', 1 div (@use = 'required')), '::&#10;')"/>
      <xsl:call-template name="item"/>
    </xsl:for-each>
    <xsl:for-each select=".//xs:attributeGroup[@ref != 'extension'][count(ancestor::xs:element) = $depth]">
      <xsl:value-of select="concat('the attributes of *', @ref, '*::&#10;{empty}&#10;')"/>
    </xsl:for-each>
    <xsl:text>&#10;</xsl:text>
    <xsl:for-each select=".//xs:element">
      <xsl:value-of select="concat('pass:c[&lt;', @name, @ref, '&gt;]', substring(concat(', *', @type, '*'), 1 div (@type != '')), '::&#10;')"/>
      <xsl:call-template name="item"/>
      <xsl:if test=".//xs:attribute">
        <xsl:text>+&#10;Attributes: </xsl:text>
        <xsl:for-each select=".//xs:attribute">
          <xsl:value-of select="concat(substring(', ', 1 div (position() != 1)), '*', @name, '* ', @type, substring(' (needed)', 1 div (@use = 'required')))"/>
        </xsl:for-each>
        <xsl:text>.&#10;</xsl:text>
      </xsl:if>
    </xsl:for-each>
    <xsl:text>&#10;</xsl:text>
    <xsl:for-each select=".//xs:enumeration">
      <xsl:value-of select="concat('*', @value, '*::&#10;')"/>
      <xsl:call-template name="item"/>
    </xsl:for-each>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template name="item">
    <xsl:choose>
      <xsl:when test="xs:annotation">
        <xsl:call-template name="plain"><xsl:with-param name="text" select="xs:annotation/xs:documentation"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>{empty}</xsl:otherwise>
    </xsl:choose>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>
</xsl:stylesheet>
