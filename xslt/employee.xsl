<?xml version="1.0" encoding="UTF-8"?>
<!-- An employee's card. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="log.xsl"/>
  <xsl:import href="done.xsl"/>
  <xsl:import href="employee-parts.xsl"/>

  <xsl:template match="l:employee" mode="title"><xsl:value-of select="l:name"/></xsl:template>

  <xsl:template match="l:employee" mode="content">
    <xsl:call-template name="back">
      <xsl:with-param name="path" select="'/employees'"/>
      <xsl:with-param name="text" select="f:t('Employees')"/>
    </xsl:call-template>
    <h1><xsl:call-template name="bdi"/></h1>
    <xsl:apply-templates select="l:done" mode="notice"/>
    <xsl:if test="not(@starts-typed or @ends-typed)"><xsl:apply-templates select="l:problem" mode="notice"/></xsl:if>
    <xsl:call-template name="account-state"/>
    <xsl:apply-templates select="l:offer[not(@action)]" mode="buy"/>
    <xsl:call-template name="person"/>
    <xsl:call-template name="switches"/>
    <xsl:if test="$acts and not(@service)"><xsl:call-template name="days"/></xsl:if>
    <xsl:if test="$manages and @state != 'closed' and l:role"><xsl:call-template name="roles"/></xsl:if>
    <xsl:call-template name="modules"/>
    <xsl:call-template name="history"/>
  </xsl:template>

  <xsl:template name="person">
    <dl class="position">
      <div><dt><xsl:value-of select="f:t('Status')"/></dt><dd><xsl:call-template name="employee-status"/></dd></div>
      <xsl:if test="@email != ''"><div><dt><xsl:value-of select="f:t('E-mail')"/></dt><dd><xsl:call-template name="mailto"><xsl:with-param name="address" select="@email"/></xsl:call-template></dd></div></xsl:if>
      <div><dt><xsl:value-of select="f:t('Log-in')"/></dt><dd><xsl:call-template name="bdi"><xsl:with-param name="text" select="@login"/></xsl:call-template></dd></div>
      <xsl:if test="@initials != ''"><div><dt><xsl:value-of select="f:t('Initials')"/></dt><dd><xsl:call-template name="bdi"><xsl:with-param name="text" select="@initials"/></xsl:call-template></dd></div></xsl:if>
      <xsl:if test="l:role[@held = 'true']">
        <div>
          <dt><xsl:value-of select="f:t('Roles')"/></dt>
          <dd>
            <xsl:for-each select="l:role[@held = 'true']">
              <xsl:if test="position() &gt; 1">, </xsl:if><xsl:call-template name="bdi"/>
            </xsl:for-each>
          </dd>
        </div>
      </xsl:if>
      <div><dt><xsl:value-of select="f:t('Created')"/></dt><dd><time datetime="{@created}"><xsl:value-of select="f:datetime(@created, 's')"/></time></dd></div>
      <xsl:if test="@activated"><div><dt><xsl:value-of select="f:t('Activated')"/></dt><dd><time datetime="{@activated}"><xsl:value-of select="f:datetime(@activated, 's')"/></time></dd></div></xsl:if>
    </dl>
  </xsl:template>

  <!-- A form of the card: one act. -->
  <xsl:template name="form-start">
    <xsl:param name="action"/>
    <xsl:param name="module"/>
    <xsl:call-template name="hidden"><xsl:with-param name="name" select="'token'"/><xsl:with-param name="value" select="$token"/></xsl:call-template>
    <xsl:call-template name="hidden"><xsl:with-param name="name" select="'action'"/><xsl:with-param name="value" select="$action"/></xsl:call-template>
    <xsl:if test="$module">
      <xsl:call-template name="hidden"><xsl:with-param name="name" select="'module'"/><xsl:with-param name="value" select="$module"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="plain-form">
    <xsl:param name="action"/>
    <xsl:param name="module"/>
    <xsl:param name="text"/>
    <xsl:param name="about"/>
    <xsl:param name="class" select="'button'"/>
    <form method="post" action="{$base}/employees/{/l:employee/@id}">
      <xsl:call-template name="form-start"><xsl:with-param name="action" select="$action"/><xsl:with-param name="module" select="$module"/></xsl:call-template>
      <button class="{$class}" type="submit">
        <xsl:if test="$about"><xsl:attribute name="aria-label"><xsl:value-of select="concat($text, ': ', $about)"/></xsl:attribute></xsl:if>
        <xsl:value-of select="$text"/>
      </button>
    </form>
  </xsl:template>

  <!-- More is used than purchased already: the button that buys what is missing. -->
  <xsl:template match="l:offer" mode="buy">
    <div class="notice warn">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
      <div>
        <p><strong><xsl:call-template name="bdi"/></strong><xsl:if test="l:name"> – </xsl:if><xsl:apply-templates select="." mode="sentence"/></p>
        <xsl:if test="@confirm">
          <p class="buttons">
            <a class="button primary" href="{$base}/products/{@product}?quantity={@quantity}"><span><xsl:value-of select="f:t('Buy {n}', 'n', f:number(@missing))"/></span></a>
          </p>
        </xsl:if>
      </div>
    </div>
  </xsl:template>

  <xsl:template name="switches">
    <xsl:if test="$acts">
      <section class="panel" aria-labelledby="switches-title">
        <h2 id="switches-title"><xsl:value-of select="f:t('Licence')"/></h2>
        <xsl:choose>
          <xsl:when test="@status = 'active'">
            <p><xsl:value-of select="f:t('Deactivating frees the licence and closes the log-in. Add-on licences are kept, and count again on reactivation.')"/></p>
            <xsl:call-template name="plain-form"><xsl:with-param name="action" select="'deactivate'"/><xsl:with-param name="text" select="f:t('Deactivate')"/></xsl:call-template>
          </xsl:when>
          <xsl:when test="l:offer[@action = 'activate']">
            <form method="post" action="{$base}/employees/{@id}">
              <xsl:call-template name="form-start"><xsl:with-param name="action" select="'activate'"/></xsl:call-template>
              <p class="warning"><xsl:apply-templates select="l:offer[@action = 'activate']" mode="sentence"/></p>
              <xsl:apply-templates select="l:offer[@action = 'activate']" mode="fields"/>
              <p class="buttons">
                <xsl:apply-templates select="l:offer[@action = 'activate']" mode="ways">
                  <xsl:with-param name="buy" select="f:t('Buy {n} and activate', 'n', f:number(l:offer[@action = 'activate']/@missing))"/>
                  <xsl:with-param name="anyway" select="f:t('Activate anyway')"/>
                </xsl:apply-templates>
              </p>
            </form>
          </xsl:when>
          <xsl:otherwise>
            <p><xsl:value-of select="f:t('Activating uses one of the free licences.')"/></p>
            <xsl:call-template name="plain-form"><xsl:with-param name="action" select="'activate'"/><xsl:with-param name="text" select="f:t('Activate')"/><xsl:with-param name="class" select="'button primary'"/></xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
        <xsl:if test="not(@service)"><xsl:call-template name="protection"/></xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- Whoever isn't there may start, whoever is or is to be may leave. -->
  <xsl:template name="days">
    <section class="panel" aria-labelledby="days-title">
      <h2 id="days-title"><xsl:value-of select="f:t('What is to come')"/></h2>
      <xsl:if test="@status = 'inactive' or @ends or @starts-typed">
        <xsl:call-template name="day">
          <xsl:with-param name="kind" select="'start'"/>
          <xsl:with-param name="label" select="f:t('First day')"/>
          <xsl:with-param name="on" select="@starts"/>
          <xsl:with-param name="typed" select="@starts-typed"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="@status = 'active' or @starts or @ends-typed">
        <xsl:call-template name="day">
          <xsl:with-param name="kind" select="'leave'"/>
          <xsl:with-param name="label" select="f:t('Last day')"/>
          <xsl:with-param name="on" select="@ends"/>
          <xsl:with-param name="typed" select="@ends-typed"/>
        </xsl:call-template>
      </xsl:if>
      <p><a href="{$base}/plans"><xsl:value-of select="f:t('Plans')"/></a></p>
    </section>
  </xsl:template>

  <xsl:template name="day">
    <xsl:param name="kind"/>
    <xsl:param name="label"/>
    <xsl:param name="on"/>
    <xsl:param name="typed"/>
    <form class="filters" method="post" action="{$base}/employees/{@id}">
      <xsl:call-template name="form-start"><xsl:with-param name="action" select="$kind"/></xsl:call-template>
      <xsl:call-template name="date-field">
        <xsl:with-param name="id" select="concat('day-', $kind)"/>
        <xsl:with-param name="name" select="'date'"/>
        <xsl:with-param name="label" select="$label"/>
        <xsl:with-param name="value" select="string($on)"/>
        <xsl:with-param name="typed" select="$typed"/>
        <xsl:with-param name="problem"><xsl:if test="$typed"><xsl:call-template name="day-problem"/></xsl:if></xsl:with-param>
      </xsl:call-template>
      <p class="buttons">
        <button class="button" type="submit" aria-label="{f:t('Plan')}: {$label}"><xsl:value-of select="f:t('Plan')"/></button>
      </p>
    </form>
  </xsl:template>

  <xsl:template name="protection">
    <h2><xsl:value-of select="f:t('Protection')"/></h2>
    <p><xsl:value-of select="f:t('When there are too few licences, the most recently activated employees are marked first. Protected employees are marked only after everybody else.')"/></p>
    <xsl:choose>
      <xsl:when test="@protected">
        <xsl:call-template name="plain-form"><xsl:with-param name="action" select="'unprotect'"/><xsl:with-param name="text" select="f:t('End protection')"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="plain-form"><xsl:with-param name="action" select="'protect'"/><xsl:with-param name="text" select="f:t('Protect')"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="modules">
    <section aria-labelledby="modules-title">
      <h2 id="modules-title"><xsl:value-of select="f:t('Add-on licences')"/></h2>
      <xsl:if test="@status = 'inactive' and l:module[@assigned]">
        <p class="lead"><xsl:value-of select="f:t('They are kept, and count again when the employee is active.')"/></p>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="l:module[@assigned] or ($acts and l:module)">
          <table class="cards">
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="f:t('Module')"/></th>
                <th scope="col"><xsl:value-of select="f:t('Assigned')"/></th>
                <th scope="col"><xsl:value-of select="f:t('Used of purchased')"/></th>
                <xsl:if test="$acts"><th scope="col"><span class="hidden"><xsl:value-of select="f:t('Change')"/></span></th></xsl:if>
              </tr>
            </thead>
            <tbody><xsl:apply-templates select="l:module[@assigned or $acts]" mode="row"/></tbody>
          </table>
        </xsl:when>
        <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('None.')"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template match="l:module" mode="row">
    <xsl:variable name="offer" select="../l:offer[@action = 'assign' and @product = current()/@key]"/>
    <tr>
      <xsl:if test="@deadline"><xsl:attribute name="class">marked</xsl:attribute></xsl:if>
      <th scope="row" class="text"><span><xsl:call-template name="bdi"><xsl:with-param name="text" select="."/></xsl:call-template></span></th>
      <td data-label="{f:t('Assigned')}">
        <xsl:choose>
          <xsl:when test="@deadline"><span class="tag red"><xsl:value-of select="f:t('until {when}', 'when', f:datetime(@deadline, 's'))"/></span><xsl:text> </xsl:text><xsl:call-template name="time-left"/></xsl:when>
          <xsl:when test="@assigned"><time datetime="{@assigned}"><xsl:value-of select="f:datetime(@assigned, 's')"/></time></xsl:when>
          <xsl:otherwise>–</xsl:otherwise>
        </xsl:choose>
      </td>
      <td data-label="{f:t('Used of purchased')}"><xsl:call-template name="usage"/></td>
      <xsl:if test="$acts">
        <td class="actions">
          <xsl:choose>
            <xsl:when test="@assigned">
              <xsl:call-template name="plain-form"><xsl:with-param name="action" select="'unassign'"/><xsl:with-param name="module" select="@key"/><xsl:with-param name="text" select="f:t('Remove')"/><xsl:with-param name="about" select="string(.)"/></xsl:call-template>
            </xsl:when>
            <xsl:when test="../@status = 'inactive' or ../@service"/>
            <xsl:when test="$offer">
              <details class="ask">
                <summary class="button"><xsl:value-of select="f:t('Assign')"/><span class="hidden">: <xsl:call-template name="bdi"><xsl:with-param name="text" select="."/></xsl:call-template></span></summary>
                <form method="post" action="{$base}/employees/{../@id}">
                  <xsl:call-template name="form-start"><xsl:with-param name="action" select="'assign'"/><xsl:with-param name="module" select="@key"/></xsl:call-template>
                  <p class="warning"><xsl:apply-templates select="$offer" mode="sentence"/></p>
                  <xsl:apply-templates select="$offer" mode="fields"/>
                  <p class="buttons">
                    <xsl:apply-templates select="$offer" mode="ways">
                      <xsl:with-param name="buy" select="f:t('Buy {n} and assign', 'n', f:number($offer/@missing))"/>
                      <xsl:with-param name="anyway" select="f:t('Assign anyway')"/>
                    </xsl:apply-templates>
                  </p>
                </form>
              </details>
            </xsl:when>
            <xsl:otherwise>
              <xsl:call-template name="plain-form"><xsl:with-param name="action" select="'assign'"/><xsl:with-param name="module" select="@key"/><xsl:with-param name="text" select="f:t('Assign')"/><xsl:with-param name="about" select="string(.)"/></xsl:call-template>
            </xsl:otherwise>
          </xsl:choose>
        </td>
      </xsl:if>
    </tr>
  </xsl:template>

  <!-- Which roles the employee has, for whoever manages roles: a switch for each, as on /roles. -->
  <xsl:template name="roles">
    <section class="panel" aria-labelledby="roles-title">
      <h2 id="roles-title"><xsl:value-of select="f:t('Roles')"/></h2>
      <p class="note"><a href="{$base}/roles"><xsl:value-of select="f:t('What each role allows')"/></a></p>
      <ul class="employees"><xsl:apply-templates select="l:role" mode="switch"/></ul>
    </section>
  </xsl:template>

  <xsl:template match="l:role" mode="switch">
    <li>
      <span class="who">
        <span id="role-{@key}"><xsl:call-template name="bdi"/></span>
        <xsl:if test="@locked"><span class="note" id="why-{@key}"><xsl:value-of select="f:t('the last one who manages roles')"/></span></xsl:if>
      </span>
      <form method="post" action="{$base}/roles">
        <xsl:call-template name="hidden"><xsl:with-param name="name" select="'token'"/><xsl:with-param name="value" select="$token"/></xsl:call-template>
        <xsl:call-template name="hidden"><xsl:with-param name="name" select="'role'"/><xsl:with-param name="value" select="@key"/></xsl:call-template>
        <xsl:call-template name="hidden"><xsl:with-param name="name" select="'employee'"/><xsl:with-param name="value" select="../@id"/></xsl:call-template>
        <xsl:call-template name="hidden"><xsl:with-param name="name" select="'from'"/><xsl:with-param name="value" select="'card'"/></xsl:call-template>
        <button class="switch" name="action" aria-pressed="{@held}" aria-labelledby="role-{@key}">
        <xsl:attribute name="type"><xsl:choose><xsl:when test="@locked">button</xsl:when><xsl:otherwise>submit</xsl:otherwise></xsl:choose></xsl:attribute>
          <xsl:attribute name="value"><xsl:choose><xsl:when test="@held = 'true'">take</xsl:when><xsl:otherwise>give</xsl:otherwise></xsl:choose></xsl:attribute>
          <xsl:if test="@locked">
            <xsl:attribute name="aria-disabled">true</xsl:attribute>
            <xsl:attribute name="aria-describedby">why-<xsl:value-of select="@key"/></xsl:attribute>
          </xsl:if>
          <xsl:if test="/l:employee/l:done/@object = concat('employee/', ../@id, '/role/', @key)"><xsl:attribute name="autofocus">autofocus</xsl:attribute></xsl:if>
          <span class="rail" aria-hidden="true"></span>
          <span aria-hidden="true">
            <xsl:choose>
              <xsl:when test="@held = 'true'"><xsl:value-of select="f:t('yes')"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="f:t('no')"/></xsl:otherwise>
            </xsl:choose>
          </span>
        </button>
      </form>
    </li>
  </xsl:template>

  <xsl:template name="history">
    <section aria-labelledby="history-title">
      <h2 id="history-title"><xsl:value-of select="f:t('History')"/></h2>
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
        <tbody><xsl:apply-templates select="l:entry" mode="row"/></tbody>
      </table>
      <xsl:call-template name="archived"/>
      <xsl:call-template name="paging">
        <xsl:with-param name="path" select="concat('/employees/', @id)"/>
        <xsl:with-param name="text" select="f:t('Older entries')"/>
      </xsl:call-template>
    </section>
  </xsl:template>

</xsl:stylesheet>
