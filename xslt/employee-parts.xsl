<?xml version="1.0" encoding="UTF-8"?>
<!-- What the pages about employees share: the status, the names of acts, and the warning that licences are missing. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:template name="employee-status">
    <xsl:choose>
      <xsl:when test="@deadline">
        <span class="tag red"><xsl:value-of select="f:t('until {when}', 'when', f:datetime(@deadline, 's'))"/></span><xsl:text> </xsl:text><xsl:call-template name="time-left"/>
      </xsl:when>
      <xsl:when test="@status = 'inactive'"><span class="tag"><xsl:value-of select="f:t('inactive')"/></span></xsl:when>
      <xsl:when test="@service"><span class="tag"><xsl:value-of select="f:t('service log-in')"/></span></xsl:when>
      <xsl:otherwise><span class="tag on"><xsl:value-of select="f:t('active')"/></span></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="string(@starts)"><xsl:text> </xsl:text><span class="tag"><xsl:value-of select="f:t('starts {date}', 'date', f:date(@starts, 's'))"/></span></xsl:if>
    <xsl:if test="string(@ends)"><xsl:text> </xsl:text><span class="tag"><xsl:value-of select="f:t('last day {date}', 'date', f:date(@ends, 's'))"/></span></xsl:if>
    <xsl:if test="@protected">
      <xsl:text> </xsl:text>
      <span class="tag" title="{f:t('marked only after everybody who is not protected')}"><xsl:value-of select="f:t('protected')"/></span>
    </xsl:if>
  </xsl:template>

  <xsl:template name="hidden">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <input type="hidden" name="{$name}" value="{$value}"/>
  </xsl:template>

  <!-- "2 too many: buy 2 now for DKK 116.20 net, or …" -->
  <xsl:template match="l:offer" mode="sentence">
    <strong><xsl:value-of select="f:tn('{n} too many', '{n} too many', @missing)"/></strong>
    <xsl:text>: </xsl:text>
    <xsl:choose>
      <xsl:when test="@action and @policy = 'block' and @confirm">
        <xsl:value-of select="f:t('refused here, as no licence is free. Buy {n} now for {amount} net, or free as many first.', 'n', f:number(@missing), 'amount', f:money(@amount, @currency))"/>
      </xsl:when>
      <xsl:when test="@action and @policy = 'block'">
        <xsl:value-of select="f:t('refused here, as no licence is free. Free as many first.')"/>
      </xsl:when>
      <xsl:when test="@action and @buys and @buys = @missing">
        <xsl:value-of select="f:tn('{n} is bought at once for {amount} net.', '{n} are bought at once for {amount} net.', @buys, 'amount', f:money(@buys-for, @currency))"/>
      </xsl:when>
      <xsl:when test="@action and @buys">
        <xsl:value-of select="f:tn('{n} is bought at once for {amount} net, the most allowed; the newest of the others lose theirs on {when}.', '{n} are bought at once for {amount} net, the most allowed; the newest of the others lose theirs on {when}.', @buys, 'amount', f:money(@buys-for, @currency), 'when', f:datetime(@deadline, 'l'))"/>
      </xsl:when>
      <xsl:when test="@confirm and /*/@deadline and not(@action)">
        <xsl:value-of select="f:t('buy {n} now for {amount} net, or those marked lose access on {when}.', 'n', f:number(@missing), 'amount', f:money(@amount, @currency), 'when', f:datetime(/*/@deadline, 'l'))"/>
      </xsl:when>
      <xsl:when test="@confirm and @action = 'assign'">
        <xsl:value-of select="f:t('buy {n} now for {amount} net, or the newest are taken back on {when}.', 'n', f:number(@missing), 'amount', f:money(@amount, @currency), 'when', f:datetime(@deadline, 'l'))"/>
      </xsl:when>
      <xsl:when test="@confirm">
        <xsl:value-of select="f:t('buy {n} now for {amount} net, or the newest are deactivated on {when}.', 'n', f:number(@missing), 'amount', f:money(@amount, @currency), 'when', f:datetime(@deadline, 'l'))"/>
      </xsl:when>
      <xsl:when test="@action = 'assign'">
        <xsl:value-of select="f:t('no more can be bought here, so the newest are taken back on {when}.', 'when', f:datetime(@deadline, 'l'))"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="f:t('no more can be bought here, so the newest are deactivated on {when}.', 'when', f:datetime(@deadline, 'l'))"/>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates select="l:problem" mode="why"/>
  </xsl:template>

  <xsl:template match="l:problem" mode="why">
    <xsl:text> </xsl:text>
    <xsl:apply-templates select="." mode="sentence"/>
  </xsl:template>

  <!-- The fields by which the missing licences are bought with the act. -->
  <xsl:template match="l:offer" mode="fields">
    <xsl:if test="@confirm">
      <xsl:call-template name="hidden"><xsl:with-param name="name" select="'product'"/><xsl:with-param name="value" select="@product"/></xsl:call-template>
      <xsl:call-template name="hidden"><xsl:with-param name="name" select="'quantity'"/><xsl:with-param name="value" select="@quantity"/></xsl:call-template>
      <xsl:call-template name="hidden"><xsl:with-param name="name" select="'confirm'"/><xsl:with-param name="value" select="@confirm"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The two buttons: buy what is missing, or go on without. -->
  <xsl:template match="l:offer" mode="ways">
    <xsl:param name="buy"/>
    <xsl:param name="anyway"/>
    <xsl:if test="@confirm"><button class="button primary" type="submit" name="way" value="buy"><xsl:value-of select="$buy"/></button></xsl:if>
    <xsl:text> </xsl:text>
    <xsl:choose>
      <xsl:when test="@action and @buys = @missing and @confirm"/>
      <xsl:when test="not(@policy = 'block')"><button class="button" type="submit" name="way" value="anyway"><xsl:value-of select="$anyway"/></button></xsl:when>
      <xsl:when test="/l:result/@done &gt; 0"><button class="button" type="submit" name="way" value="anyway"><xsl:value-of select="f:t('Only those there is a licence for')"/></button></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- What went wrong with what was asked for, above everything else. -->
  <xsl:template match="l:problem" mode="notice">
    <xsl:variable name="sentence"><xsl:apply-templates select="." mode="sentence"/></xsl:variable>
    <div class="notice warn" role="alert">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
      <p>
        <xsl:choose>
          <xsl:when test="string($sentence) != ''"><xsl:value-of select="$sentence"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="l:detail"/></xsl:otherwise>
        </xsl:choose>
      </p>
    </div>
  </xsl:template>

  <xsl:template name="act">
    <xsl:param name="word"/>
    <xsl:choose>
      <xsl:when test="$word = 'activate'"><xsl:value-of select="f:t('Activate')"/></xsl:when>
      <xsl:when test="$word = 'deactivate'"><xsl:value-of select="f:t('Deactivate')"/></xsl:when>
      <xsl:when test="$word = 'assign'"><xsl:value-of select="f:t('Assign an add-on licence')"/></xsl:when>
      <xsl:when test="$word = 'unassign'"><xsl:value-of select="f:t('Remove an add-on licence')"/></xsl:when>
      <xsl:when test="$word = 'protect'"><xsl:value-of select="f:t('Protect')"/></xsl:when>
      <xsl:when test="$word = 'unprotect'"><xsl:value-of select="f:t('End protection')"/></xsl:when>
      <xsl:when test="$word = 'start'"><xsl:value-of select="f:t('Plan the first day')"/></xsl:when>
      <xsl:when test="$word = 'leave'"><xsl:value-of select="f:t('Plan the last day')"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- What is wrong with a day that was typed, beside its field. -->
  <xsl:template name="day-problem">
    <xsl:variable name="sentence"><xsl:apply-templates select="/*/l:problem" mode="sentence"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="string($sentence) != ''"><xsl:value-of select="$sentence"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="/*/l:problem/l:detail"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
