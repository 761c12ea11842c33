#!/bin/sh
# A file that no list names is neither built nor run: sources and tests are where the build and the suites look.
. "$(dirname "$0")/guard.sh"

for list in $(find mod_licences tests/unit tests/fuzz tests/simulate -name sources.am); do
    dir=$(dirname "$list")
    for source in $(find "$dir" -name '*.c'); do
        case $source in tests/*/test_* | tests/fuzz/fuzz_*) name=${source%.c} ;; *) name=$source ;; esac
        grep -qE "(^|[[:space:]])$name([[:space:]]|$)" "$list" || breach "$source:1: not named in $list"
    done
done
for source in $(find tests/unit -name 'test_*.c'); do
    [ -e "$(dirname "$source")/sources.am" ] || breach "$source:1: its folder has no sources.am"
done
for source in tests/fuzz/fuzz_*.c; do
    name=${source#tests/fuzz/fuzz_} name=${name%.c}
    [ -n "$(ls "tests/fuzz/corpus/$name" 2>/dev/null)" ] || breach "$source:1: tests/fuzz/corpus/$name has nothing for it to go through"
done
for corpus in tests/fuzz/corpus/*; do
    [ -e "tests/fuzz/fuzz_${corpus##*/}.c" ] || breach "$corpus:1: no target goes through it"
done
for test in $(find tests -name 'test_*.py'); do
    dir=$(printf '%s' "$test" | cut -d/ -f1-2)
    grep -qE "python_suite $dir" bootstrap || breach "$test:1: no suite of ./bootstrap runs $dir"
    grep -qE '^ *(async )?def test_' "$test" || breach "$test:1: holds no test"
done
for guard in tests/guards/*.sh; do
    [ "$guard" = tests/guards/guard.sh ] || grep -q "$guard" tests/files.am || breach "$guard:1: not named in tests/files.am"
done
verdict "every source and every test is registered"
