#!/bin/sh
# Nothing that one account does changes an answer to another (product.md, Who gets in): a statement that reads or writes rows
# of accounts says of which account, or stands here with why it need not.
. "$(dirname "$0")/guard.sh"

across="
admission_by_login|whose log-in this is, where it belongs to one account: nobody else can hold it (login_claim's key)
account_bump_all|support sets whose a log-in is: every account is locked, and answers nothing of another's
account_due|the sweeper's list of accounts with something due, each of which is then worked on by itself
account_due_buckets|counts for the operator: server-status and metrics
account_highest|the number of a new account, which support adds
account_insert|makes the account
account_list|licencesctl lists all accounts; no request does
account_keys|licencesctl walks all accounts; no request does
account_zones|support sets a price that begins tomorrow everywhere: dates only
audit_holders|the audit looks who has claimed the log-ins of the employees that it read
buyers_lacking|the audit notes for support who lacks what electronic invoices need
login_clear|an upgrade, or support sets whose a log-in is
login_doubled|an upgrade, or support sets whose a log-in is
name_account|an upgrade goes from account to account
outbox_due|mail that waits, of whomever: it is claimed and sent row by row
outbox_unwant|no server sends mail, of whomever
outbox_want|a server sends mail again, of whomever
search_account|an upgrade goes from account to account
search_clear|an upgrade, which fills it anew
watch_|counts for the operator: server-status and metrics
"
for pass in 1 2; do cat sql/[a-z]*.sql | sed 's/^/'$pass' /'; done | $AWK -v across="$across" '
BEGIN {
    n = split(across, lines, "\n")
    for (i = 1; i <= n; i++)
        if (split(lines[i], cell, "|") == 2) why[cell[1]] = cell[2]
    tables = "(account|employee|assignment|position|role|role_right|employee_role|invoice|invoice_line|journal|outbox|usage_day|request|archive|archived_state|refusal|login_claim|employee_search)"
}
# A statement by name, without comments; its parts, known from the first pass, in their places
function judge(    part, known, excused) {
    while (match(text, /\{\{[a-z_]+\}\}/)) {
        part = substr(text, RSTART + 2, RLENGTH - 4)
        text = substr(text, 1, RSTART - 1) parts[part] substr(text, RSTART + RLENGTH)
    }
    if (name == "" || text !~ ("(FROM|JOIN|INTO|UPDATE)[ \n]+" tables "[ \n;(]")) return
    if (text ~ /(account|account_key|id|a\.id|scope)[ \n]*(=|BETWEEN)[ \n]*:(account|key|id|scope)/ || text ~ /:account[ ,_]/) return
    for (known in why) # all that it begins with: awk goes through them in an order of its own
        if (index(name, known) == 1) excused = used[known] = 1
    if (excused) return
    print name ": says of no account whose rows it is about"
}
function ends() {
    if (in_part != "") parts[in_part] = text
    else if ($1 == 2 || pass == 2) judge()
    name = in_part = text = ""
}
{ pass_now = $1; sub(/^[12] /, "") }
/^-- part [a-z_]+$/ { ends(); pass = pass_now; in_part = $3; next }
/^-- [a-z][a-z0-9_]*\(/ { ends(); pass = pass_now; name = $2; sub(/\(.*/, "", name); next }
/^--/ { next }
{ text = text $0 "\n" }
END { ends(); for (known in why) if (!(known in used)) print known ": no statement is called so, or it says of which account; take it out" }
' | while read -r said; do breach "sql: $said"; done
verdict "a statement about accounts' rows says of which account, or why not"
