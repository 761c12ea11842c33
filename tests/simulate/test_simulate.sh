#!/bin/sh
# The simulation, in its short form: a random life without a breach, the same each time and on each kind of database.
# LIC_TEST_SEED=N lives another one; with LIC_TEST_LONG=1 the long life of 20 accounts is lived on the servers, too.
set -u
simulate=${top_builddir:-build}/tests/simulate/simulate
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
    "$simulate" --database "$database" --seed "$seed" "$@" 2>&1
    echo "exit $?"
}

simulate "sqlite3:$dir/long.db" --accounts 20 --days 400 >"$dir/long"
cat "$dir/long"
check "20 accounts live for 400 days without a breach" "$dir/long" \
    "^simulate: seed $seed, 20 accounts, 400 days, [0-9]{4} operations, 0 breaches$"
check "and that is its exit status" "$dir/long" '^exit 0$'

"$simulate" --database "sqlite3:$dir/long.db" --days 1 >"$dir/again" 2>&1
echo "exit $?" >>"$dir/again"
check "a database in use is left alone" "$dir/again" '^exit 1$'

same() { # same NAME FILE FILE: byte for byte
    cmp -s "$2" "$3" && { echo "ok: $1"; return; }
    diff "$2" "$3" | head -n 40
    echo "not ok: $1"
    failed=1
}
for k in 1 2; do
    simulate "sqlite3:$dir/short$k.db" --accounts 4 --days 40 | grep -v '^time' >"$dir/short$k"
    # but for what is drawn by lot: words of init's, and the identities of previews; in which order rows lie is nothing they hold
    sqlite3 "$dir/short$k.db" .dump | grep -vE "^INSERT INTO setting VALUES\('(secret|epoch|catalogue)'" |
        sed -E "s/^(INSERT INTO request VALUES\([0-9]+,)'[0-9a-f]{32}'/\1'of a preview'/" | sort >"$dir/rows$k"
done
same "a seed brings the same life each time" "$dir/short1" "$dir/short2"
same "and the same rows, byte for byte" "$dir/rows1" "$dir/rows2"
check "of which there are many" "$dir/rows1" '^INSERT INTO journal'

# on a server, each run has a database of its own there
same_life() { # same_life SERVER DATABASE: on this database, of which a seed makes the same life
    simulate "$2" --accounts 4 --days 40 | grep -v '^time' >"$dir/server"
    same "on $1 the same life comes out" "$dir/short1" "$dir/server"
}
long_life() { # long_life SERVER DATABASE
    simulate "$2" --accounts 20 --days 400 | tee "$dir/server"
    check "on $1 20 accounts live for 400 days without a breach" "$dir/server" '400 days, [0-9]{4} operations, 0 breaches$'
}
lives=same_life
[ -z "${LIC_TEST_LONG:-}" ] || lives="same_life long_life"
server() { # server KIND PARAMETERS: those given, or those of the server that this run of make check shares
    [ -n "$2" ] && echo "$2" || "$tools/database" "$1" while "${LIC_TEST_RUN:-$$}"
}
name=simulate_$$

params=$(server pgsql "${LIC_TEST_PGSQL:-}")
case $params in
host=*)
    for life in $lives; do
        psql -qX "$params" -c "CREATE DATABASE $name ENCODING 'UTF8' TEMPLATE template0" || failed=1
        $life PostgreSQL "pgsql:${params%dbname=*}dbname=$name"
        psql -qX "$params" -c "DROP DATABASE $name WITH (FORCE)"
    done ;;
*) echo "skipped: PostgreSQL isn't there" ;;
esac

params=$(server mysql "${LIC_TEST_MYSQL:-}")
case $params in
sock=*)
    socket=${params#sock=}
    mariadb() { command mariadb --no-defaults --socket="${socket%%;*}" --user=root -e "$1"; }
    for life in $lives; do
        mariadb "CREATE DATABASE $name CHARACTER SET utf8mb4" || failed=1
        $life MariaDB "mysql:${params%dbname=*}dbname=$name"
        mariadb "DROP DATABASE $name"
    done ;;
*) echo "skipped: MariaDB isn't there" ;;
esac
exit $failed
