<?xml version="1.0" encoding="UTF-8"?>
<!-- Closed words as a person says them, and the sentences for problems and for what was done. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mod-licences:functions"
                xmlns:l="urn:mod-licences:1" exclude-result-prefixes="f l">

  <!-- What of an account was set: account/FIELD in the log. -->
  <xsl:template name="account-field">
    <xsl:variable name="field" select="substring-after(@object, 'account/')"/>
    <xsl:choose>
      <xsl:when test="$field = 'name'"><xsl:value-of select="f:t('Name')"/></xsl:when>
      <xsl:when test="$field = 'billing'"><xsl:value-of select="f:t('Where invoices and notices go')"/></xsl:when>
      <xsl:when test="$field = 'locale'"><xsl:value-of select="f:t('Language')"/></xsl:when>
      <xsl:when test="$field = 'timezone'"><xsl:value-of select="f:t('Time zone')"/></xsl:when>
      <xsl:when test="$field = 'currency'"><xsl:value-of select="f:t('Currency')"/></xsl:when>
      <xsl:when test="$field = 'vat'"><xsl:value-of select="f:t('VAT')"/></xsl:when>
      <xsl:when test="$field = 'ceiling'"><xsl:value-of select="f:t('Highest total that can be bought')"/></xsl:when>
      <xsl:when test="$field = 'legal-name'"><xsl:value-of select="f:t('Legal name')"/></xsl:when>
      <xsl:when test="$field = 'address'"><xsl:value-of select="f:t('Address')"/></xsl:when>
      <xsl:when test="$field = 'country'"><xsl:value-of select="f:t('Country')"/></xsl:when>
      <xsl:when test="$field = 'vat-id'"><xsl:value-of select="f:t('VAT id')"/></xsl:when>
      <xsl:when test="$field = 'electronic-address'"><xsl:value-of select="f:t('Electronic address')"/></xsl:when>
      <xsl:when test="$field = 'order-number'"><xsl:value-of select="f:t('Order number')"/></xsl:when>
      <xsl:when test="$field = 'attach-ubl'"><xsl:value-of select="f:t('Electronic invoice (UBL) by e-mail')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$field"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Rights: what they are called, and what they open (product.md, Who gets in). -->
  <xsl:template name="right-name">
    <xsl:param name="word"/>
    <xsl:choose>
      <xsl:when test="$word = 'my-account'"><xsl:value-of select="f:t('Manage licences')"/></xsl:when>
      <xsl:when test="$word = 'my-account-view'"><xsl:value-of select="f:t('See licences')"/></xsl:when>
      <xsl:when test="$word = 'partner'"><xsl:value-of select="f:t('Partner program')"/></xsl:when>
      <xsl:when test="$word = 'partner-csv'"><xsl:value-of select="f:t('Reading program')"/></xsl:when>
      <xsl:when test="$word = 'roles'"><xsl:value-of select="f:t('Manage roles')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$word"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="right-sentence">
    <xsl:param name="word"/>
    <xsl:choose>
      <xsl:when test="$word = 'my-account'"><xsl:value-of select="f:t('Sees everything about the licences, buys and scales down, and manages employees.')"/></xsl:when>
      <xsl:when test="$word = 'my-account-view'"><xsl:value-of select="f:t('Sees and downloads everything about the licences, and changes nothing.')"/></xsl:when>
      <xsl:when test="$word = 'partner'"><xsl:value-of select="f:t('For programs: reads everything as XML, and sends the number of licences and the list of employees.')"/></xsl:when>
      <xsl:when test="$word = 'partner-csv'"><xsl:value-of select="f:t('For programs: reads everything as XML and as CSV, and changes nothing.')"/></xsl:when>
      <xsl:when test="$word = 'roles'"><xsl:value-of select="f:t('Decides here which rights each role grants, and who has which role.')"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- A state in the log: "25", "25/20", or a word; words first, as translate() costs more than all of them. -->
  <xsl:template name="state">
    <xsl:param name="word"/>
    <xsl:choose>
      <xsl:when test="$word = ''">–</xsl:when>
      <xsl:when test="$word = 'active'"><xsl:value-of select="f:t('active')"/></xsl:when>
      <xsl:when test="$word = 'inactive'"><xsl:value-of select="f:t('inactive')"/></xsl:when>
      <xsl:when test="$word = 'assigned'"><xsl:value-of select="f:t('assigned')"/></xsl:when>
      <xsl:when test="$word = 'granted'"><xsl:value-of select="f:t('granted')"/></xsl:when>
      <xsl:when test="$word = 'given'"><xsl:value-of select="f:t('assigned')"/></xsl:when>
      <xsl:when test="$word = 'protected'"><xsl:value-of select="f:t('protected')"/></xsl:when>
      <xsl:when test="$word = 'grace' or $word = 'block' or $word = 'buy'"><xsl:call-template name="policy"><xsl:with-param name="word" select="$word"/></xsl:call-template></xsl:when>
      <xsl:when test="starts-with($word, 'buy ')"><xsl:value-of select="f:t('bought, up to {n} in all', 'n', f:number(substring-after($word, 'buy ')))"/></xsl:when>
      <xsl:when test="$word = 'open'"><xsl:value-of select="f:t('open')"/></xsl:when>
      <xsl:when test="$word = 'closing'"><xsl:value-of select="f:t('closing')"/></xsl:when>
      <xsl:when test="$word = 'closed'"><xsl:value-of select="f:t('closed')"/></xsl:when>
      <xsl:when test="contains($word, '/') and translate($word, '0123456789/', '') = ''">
        <xsl:value-of select="f:t('{now}, next period {next}', 'now', f:number(substring-before($word, '/')), 'next', f:number(substring-after($word, '/')))"/>
      </xsl:when>
      <xsl:when test="translate($word, '0123456789', '') = ''"><xsl:value-of select="f:number($word)"/></xsl:when>
      <xsl:when test="contains($word, ' ') and translate($word, '0123456789', '') = ' --'">
        <xsl:value-of select="f:t('{n} from {day}', 'n', f:number(substring-before($word, ' ')), 'day', f:date(substring-after($word, ' '), 's'))"/>
      </xsl:when>
      <xsl:when test="string-length($word) = 10 and translate($word, '0123456789', '') = '--'">
        <xsl:value-of select="f:date($word, 's')"/>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="bdi"><xsl:with-param name="text" select="$word"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What an entry of the log planned: its object is employee/ID/plan/KIND or PRODUCT/plan, its new state the day. -->
  <xsl:template name="planned">
    <xsl:param name="state" select="string(@new)"/>
    <xsl:choose>
      <xsl:when test="contains(@object, '/plan/start')"><xsl:value-of select="f:t('{name} starts on {day}', 'name', f:isolate(l:name), 'day', f:date($state, 'l'))"/></xsl:when>
      <xsl:when test="contains(@object, '/plan/leave')"><xsl:value-of select="f:t('{name} has their last day on {day}', 'name', f:isolate(l:name), 'day', f:date($state, 'l'))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('{product}: buy up to {n} on {day}', 'product', f:isolate(l:name), 'n', f:number(substring-before($state, ' ')), 'day', f:date(substring-after($state, ' '), 'l'))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What happens when no licence is free. -->
  <xsl:template name="policy">
    <xsl:param name="word" select="@policy"/>
    <xsl:choose>
      <xsl:when test="$word = 'block'"><xsl:value-of select="f:t('refused')"/></xsl:when>
      <xsl:when test="$word = 'buy'"><xsl:value-of select="f:t('bought')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="f:t('allowed, and marked red')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="actor">
    <xsl:param name="word" select="string(@actor)"/>
    <xsl:choose>
      <xsl:when test="$word = 'system'"><xsl:value-of select="f:t('Automatic')"/></xsl:when>
      <xsl:when test="$word = 'operator'"><xsl:value-of select="f:t('Support')"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="bdi"><xsl:with-param name="text" select="$word"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="invoice-kind">
    <xsl:param name="word" select="string(@kind)"/>
    <xsl:choose>
      <xsl:when test="$word = 'purchase'"><xsl:value-of select="f:t('Purchase')"/></xsl:when>
      <xsl:when test="$word = 'renewal'"><xsl:value-of select="f:t('Renewal')"/></xsl:when>
      <xsl:when test="$word = 'credit'"><xsl:value-of select="f:t('Credit note')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$word"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "5 licences × DKK 249.00 × 7 of 30 days = DKK 290.50" -->
  <xsl:template name="formula">
    <xsl:param name="currency" select="/*/@currency"/>
    <xsl:variable name="count">
      <xsl:choose>
        <xsl:when test="@kind = 'integration'"><xsl:value-of select="f:tn('{n} fee', '{n} fees', @quantity)"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="f:tn('{n} licence', '{n} licences', @quantity)"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:value-of select="concat($count, ' × ', f:money(@price, $currency))"/>
    <xsl:if test="@days != @period-days">
      <xsl:value-of select="concat(' × ', f:tn('{days} of {n} day', '{days} of {n} days', @period-days, 'days', f:number(@days)))"/>
    </xsl:if>
    <xsl:value-of select="concat(' = ', f:money(@amount, $currency))"/>
  </xsl:template>

  <!-- What an error on a form says. The context is the product, with the problem in it. -->
  <xsl:template match="l:problem" mode="sentence">
    <xsl:call-template name="sentence">
      <xsl:with-param name="type" select="string(@type)"/>
      <xsl:with-param name="ceiling" select="f:number(l:fact[@name = 'ceiling'])"/>
      <xsl:with-param name="currency" select="string(l:fact[@name = 'currency'])"/>
      <xsl:with-param name="right" select="string(l:fact[@name = 'right'])"/>
      <xsl:with-param name="field" select="string(l:fact[@name = 'field'])"/>
      <xsl:with-param name="until" select="string(l:fact[@name = 'until'])"/>
      <xsl:with-param name="free" select="string(l:fact[@name = 'free'])"/>
      <xsl:with-param name="product" select="string(l:fact[@name = 'product'])"/>
      <xsl:with-param name="missing" select="string(l:fact[@name = 'missing'])"/>
      <xsl:with-param name="who" select="string(l:fact[@name = 'who'])"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="sentence">
    <xsl:param name="type"/>
    <xsl:param name="ceiling"/>
    <xsl:param name="currency"/>
    <xsl:param name="right"/>
    <xsl:param name="field"/>
    <xsl:param name="value"/>
    <xsl:param name="reference"/>
    <xsl:param name="until"/>
    <xsl:param name="missing"/>
    <xsl:param name="free"/>
    <xsl:param name="product"/>
    <xsl:param name="who"/>
    <xsl:choose>
      <xsl:when test="$type = 'filter-invalid'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('The filter “{field}” can’t be “{value}”. Choose another value, or leave it empty.', 'field', $field, 'value', f:isolate($value))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$type = 'parameter-unknown'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:t('The address contains “{field}”, which isn’t known here, so nothing was done.', 'field', f:isolate($field))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$type = 'internal'">
        <xsl:value-of select="f:t('The error is in the server’s log. Support can find it by the reference {reference}.', 'reference', $reference)"/>
      </xsl:when>
      <xsl:when test="$type = 'cross-site'">
        <xsl:value-of select="f:t('The form came from a different site, so nothing was changed.')"/>
      </xsl:when>
      <xsl:when test="$type = 'quantity-not-a-number'">
        <xsl:value-of select="f:t('That is not a whole number. Enter the total in digits only, for example 25: no points, commas or signs.')"/>
      </xsl:when>
      <xsl:when test="$type = 'quantity-above-ceiling'">
        <xsl:value-of select="f:t('That is more than {ceiling}, the most that can be bought here. Enter a smaller number, or write to {support}.', 'ceiling', $ceiling, 'support', $support)"/>
      </xsl:when>
      <xsl:when test="$type = 'quantity-below-least' and /l:product/@kind = 'addon'">
        <xsl:value-of select="f:t('A number can’t be below 0.')"/>
      </xsl:when>
      <xsl:when test="$type = 'quantity-below-least'">
        <xsl:value-of select="f:t('There has to be at least 1 licence. To end the subscription, write to {support}.', 'support', $support)"/>
      </xsl:when>
      <xsl:when test="$type = 'product-follows'">
        <xsl:value-of select="f:t('This product follows the standard licence: its number changes with it and can’t be set separately.')"/>
      </xsl:when>
      <xsl:when test="$type = 'product-is-fee'">
        <xsl:value-of select="f:t('This is a fee per period, not a number of licences. To start or end it, write to {support}.', 'support', $support)"/>
      </xsl:when>
      <xsl:when test="$type = 'no-price'">
        <xsl:value-of select="f:t('This product has no price in {currency} and can’t be bought. Write to {support}.', 'currency', $currency, 'support', $support)"/>
      </xsl:when>
      <xsl:when test="$type = 'amount-overflow'">
        <xsl:value-of select="f:t('That many licences cost more than can be calculated. Enter a smaller number.')"/>
      </xsl:when>
      <xsl:when test="$type = 'account-closed'">
        <xsl:value-of select="f:t('The subscription is ended or ending, so nothing can be changed. To reopen it, write to {support}.', 'support', $support)"/>
      </xsl:when>
      <xsl:when test="$type = 'moved-on'">
        <xsl:value-of select="f:t('Something has changed since you saw the preview: nothing was bought or changed. This is what it would be now; confirm it if you still want it.')"/>
      </xsl:when>
      <xsl:when test="$type = 'token-expired'">
        <xsl:value-of select="f:t('The preview was too old: nothing was bought or changed. This is what it would be now; confirm it if you still want it.')"/>
      </xsl:when>
      <xsl:when test="$type = 'undo-off'">
        <xsl:value-of select="f:t('Purchases can’t be undone here. You can scale down, which applies from the next period.')"/>
      </xsl:when>
      <xsl:when test="$type = 'undo-nothing'">
        <xsl:value-of select="f:t('There is no purchase to undo: nothing was bought in this period, or the number has been changed since.')"/>
      </xsl:when>
      <xsl:when test="$type = 'undo-changed'">
        <xsl:value-of select="f:t('What was bought with it has been changed since, so the purchase can’t be undone. You can scale down, which applies from the next period.')"/>
      </xsl:when>
      <xsl:when test="$type = 'undo-late'">
        <xsl:value-of select="f:t('The time for undoing the purchase ended on {when}. You can scale down, which applies from the next period.', 'when', f:datetime($until, 'l'))"/>
      </xsl:when>
      <xsl:when test="$type = 'undo-in-use'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:tn('{n} of the licences that were bought is in use. First free it: {who} came last.', '{n} of the licences that were bought are in use. First free as many: {who} came last.', $missing, 'who', f:isolate($who))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$type = 'plan-day'">
        <xsl:value-of select="f:t('A plan must be for a day after today, and at most 400 days ahead. Choose another date.')"/>
      </xsl:when>
      <xsl:when test="$type = 'plan-order'">
        <xsl:value-of select="f:t('The last day would be before the first. Choose another date.')"/>
      </xsl:when>
      <xsl:when test="$type = 'plan-needless'">
        <xsl:value-of select="f:t('There would be nothing to do: it is so already, or will be by that day.')"/>
      </xsl:when>
      <xsl:when test="$type = 'plan-unknown'">
        <xsl:value-of select="f:t('There is no such plan any more: it has been carried out, replaced or cancelled.')"/>
      </xsl:when>
      <xsl:when test="$type = 'field-invalid' and ($field = 'date' or $field = 'starts' or $field = 'ends')">
        <xsl:value-of select="f:t('That is not a date. Enter it like {date}.', 'date', f:date('2026-11-24', 's'))"/>
      </xsl:when>
      <xsl:when test="$type = 'key-reused'">
        <xsl:value-of select="f:t('This confirmation was made for something else: nothing was bought or changed. Start again from the licence.')"/>
      </xsl:when>
      <xsl:when test="$type = 'last-roles'">
        <xsl:value-of select="f:t('That would leave nobody who manages roles and rights, so nothing was changed. First grant the right “roles” to another role in use.')"/>
      </xsl:when>
      <xsl:when test="$type = 'role-unknown'"><xsl:value-of select="f:t('There is no such role here.')"/></xsl:when>
      <xsl:when test="$type = 'role-exists'"><xsl:value-of select="f:t('A role of this name already exists: switch its rights in the table.')"/></xsl:when>
      <xsl:when test="$type = 'too-many-roles'"><xsl:value-of select="f:t('The account has as many roles as it can have. Use one of them.')"/></xsl:when>
      <xsl:when test="$type = 'field-invalid' and $field = 'role'">
        <xsl:value-of select="f:t('A role’s name consists of lower-case letters a–z, digits and -, at most 40 characters.')"/>
      </xsl:when>
      <xsl:when test="$type = 'employee-inactive'">
        <xsl:value-of select="f:t('An inactive employee can’t be assigned an add-on licence: activate the employee first.')"/>
      </xsl:when>
      <xsl:when test="$type = 'employee-service'">
        <xsl:value-of select="f:t('A service log-in uses no licence.')"/>
      </xsl:when>
      <xsl:when test="$type = 'no-licence-free'">
        <xsl:call-template name="with-bdi"><xsl:with-param name="text" select="f:tn('Not enough licences are free: {product} has {n} free, and beyond that nothing is given here. Free or buy a licence first.', 'Not enough licences are free: {product} has {n} free, and beyond that nothing is given here. Free or buy licences first.', $free, 'product', f:isolate($product))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$type = 'no-right'">
        <xsl:value-of select="f:t('Your role lacks the right “{right}”. Somebody who manages roles and rights in your company can give it to you.', 'right', $right)"/>
      </xsl:when>
      <xsl:when test="$type = 'login-unknown'">
        <xsl:value-of select="f:t('Your log-in doesn’t belong to an employee of a company with licences here.')"/>
      </xsl:when>
      <xsl:when test="$type = 'directive-missing'">
        <xsl:value-of select="f:t('The portal doesn’t say which company you are here for: somebody who runs it has to complete its configuration.')"/>
      </xsl:when>
      <xsl:when test="$type = 'product-unknown'"><xsl:value-of select="f:t('There is no such product here.')"/></xsl:when>
      <xsl:when test="$type = 'invoice-unknown'"><xsl:value-of select="f:t('Your company has no invoice with this number.')"/></xsl:when>
      <xsl:when test="$type = 'employee-unknown'"><xsl:value-of select="f:t('Your company has no such employee.')"/></xsl:when>
      <xsl:when test="$type = 'token-invalid'">
        <xsl:value-of select="f:t('The form did not belong to this page, or was too old: nothing was changed. Go back, reload the page and try again.')"/>
      </xsl:when>
      <xsl:when test="$type = 'database-busy' or starts-with($type, 'database-un')">
        <xsl:value-of select="f:t('The database can’t be reached just now, or is busy. Nothing was changed. Try again in a moment.')"/>
      </xsl:when>
      <xsl:when test="$type = 'log-begun-anew'">
        <xsl:value-of select="f:t('The action log has started over, and doesn’t reach that far: read it from the beginning.')"/>
      </xsl:when>
      <xsl:when test="$type = 'exports-busy'">
        <xsl:value-of select="f:t('The maximum number of downloads is already running. Try again when one of them has finished.')"/>
      </xsl:when>
      <xsl:when test="$type = 'too-costly'">
        <xsl:value-of select="f:t('That would go through too many rows. Search for something longer or rarer, or narrow it down.')"/>
      </xsl:when>
      <xsl:when test="$type = 'too-slow'">
        <xsl:value-of select="f:t('That took too long and was stopped. What you asked for has not been done. Try again in a moment, or ask for less at once.')"/>
      </xsl:when>
      <xsl:when test="$type = 'commit-unknown'">
        <xsl:value-of select="f:t('The database’s answer was lost, so it isn’t known whether the change was made. Confirm again: it is carried out only once.')"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
