#!/bin/sh
# licencesctl simulate, the short form: a random life without a breach, the same each time, on SQLite and PostgreSQL.
# LIC_TEST_SEED=N lives another one.
set -u
ctl=${top_builddir:-build}/licencesctl
tools=$(cd "${top_srcdir:-.}/tests/tools" && pwd)
seed=${LIC_TEST_SEED:-1}
dir=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)/licences-simulate-XXXXXX") || exit 99
trap 'rm -rf "$dir"' EXIT
failed=0

# check NAME FILE PATTERN: the output holds it
check() {
    grep -qE "$3" "$2" && { echo "ok: $1"; return; }
    cat "$2"
    echo "not ok: $1"
    failed=1
}

simulate() { # simulate DATABASE OPTION…
    database=$1; shift
    "$ctl" --database "$database" simulate --seed "$seed" "$@" 2>&1
    echo "exit $?"
}

simulate "sqlite3:$dir/long.db" --accounts 20 --days 400 >"$dir/long"
cat "$dir/long"
check "20 accounts live for 400 days without a breach" "$dir/long" \
    "^simulate: seed $seed, 20 accounts, 400 days, [0-9]{4} operations, 0 breaches$"
check "and that is its exit status" "$dir/long" '^exit 0$'

"$ctl" --database "sqlite3:$dir/long.db" simulate --days 1 >"$dir/again" 2>&1
echo "exit $?" >>"$dir/again"
check "a database in use is left alone" "$dir/again" '^exit 1$'

for k in 1 2; do simulate "sqlite3:$dir/short$k.db" --accounts 4 --days 40 | grep -v '^time' >"$dir/short$k"; done
if cmp -s "$dir/short1" "$dir/short2"; then echo "ok: a seed brings the same life each time"
else diff "$dir/short1" "$dir/short2"; echo "not ok: a seed brings the same life each time"; failed=1; fi

# on a server, each run has a database of its own there
params=${LIC_TEST_PGSQL:-}
[ -n "$params" ] || params=$("$tools/database" pgsql while "${LIC_TEST_RUN:-$$}")
case $params in
host=*)
    name=simulate_$$
    psql -qX "$params" -c "CREATE DATABASE $name ENCODING 'UTF8' TEMPLATE template0" || failed=1
    simulate "pgsql:${params%dbname=*}dbname=$name" --accounts 4 --days 40 | grep -v '^time' >"$dir/server"
    psql -qX "$params" -c "DROP DATABASE $name WITH (FORCE)"
    if cmp -s "$dir/short1" "$dir/server"; then echo "ok: on PostgreSQL the same life comes out"
    else diff "$dir/short1" "$dir/server"; echo "not ok: on PostgreSQL the same life comes out"; failed=1; fi ;;
*) echo "skipped: PostgreSQL isn't there" ;;
esac
exit $failed
