<?xml version="1.0" encoding="UTF-8"?>
<!-- A field of a form with its hint and, beside it, what is wrong with what was typed. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <!-- the name of the field that is wrong -->
  <xsl:variable name="wrong" select="string(/*/l:problem/l:fact[@name = 'field'])"/>

  <xsl:template name="text-field">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <xsl:param name="hint"/>
    <xsl:param name="type" select="'text'"/>
    <xsl:param name="lines" select="1"/>
    <xsl:variable name="described"><xsl:value-of select="concat($name, '-hint')"/><xsl:if test="$wrong = $name"><xsl:value-of select="concat(' ', $name, '-problem')"/></xsl:if></xsl:variable>
    <div>
      <xsl:attribute name="class">field<xsl:if test="$wrong = $name"> wrong</xsl:if></xsl:attribute>
      <label for="{$name}"><xsl:value-of select="$label"/></label>
      <p class="hint" id="{$name}-hint"><xsl:value-of select="$hint"/></p>
      <xsl:if test="$wrong = $name">
        <p class="problem" id="{$name}-problem">
          <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
          <span><xsl:call-template name="field-problem"><xsl:with-param name="name" select="$name"/></xsl:call-template></span>
        </p>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="$lines &gt; 1">
          <textarea id="{$name}" name="{$name}" rows="{$lines}" autocomplete="off" aria-describedby="{$described}">
            <xsl:if test="$wrong = $name"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
            <xsl:value-of select="$value"/>
          </textarea>
        </xsl:when>
        <xsl:otherwise>
          <input id="{$name}" name="{$name}" type="{$type}" value="{$value}" autocomplete="off" aria-describedby="{$described}">
            <xsl:if test="$wrong = $name"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
          </input>
        </xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>

  <!-- What is wrong with a field; a page has sentences of its own. -->
  <xsl:template name="field-problem"><xsl:param name="name"/><xsl:value-of select="/*/l:problem/l:detail"/></xsl:template>

</xsl:stylesheet>
