<?xml version="1.0" encoding="UTF-8"?>
<!-- The form behind the pencil: one field, which takes the total. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="done.xsl"/>

  <xsl:variable name="editable" select="$changes and /*/@state = 'open' and (/*/@kind = 'user' or /*/@kind = 'addon')"/>

  <xsl:template match="l:product" mode="title">
    <xsl:value-of select="l:name"/>
  </xsl:template>

  <xsl:template match="l:product" mode="content">
    <xsl:call-template name="back"/>
    <h1><xsl:call-template name="bdi"/></h1>
    <xsl:apply-templates select="l:done" mode="notice"/>
    <xsl:call-template name="account-state"/>
    <xsl:call-template name="banner"/>
    <!-- what assets/place.js shows in a dialog -->
    <div data-part="edit">
      <xsl:call-template name="position"/>
      <xsl:if test="@kind = 'user' or @kind = 'addon'">
        <xsl:call-template name="explain">
          <xsl:with-param name="title" select="f:t('What is invoiced when?')"/>
          <xsl:with-param name="text" select="f:t('More licences are bought at once and invoiced at once, for the days left in the period: price per licence and period × licences added × days left ÷ days in the period.')"/>
          <xsl:with-param name="part" select="'invoiced'"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="$editable"><xsl:call-template name="form"/></xsl:when>
        <xsl:otherwise><xsl:call-template name="why-not"/></xsl:otherwise>
      </xsl:choose>
      <div data-part="preview" aria-live="polite"></div>
    </div>
    <p class="note after"><a href="{$base}/log?object={@key}"><xsl:value-of select="f:t('Change history')"/></a></p>
    <xsl:if test="@undo-until and $editable">
      <p class="note undo"><xsl:call-template name="undo"/></p>
    </xsl:if>
    <xsl:if test="$changes and @state != 'closed' and (@kind = 'user' or @kind = 'addon')"><xsl:call-template name="policy-form"/><xsl:call-template name="few-form"/></xsl:if>
  </xsl:template>

  <!-- What happens to whoever is activated, or given the module, when no licence is free. -->
  <xsl:template name="policy-form">
    <xsl:variable name="chosen">
      <xsl:choose>
        <xsl:when test="@policy-typed"><xsl:value-of select="@policy-typed"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="@policy"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <form class="panel policy" method="post" action="{$base}/products/{@key}" novalidate="novalidate">
      <input type="hidden" name="token" value="{$token}"/>
      <input type="hidden" name="action" value="policy"/>
      <h2><xsl:value-of select="f:t('When no licence is free')"/></h2>
      <fieldset class="field">
        <legend class="hidden"><xsl:value-of select="f:t('When no licence is free')"/></legend>
        <xsl:call-template name="policy-choice">
          <xsl:with-param name="word" select="'grace'"/>
          <xsl:with-param name="chosen" select="$chosen"/>
          <xsl:with-param name="text" select="f:t('Allow it: those without a licence are marked red, and have until the deadline.')"/>
        </xsl:call-template>
        <xsl:call-template name="policy-choice">
          <xsl:with-param name="word" select="'block'"/>
          <xsl:with-param name="chosen" select="$chosen"/>
          <xsl:with-param name="text" select="f:t('Refuse it: nobody gets a licence before one is free or bought.')"/>
        </xsl:call-template>
        <xsl:call-template name="policy-choice">
          <xsl:with-param name="word" select="'buy'"/>
          <xsl:with-param name="chosen" select="$chosen"/>
          <xsl:with-param name="text" select="f:t('Buy what is missing at once, up to the total below.')"/>
        </xsl:call-template>
      </fieldset>
      <div>
        <xsl:attribute name="class">
          <xsl:text>field</xsl:text>
          <xsl:if test="l:problem and @policy-typed"> wrong</xsl:if>
        </xsl:attribute>
        <label for="cap"><xsl:value-of select="f:t('Buy up to this total')"/></label>
        <p class="hint" id="cap-hint"><xsl:value-of select="f:t('If left empty, as many as can be bought: {n}.', 'n', f:number(@ceiling))"/></p>
        <xsl:if test="@policy-typed"><xsl:apply-templates select="l:problem" mode="beside"><xsl:with-param name="id" select="'cap-problem'"/></xsl:apply-templates></xsl:if>
        <input id="cap" name="cap" type="text" inputmode="numeric" autocomplete="off" size="9">
          <xsl:attribute name="value">
            <xsl:choose>
              <xsl:when test="@policy-typed"><xsl:value-of select="@cap-typed"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="@cap"/></xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
          <xsl:attribute name="aria-describedby">
            <xsl:text>cap-hint</xsl:text>
            <xsl:if test="l:problem and @policy-typed"> cap-problem</xsl:if>
          </xsl:attribute>
          <xsl:if test="l:problem and @policy-typed"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
        </input>
      </div>
      <p class="buttons"><button type="submit" class="button"><xsl:value-of select="f:t('Save')"/></button></p>
    </form>
  </xsl:template>

  <xsl:template name="policy-choice">
    <xsl:param name="word"/>
    <xsl:param name="chosen"/>
    <xsl:param name="text"/>
    <label class="choice">
      <input type="radio" name="policy" value="{$word}">
        <xsl:if test="$chosen = $word"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
      </input>
      <xsl:text> </xsl:text>
      <span><xsl:value-of select="$text"/></span>
    </label>
  </xsl:template>

  <!-- The threshold of few left: from so few on a mail is sent, and the overview says so. -->
  <xsl:template name="few-form">
    <form class="panel few" method="post" action="{$base}/products/{@key}" novalidate="novalidate">
      <input type="hidden" name="token" value="{$token}"/>
      <input type="hidden" name="action" value="few"/>
      <h2><xsl:value-of select="f:t('Warn when few are left')"/></h2>
      <div>
        <xsl:attribute name="class">
          <xsl:text>field</xsl:text>
          <xsl:if test="l:problem and @few-typed"> wrong</xsl:if>
        </xsl:attribute>
        <label for="few"><xsl:value-of select="f:t('Licences left')"/></label>
        <p class="hint" id="few-hint">
          <xsl:value-of select="f:t('When this many or fewer are left, the overview says so, and an e-mail is sent each time another one is used.')"/>
          <xsl:text> </xsl:text>
          <xsl:choose>
            <xsl:when test="@few-usual"><xsl:value-of select="f:t('If left empty, the usual rule applies: currently {n}.', 'n', f:number(@few-usual))"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="f:t('If left empty, the usual rule applies.')"/></xsl:otherwise>
          </xsl:choose>
        </p>
        <xsl:if test="@few-typed"><xsl:apply-templates select="l:problem" mode="beside"><xsl:with-param name="id" select="'few-problem'"/></xsl:apply-templates></xsl:if>
        <input id="few" name="few" type="text" inputmode="numeric" autocomplete="off" size="9">
          <xsl:attribute name="value">
            <xsl:choose>
              <xsl:when test="@few-typed"><xsl:value-of select="@few-typed"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="@few-own"/></xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
          <xsl:attribute name="aria-describedby">
            <xsl:text>few-hint</xsl:text>
            <xsl:if test="l:problem and @few-typed"> few-problem</xsl:if>
          </xsl:attribute>
          <xsl:if test="l:problem and @few-typed"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
        </input>
      </div>
      <p class="buttons"><button type="submit" class="button"><xsl:value-of select="f:t('Save')"/></button></p>
    </form>
  </xsl:template>

  <xsl:template name="position">
    <dl class="position">
      <div>
        <dt><xsl:value-of select="f:t('Used of purchased')"/></dt>
        <dd>
          <xsl:call-template name="usage"/>
          <xsl:if test="@few-left"><span class="tag amber"><xsl:value-of select="f:t('few left')"/></span></xsl:if>
        </dd>
      </div>
      <div>
        <dt><xsl:value-of select="f:t('Next period, from {date}', 'date', f:date(l:period/@end, 'l'))"/></dt>
        <dd>
          <xsl:if test="@next != @purchased"><xsl:attribute name="class">pending</xsl:attribute></xsl:if>
          <xsl:value-of select="f:number(@next)"/>
        </dd>
      </div>
      <xsl:if test="@price">
        <div>
          <dt><xsl:value-of select="f:t('Price per licence and period')"/></dt>
          <dd><xsl:call-template name="amount"><xsl:with-param name="minor" select="@price"/></xsl:call-template></dd>
        </div>
      </xsl:if>
    </dl>
  </xsl:template>

  <xsl:template name="form">
    <form class="panel" method="get" action="{$base}/products/{@key}" novalidate="novalidate">
      <h2><xsl:value-of select="f:t('Change the number of licences')"/></h2>
      <div>
        <xsl:attribute name="class">
          <xsl:text>field</xsl:text>
          <xsl:if test="l:problem and not(@few-typed or @policy-typed)"> wrong</xsl:if>
        </xsl:attribute>
        <label for="quantity"><xsl:value-of select="f:t('Total number of licences')"/></label>
        <p class="hint" id="quantity-hint">
          <xsl:value-of select="f:t('More than {now} are bought at once and invoiced for the rest of the period. Fewer apply from the next period, {date}.', 'now', f:number(@purchased), 'date', f:date(l:period/@end, 'l'))"/>
        </p>
        <xsl:if test="not(@few-typed or @policy-typed)"><xsl:apply-templates select="l:problem" mode="beside"/></xsl:if>
        <div class="stepper" data-fewer="{f:t('One fewer')}" data-more="{f:t('One more')}">
          <input id="quantity" name="quantity" type="text" inputmode="numeric" autocomplete="off" size="9" required="required" data-least="{@least}" data-ceiling="{@ceiling}">
            <xsl:attribute name="value">
              <xsl:choose>
                <xsl:when test="@typed"><xsl:value-of select="@typed"/></xsl:when>
                <xsl:when test="@next != @purchased"><xsl:value-of select="@next"/></xsl:when>
                <xsl:otherwise><xsl:value-of select="@purchased"/></xsl:otherwise>
              </xsl:choose>
            </xsl:attribute>
            <xsl:attribute name="aria-describedby">
              <xsl:text>quantity-hint</xsl:text>
              <xsl:if test="l:problem and not(@few-typed or @policy-typed)"> quantity-problem</xsl:if>
            </xsl:attribute>
            <xsl:if test="l:problem and not(@few-typed or @policy-typed)"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
          </input>
        </div>
      </div>
      <p class="buttons">
        <button type="submit" class="button primary"><xsl:value-of select="f:t('See what it costs')"/></button>
        <a class="button quiet" href="{$base}/"><span><xsl:value-of select="f:t('Cancel')"/></span></a>
      </p>
      <p class="note"><xsl:value-of select="f:t('Nothing is bought or changed yet: you confirm on the next page.')"/></p>
    </form>
  </xsl:template>

  <xsl:template match="l:problem" mode="beside">
    <xsl:param name="id" select="'quantity-problem'"/>
    <xsl:variable name="sentence"><xsl:apply-templates select="." mode="sentence"/></xsl:variable>
    <p class="problem" id="{$id}">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
      <span>
        <xsl:choose>
          <xsl:when test="string($sentence) != ''"><xsl:value-of select="$sentence"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="l:detail"/></xsl:otherwise>
        </xsl:choose>
      </span>
    </p>
  </xsl:template>

  <!-- There is no field: say why, and who can. -->
  <xsl:template name="why-not">
    <div class="notice">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'info'"/></xsl:call-template>
      <p>
        <xsl:choose>
          <xsl:when test="@kind = 'bundled'">
            <xsl:call-template name="sentence"><xsl:with-param name="type" select="'product-follows'"/></xsl:call-template>
          </xsl:when>
          <xsl:when test="@kind = 'integration'">
            <xsl:call-template name="sentence"><xsl:with-param name="type" select="'product-is-fee'"/></xsl:call-template>
          </xsl:when>
          <xsl:when test="@state != 'open'">
            <xsl:call-template name="sentence"><xsl:with-param name="type" select="'account-closed'"/></xsl:call-template>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="f:t('You can see the licences but not change them: that requires the right “my-account”.')"/>
          </xsl:otherwise>
        </xsl:choose>
      </p>
    </div>
  </xsl:template>

</xsl:stylesheet>
