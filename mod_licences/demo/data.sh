#!/bin/bash
# The demo's two accounts with some months of history, told as licencesctl commands in the order of their instants. Dates
# are reckoned from today, so that the demo always ends now: with marked employees, and a change waiting for the next period.
# usage: data.sh LICENCESCTL DATABASE
set -eu -o pipefail
export TZ=UTC LC_ALL=C.UTF-8
licencesctl=$1 database=$2

day() { date -d "$*" +%F; }
ACME=$(day "$(day today | cut -c 1-7)-01 -5 months")     # where acme's first month starts
GLOBEX=$(day "$(day today | cut -c 1-7)-15 -7 months")   # and globex's first quarter
BEFORE=$(day "$GLOBEX -1 month")

# A program per line would take longer than all the rest of the demo's start, so lines are made by the shell alone.
at() {                            # at DATE TIME COMMAND…
    local instant=$1T$2:00Z
    shift 2
    printf '%s --now %s %s\n' "$instant" "$instant" "$*"
}
after() { day "$1 +$2 months +$3 days"; }                 # after START MONTHS DAYS
ago() { day "today -$1 days"; }
ahead() { day "today +$1 days"; }

hire() {                          # hire DATE TIME ACCOUNT LOGIN NAME [OPTION…]
    local date=$1 time=$2 account=$3 login=$4 name=$5 last=${5##* } initials
    shift 5
    last=${last//\'/}
    initials=${name:0:1}${last:0:2}               # Mette Kirk: MKI
    at "$date" "$time" employee add "$account" "$login" --name "\"$name\"" --initials "${initials^^}" \
        --email "${login//ø/o}@$account.example" "$@"
}
crew() {                          # crew DATE ACCOUNT, with LOGIN NAME per line on stdin: hired one after the other
    local minute=10 login name
    while read -r login name; do
        hire "$1" "09:$minute" "$2" "$login" "$name"
        minute=$((minute + 3))
    done
}
give() {                          # give DATE TIME ACCOUNT MODULE LOGIN…
    local date=$1 time=$2 account=$3 module=$4 login
    shift 4
    for login in "$@"; do at "$date" "$time" assign "$account" "$login" "$module"; done
}

catalogue() {
    local key kind name dkk eur
    while IFS='|' read -r key kind name dkk eur; do
        at "$BEFORE" 06:00 product add "$key" --kind "$kind" --name "\"$name\""
        at "$BEFORE" 06:01 price set "$key" DKK "$dkk" --from "$BEFORE"
        at "$BEFORE" 06:01 price set "$key" EUR "$eur" --from "$BEFORE"
    done <<'END'
standard|user|Standard licence|24900|3350
business-central|bundled|Business Central|4900|660
visma-admin|bundled|Visma Admin|4900|660
nav|bundled|NAV|3900|520
mle|bundled|TimeLog MLE|6500|870
resource-planner|bundled|Resource planner|0|0
outlook|addon|Microsoft Outlook|2900|390
crm|addon|TimeLog CRM|9900|1330
expenses|addon|Travel and expenses|3900|520
dashboards|addon|Project dashboards|5900|790
business-central-link|integration|Business Central|79500|10700
visma-admin-link|integration|Visma Admin|59500|7900
END
}

seller() {
    at "$BEFORE" 06:00 seller set --name '"Licenshuset Havnen ApS"' --vat-id DK12345674 --registration 12345674 --country DK \
        --address '"Kalvebod Brygge 1, 1560 København V"' --email faktura@licenshuset.example --iban DK5000400440116243 \
        --bic DABADKKK --electronic-address 0184:DK12345674 --payment-days 14 --tax IE=AE
}

acme() {
    local day
    at "$ACME" 05:00 account add acme --name '"Acme A/S"' --currency DKK --locale da-DK --timezone Europe/Copenhagen \
        --months 1 --anchor "$ACME" --vat 25 --billing bogholderi@acme.example \
        --legal-name '"Acme Danmark A/S"' --address '"Havnegade 12, 8000 Aarhus C"' --country DK --vat-id DK87654321 \
        --electronic-address 0184:DK87654321 --order-number '"PO 7781"'
    for right in my-account roles; do at "$ACME" 05:01 role grant acme admin $right; done
    at "$ACME" 05:01 role grant acme viewer my-account-view
    at "$ACME" 05:01 role grant acme partner partner

    day=$ACME
    at "$day" 05:10 quantity acme standard 20
    at "$day" 05:11 quantity acme business-central 1
    at "$day" 05:11 quantity acme resource-planner 1
    at "$day" 05:12 quantity acme business-central-link 1
    at "$day" 05:13 quantity acme outlook 10
    at "$day" 05:14 quantity acme crm 8
    hire "$day" 06:00 acme anna "Anna Lindegaard" --role admin
    hire "$day" 06:01 acme bo "Bo Friis" --role viewer
    hire "$day" 06:02 acme dan "Dan Thygesen"
    hire "$day" 06:03 acme partner "Lønsystem" --service --role partner
    crew "$(after "$ACME" 0 1)" acme <<'END'
sho Signe Holm
jbr Jens Brandt
kmo Karen Mortensen
lda Lars Dalgaard
mva Maja Vang
nsk Niels Skov
obe Oliver Bech
pna Pernille Nørgaard
END
    crew "$(after "$ACME" 0 5)" acme <<'END'
ras Rasmus Astrup
sju Sofie Juhl
tkr Thomas Kragh
uja Ulla Jakobsen
vla Viggo Lauridsen
eho Emma Howard
jwa James Walsh
END
    give "$(after "$ACME" 0 8)" 10:00 acme outlook anna bo sho jbr kmo lda
    give "$(after "$ACME" 0 8)" 10:30 acme crm anna kmo mva pna ras

    at "$(after "$ACME" 1 9)" 08:30 quantity acme standard 24
    crew "$(after "$ACME" 1 10)" acme <<'END'
fth Frederikke Thomsen
ggr Gustav Gram
hbu Hannah Burton
ijo Ida Jørgensen
kni Kasper Nissen
END
    at "$(after "$ACME" 1 12)" 08:00 quantity acme expenses 6
    give "$(after "$ACME" 1 12)" 08:30 acme expenses jbr lda nsk fth

    at "$(after "$ACME" 2 5)" 12:00 quantity acme outlook 8
    at "$(after "$ACME" 2 12)" 14:00 employee deactivate acme uja
    at "$(after "$ACME" 2 20)" 09:00 quantity acme standard 23

    at "$(after "$ACME" 3 7)" 07:45 quantity acme standard 27
    crew "$(after "$ACME" 3 8)" acme <<'END'
aos Alma Østergaard
cmu Christian Munk
dha Daisy Harper
ebr Emil Bruun
END
    at "$(after "$ACME" 3 14)" 10:00 quantity acme crm 10 --order-number "4500-0017"
    give "$(after "$ACME" 3 14)" 10:30 acme crm eho hbu cmu
    at "$(after "$ACME" 3 15)" 12:00 few acme crm 2
    at "$(after "$ACME" 3 16)" 11:00 quantity acme visma-admin-link 1
    at "$(after "$ACME" 3 20)" 10:00 employee protect acme hbu
    give "$(after "$ACME" 4 2)" 09:30 acme outlook mva pna
    at "$(after "$ACME" 4 10)" 11:00 quantity acme visma-admin-link 0
    at "$(after "$ACME" 4 12)" 15:00 employee deactivate acme kni
    hire "$(after "$ACME" 4 13)" 08:00 acme lpe "Liva Petersen"

    # Of these three two are beyond what is bought: red, each with a deadline of its own; so is the newest Outlook licence
    hire "$(ago 5)" 08:05 acme gpo "Grace Porter"
    hire "$(ago 4)" 08:10 acme mki "Mette Kirk"
    hire "$(ago 2)" 13:00 acme tsø "Tage Sørensen"
    give "$(ago 3)" 09:00 acme outlook eho
    at "$(ago 1)" 13:30 quantity acme crm 9

    # To come: one who starts, which takes a licence that isn't there; one who leaves; a purchase
    at "$(ago 1)" 13:40 plan acme start kni "$(ahead 9)"
    at "$(ago 1)" 13:41 plan acme leave cmu "$(ahead 12)"
    at "$(ago 1)" 13:42 plan acme buy standard 34 "$(ahead 16)"
}

globex() {
    local day=$GLOBEX
    at "$day" 05:00 account add globex --name '"Globex Ltd"' --currency EUR --locale en-GB --timezone Europe/Dublin \
        --months 3 --anchor "$GLOBEX" --vat 23 --billing accounts@globex.example \
        --address '"1 Grand Canal Square, Dublin 2"' --country IE --vat-id IE6388047V --electronic-address 9935:IE6388047V
    at "$day" 05:01 role grant globex manager my-account
    at "$day" 05:10 quantity globex standard 10
    at "$day" 05:11 quantity globex mle 1
    at "$day" 05:12 quantity globex dashboards 4
    hire "$day" 06:00 globex gitte "Gitte Bannister" --role manager
    crew "$(after "$GLOBEX" 0 2)" globex <<'END'
asm Amelia Smith
bcl Benjamin Clarke
cev Charlotte Evans
dwr Daniel Wright
ebl Ella Blake
fco Finn Connolly
hma Harriet Mason
END
    give "$(after "$GLOBEX" 0 3)" 10:00 globex dashboards gitte asm dwr
    at "$(after "$GLOBEX" 2 4)" 09:00 quantity globex standard 14
    crew "$(after "$GLOBEX" 2 6)" globex <<'END'
ior Isla O'Reilly
jde Jack Dempsey
kfo Kate Foster
lgr Leo Grant
END
    at "$(after "$GLOBEX" 4 11)" 16:00 employee deactivate globex fco
    at "$(after "$GLOBEX" 5 1)" 10:00 quantity globex standard 13
    at "$(after "$GLOBEX" 6 3)" 10:00 quantity globex outlook 5
    give "$(after "$GLOBEX" 6 3)" 10:10 globex outlook gitte cev kfo
}

commands=$(mktemp)
trap 'rm -f "$commands"' EXIT
{ catalogue; seller; acme; globex; } | sort -s -k 1,1 | cut -d ' ' -f 2- >"$commands"
"$licencesctl" --database "$database" init
"$licencesctl" --database "$database" batch "$commands"
