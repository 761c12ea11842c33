<?xml version="1.0" encoding="UTF-8"?>
<!-- Roles and rights: a switch for each, and who holds each role. Each switch is a form of its own, so that it works
     without JavaScript; what can't be switched off says why. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>
  <xsl:import href="done.xsl"/>

  <xsl:variable name="open" select="$manages and /*/@state != 'closed'"/>

  <xsl:template match="l:roles" mode="title"><xsl:value-of select="f:t('Roles and rights')"/></xsl:template>

  <xsl:template match="l:roles" mode="content">
    <h1><xsl:value-of select="f:t('Roles and rights')"/></h1>
    <xsl:apply-templates select="l:done" mode="notice"/>
    <xsl:apply-templates select="l:problem" mode="notice"/>
    <p class="lead">
      <xsl:value-of select="f:t('Employees have roles, and roles grant rights. Changes take effect at once, and are in the action log.')"/>
    </p>
    <xsl:if test="not($open)"><xsl:call-template name="why-closed"/></xsl:if>
    <xsl:call-template name="rights-explained"/>
    <xsl:choose>
      <xsl:when test="l:role"><xsl:call-template name="switches"/></xsl:when>
      <xsl:otherwise><p class="empty"><xsl:value-of select="f:t('There are no roles yet. Create the first one below, and switch on the rights that it grants.')"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="$open"><xsl:call-template name="new-role"/></xsl:if>
    <xsl:if test="l:role">
      <section aria-labelledby="holders">
        <h2 id="holders"><xsl:value-of select="f:t('Who has each role')"/></h2>
        <div class="holders"><xsl:apply-templates select="l:role" mode="holders"/></div>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="why-closed">
    <div class="notice">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'info'"/></xsl:call-template>
      <p>
        <xsl:choose>
          <xsl:when test="$manages">
            <xsl:value-of select="f:t('The subscription has ended. You can read everything here, but nothing can be changed until support reopens the account.')"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="f:t('You can see roles and rights but not change them: that requires the right “roles”.')"/>
          </xsl:otherwise>
        </xsl:choose>
      </p>
    </div>
  </xsl:template>

  <!-- What was refused, where the page itself can say it. -->
  <xsl:template match="l:problem" mode="notice">
    <xsl:variable name="sentence"><xsl:apply-templates select="." mode="sentence"/></xsl:variable>
    <div class="notice bad" role="alert">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'warning'"/></xsl:call-template>
      <p>
        <xsl:choose>
          <xsl:when test="string($sentence) != ''"><xsl:value-of select="$sentence"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="l:detail"/></xsl:otherwise>
        </xsl:choose>
      </p>
    </div>
  </xsl:template>

  <!-- XSLT 1.0 has no lists: the rights of the closed list, one by one. -->
  <xsl:template name="rights-explained">
    <dl class="position rights">
      <xsl:call-template name="right-explained"><xsl:with-param name="word" select="'my-account'"/></xsl:call-template>
      <xsl:call-template name="right-explained"><xsl:with-param name="word" select="'my-account-view'"/></xsl:call-template>
      <xsl:call-template name="right-explained"><xsl:with-param name="word" select="'partner'"/></xsl:call-template>
      <xsl:call-template name="right-explained"><xsl:with-param name="word" select="'partner-csv'"/></xsl:call-template>
      <xsl:call-template name="right-explained"><xsl:with-param name="word" select="'roles'"/></xsl:call-template>
    </dl>
  </xsl:template>

  <xsl:template name="right-explained">
    <xsl:param name="word"/>
    <div>
      <dt id="right-{$word}">
        <strong><xsl:call-template name="right-name"><xsl:with-param name="word" select="$word"/></xsl:call-template></strong>
        <xsl:text> </xsl:text>
        <span class="tag"><xsl:value-of select="$word"/></span>
      </dt>
      <dd id="explains-{$word}"><xsl:call-template name="right-sentence"><xsl:with-param name="word" select="$word"/></xsl:call-template></dd>
    </div>
  </xsl:template>

  <xsl:template name="switches">
    <table class="cards switches">
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="f:t('Role')"/></th>
          <xsl:for-each select="l:role[1]/l:right">
            <th scope="col"><xsl:call-template name="right-name"><xsl:with-param name="word" select="@key"/></xsl:call-template></th>
          </xsl:for-each>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="l:role">
          <tr>
            <th scope="row"><span><xsl:call-template name="bdi"/></span></th>
            <xsl:apply-templates select="l:right" mode="cell"/>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>

  <xsl:template match="l:right" mode="cell">
    <xsl:variable name="name"><xsl:call-template name="right-name"><xsl:with-param name="word" select="@key"/></xsl:call-template></xsl:variable>
    <td data-label="{$name}">
      <xsl:choose>
        <xsl:when test="not($open)">
          <xsl:choose>
            <xsl:when test="@granted = 'true'"><span class="tag on"><xsl:value-of select="f:t('yes')"/></span></xsl:when>
            <xsl:otherwise><span class="tag"><xsl:value-of select="f:t('no')"/></span></xsl:otherwise>
          </xsl:choose>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="switch"><xsl:with-param name="name" select="string($name)"/></xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </td>
  </xsl:template>

  <xsl:template name="switch">
    <xsl:param name="name"/>
    <xsl:variable name="role" select="../@key"/>
    <form method="post" action="{$base}/roles">
      <input type="hidden" name="token" value="{$token}"/>
      <input type="hidden" name="role" value="{$role}"/>
      <input type="hidden" name="right" value="{@key}"/>
      <input type="hidden" name="action">
        <xsl:attribute name="value">
          <xsl:choose>
            <xsl:when test="@granted = 'true'">revoke</xsl:when>
            <xsl:otherwise>grant</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </input>
      <!-- a switch that can't be turned off can still be focused, so that a screen reader says why -->
      <button class="switch" aria-pressed="{@granted}" aria-label="{concat(../l:name, ': ', $name)}">
        <xsl:attribute name="type"><xsl:choose><xsl:when test="@locked">button</xsl:when><xsl:otherwise>submit</xsl:otherwise></xsl:choose></xsl:attribute>
        <xsl:attribute name="aria-describedby">
          <xsl:value-of select="concat('explains-', @key)"/>
          <xsl:if test="@locked"> why-<xsl:value-of select="$role"/></xsl:if>
        </xsl:attribute>
        <xsl:if test="@locked"><xsl:attribute name="aria-disabled">true</xsl:attribute></xsl:if>
        <xsl:if test="/l:roles/l:done/@object = concat('role/', $role, '/', @key)"><xsl:attribute name="autofocus">autofocus</xsl:attribute></xsl:if>
        <span class="rail" aria-hidden="true"></span>
        <span aria-hidden="true">
          <xsl:choose>
            <xsl:when test="@granted = 'true'"><xsl:value-of select="f:t('yes')"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="f:t('no')"/></xsl:otherwise>
          </xsl:choose>
        </span>
      </button>
    </form>
    <xsl:if test="@locked">
      <span class="under" id="why-{$role}">
        <xsl:value-of select="f:t('Nobody else could manage roles: first grant this right to another role in use.')"/>
      </span>
    </xsl:if>
  </xsl:template>

  <xsl:template name="new-role">
    <form class="filters" method="post" action="{$base}/roles" aria-labelledby="new-role">
      <input type="hidden" name="token" value="{$token}"/>
      <input type="hidden" name="action" value="create"/>
      <h2 id="new-role"><xsl:value-of select="f:t('New role')"/></h2>
      <div class="field">
        <label for="role"><xsl:value-of select="concat(f:t('Name'), ' (', f:t('a–z, 0–9 and -'), ')')"/></label>
        <input id="role" name="role" type="text" autocomplete="off" autocapitalize="none" required="required" maxlength="40" pattern="[a-z0-9][a-z0-9\-]*" title="{f:t('a–z, 0–9 and -')}">
          <xsl:if test="l:problem and @typed and not(l:role[@key = current()/@typed])"><xsl:attribute name="value"><xsl:value-of select="@typed"/></xsl:attribute></xsl:if>
        </input>
      </div>
      <div class="field">
        <label for="right"><xsl:value-of select="f:t('Its first right')"/></label>
        <select id="right" name="right">
          <xsl:call-template name="right-option"><xsl:with-param name="word" select="'my-account-view'"/></xsl:call-template>
          <xsl:call-template name="right-option"><xsl:with-param name="word" select="'my-account'"/></xsl:call-template>
          <xsl:call-template name="right-option"><xsl:with-param name="word" select="'partner'"/></xsl:call-template>
          <xsl:call-template name="right-option"><xsl:with-param name="word" select="'partner-csv'"/></xsl:call-template>
          <xsl:call-template name="right-option"><xsl:with-param name="word" select="'roles'"/></xsl:call-template>
        </select>
      </div>
      <p class="buttons"><button class="button" type="submit"><xsl:value-of select="f:t('Create the role')"/></button></p>
    </form>
  </xsl:template>

  <xsl:template name="right-option">
    <xsl:param name="word"/>
    <option value="{$word}"><xsl:call-template name="right-name"><xsl:with-param name="word" select="$word"/></xsl:call-template></option>
  </xsl:template>

  <xsl:template match="l:role" mode="holders">
    <div class="panel">
      <h3><xsl:call-template name="bdi"/></h3>
      <p class="note">
        <xsl:choose>
          <xsl:when test="@more"><xsl:value-of select="f:t('more than {n} employees', 'n', f:number(@holders))"/></xsl:when>
          <xsl:when test="@holders = 0"><xsl:value-of select="f:t('Nobody has it.')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:tn('{n} employee', '{n} employees', @holders)"/></xsl:otherwise>
        </xsl:choose>
      </p>
      <xsl:if test="l:holder">
        <ul class="employees"><xsl:apply-templates select="l:holder" mode="row"/></ul>
        <xsl:if test="@holders &gt; count(l:holder)">
          <p class="note">
            <xsl:choose>
              <xsl:when test="@more"><xsl:value-of select="f:t('and others')"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="f:t('and {n} more', 'n', f:number(@holders - count(l:holder)))"/></xsl:otherwise>
            </xsl:choose>
          </p>
        </xsl:if>
      </xsl:if>
      <xsl:if test="$open">
        <form class="give" method="post" action="{$base}/roles">
          <input type="hidden" name="token" value="{$token}"/>
          <input type="hidden" name="role" value="{@key}"/>
          <div class="field">
            <label for="login-{@key}"><xsl:value-of select="f:t('Log-in of an employee')"/></label>
            <input id="login-{@key}" name="login" type="text" autocomplete="off" autocapitalize="none" required="required" maxlength="64"/>
          </div>
          <p class="buttons">
            <button class="button" type="submit" name="action" value="give"><xsl:value-of select="f:t('Assign')"/><span class="hidden">: <xsl:call-template name="bdi"/></span></button>
            <!-- those who are listed have a button of their own -->
            <xsl:if test="@holders &gt; count(l:holder)">
              <button class="button quiet" type="submit" name="action" value="take"><xsl:value-of select="f:t('Remove')"/><span class="hidden">: <xsl:call-template name="bdi"/></span></button>
            </xsl:if>
          </p>
        </form>
      </xsl:if>
    </div>
  </xsl:template>

  <xsl:template match="l:holder" mode="row">
    <li>
      <span class="who">
        <xsl:choose>
          <xsl:when test="$sees"><a href="{$base}/employees/{@employee}"><xsl:call-template name="bdi"><xsl:with-param name="text" select="."/></xsl:call-template></a></xsl:when>
          <xsl:otherwise><span><xsl:call-template name="bdi"><xsl:with-param name="text" select="."/></xsl:call-template></span></xsl:otherwise>
        </xsl:choose>
        <span class="note"><xsl:call-template name="bdi"><xsl:with-param name="text" select="@login"/></xsl:call-template></span>
        <xsl:if test="@status = 'inactive'"><span class="tag"><xsl:value-of select="f:t('inactive')"/></span></xsl:if>
      </span>
      <xsl:choose>
        <xsl:when test="not($open)"/>
        <xsl:when test="@locked">
          <span class="note"><xsl:value-of select="f:t('the last one who manages roles')"/></span>
        </xsl:when>
        <xsl:otherwise>
          <form method="post" action="{$base}/roles">
            <input type="hidden" name="token" value="{$token}"/>
            <input type="hidden" name="role" value="{../@key}"/>
            <input type="hidden" name="employee" value="{@employee}"/>
            <button class="button quiet small" type="submit" name="action" value="take" aria-label="{f:t('Remove the role {role} from {name}', 'role', ../l:name, 'name', .)}">
              <xsl:value-of select="f:t('Remove')"/>
            </button>
          </form>
        </xsl:otherwise>
      </xsl:choose>
    </li>
  </xsl:template>

</xsl:stylesheet>
