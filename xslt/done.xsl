<?xml version="1.0" encoding="UTF-8"?>
<!-- The notice after a change, made from the account's own log row. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:template match="l:done" mode="notice">
    <div class="notice good" role="status">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'done'"/></xsl:call-template>
      <div>
        <p><xsl:apply-templates select="." mode="sentence"/></p>
        <xsl:apply-templates select="." mode="more"/>
      </div>
    </div>
  </xsl:template>

  <!-- "25/20": purchased and next -->
  <xsl:template match="l:done" mode="sentence">
    <xsl:variable name="old" select="number(substring-before(concat(@old, '/'), '/'))"/>
    <xsl:variable name="new" select="number(substring-before(concat(@new, '/'), '/'))"/>
    <xsl:choose>
      <xsl:when test="@action = 'bought'">
        <xsl:value-of select="f:t('Bought {n} × {product}: you now have {total}.', 'n', f:number($new - $old), 'product', l:name, 'total', f:number($new))"/>
      </xsl:when>
      <xsl:when test="@action = 'scaled-down'">
        <xsl:value-of select="f:t('Scaled down: {product} begins the next period with {n} instead of {now}.', 'n', f:number(substring-after(@new, '/')), 'product', l:name, 'now', f:number($new))"/>
      </xsl:when>
      <xsl:when test="@action = 'kept'">
        <xsl:value-of select="f:t('Kept: the scheduled change is cancelled, and {product} begins the next period with {n}.', 'n', f:number($new), 'product', l:name)"/>
      </xsl:when>
      <xsl:when test="@action = 'granted' or @action = 'revoked'">
        <xsl:variable name="right">
          <xsl:call-template name="right-name"><xsl:with-param name="word" select="substring-after(substring-after(@object, '/'), '/')"/></xsl:call-template>
        </xsl:variable>
        <xsl:choose>
          <xsl:when test="@action = 'granted'"><xsl:value-of select="f:t('The role {role} now has the right “{right}”.', 'role', l:name, 'right', $right)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('The role {role} no longer has the right “{right}”.', 'role', l:name, 'right', $right)"/></xsl:otherwise>
        </xsl:choose>
      </xsl:when>
      <xsl:when test="@action = 'role-given'">
        <xsl:value-of select="f:t('{name} now has the role {role}.', 'name', l:name, 'role', substring-after(@object, '/role/'))"/>
      </xsl:when>
      <xsl:when test="@action = 'role-taken'">
        <xsl:value-of select="f:t('{name} no longer has the role {role}.', 'name', l:name, 'role', substring-after(@object, '/role/'))"/>
      </xsl:when>
      <xsl:when test="@action = 'setting' and starts-with(@object, 'account/few/') and @new = ''">
        <xsl:value-of select="f:t('{product}: you are warned by the usual rule again.', 'product', l:name)"/>
      </xsl:when>
      <xsl:when test="@action = 'setting' and starts-with(@object, 'account/few/')">
        <xsl:value-of select="f:tn('{product}: you are warned when {n} is left.', '{product}: you are warned from {n} left on.', @new, 'product', l:name)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="action"/>
        <xsl:value-of select="concat(': ', l:name)"/>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="@invoice">
      <xsl:text> </xsl:text>
      <a href="{$base}/invoices/{@invoice}"><xsl:value-of select="f:t('Invoice {number}', 'number', @invoice)"/></a>
      <xsl:value-of select="concat(': ', f:t('{amount} net', 'amount', f:money(@amount, @currency)), '.')"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="l:done" mode="more">
    <xsl:if test="@action = 'scaled-down'">
      <p>
        <xsl:value-of select="f:t('Remember to deactivate the employees concerned on their employee cards before then. You can still change the number until the period ends.')"/>
      </p>
    </xsl:if>
    <xsl:if test="@action = 'bought' and contains(@old, '/')">
      <p>
        <xsl:value-of select="f:t('The next period was scheduled to begin with {n}. Buying has replaced that: it now begins with {total}.', 'n', f:number(substring-after(@old, '/')), 'total', f:number(substring-before(concat(@new, '/'), '/')))"/>
      </p>
      <xsl:apply-templates select="l:again[$changes]" mode="again"/>
    </xsl:if>
    <xsl:if test="@action = 'bought' or @action = 'scaled-down' or @action = 'kept'">
      <p class="note"><xsl:value-of select="f:t('A confirmation is on its way by e-mail, and the change is in the action log.')"/></p>
    </xsl:if>
  </xsl:template>

  <!-- Scheduling the wiped scale-down again, in one step. -->
  <xsl:template match="l:again" mode="again">
    <form method="post" action="{$base}/products/{../@object}">
      <input type="hidden" name="quantity" value="{@quantity}"/>
      <input type="hidden" name="confirm" value="{@confirm}"/>
      <button type="submit" class="button quiet">
        <xsl:value-of select="f:t('Scale down to {n} again from {date}', 'n', f:number(@quantity), 'date', f:date(/*/l:period/@end, 'l'))"/>
      </button>
    </form>
  </xsl:template>

</xsl:stylesheet>
