# What guards share. A guard prints each breach as "file:line: what is wrong", and ends with: verdict "the rule".
# Exit status: 0 the rule holds, 1 it doesn't, 77 this machine can't tell (the test runner's word for skipped).
cd "${top_srcdir:-$(dirname "$0")/../..}" || exit 99
AWK=${AWK:-awk}
breaches=$(mktemp) || exit 99
trap 'rm -f "$breaches"' EXIT

breach() { printf '%s\n' "$*" >>"$breaches"; }
c_files() { find include mod_licences -name '*.[ch]' | LC_ALL=C sort; }
needs() { command -v "$1" >/dev/null || { echo "skipped: $1 isn't installed"; exit 77; }; }

verdict() {
    [ -s "$breaches" ] || { echo "ok: $1"; exit 0; }
    cat "$breaches"
    echo "not ok: $1"
    exit 1
}
