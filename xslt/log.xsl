<?xml version="1.0" encoding="UTF-8"?>
<!-- The action log, newest first, with its filters. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>

  <xsl:template match="l:log" mode="title"><xsl:value-of select="f:t('Action log')"/></xsl:template>

  <xsl:template match="l:log" mode="content">
    <xsl:variable name="query"><xsl:call-template name="filters"/></xsl:variable>
    <div class="heading">
      <h1><xsl:value-of select="f:t('Action log')"/></h1>
      <xsl:call-template name="download">
        <xsl:with-param name="path" select="'/log'"/>
        <xsl:with-param name="query" select="$query"/>
      </xsl:call-template>
    </div>
    <p class="lead"><xsl:value-of select="f:t('Everything that was changed here, by whom and when. Nothing in it can be altered.')"/></p>
    <xsl:call-template name="filter-form"/>
    <xsl:choose>
      <xsl:when test="l:entry">
        <table class="cards">
          <thead>
            <tr>
              <th scope="col"><xsl:value-of select="f:t('When')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Action')"/></th>
              <th scope="col"><xsl:value-of select="f:t('What')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Before and after')"/></th>
              <th scope="col"><xsl:value-of select="f:t('Who')"/></th>
              <th scope="col" class="number"><xsl:value-of select="f:t('Amount, net')"/></th>
            </tr>
          </thead>
          <tbody><xsl:apply-templates select="l:entry" mode="row"/></tbody>
        </table>
      </xsl:when>
      <xsl:when test="l:filter"><p class="empty"><xsl:value-of select="f:t('Nothing matches these filters.')"/></p></xsl:when>
      <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('Nothing has been changed yet.')"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="archived"/>
    <xsl:call-template name="paging">
      <xsl:with-param name="path" select="'/log'"/>
      <xsl:with-param name="query" select="$query"/>
      <xsl:with-param name="text" select="f:t('Older entries')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="l:entry" mode="row">
    <tr>
      <td data-label="{f:t('When')}"><time datetime="{@at}"><xsl:value-of select="f:datetime(@at, 's')"/></time></td>
      <th scope="row" data-label="{f:t('Action')}">
        <span>
          <xsl:attribute name="class">
            <xsl:text>tag</xsl:text>
            <xsl:choose>
              <xsl:when test="@action = 'bought' or @action = 'activated'"> on</xsl:when>
              <xsl:when test="@action = 'marked' or @action = 'deactivated' or @action = 'refused' or @action = 'taken-back'"> red</xsl:when>
            </xsl:choose>
          </xsl:attribute>
          <xsl:call-template name="action"/>
        </span>
      </th>
      <td class="text" data-label="{f:t('What')}">
        <span>
          <xsl:choose>
            <xsl:when test="@object = 'account'"><xsl:value-of select="f:t('The account')"/></xsl:when>
            <xsl:when test="@object = 'log'"><xsl:value-of select="f:t('Action log')"/></xsl:when>
            <xsl:when test="l:name != ''"><xsl:value-of select="l:name"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="@object"/></xsl:otherwise>
          </xsl:choose>
          <!-- the module, role or right: what follows the second slash -->
          <xsl:variable name="of">
            <xsl:choose>
              <xsl:when test="contains(@object, '/role/')"><xsl:value-of select="substring-after(@object, '/role/')"/></xsl:when>
              <xsl:when test="starts-with(@object, 'account/few/')"><xsl:value-of select="f:t('Warn when few are left')"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="substring-after(substring-after(@object, '/'), '/')"/></xsl:otherwise>
            </xsl:choose>
          </xsl:variable>
          <xsl:if test="l:name != '' and $of != '' and not(starts-with(@object, '/'))">
            <span class="under"><xsl:value-of select="$of"/></span>
          </xsl:if>
        </span>
      </td>
      <td data-label="{f:t('Before and after')}"><span><xsl:call-template name="change"/></span></td>
      <td class="text" data-label="{f:t('Who')}"><span><xsl:call-template name="actor"/></span></td>
      <td class="number" data-label="{f:t('Amount, net')}">
        <xsl:if test="@amount">
          <xsl:call-template name="amount"><xsl:with-param name="minor" select="@amount"/><xsl:with-param name="currency" select="@currency"/></xsl:call-template>
        </xsl:if>
        <xsl:if test="@invoice">
          <xsl:text> </xsl:text>
          <a class="small" href="{$base}/invoices/{@invoice}"><xsl:value-of select="@invoice"/></a>
        </xsl:if>
      </td>
    </tr>
  </xsl:template>

  <xsl:template name="change">
    <xsl:choose>
      <xsl:when test="@deadline"><xsl:value-of select="f:t('until {when}', 'when', f:datetime(@deadline, 's'))"/></xsl:when>
      <xsl:when test="@action = 'refused'"><xsl:value-of select="f:t('lacks the right {right}', 'right', @new)"/></xsl:when>
      <xsl:when test="@left"><xsl:value-of select="f:tn('{n} licence left', '{n} licences left', @left)"/></xsl:when>
      <xsl:when test="@old = @new"/>
      <xsl:otherwise>
        <xsl:call-template name="state"><xsl:with-param name="word" select="string(@old)"/></xsl:call-template>
        <xsl:text> → </xsl:text>
        <xsl:call-template name="state"><xsl:with-param name="word" select="string(@new)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="filter-form">
    <form class="filters" method="get" action="{$base}/log" role="search">
      <div class="field">
        <label for="actor"><xsl:value-of select="f:t('Who')"/></label>
        <input id="actor" name="actor" value="{l:filter[@name = 'actor']}" autocomplete="off"/>
      </div>
      <div class="field">
        <label for="action"><xsl:value-of select="f:t('Action')"/></label>
        <select id="action" name="action">
          <option value=""><xsl:value-of select="f:t('All')"/></option>
          <xsl:call-template name="action-options">
            <xsl:with-param name="words" select="'bought scaled-down kept renewed renewal-notice marked unmarked reminded deactivated taken-back few-left created edited activated assigned unassigned protected unprotected granted revoked role-given role-taken closing closed reopened setting archived refused '"/>
          </xsl:call-template>
        </select>
      </div>
      <div class="field">
        <label for="from"><xsl:value-of select="f:t('From')"/></label>
        <input id="from" name="from" type="date" value="{l:filter[@name = 'from']}"/>
      </div>
      <div class="field">
        <label for="to"><xsl:value-of select="f:t('To')"/></label>
        <input id="to" name="to" type="date" value="{l:filter[@name = 'to']}"/>
      </div>
      <p class="buttons">
        <button class="button" type="submit"><xsl:value-of select="f:t('Show')"/></button>
        <xsl:if test="l:filter"><a class="button quiet" href="{$base}/log"><span><xsl:value-of select="f:t('Show all')"/></span></a></xsl:if>
      </p>
    </form>
  </xsl:template>

  <!-- XSLT 1.0 has no lists: the words are taken off one by one. -->
  <xsl:template name="action-options">
    <xsl:param name="words"/>
    <xsl:variable name="word" select="substring-before($words, ' ')"/>
    <xsl:if test="$word != ''">
      <option value="{$word}">
        <xsl:if test="l:filter[@name = 'action'] = $word"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
        <xsl:call-template name="action"><xsl:with-param name="word" select="$word"/></xsl:call-template>
      </option>
      <xsl:call-template name="action-options">
        <xsl:with-param name="words" select="substring-after($words, ' ')"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
