<?xml version="1.0" encoding="UTF-8"?>
<!-- A new employee. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="employee-parts.xsl"/>
  <xsl:import href="fields.xsl"/>

  <!-- The field that is wrong: the problem names it, or is about the log-in. -->
  <xsl:variable name="wrong">
    <xsl:choose>
      <xsl:when test="/*/l:problem/@type = 'login-taken'">login</xsl:when>
      <xsl:otherwise><xsl:value-of select="/*/l:problem/l:fact[@name = 'field']"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:template match="l:employee" mode="title"><xsl:value-of select="f:t('New employee')"/></xsl:template>

  <xsl:template match="l:employee" mode="content">
    <xsl:call-template name="back">
      <xsl:with-param name="path" select="'/employees'"/>
      <xsl:with-param name="text" select="f:t('Employees')"/>
    </xsl:call-template>
    <h1><xsl:value-of select="f:t('New employee')"/></h1>
    <xsl:call-template name="account-state"/>
    <!-- what assets/place.js shows in a dialog -->
    <div data-part="edit">
      <xsl:if test="$wrong = ''"><xsl:apply-templates select="l:problem" mode="notice"/></xsl:if>
      <xsl:if test="$acts"><xsl:call-template name="form"/></xsl:if>
    </div>
  </xsl:template>

  <xsl:template name="form">
    <form class="panel" method="post" action="{$base}/employees" novalidate="novalidate">
      <xsl:call-template name="hidden"><xsl:with-param name="name" select="'token'"/><xsl:with-param name="value" select="$token"/></xsl:call-template>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'name'"/><xsl:with-param name="label" select="f:t('Name')"/><xsl:with-param name="value" select="l:name"/><xsl:with-param name="hint" select="f:t('1 to 100 characters')"/></xsl:call-template>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'initials'"/><xsl:with-param name="label" select="f:t('Initials')"/><xsl:with-param name="value" select="@initials"/><xsl:with-param name="hint" select="f:t('at most 10 characters; optional')"/></xsl:call-template>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'email'"/><xsl:with-param name="label" select="f:t('E-mail')"/><xsl:with-param name="value" select="@email"/><xsl:with-param name="type" select="'email'"/><xsl:with-param name="hint" select="f:t('for example mette@example.com')"/></xsl:call-template>
      <xsl:call-template name="text-field"><xsl:with-param name="name" select="'login'"/><xsl:with-param name="label" select="f:t('Log-in')"/><xsl:with-param name="value" select="@login"/><xsl:with-param name="hint" select="f:t('1 to 64 characters; nobody else in the company has it')"/></xsl:call-template>
      <xsl:if test="l:role and contains(concat(' ', $rights, ' '), ' roles ')">
        <fieldset class="field">
          <legend><xsl:value-of select="f:t('Roles')"/></legend>
          <xsl:for-each select="l:role">
            <label class="choice">
              <input type="checkbox" name="role" value="{@key}">
                <xsl:if test="@held = 'true'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
              </input>
              <xsl:text> </xsl:text><xsl:call-template name="bdi"/>
            </label>
          </xsl:for-each>
        </fieldset>
      </xsl:if>
      <fieldset class="field">
        <legend><xsl:value-of select="f:t('Status')"/></legend>
        <label class="choice">
          <input type="radio" name="status" value="active">
            <xsl:if test="@status = 'active'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
          </input>
          <xsl:text> </xsl:text><xsl:value-of select="f:t('active: uses a licence')"/>
        </label>
        <label class="choice">
          <input type="radio" name="status" value="inactive">
            <xsl:if test="@status = 'inactive'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
          </input>
          <xsl:text> </xsl:text><xsl:value-of select="f:t('inactive: for later')"/>
        </label>
      </fieldset>
      <xsl:call-template name="new-day">
        <xsl:with-param name="name" select="'starts'"/>
        <xsl:with-param name="label" select="f:t('First day')"/>
        <xsl:with-param name="typed" select="@starts-typed"/>
        <xsl:with-param name="hint" select="f:t('optional; inactive until then')"/>
      </xsl:call-template>
      <xsl:call-template name="new-day">
        <xsl:with-param name="name" select="'ends'"/>
        <xsl:with-param name="label" select="f:t('Last day')"/>
        <xsl:with-param name="typed" select="@ends-typed"/>
        <xsl:with-param name="hint" select="f:t('optional')"/>
      </xsl:call-template>
      <xsl:choose>
        <xsl:when test="l:offer">
          <p class="warning"><xsl:value-of select="f:t('If active:')"/><xsl:text> </xsl:text><xsl:apply-templates select="l:offer" mode="sentence"/></p>
          <xsl:apply-templates select="l:offer" mode="fields"/>
          <p class="buttons">
            <xsl:apply-templates select="l:offer" mode="ways">
              <xsl:with-param name="buy" select="f:t('Buy {n} and create', 'n', f:number(l:offer/@missing))"/>
              <xsl:with-param name="anyway" select="f:t('Create anyway')"/>
            </xsl:apply-templates>
            <a class="button quiet" href="{$base}/employees"><span><xsl:value-of select="f:t('Cancel')"/></span></a>
          </p>
        </xsl:when>
        <xsl:otherwise>
          <p class="buttons">
            <button class="button primary" type="submit"><xsl:value-of select="f:t('Create')"/></button>
            <a class="button quiet" href="{$base}/employees"><span><xsl:value-of select="f:t('Cancel')"/></span></a>
          </p>
        </xsl:otherwise>
      </xsl:choose>
    </form>
  </xsl:template>

  <xsl:template name="new-day">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="typed"/>
    <xsl:param name="hint"/>
    <xsl:call-template name="date-field">
      <xsl:with-param name="name" select="$name"/>
      <xsl:with-param name="label" select="$label"/>
      <xsl:with-param name="typed" select="$typed"/>
      <xsl:with-param name="hint" select="$hint"/>
      <xsl:with-param name="problem"><xsl:if test="$wrong = $name"><xsl:call-template name="day-problem"/></xsl:if></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="field-problem">
    <xsl:param name="name"/>
    <xsl:choose>
      <xsl:when test="/*/l:problem/@type = 'login-taken'"><xsl:value-of select="f:t('This log-in is taken. Choose another.')"/></xsl:when>
      <xsl:when test="$name = 'email'"><xsl:value-of select="f:t('Enter an address such as mette@example.com. Before the @, use only the letters a–z, digits and punctuation, without spaces.')"/></xsl:when>
      <xsl:when test="$name = 'name'"><xsl:value-of select="f:t('Enter a name of 1 to 100 characters on one line.')"/></xsl:when>
      <xsl:when test="$name = 'login'"><xsl:value-of select="f:t('Enter a log-in of 1 to 64 characters, without spaces or invisible characters.')"/></xsl:when>
      <xsl:when test="$name = 'initials'"><xsl:value-of select="f:t('Enter at most 10 characters, or leave the field empty.')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="/*/l:problem/l:detail"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
