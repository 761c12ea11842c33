#!/bin/sh
# Databases as earlier programs left them, one for each schema there was (tests/data/dumps, made by tests/tools/dump): they
# are upgraded, at once and cut everywhere, and hold what they held.
set -u
build=${top_builddir:-build} ctl=${top_builddir:-build}/licencesctl
top=$(cd "${top_srcdir:-.}" && pwd)
tools=$top/tests/tools dumps=$top/tests/data/dumps
dir=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)/licences-upgrade-XXXXXX") || exit 99
trap 'rm -rf "$dir"' EXIT
failed=0 made=0
count() { echo $#; }
newest=$(count "$top"/sql/schema/*.sql)

verdict() { # verdict STATUS NAME [FILE: what was said]
    [ "$1" = 0 ] && { echo "ok: $2"; return; }
    [ -z "${3:-}" ] || cat "$3"
    echo "not ok: $2"
    failed=1
}

# --- databases: new makes an empty one, $database is what licencesctl calls it, sql reads SQL from standard input

server() { # server KIND PARAMETERS: those given, or those of the server that this run of make check shares
    if [ -n "$2" ]; then echo "$2"; else "$tools/database" "$1" while "${LIC_TEST_RUN:-$$}"; fi
}
new() {
    made=$((made + 1)) name=upgrade_$$_$made
    case $kind in
    sqlite3) database=sqlite3:$dir/$name.db ;;
    pgsql) database="pgsql:${params%dbname=*}dbname=$name"
        psql -qX "$params" -c "CREATE DATABASE $name ENCODING 'UTF8' TEMPLATE template0" ;;
    mysql) database="mysql:${params%dbname=*}dbname=$name"
        client -e "CREATE DATABASE $name CHARACTER SET utf8mb4" ;;
    esac
}
client() { mariadb --no-defaults --socket="$socket" --user=root --default-character-set=utf8mb4 -N -B "$@"; }
sql() {
    case $kind in
    sqlite3) sqlite3 -bail "${database#sqlite3:}" ;;
    pgsql) psql -qXAt -v ON_ERROR_STOP=1 "${database#pgsql:}" ;;
    mysql) client "$name" | sed 's/\t/|/g; s/NULL//g' ;;
    esac
}
drop() {
    case $kind in
    pgsql) psql -qX "$params" -c "DROP DATABASE $name WITH (FORCE)" ;;
    mysql) client -e "DROP DATABASE $name" ;;
    esac
}

# What is in it, put together so that it is the same from each kind of database
figures() {
    sql <<'END'
SELECT COUNT(*), SUM(last_log), SUM(last_outbox), SUM(last_employee), SUM(revision), MAX(account_key) FROM account;
SELECT COUNT(*), SUM(active), SUM(protected), SUM(activated_at), SUM(deadline), MAX(email) FROM employee;
SELECT COUNT(*), SUM(since), SUM(counts) FROM assignment;
SELECT COUNT(*), SUM(purchased), SUM(next_quantity), SUM(used) FROM position;
SELECT COUNT(*), SUM(net), SUM(vat), SUM(total), MIN(number), MAX(number) FROM invoice;
SELECT COUNT(*), SUM(amount), SUM(quantity), MAX(name) FROM invoice_line;
SELECT COUNT(*), SUM(id), SUM(event), SUM(at), SUM(amount), MAX(old_state), MAX(new_state), MAX(object) FROM journal;
SELECT state, COUNT(*), SUM(id), SUM(sent_at), MAX(address) FROM outbox GROUP BY state ORDER BY state;
SELECT COUNT(*), SUM(used), SUM(purchased), MIN(usage_date), MAX(usage_date) FROM usage_day;
SELECT COUNT(*), MAX(right_key), MIN(role_key) FROM role_right;
SELECT COUNT(*), SUM(employee) FROM employee_role;
SELECT COUNT(*), SUM(per_month), MAX(valid_from) FROM price;
SELECT COUNT(*), MAX(digest) FROM request;
SELECT value FROM setting WHERE name = 'grace-period';
END
}

load() { # load VERSION: a new database with that dump
    new
    sql <"$dumps/$1-$kind.dump" >"$dir/said" 2>&1
    verdict $? "schema $1 of $kind is loaded" "$dir/said"
    figures >"$dir/before"
}

held() { # held NAME: nothing is missing, the rules hold, and life goes on
    figures >"$dir/after"
    diff "$dir/before" "$dir/after" >"$dir/said"
    verdict $? "$1: holds what it held" "$dir/said"
    [ "$(echo 'SELECT MAX(version) FROM schema_version;' | sql)" = "$newest" ]
    verdict $? "$1: has the newest schema"
    "$ctl" --database "$database" --now 2027-01-01T12:00:00Z audit >"$dir/said" 2>&1 &&
        "$ctl" --database "$database" --now 2027-04-01T12:00:00Z sweep >>"$dir/said" 2>&1 &&
        "$ctl" --database "$database" --now 2027-04-01T12:00:00Z audit >>"$dir/said" 2>&1
    verdict $? "$1: no breach, today and three months on" "$dir/said"
}

claims() { # the setting logins, and how many log-ins are held
    echo $(echo "SELECT value FROM setting WHERE name = 'logins'; SELECT COUNT(*) FROM login_claim;" | sql)
}

# product.md, Who gets in: what exists stays. Each log-in in one account, but some that differ only in case or in how
# their accents are written; of each pair the first is held. One is alike a colleague's but for that.
respelt() { # respelt VERSION
    e=$(printf 'e\314\201') named="schema $1 of $kind, respelt"
    load "$1"
    {
        for account in 1 2 3 4; do
            echo "UPDATE employee SET login = REPLACE(REPLACE(login, 'e', 'e$account-'), 'boss', 'boss$account') WHERE account = $account;"
        done
        while read -r old new; do echo "UPDATE employee SET login = '$new' WHERE login = '$old';"; done <<END
boss2 BOSS1
e3-1 Jos$e
e3-2 Zoé
e3-3 Zo$e
e3-4 OLE
e1-1 ole
e4-1 Ida
e4-2 IDA
END
    } | sql
    "$ctl" --database "$database" upgrade >"$dir/said" 2>&1
    verdict $? "$named: is upgraded" "$dir/said"
    [ "$(claims)" = "portal 10" ]
    verdict $? "$named: each log-in is one account's, one of each pair held"
    [ "$(echo "SELECT COUNT(*) FROM employee WHERE login IN ('BOSS1', 'boss1', 'José', 'Zoé', 'Zo$e', 'OLE', 'ole', 'Ida', 'IDA');" | sql)" = 9 ]
    verdict $? "$named: all stayed, in NFC where that isn't a colleague's"
    for login in "jos$e" boss1 Ole iDA zoé; do
        "$ctl" --database "$database" --now 2027-01-01T12:00:00Z employee add sim-000003 "$login" --name X --email x@x.example >"$dir/said" 2>&1
        [ $? = 1 ] && grep -q 'is taken' "$dir/said"
        verdict $? "$named: $login is taken" "$dir/said"
    done
    held "$named"
    drop
}

upgraded() { # upgraded VERSION
    load "$1"
    [ "$kind" = sqlite3 ] || diff "$dir/$1.figures" "$dir/before" >"$dir/said"
    verdict $? "schema $1 of $kind holds the same life as SQLite's" "$dir/said"
    cp "$dir/before" "$dir/$1.figures"
    "$ctl" --database "$database" upgrade >"$dir/said" 2>&1 && "$ctl" --database "$database" upgrade >>"$dir/said" 2>&1
    verdict $? "schema $1 of $kind is upgraded twice" "$dir/said"
    case $1 in [1-5]) words="don't work with it" ;; *) words="go on working with it" ;; esac
    grep -qF "schema upgraded from version $1 to $newest; servers that know $1 $words" "$dir/said"
    verdict $? "whether its servers go on is said" "$dir/said"
    held "schema $1 of $kind, upgraded"
    case $1 in [1-3]) held="account 14" ;; *) held="portal 13" ;; esac # log-ins stand in several accounts up to schema 3
    [ "$(claims)" = "$held" ]
    verdict $? "schema $1 of $kind: log-ins are held as $held"
    drop
    [ -x "$build/tests/unit/store/test_upgrade" ] || { echo "skipped: cut upgrades, without the unit tests"; return; }
    load "$1"
    "$build/tests/unit/store/test_upgrade" "$database" >"$dir/said" 2>&1 && { [ "$1" = "$newest" ] || ! grep -q "cut 0" "$dir/said"; }
    verdict $? "schema $1 of $kind is upgraded by an upgrade that is cut everywhere" "$dir/said"
    held "schema $1 of $kind, cut"
    drop
}

for kind in sqlite3 pgsql mysql; do
    params=
    case $kind in
    sqlite3) command -v sqlite3 >/dev/null || params="skip: sqlite3 isn't installed" ;;
    pgsql) params=$(server pgsql "${LIC_TEST_PGSQL:-}") ;;
    mysql) params=$(server mysql "${LIC_TEST_MYSQL:-}") socket=${params#sock=} socket=${socket%%;*} ;;
    esac
    case $params in skip:*) echo "skipped: $kind isn't there"; continue ;; esac
    for dump in "$dumps"/*-"$kind".dump; do
        version=$(basename "$dump" "-$kind.dump")
        upgraded "$version"
    done
    respelt 3
done
[ "$(count "$dumps"/*-sqlite3.dump)" -ge $((newest - 1)) ]
verdict $? "there is a dump of each earlier schema"
exit $failed
