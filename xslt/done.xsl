<?xml version="1.0" encoding="UTF-8"?>
<!-- The notice after a change, made from its row in the action log. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="actions.xsl"/>

  <xsl:template match="l:done" mode="notice">
    <div class="notice good" role="status">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'done'"/></xsl:call-template>
      <div>
        <p><xsl:apply-templates select="." mode="sentence"/></p>
        <xsl:for-each select="l:also"><p><xsl:apply-templates select="." mode="sentence"/></p></xsl:for-each>
        <xsl:apply-templates select="." mode="more"/>
      </div>
    </div>
  </xsl:template>

  <!-- "25/20": purchased and next -->
  <xsl:template match="l:done | l:also" mode="sentence">
    <xsl:variable name="old" select="number(substring-before(concat(@old, '/'), '/'))"/>
    <xsl:variable name="new" select="number(substring-before(concat(@new, '/'), '/'))"/>
    <xsl:choose>
      <xsl:when test="@action = 'bought'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Bought {n} × {product}: you now have {total}.', 'n', f:number($new - $old), 'product', f:isolate(l:name), 'total', f:number($new))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@action = 'scaled-down'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Scaled down: {product} begins the next period with {n} instead of {now}.', 'n', f:number(substring-after(@new, '/')), 'product', f:isolate(l:name), 'now', f:number($new))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@action = 'kept'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Kept: the scheduled change is cancelled, and {product} begins the next period with {n}.', 'n', f:number($new), 'product', f:isolate(l:name))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@action = 'undone'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Undone: the purchase of {n} × {product} is cancelled. You have {total}, as before.', 'n', f:number($old - $new), 'product', f:isolate(l:name), 'total', f:number($new))"/></xsl:call-template>
        <xsl:if test="contains(@new, '/')">
          <xsl:value-of select="concat(' ', f:t('The next period is again scheduled to begin with {n}.', 'n', f:number(substring-after(@new, '/'))))"/>
        </xsl:if>
      </xsl:when>
      <xsl:when test="@action = 'granted' or @action = 'revoked'">
        <xsl:variable name="right">
          <xsl:call-template name="right-name"><xsl:with-param name="word" select="substring-after(substring-after(@object, '/'), '/')"/></xsl:call-template>
        </xsl:variable>
        <xsl:choose>
          <xsl:when test="@action = 'granted'"><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('The role {role} now has the right “{right}”.', 'role', f:isolate(l:name), 'right', $right)"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('The role {role} no longer has the right “{right}”.', 'role', f:isolate(l:name), 'right', $right)"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </xsl:when>
      <xsl:when test="@action = 'policy'">
        <xsl:variable name="state"><xsl:call-template name="state"><xsl:with-param name="word" select="@new"/></xsl:call-template></xsl:variable>
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('{product}, when no licence is free: {rule}.', 'product', f:isolate(l:name), 'rule', $state)"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@action = 'planned'">
        <xsl:variable name="what"><xsl:call-template name="planned"/></xsl:variable>
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('Planned: {what}.', 'what', $what)"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@action = 'role-given'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('{name} now has the role {role}.', 'name', f:isolate(l:name), 'role', substring-after(@object, '/role/'))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@action = 'role-taken'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('{name} no longer has the role {role}.', 'name', f:isolate(l:name), 'role', substring-after(@object, '/role/'))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@action = 'setting' and starts-with(@object, 'account/few/') and @new = ''">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('{product}: warnings follow the usual rule again.', 'product', f:isolate(l:name))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@action = 'setting' and starts-with(@object, 'account/few/')">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:tn('{product}: you are warned when {n} is left.', '{product}: you are warned when {n} or fewer are left.', @new, 'product', f:isolate(l:name))"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="action"/>
        <xsl:text>: </xsl:text>
        <xsl:call-template name="bdi"/>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="@invoice">
      <xsl:text> </xsl:text>
      <a href="{$base}/invoices/{@invoice}">
        <xsl:choose>
          <xsl:when test="@action = 'undone'"><xsl:value-of select="f:t('Credit note {number}', 'number', @invoice)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('Invoice {number}', 'number', @invoice)"/></xsl:otherwise>
        </xsl:choose>
      </a>
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
        <xsl:value-of select="f:t('The next period was scheduled to begin with {n}. The purchase replaces that: it now begins with {total}.', 'n', f:number(substring-after(@old, '/')), 'total', f:number(substring-before(concat(@new, '/'), '/')))"/>
      </p>
      <xsl:apply-templates select="l:again[$changes]" mode="again"/>
    </xsl:if>
    <xsl:if test="@undo-until and $changes">
      <p><xsl:call-template name="undo"/></p>
    </xsl:if>
    <xsl:if test="@action = 'bought' or @action = 'scaled-down' or @action = 'kept' or @action = 'undone'">
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
