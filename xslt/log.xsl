<?xml version="1.0" encoding="UTF-8"?>
<!-- The action log, newest first, with its filters. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="actions.xsl"/>
  <xsl:import href="plan-refusal.xsl"/>

  <xsl:variable name="is-log" select="boolean(/l:log)"/>
  <xsl:variable name="chosen" select="string(/*/l:filter[@name = 'action'])"/>

  <!-- what was done at one instant by one employee was done at once -->
  <xsl:key name="act" match="l:entry" use="concat(@at, ' ', @actor)"/>

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
    <p class="lead"><xsl:value-of select="f:t('Everything that was changed here, by whom and when. Entries never change; only a former employee’s name can be anonymised.')"/></p>
    <xsl:if test="l:filter[@name = 'object']">
      <p class="only">
        <xsl:call-template name="with-bdi">
          <xsl:with-param name="text" select="f:t('Only changes to {name}.', 'name', f:isolate((l:entry[1]/l:name | l:filter[@name = 'object'])[last()]))"/>
        </xsl:call-template>
      </p>
    </xsl:if>
    <xsl:call-template name="filter-form"/>
    <xsl:choose>
      <xsl:when test="l:entry">
        <table class="cards rows log">
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
          <xsl:for-each select="l:entry">
            <xsl:if test="not(preceding-sibling::*[1]/@at = @at and preceding-sibling::*[1]/@actor = @actor)">
              <tbody>
                <xsl:choose>
                  <xsl:when test="following-sibling::*[1]/@at = @at and following-sibling::*[1]/@actor = @actor">
                    <xsl:call-template name="act"><xsl:with-param name="act" select="key('act', concat(@at, ' ', @actor))"/></xsl:call-template>
                  </xsl:when>
                  <xsl:otherwise><xsl:apply-templates select="." mode="row"/></xsl:otherwise>
                </xsl:choose>
              </tbody>
            </xsl:if>
          </xsl:for-each>
        </table>
      </xsl:when>
      <xsl:when test="l:filter"><p class="empty"><xsl:value-of select="f:t('Nothing matches these filters.')"/></p></xsl:when>
      <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('Nothing has been changed yet. Purchases, activations and rights will be listed here.')"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="archived"/>
    <xsl:call-template name="paging">
      <xsl:with-param name="path" select="'/log'"/>
      <xsl:with-param name="query" select="$query"/>
      <xsl:with-param name="text" select="f:t('Older entries')"/>
    </xsl:call-template>
  </xsl:template>

  <!-- "Renewed: 7 changes": after what was logged of it first -->
  <xsl:template name="act">
    <xsl:param name="act"/>
    <tr class="act">
      <th scope="rowgroup" colspan="6">
        <xsl:call-template name="action"><xsl:with-param name="word" select="$act[last()]/@action"/></xsl:call-template>
        <xsl:text>: </xsl:text>
        <xsl:value-of select="f:tn('{n} change', '{n} changes', count($act))"/>
      </th>
    </tr>
    <xsl:apply-templates select="$act" mode="row"/>
  </xsl:template>

  <!-- bdi as bdi.xsl has it, but in place, as it is for each row. -->
  <xsl:template match="l:entry" mode="row">
    <tr>
      <td class="when" data-label="{f:t('When')}"><time datetime="{@at}"><xsl:value-of select="f:datetime(@at, 's')"/></time></td>
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
            <xsl:when test="l:name != '' and starts-with(@object, 'employee/') and $is-log">
              <a href="{$base}/employees/{substring-before(concat(substring-after(@object, '/'), '/'), '/')}"><bdi><xsl:value-of select="l:name"/></bdi></a>
            </xsl:when>
            <xsl:when test="l:name != ''"><bdi><xsl:value-of select="l:name"/></bdi></xsl:when>
            <xsl:otherwise><bdi><xsl:value-of select="@object"/></bdi></xsl:otherwise>
          </xsl:choose>
          <!-- the module, role or right: what follows the second slash -->
          <xsl:variable name="of">
            <xsl:choose>
              <xsl:when test="@action = 'granted' or @action = 'revoked'"><xsl:call-template name="right-name"><xsl:with-param name="word" select="substring-after(substring-after(@object, '/'), '/')"/></xsl:call-template></xsl:when>
              <xsl:when test="contains(@object, '/role/')"><xsl:value-of select="substring-after(@object, '/role/')"/></xsl:when>
              <xsl:when test="starts-with(@object, 'account/few/')"><xsl:value-of select="f:t('Warn when few are left')"/></xsl:when>
              <xsl:when test="@action = 'setting'"><xsl:call-template name="account-field"/></xsl:when>
              <xsl:when test="substring-after(substring-after(@object, '/'), '/') = 'protection'"><xsl:value-of select="f:t('Protection')"/></xsl:when>
              <xsl:when test="@action = 'plan-refused' and substring-after(@object, '/plan/')"><xsl:call-template name="why-not"/></xsl:when>
              <xsl:when test="contains(@object, '/plan/start')"><xsl:value-of select="f:t('First day')"/></xsl:when>
              <xsl:when test="contains(@object, '/plan/leave')"><xsl:value-of select="f:t('Last day')"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="substring-after(substring-after(@object, '/'), '/')"/></xsl:otherwise>
            </xsl:choose>
          </xsl:variable>
          <xsl:if test="l:name != '' and $of != '' and not(starts-with(@object, '/'))">
            <span class="under"><xsl:value-of select="$of"/></span>
          </xsl:if>
        </span>
      </td>
      <td class="change" data-label="{f:t('Before and after')}"><xsl:call-template name="change"/></td>
      <td class="text by" data-label="{f:t('Who')}"><span><xsl:call-template name="actor-link"/></span></td>
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

  <!-- PRODUCT/plan/PROBLEM, employee/ID/plan/KIND/PROBLEM; the row before it, without the problem, says what was planned -->
  <xsl:template name="why-not">
    <xsl:variable name="rest" select="substring-after(@object, '/plan/')"/>
    <xsl:choose>
      <xsl:when test="$rest = 'start'"><xsl:value-of select="f:t('First day')"/></xsl:when>
      <xsl:when test="$rest = 'leave'"><xsl:value-of select="f:t('Last day')"/></xsl:when>
      <xsl:when test="contains($rest, '/')"><xsl:call-template name="plan-refusal"><xsl:with-param name="problem" select="substring-after($rest, '/')"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="plan-refusal"><xsl:with-param name="problem" select="$rest"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Who it was leads to the employee. -->
  <xsl:template name="actor-link">
    <xsl:choose>
      <xsl:when test="@actor = 'system' or @actor = 'operator'"><span class="word"><xsl:call-template name="actor"/></span></xsl:when>
      <xsl:when test="@actor-id"><a href="{$base}/employees/{@actor-id}"><bdi><xsl:value-of select="@actor"/></bdi></a></xsl:when>
      <xsl:otherwise><a href="{$base}/employees?q={f:uri(@actor)}"><bdi><xsl:value-of select="@actor"/></bdi></a></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="change">
    <xsl:choose>
      <xsl:when test="@deadline"><xsl:value-of select="f:t('until {when}', 'when', f:datetime(@deadline, 's'))"/></xsl:when>
      <xsl:when test="@action = 'refused'">
        <xsl:value-of select="f:t('lacks the right {right}', 'right', @new)"/>
        <xsl:if test="@attempts">
          <span class="under">
            <xsl:choose>
              <!-- further ones aren't counted (mod_licences/service/refusal.h) -->
              <xsl:when test="@attempts >= 1000"><xsl:value-of select="f:tn('{n} attempt or more within a minute', '{n} attempts or more within a minute', @attempts)"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="f:tn('{n} attempt within a minute', '{n} attempts within a minute', @attempts)"/></xsl:otherwise>
            </xsl:choose>
          </span>
        </xsl:if>
      </xsl:when>
      <xsl:when test="@left"><xsl:value-of select="f:tn('{n} licence left', '{n} licences left', @left)"/></xsl:when>
      <xsl:when test="@old = @new"/>
      <!-- what is new has no before; a scale-down, "25" → "25/20", tells what there is now itself -->
      <xsl:when test="@old = '' or starts-with(@new, concat(@old, '/'))"><xsl:call-template name="state"><xsl:with-param name="word" select="string(@new)"/></xsl:call-template></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="state"><xsl:with-param name="word" select="string(@old)"/></xsl:call-template>
        <xsl:text> → </xsl:text>
        <xsl:call-template name="state"><xsl:with-param name="word" select="string(@new)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="filter-form">
    <form class="filters" method="get" action="{$base}/log" role="search">
      <xsl:if test="l:filter[@name = 'object']"><input type="hidden" name="object" value="{l:filter[@name = 'object']}"/></xsl:if>
      <div class="field">
        <label for="actor"><xsl:value-of select="f:t('Who')"/></label>
        <input id="actor" name="actor" value="{l:filter[@name = 'actor']}" autocomplete="off"/>
      </div>
      <div class="field">
        <label for="action"><xsl:value-of select="f:t('Action')"/></label>
        <select id="action" name="action">
          <option value=""><xsl:value-of select="f:t('All')"/></option>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'bought'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'scaled-down'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'kept'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'undone'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'renewed'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'renewal-notice'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'marked'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'unmarked'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'reminded'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'deactivated'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'taken-back'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'few-left'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'created'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'edited'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'anonymised'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'activated'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'assigned'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'unassigned'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'protected'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'unprotected'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'planned'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'plan-cancelled'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'plan-removed'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'carried-out'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'lapsed'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'plan-refused'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'plan-waits'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'policy'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'granted'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'revoked'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'role-given'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'role-taken'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'closing'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'closed'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'reopened'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'setting'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'archived'"/></xsl:call-template>
          <xsl:call-template name="action-option"><xsl:with-param name="word" select="'refused'"/></xsl:call-template>
        </select>
      </div>
      <xsl:call-template name="date-field">
        <xsl:with-param name="name" select="'from'"/>
        <xsl:with-param name="label" select="f:t('From')"/>
        <xsl:with-param name="value" select="string(l:filter[@name = 'from'])"/>
      </xsl:call-template>
      <xsl:call-template name="date-field">
        <xsl:with-param name="name" select="'to'"/>
        <xsl:with-param name="label" select="f:t('To')"/>
        <xsl:with-param name="value" select="string(l:filter[@name = 'to'])"/>
      </xsl:call-template>
      <p class="buttons">
        <button class="button" type="submit"><xsl:value-of select="f:t('Show')"/></button>
        <xsl:if test="l:filter"><a class="button quiet" href="{$base}/log"><span><xsl:value-of select="f:t('Show all')"/></span></a></xsl:if>
      </p>
    </form>
  </xsl:template>

  <xsl:template name="action-option">
    <xsl:param name="word"/>
    <option value="{$word}">
      <xsl:if test="$chosen = $word"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:call-template name="action"><xsl:with-param name="word" select="$word"/></xsl:call-template>
    </option>
  </xsl:template>

</xsl:stylesheet>
