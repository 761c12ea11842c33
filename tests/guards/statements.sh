#!/bin/sh
# Every named statement in sql/*.sql is used, as LIC_Q_NAME, by some C source.
. "$(dirname "$0")/guard.sh"

used=$(find mod_licences -name '*.c' -exec grep -ohE 'LIC_Q_[A-Z0-9_]+' {} + | sort -u)
for file in sql/*.sql; do
    [ -e "$file" ] || continue
    grep -nE '^-- [a-z][a-z0-9_]*\(' "$file" | while IFS=: read -r line text; do
        name=$(printf '%s' "$text" | sed -E 's/^-- ([a-z0-9_]+)\(.*/\1/')
        constant=LIC_Q_$(printf '%s' "$name" | tr a-z A-Z)
        printf '%s\n' "$used" | grep -qx "$constant" ||
            breach "$file:$line: nothing uses $name ($constant); take it out"
    done
done
verdict "every SQL statement is used"
