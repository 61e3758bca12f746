#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-hall.sh -- one customer goes through the hall, and every witness agrees.
#
#	test-hall.sh [BUILD]		(default: build)
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$here/tap.sh"
. "$here/recipes/names.sh"
build=$(cd "${1:-$top/build}" && pwd) || exit 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1
out=$work/hall-out
sealed=$out/sealed.pdf
tool="$build/examples/cli/counterseal"

hall() {
	"$top/examples/hall/run" --no-setup --build "$build" "$@"
}

one_customer() {
	started=$(date +%s%N)
	hall -o "$out" --keep >run.txt 2>&1
	status=$?
	took=$((($(date +%s%N) - started) / 1000000))
	cat run.txt
	echo "$took ms"
	return $status
}

# Where others keep the processors busy, what counts is the time that it had.
at_most_15_s() {
	used=$(times | awk 'NR == 2 { gsub(/[ms]/, " ")
		printf "%d", (($1 + $3) * 60 + $2 + $4) * 1000 }')
	echo "$took ms, $used ms of a processor; load $(cat /proc/loadavg)"
	[ "$took" -le 15000 ] || [ "$used" -le 9000 ]
}

# Twelve steps, in order, each with its time.
a_line_a_step() {
	awk '/^ *[0-9]+  [a-z]+ +[0-9]+\.[0-9][0-9][0-9] s  ./ {
		if ($1 != ++n) bad = 1 }
	END { print n " steps"; exit bad || n != 12 }' run.txt
}

run_says() {
	grep -F -- "$1" run.txt
}

files_are() {
	ls "$out"
	[ "$(cd "$out" && echo *)" = "$1" ]
}

# Python's opinion on the report: $1 is an expression over it.
report() {
	/usr/bin/python3 - "$out/report.json" "$1" <<'END'
import json, sys
with open(sys.argv[1], encoding="utf-8") as source:
    report = json.load(source)
signatures = report["signatures"]
value = eval(sys.argv[2])
print(value, json.dumps(report, ensure_ascii=False, indent=1))
sys.exit(0 if value else 1)
END
}

# A database in which only the hall's root is trusted.
trust_database() {
	mkdir nss
	certutil -N --empty-password -d sql:nss
	certutil -A -d sql:nss -n root -t CT,C,C -i "$out/root.pem"
	pdfsig -nssdir sql:nss "$sealed" >pdfsig.txt
}

pdfsig_counts() {
	cat pdfsig.txt
	[ "$(grep -c "$1" pdfsig.txt)" = "$2" ]
}

last_covers_everything() {
	grep -E 'otal document' pdfsig.txt | tail -n 1 |
	    grep '^  - Total document signed'
}

qpdf_is_content() {
	qpdf --check "$1" >qpdf.txt 2>&1 || { cat qpdf.txt; return 1; }
	cat qpdf.txt
	! grep -i warning qpdf.txt
}

mutool_draws() {
	mutool draw -q -r 40 -o mutool-%d.png "$1" >mutool.txt 2>&1 || return 1
	cat mutool.txt
	! grep -v 'ICC support' mutool.txt
}

# Nothing that was on the order before is lost or changed: pdftotext gives
# every line of it again, in the same sequence.
all_text_is_kept() {
	pdftotext -raw "$out/order.pdf" - | tr -d ' \n\f' >before.txt
	pdftotext -raw "$sealed" - | tr -d ' \n\f' >after.txt
	/usr/bin/python3 - <<'END'
import difflib, sys
before, after = (open(n, encoding="utf-8").read()
                 for n in ("before.txt", "after.txt"))
at = 0
for char in before:
    at = after.find(char, at) + 1
    if at == 0:
        sys.exit("lost: " + char)
print(len(before), "characters kept,", len(after) - len(before), "merged")
END
}

text_has() {
	pdftotext -raw "$sealed" - | tr -d ' \n\f' | grep -F -c -- "$1"
}

identity() {
	/usr/bin/python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$out/work/id.json" "$1"
}

# The page looks different where something was merged or sealed, and only
# there: the rest of the first page is as it was.
pages_are_drawn() {
	for page in 1 2; do
		[ "$(od -An -tx1 -N8 "$out/page-$page.png" | tr -d ' \n')" = \
		    89504e470d0a1a0a ] || return 1
	done
	[ ! -e "$out/page-3.png" ]
}

# Each seal begins with the bytes of what it sealed.
only_appended() {
	for pair in order:work/merged work/merged:work/signed \
	    work/signed:work/business work/business:sealed; do
		first=$out/${pair%:*}.pdf
		cmp -n "$(stat -c %s "$first")" "$first" \
		    "$out/${pair#*:}.pdf" || return 1
	done
}

jpeg_is_inside() {
	/usr/bin/python3 - "$out/work/photo.jpg" "$sealed" <<'END'
import sys
photo, order = (open(n, "rb").read() for n in sys.argv[1:])
sys.exit(0 if photo in order and len(photo) > 1000 else 1)
END
}

verify_exits() {
	"$tool" verify "$2" --trust "$out/root.pem"
	status=$?
	echo "exit $status"
	[ $status = "$1" ]
}

no_simulator_is_left() {
	! pgrep_like "$out/work"
}

pgrep_like() {
	for dir in /proc/[0-9]*; do
		[ "$dir" != "/proc/$$" ] || continue
		tr '\0' ' ' <"$dir/cmdline" 2>/dev/null |
		    grep -F -- "$1" | grep -v grep
	done | grep .
}

ok 'one customer goes through the hall' one_customer
ok 'in at most 15 s' at_most_15_s
ok 'a line a step says what was done and how long it took' a_line_a_step
ok 'the verdict comes last' sh -c 'tail -n 1 run.txt | grep "^VALID"'
ok 'it says that the reader is a simulator' run_says 'simulated reader'
ok 'and the camera virtual' run_says 'virtual camera'
ok 'and the pad' run_says 'virtual pad'
ok 'the results are where they should be' files_are \
    'order.pdf page-1.png page-2.png report.json root.pem sealed.pdf work'
ok 'no simulator is left' no_simulator_is_left

ok 'the report says valid' report 'report["verdict"] == "valid"'
ok 'of three signatures' report 'len(signatures) == 3'
ok 'all intact' report \
    'all(s["integrity"] == "intact" for s in signatures)'
ok 'all trusted' report 'all(s["trust"] == "trusted" for s in signatures)'
ok 'with nothing changed that must not be' report \
    'all(s["changes"] in ("none", "permitted") for s in signatures)'
ok 'the last covers the file' report \
    '[s["covers_file"] for s in signatures] == [False, False, True]'
ok 'all PAdES B-B' report 'all(s["level"] == "B-B" and
    s["subfilter"] == "ETSI.CAdES.detached" for s in signatures)'
ok 'in the order in which they were made' report \
    "[n in s['signer']['subject'] for n, s in zip(('$NAME_CUSTOMER',
    '$NAME_BUSINESS_SEAL', '$NAME_OFFICIAL_SEAL'), signatures)] == [True] * 3"
ok 'what virtual devices captured is marked' report 'signatures[0]["virtual"]'

trust_database
ok 'pdfsig calls every signature valid' \
    pdfsig_counts 'Signature is Valid' 3
ok 'and every certificate trusted' \
    pdfsig_counts 'Certificate is Trusted' 3
ok 'and the last covers the total document' last_covers_everything
ok 'OpenSSL verifies every signature' \
    "$here/cms-witness" "$sealed" "$out/root.pem" 3
ok 'qpdf has no warning' qpdf_is_content "$sealed"
ok 'mutool draws it' mutool_draws "$sealed"
ok 'pdftotext gives the agreement unchanged' "$here/has-text" "$sealed" \
    "$top/examples/hall/order/agreement.txt"
ok 'and every character that was on the order' all_text_is_kept
ok 'and the name that was read' text_has "$(identity name)"
ok 'and the number that was read' text_has "$(identity number)"
ok 'and the address that was read' text_has "$(identity address)"
ok 'the photo is inside byte for byte' jpeg_is_inside
ok 'every page is drawn' pages_are_drawn
ok 'every step only appended' only_appended

ok 'verify exits 0' verify_exits 0 "$sealed"
ok 'verify exits 7 for an order that is not signed' \
    verify_exits 7 "$out/order.pdf"
ok 'and without a trust anchor' sh -c '"$1" verify "$2"; [ $? = 7 ]' - \
    "$tool" "$sealed"
ok 'a byte flipped anywhere turns verify to 7' "$here/flip-bytes" \
    "$sealed" 250 "$tool" verify --trust "$out/root.pem"

ok 'it can be run again over its own results' hall -o "$out"
ok 'and leaves no working files then' files_are \
    'order.pdf page-1.png page-2.png report.json root.pem sealed.pdf'
tap_done
