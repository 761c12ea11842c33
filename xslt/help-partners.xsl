<?xml version="1.0" encoding="UTF-8"?>
<!-- Help for programs: the schema, examples against this very portal, and a form that tries a PUT without changing anything. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <xsl:import href="page.xsl"/>

  <xsl:variable name="put" select="concat('curl -u ', f:t('LOG-IN'), ' -X PUT -H &quot;Content-Type: application/xml&quot;')"/>
  <xsl:variable name="get" select="concat('curl -u ', f:t('LOG-IN'))"/>
  <xsl:variable name="address" select="string(/*/@address)"/>
  <xsl:variable name="first" select="/*/l:product[1]"/>
  <xsl:variable name="addon" select="/*/l:product[@kind = 'addon'][1]"/>
  <xsl:variable name="quote">'</xsl:variable>
  <xsl:variable name="namespace">xmlns="urn:mod-licences:1"</xsl:variable>

  <!-- what there is to be sent, by the word of ?example= -->
  <xsl:variable name="product-body" select="concat('&lt;product ', $namespace, ' quantity=&quot;', $first/@purchased + 1, '&quot;/&gt;')"/>
  <xsl:variable name="employees-body" select="concat('&lt;employees ', $namespace, ' mode=&quot;merge&quot;&gt;&#10;  &lt;employee login=&quot;nora&quot; initials=&quot;NO&quot; email=&quot;nora@example.com&quot;&gt;&#10;    &lt;name&gt;Nora Berg&lt;/name&gt;&#10;  &lt;/employee&gt;&#10;&lt;/employees&gt;')"/>
  <xsl:variable name="modules-body" select="concat('&lt;assignments ', $namespace, ' mode=&quot;merge&quot;&gt;&#10;  &lt;assignment login=&quot;', $user, '&quot; module=&quot;', $addon/@key, '&quot;/&gt;&#10;&lt;/assignments&gt;')"/>

  <xsl:template match="l:partners" mode="title"><xsl:value-of select="f:t('Examples for programs')"/></xsl:template>

  <xsl:template match="l:partners" mode="content">
    <xsl:call-template name="back">
      <xsl:with-param name="path" select="'/help'"/>
      <xsl:with-param name="text" select="f:t('Help')"/>
    </xsl:call-template>
    <h1><xsl:value-of select="f:t('Examples for programs')"/></h1>
    <p class="lead"><xsl:value-of select="f:t('Programs read and change licences and employees as XML. Their log-in needs a role with the right “partner”. The addresses and keys below are those of your account.')"/></p>
    <section class="help" aria-labelledby="start">
      <h2 id="start"><xsl:value-of select="f:t('Before you start')"/></h2>
      <ol>
        <li>
          <xsl:value-of select="f:t('Ask support for a service log-in, and assign it a role with the right “partner”.')"/>
          <xsl:text> </xsl:text>
          <a href="{$base}/roles"><xsl:value-of select="f:t('Roles and rights')"/></a>
        </li>
        <li>
          <xsl:value-of select="f:t('Get the schema: it describes every element and attribute.')"/>
          <xsl:text> </xsl:text>
          <a href="{$base}/schema/licences.xsd">licences.xsd</a>
          <xsl:text> · </xsl:text>
          <a href="{$base}/schema/problem.xsd">problem.xsd</a>
        </li>
        <li><xsl:value-of select="f:t('Try below what you want to send. It changes nothing.')"/></li>
      </ol>
    </section>
    <section class="help" aria-labelledby="read">
      <h2 id="read"><xsl:value-of select="f:t('Reading')"/></h2>
      <xsl:call-template name="example">
        <xsl:with-param name="text" select="f:t('Everything at a glance')"/>
        <xsl:with-param name="code" select="concat($get, ' ', $address, '/overview.xml')"/>
      </xsl:call-template>
      <xsl:call-template name="example">
        <xsl:with-param name="text" select="f:t('Who is active, and who has a module')"/>
        <xsl:with-param name="code" select="concat($get, ' ', $address, '/employees.xml?status=active&#10;', $get, ' ', $address, '/modules.xml?module=', $addon/@key)"/>
      </xsl:call-template>
      <xsl:call-template name="example">
        <xsl:with-param name="text" select="f:t('What has happened since: ask again with the id of the last entry that you have')"/>
        <xsl:with-param name="code" select="concat($get, ' ', $address, '/log.xml?after=0')"/>
      </xsl:call-template>
    </section>
    <section class="help" aria-labelledby="write">
      <h2 id="write"><xsl:value-of select="f:t('Changing')"/></h2>
      <p><xsl:value-of select="f:t('With ?dry-run=1 you are told what would happen. Without it, send an Idempotency-Key of your own, so that a repeated request is carried out only once, or If-Match with the ETag of what you read.')"/></p>
      <xsl:call-template name="example">
        <xsl:with-param name="text" select="f:t('What would one more licence cost?')"/>
        <xsl:with-param name="code" select="concat($put, ' -d ', $quote, $product-body, $quote, ' ', $address, '/products/', $first/@key, '.xml?dry-run=1')"/>
      </xsl:call-template>
      <xsl:call-template name="example">
        <xsl:with-param name="text" select="f:t('Send a list from a file, and leave the employees who aren’t in it as they are')"/>
        <xsl:with-param name="code" select="concat($put, ' -H &quot;Idempotency-Key: hr-1&quot; --data-binary @employees.xml ', $address, '/employees.xml')"/>
      </xsl:call-template>
      <p><xsl:value-of select="f:t('Errors are answered with a problem document (RFC 9457), whose type never changes.')"/></p>
    </section>
    <xsl:call-template name="try"/>
  </xsl:template>

  <xsl:template name="example">
    <xsl:param name="text"/>
    <xsl:param name="code"/>
    <p class="what"><xsl:value-of select="$text"/></p>
    <pre dir="ltr" translate="no"><code><xsl:value-of select="$code"/></code></pre>
  </xsl:template>

  <!-- Sent by a form as every page's, so that it needs no script; the server does what it would do with a PUT and ?dry-run=1. -->
  <xsl:template name="try">
    <section class="help" aria-labelledby="try">
      <h2 id="try"><xsl:value-of select="f:t('Try it')"/></h2>
      <xsl:choose>
        <xsl:when test="$changes">
          <p><xsl:value-of select="f:t('Nothing is bought or changed here: you see the answer that a program would get.')"/></p>
          <p class="starts">
            <xsl:value-of select="f:t('Begin with:')"/>
            <xsl:text> </xsl:text>
            <a href="{$base}/help/partners?example=product#try"><xsl:value-of select="f:t('one more licence')"/></a>
            <xsl:text> · </xsl:text>
            <a href="{$base}/help/partners?example=employees#try"><xsl:value-of select="f:t('a new employee')"/></a>
            <xsl:if test="$addon">
              <xsl:text> · </xsl:text>
              <a href="{$base}/help/partners?example=modules#try"><xsl:value-of select="f:t('a module for you')"/></a>
            </xsl:if>
          </p>
          <xsl:call-template name="try-form"/>
          <xsl:apply-templates select="l:dry-run"/>
        </xsl:when>
        <xsl:otherwise><p><xsl:value-of select="f:t('To try a change you need the right “my-account”.')"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template name="try-form">
    <form class="panel try" method="post" action="{$base}/help/partners#try">
      <input type="hidden" name="token" value="{$token}"/>
      <div class="field">
        <label for="path"><xsl:value-of select="f:t('PUT to')"/></label>
        <select id="path" name="path">
          <xsl:for-each select="l:product">
            <xsl:call-template name="path"><xsl:with-param name="path" select="concat('/products/', @key, '.xml')"/></xsl:call-template>
          </xsl:for-each>
          <xsl:call-template name="path"><xsl:with-param name="path" select="'/employees.xml'"/><xsl:with-param name="example" select="'employees'"/></xsl:call-template>
          <xsl:call-template name="path"><xsl:with-param name="path" select="'/modules.xml'"/><xsl:with-param name="example" select="'modules'"/></xsl:call-template>
        </select>
      </div>
      <div class="field">
        <label for="body">XML</label>
        <textarea id="body" name="body" rows="6" required="required" spellcheck="false" autocomplete="off" dir="ltr">
          <xsl:choose>
            <xsl:when test="l:dry-run"><xsl:value-of select="l:dry-run/l:sent"/></xsl:when>
            <xsl:when test="@example = 'employees'"><xsl:value-of select="$employees-body"/></xsl:when>
            <xsl:when test="@example = 'modules'"><xsl:value-of select="$modules-body"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="$product-body"/></xsl:otherwise>
          </xsl:choose>
        </textarea>
      </div>
      <p class="buttons"><button type="submit" class="button primary"><xsl:value-of select="f:t('Try without changing anything')"/></button></p>
    </form>
  </xsl:template>

  <xsl:template name="path">
    <xsl:param name="path"/>
    <xsl:param name="example" select="'product'"/>
    <option>
      <xsl:if test="/*/l:dry-run/@path = $path or (not(/*/l:dry-run) and /*/@example = $example and $example != 'product')"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:value-of select="$path"/>
    </option>
  </xsl:template>

  <xsl:template match="l:dry-run">
    <section class="answered" aria-labelledby="answered" tabindex="-1" autofocus="autofocus">
      <h3 id="answered">
        <xsl:choose>
          <xsl:when test="@status = 200"><xsl:value-of select="f:t('Answer: 200, this is what would happen')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="f:t('Answer: {status}, this would be refused', 'status', @status)"/></xsl:otherwise>
        </xsl:choose>
      </h3>
      <pre dir="ltr" translate="no"><code><xsl:value-of select="l:answer"/></code></pre>
    </section>
  </xsl:template>

</xsl:stylesheet>
