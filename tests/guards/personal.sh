#!/bin/sh
# Whoever adds a text to the database says whether it tells of an employee, and what becomes of it when one is made anonymous.
. "$(dirname "$0")/guard.sh"

page=mod_licences/doc/personal-data.md
# each text column as TABLE.COLUMN, from CREATE TABLE and ALTER TABLE … ADD COLUMN
$AWK '/^CREATE (VIRTUAL )?TABLE/ { table = $2 == "VIRTUAL" ? $4 : $3; print table }
      /^\)/ { table = "" }
      table != "" && $2 ~ /^VARCHAR/ { print table "." $1 }
      /^ALTER TABLE [a-z_]+ ADD COLUMN [a-z_]+ VARCHAR/ { print $3 "." $6 }' sql/schema/*.sql | sort -u |
    while read -r name; do
        case $name in
        *.*) grep -qF "\`$name\`" "$page" || grep -qF "\`${name%.*}\`" "$page" ||
            breach "$page:1: doesn't say whether $name tells of an employee" ;;
        *) grep -qE "\`$name[.\`]" "$page" || breach "$page:1: doesn't name the table $name" ;;
        esac
    done
verdict "it is known which texts of the database tell of an employee"
