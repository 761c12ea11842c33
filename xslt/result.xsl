<?xml version="1.0" encoding="UTF-8"?>
<!-- The result of one act on many employees, or a preview of it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="actions.xsl"/>
  <xsl:import href="employee-parts.xsl"/>

  <xsl:variable name="shown" select="200"/>

  <!-- for a day, which is asked for here -->
  <xsl:variable name="plans" select="/l:result/@action = 'start' or /l:result/@action = 'leave'"/>

  <xsl:template match="l:result" mode="title"><xsl:call-template name="heading"/></xsl:template>

  <xsl:template name="heading">
    <xsl:choose>
      <xsl:when test="@action"><xsl:call-template name="act"><xsl:with-param name="word" select="@action"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="action"><xsl:with-param name="word" select="l:done/@action"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l:result" mode="content">
    <xsl:call-template name="back">
      <xsl:with-param name="path" select="'/employees'"/>
      <xsl:with-param name="text" select="f:t('Employees')"/>
    </xsl:call-template>
    <h1><xsl:call-template name="heading"/></h1>
    <!-- what assets/place.js shows in a dialog -->
    <div data-part="edit">
      <xsl:if test="not($plans and @preview)"><xsl:apply-templates select="l:problem" mode="notice"/></xsl:if>
      <xsl:choose>
        <xsl:when test="@preview"><xsl:call-template name="preview"/></xsl:when>
        <xsl:otherwise><xsl:call-template name="summary"/></xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="outcomes"/>
    </div>
    <xsl:call-template name="paging">
      <xsl:with-param name="path" select="'/employees/bulk'"/>
      <xsl:with-param name="query" select="concat('&amp;done=', @log)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="summary">
    <div class="notice good" role="status">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'done'"/></xsl:call-template>
      <div>
        <p>
          <xsl:choose>
            <xsl:when test="@asked"><xsl:value-of select="f:tn('Done for {done} of {n} employee.', 'Done for {done} of {n} employees.', @asked, 'done', f:number(@done))"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="f:t('Done for everybody who is listed here.')"/></xsl:otherwise>
          </xsl:choose>
        </p>
        <xsl:if test="@beyond &gt; 0">
          <p><xsl:value-of select="f:tn('{n} is beyond what is purchased, and loses access on {when} unless you buy licences.', '{n} are beyond what is purchased, and lose access on {when} unless you buy licences.', @beyond, 'when', f:datetime(@deadline, 'l'))"/></p>
        </xsl:if>
        <p class="note"><a href="{$base}/log"><xsl:value-of select="f:t('Action log')"/></a></p>
      </div>
    </div>
  </xsl:template>

  <!-- Nothing has been done yet. -->
  <xsl:template name="preview">
    <form class="panel" method="post" action="{$base}/employees/bulk">
      <xsl:call-template name="hidden"><xsl:with-param name="name" select="'token'"/><xsl:with-param name="value" select="$token"/></xsl:call-template>
      <xsl:call-template name="hidden"><xsl:with-param name="name" select="'action'"/><xsl:with-param name="value" select="@action"/></xsl:call-template>
      <xsl:if test="@module"><xsl:call-template name="hidden"><xsl:with-param name="name" select="'module'"/><xsl:with-param name="value" select="@module"/></xsl:call-template></xsl:if>
      <input type="hidden" name="ids">
        <xsl:attribute name="value"><xsl:for-each select="l:row"><xsl:if test="position() &gt; 1">,</xsl:if><xsl:value-of select="@employee"/></xsl:for-each></xsl:attribute>
      </input>
      <p><xsl:value-of select="f:tn('This is for {done} of the {n} employee selected. Nothing has been done yet.', 'This is for {done} of the {n} employees selected. Nothing has been done yet.', @asked, 'done', f:number(@done))"/></p>
      <xsl:if test="l:offer"><p class="warning"><xsl:apply-templates select="l:offer" mode="sentence"/></p></xsl:if>
      <xsl:apply-templates select="l:offer" mode="fields"/>
      <xsl:if test="$plans"><xsl:call-template name="day"/></xsl:if>
      <p class="buttons">
        <xsl:apply-templates select="l:offer" mode="ways">
          <xsl:with-param name="buy">
            <xsl:choose>
              <xsl:when test="@action = 'assign'"><xsl:value-of select="f:t('Buy {n} and assign', 'n', f:number(l:offer/@missing))"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="f:t('Buy {n} and activate', 'n', f:number(l:offer/@missing))"/></xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
          <xsl:with-param name="anyway">
            <xsl:choose>
              <xsl:when test="@action = 'assign'"><xsl:value-of select="f:t('Assign anyway')"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="f:t('Activate anyway')"/></xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:apply-templates>
        <xsl:if test="not(l:offer)"><button class="button primary" type="submit"><xsl:call-template name="act"><xsl:with-param name="word" select="@action"/></xsl:call-template>: <xsl:value-of select="f:number(@done)"/></button></xsl:if>
        <xsl:text> </xsl:text>
        <a class="button quiet" href="{$base}/employees"><span><xsl:value-of select="f:t('Cancel')"/></span></a>
      </p>
    </form>
  </xsl:template>

  <xsl:template name="day">
    <xsl:call-template name="date-field">
      <xsl:with-param name="name" select="'date'"/>
      <xsl:with-param name="label">
        <xsl:choose>
          <xsl:when test="@action = 'start'"><xsl:value-of select="f:t('First day')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('Last day')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="typed" select="@typed"/>
      <xsl:with-param name="problem"><xsl:if test="l:problem"><xsl:call-template name="day-problem"/></xsl:if></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- First those for whom it could not be done, then the first few of the others. -->
  <xsl:template name="outcomes">
    <table class="cards">
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="f:t('Employee')"/></th>
          <th scope="col"><xsl:value-of select="f:t('Outcome')"/></th>
        </tr>
      </thead>
      <tbody>
        <xsl:apply-templates select="l:row[@outcome != 'done'][position() &lt;= $shown]" mode="row"/>
        <xsl:apply-templates select="l:row[@outcome = 'done'][position() &lt;= $shown]" mode="row"/>
      </tbody>
    </table>
    <xsl:variable name="more" select="count(l:row) - count(l:row[@outcome != 'done'][position() &lt;= $shown] | l:row[@outcome = 'done'][position() &lt;= $shown])"/>
    <xsl:if test="$more &gt; 0"><p class="note"><xsl:value-of select="f:t('and {n} more', 'n', f:number($more))"/></p></xsl:if>
  </xsl:template>

  <xsl:template match="l:row" mode="row">
    <tr>
      <th scope="row" class="text">
        <xsl:choose>
          <xsl:when test="@outcome = 'unknown'"><span><xsl:value-of select="@employee"/></span></xsl:when>
          <xsl:otherwise><a href="{$base}/employees/{@employee}"><xsl:call-template name="bdi"><xsl:with-param name="text" select="."/></xsl:call-template></a></xsl:otherwise>
        </xsl:choose>
      </th>
      <td data-label="{f:t('Outcome')}">
        <xsl:choose>
          <xsl:when test="@outcome = 'done' and /l:result/@preview"><span class="tag"><xsl:call-template name="to-be-done"/></span></xsl:when>
          <xsl:when test="@outcome = 'done'"><span class="tag on"><xsl:value-of select="f:t('done')"/></span></xsl:when>
          <xsl:when test="@outcome = 'unchanged'"><span class="tag"><xsl:call-template name="done-before"/></span></xsl:when>
          <xsl:when test="@outcome = 'no-licence-free'"><span class="tag red"><xsl:value-of select="f:t('not done: no licence is free')"/></span></xsl:when>
          <xsl:when test="@outcome = 'last-roles'"><span class="tag red"><xsl:value-of select="f:t('not done: the last active one who manages roles and rights')"/></span></xsl:when>
          <xsl:when test="@outcome = 'plan-order'"><span class="tag red"><xsl:value-of select="f:t('not done: the last day would be before the first')"/></span></xsl:when>
          <xsl:when test="@outcome = 'inactive'"><span class="tag red"><xsl:value-of select="f:t('not done: inactive')"/></span></xsl:when>
          <xsl:when test="@outcome = 'service'"><span class="tag red"><xsl:value-of select="f:t('not done: a service log-in uses no licence')"/></span></xsl:when>
          <xsl:otherwise><span class="tag red"><xsl:value-of select="f:t('not done: no such employee')"/></span></xsl:otherwise>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>

  <!-- What Confirm would do to somebody. -->
  <xsl:template name="to-be-done">
    <xsl:choose>
      <xsl:when test="/l:result/@action = 'activate'"><xsl:value-of select="f:t('will be activated')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'deactivate'"><xsl:value-of select="f:t('will be deactivated')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'assign'"><xsl:value-of select="f:t('will be assigned one')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'unassign'"><xsl:value-of select="f:t('will lose it')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'protect'"><xsl:value-of select="f:t('will be protected')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'start'"><xsl:value-of select="f:t('will start on that day')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'leave'"><xsl:value-of select="f:t('will leave after that day')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('will no longer be protected')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Why nothing had to be done to somebody. -->
  <xsl:template name="done-before">
    <xsl:choose>
      <xsl:when test="/l:result/@action = 'activate'"><xsl:value-of select="f:t('active already')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'deactivate'"><xsl:value-of select="f:t('inactive already')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'assign'"><xsl:value-of select="f:t('has one already')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'unassign'"><xsl:value-of select="f:t('had none')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'protect'"><xsl:value-of select="f:t('protected already')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'start'"><xsl:value-of select="f:t('active, or planned so already')"/></xsl:when>
      <xsl:when test="/l:result/@action = 'leave'"><xsl:value-of select="f:t('inactive, or planned so already')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('was not protected')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
