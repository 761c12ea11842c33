<?xml version="1.0" encoding="UTF-8"?>
<!-- Help: how licences are counted, what red means, what is invoiced when, what a word means. Pages and mails lead to its parts. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>

  <xsl:variable name="grace"><xsl:call-template name="span"><xsl:with-param name="seconds" select="/*/@grace"/></xsl:call-template></xsl:variable>
  <xsl:variable name="undo"><xsl:call-template name="span"><xsl:with-param name="seconds" select="/*/@undo"/></xsl:call-template></xsl:variable>

  <xsl:template match="l:help" mode="title"><xsl:value-of select="f:t('Help')"/></xsl:template>

  <xsl:template match="l:help" mode="content">
    <h1><xsl:value-of select="f:t('Help')"/></h1>
    <p class="lead"><xsl:value-of select="f:t('How licences are counted, what red means, and what is invoiced when.')"/></p>
    <nav class="contents" aria-label="{f:t('On this page')}">
      <ul>
        <li><a href="#used"><xsl:value-of select="f:t('How used licences are counted')"/></a></li>
        <li><a href="#red"><xsl:value-of select="f:t('What red means, and when access ends')"/></a></li>
        <li><a href="#invoiced"><xsl:value-of select="f:t('What is invoiced, and when')"/></a></li>
        <li><a href="#undo"><xsl:value-of select="f:t('Undoing a purchase')"/></a></li>
        <li><a href="#plans"><xsl:value-of select="f:t('Planning ahead')"/></a></li>
        <li><a href="#full"><xsl:value-of select="f:t('When no licence is free')"/></a></li>
        <li><a href="#words"><xsl:value-of select="f:t('Glossary')"/></a></li>
      </ul>
    </nav>
    <xsl:call-template name="help-used"/>
    <xsl:call-template name="help-red"/>
    <xsl:call-template name="help-invoiced"/>
    <xsl:call-template name="help-undo"/>
    <xsl:call-template name="help-plans"/>
    <xsl:call-template name="help-full"/>
    <xsl:call-template name="help-words"/>
    <xsl:if test="$sees">
      <section class="help" aria-labelledby="programs">
        <h2 id="programs"><xsl:value-of select="f:t('For programs')"/></h2>
        <p>
          <xsl:value-of select="f:t('An HR system or another program can read and change all of this by itself.')"/>
          <xsl:text> </xsl:text>
          <a href="{$base}/help/partners"><xsl:value-of select="f:t('Examples for programs')"/></a>
        </p>
      </section>
    </xsl:if>
    <xsl:if test="$manual != ''">
      <section class="help" aria-labelledby="manual">
        <h2 id="manual"><xsl:value-of select="f:t('For whoever runs this')"/></h2>
        <p>
          <xsl:value-of select="f:t('How it is set up and looked after, and every directive, command and message, in English.')"/>
          <xsl:text> </xsl:text>
          <a href="{$base}/doc/index.html" hreflang="en"><xsl:value-of select="f:t('The manual')"/></a>
        </p>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- Seconds in the largest unit that divides them -->
  <xsl:template name="span">
    <xsl:param name="seconds"/>
    <xsl:choose>
      <xsl:when test="$seconds mod 86400 = 0 and $seconds &gt; 86400"><xsl:value-of select="f:tn('{n} day', '{n} days', $seconds div 86400)"/></xsl:when>
      <xsl:when test="$seconds mod 3600 = 0"><xsl:value-of select="f:tn('{n} hour', '{n} hours', $seconds div 3600)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:tn('{n} minute', '{n} minutes', ceiling($seconds div 60))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="help-used">
    <section class="help" aria-labelledby="used">
      <h2 id="used"><xsl:value-of select="f:t('How used licences are counted')"/></h2>
      <ul>
        <li><xsl:value-of select="f:t('Each active employee uses one standard licence. Inactive employees and service log-ins use none.')"/></li>
        <li><xsl:value-of select="f:t('An add-on licence counts while the employee who has it is active. Employees who are deactivated keep theirs, but it is free for others until they are activated again.')"/></li>
        <li><xsl:value-of select="f:t('Bundled products follow the standard licence. An integration has no number: it is in use or not.')"/></li>
        <li><xsl:value-of select="f:t('Available means purchased minus used. Click a count to see the employees behind it.')"/></li>
      </ul>
    </section>
  </xsl:template>

  <xsl:template name="help-red">
    <section class="help" aria-labelledby="red">
      <h2 id="red"><xsl:value-of select="f:t('What red means, and when access ends')"/></h2>
      <ul>
        <li><xsl:value-of select="f:t('When more licences are used than purchased, as many employees as there are licences missing are marked red. Whoever was activated last comes first.')"/></li>
        <li><xsl:value-of select="f:t('Protected employees are marked only when there is nobody else left, and the last one who manages roles comes after everybody.')"/></li>
        <li><xsl:value-of select="f:t('Each mark has a deadline, {time} after it was made. Until then the employee works as before. After it the employee is deactivated; with an add-on module, only the module is taken back.', 'time', string($grace))"/></li>
        <li><xsl:value-of select="f:t('Buy what is missing, or deactivate somebody else, and the mark disappears at once. Those activated longest ago lose theirs first.')"/></li>
        <li><xsl:value-of select="f:t('Somebody who was deactivated can be activated again. That is a new activation, with a new deadline if no licence is free.')"/></li>
      </ul>
    </section>
  </xsl:template>

  <xsl:template name="help-invoiced">
    <section class="help" aria-labelledby="invoiced">
      <h2 id="invoiced"><xsl:value-of select="f:t('What is invoiced, and when')"/></h2>
      <ul>
        <li><xsl:value-of select="f:t('More licences are bought at once and invoiced at once, for the days left in the period: price per licence and period × licences added × days left ÷ days in the period.')"/></li>
        <li><xsl:value-of select="f:t('Fewer licences apply from the next period. What is paid for can be used until then, and nothing is credited.')"/></li>
        <li><xsl:value-of select="f:t('On the first day of each period you get one invoice for all licences and fees of that period. The next period begins on {date}.', 'date', f:date(l:period/@end, 'l'))"/></li>
        <li><xsl:value-of select="f:t('The price on the day of the purchase applies, or on the first day of the period. VAT of {rate} % is added to the total.', 'rate', f:decimal(@vat-rate))"/></li>
      </ul>
    </section>
  </xsl:template>

  <xsl:template name="help-undo">
    <section class="help" aria-labelledby="undo">
      <h2 id="undo"><xsl:value-of select="f:t('Undoing a purchase')"/></h2>
      <xsl:choose>
        <xsl:when test="@undo = 0"><p><xsl:value-of select="f:t('Purchases can’t be undone here. You can scale down, which applies from the next period.')"/></p></xsl:when>
        <xsl:otherwise>
          <ul>
            <li><xsl:value-of select="f:t('A purchase can be undone for {time}, within its period, as long as the number hasn’t been changed since and the licences are free again.', 'time', string($undo))"/></li>
            <li><xsl:value-of select="f:t('You get a credit note for the whole amount. A scale-down that the purchase cancelled is scheduled again.')"/></li>
          </ul>
        </xsl:otherwise>
      </xsl:choose>
      <p><xsl:value-of select="f:t('A scheduled scale-down can be cancelled until the period ends: ask for the number that you have now.')"/></p>
    </section>
  </xsl:template>

  <xsl:template name="help-plans">
    <section class="help" aria-labelledby="plans">
      <h2 id="plans"><xsl:value-of select="f:t('Planning ahead')"/></h2>
      <ul>
        <li>
          <xsl:value-of select="f:t('You can plan an employee’s first or last day, and purchases, for any day after today, up to 400 days ahead.')"/>
          <xsl:if test="$sees"><xsl:text> </xsl:text><a href="{$base}/plans"><xsl:value-of select="f:t('What is to come')"/></a></xsl:if>
        </li>
        <li><xsl:value-of select="f:t('On the first day the employee is activated. When the last day is over, the employee is deactivated; add-on licences are kept.')"/></li>
        <li><xsl:value-of select="f:t('A planned purchase buys up to the total that you entered, at the price of its day, and is invoiced on that day. If you have as many by then, nothing is bought.')"/></li>
        <li><xsl:value-of select="f:t('An employee or product has one plan of each kind: a new one replaces the old. You can cancel a plan until its day comes, and it disappears when you do the same by hand before.')"/></li>
        <li><xsl:value-of select="f:t('If a purchase can’t be made on its day, you are told why by e-mail. If no licence may be used beyond those purchased, a new employee waits for a free one.')"/></li>
        <li><xsl:value-of select="f:t('The forecast shows what your plans lead to: the licences used and purchased on each day until the end of the next period.')"/></li>
      </ul>
    </section>
  </xsl:template>

  <xsl:template name="help-full">
    <section class="help" aria-labelledby="full">
      <h2 id="full"><xsl:value-of select="f:t('When no licence is free')"/></h2>
      <p><xsl:value-of select="f:t('Each product’s own page sets what happens when somebody is to be activated, or assigned a module, and no licence is free:')"/></p>
      <ul>
        <li><xsl:value-of select="f:t('Allow it: those without a licence are marked red, and have until the deadline.')"/></li>
        <li><xsl:value-of select="f:t('Refuse it: nobody gets a licence before one is free or bought.')"/></li>
        <li><xsl:value-of select="f:t('Buy it: what is missing is bought at once, up to a total that you choose.')"/></li>
      </ul>
      <p><xsl:value-of select="f:t('The price and the deadline are shown before you confirm.')"/></p>
    </section>
  </xsl:template>

  <xsl:template name="help-words">
    <section class="help" aria-labelledby="words">
      <h2 id="words"><xsl:value-of select="f:t('Glossary')"/></h2>
      <dl class="meanings">
        <dt><xsl:value-of select="f:t('Period')"/></dt>
        <dd><xsl:value-of select="f:t('The months that one invoice covers. Quantities change at its start, or by a purchase in between.')"/></dd>
        <dt><xsl:value-of select="f:t('Add-on module')"/></dt>
        <dd><xsl:value-of select="f:t('A product that is assigned to employees by name. Each of them uses one of its licences.')"/></dd>
        <dt><xsl:value-of select="f:t('Integration')"/></dt>
        <dd><xsl:value-of select="f:t('A connection to another system, for a fixed fee per period. Support starts and ends it.')"/></dd>
        <dt><xsl:value-of select="f:t('Marked red')"/></dt>
        <dd><xsl:value-of select="f:t('Without a licence, and about to lose access or the module when the deadline passes.')"/></dd>
        <dt><xsl:value-of select="f:t('Protected')"/></dt>
        <dd><xsl:value-of select="f:t('Marked only after everybody who isn’t. You protect employees on their cards.')"/></dd>
        <dt><xsl:value-of select="f:t('Scale-down')"/></dt>
        <dd><xsl:value-of select="f:t('Fewer licences from the next period on.')"/></dd>
        <dt><xsl:value-of select="f:t('Service log-in')"/></dt>
        <dd><xsl:value-of select="f:t('The log-in of a program. It uses no licence.')"/></dd>
        <dt><xsl:value-of select="f:t('Net')"/></dt>
        <dd><xsl:value-of select="f:t('Without VAT.')"/></dd>
      </dl>
    </section>
  </xsl:template>

</xsl:stylesheet>
