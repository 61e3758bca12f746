#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-reference.sh -- the reference is made of the headers, and whole.
. "${srcdir:-.}/tests/abi/tap.sh"

source=$(cd "$top_srcdir" && pwd)
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

"$source/doc/check-reference" "$source" > "$bad" 2>&1
ok "what other languages say of a function, its header says, too" "$bad"

# ---- section 3 of the manual ---------------------------------------------

mkdir "$scratch/man"
"$source/doc/make-man" 1.2.3 "$source/include/counterseal" \
    "$scratch/man/man3" > "$bad" 2>&1
sed -n 's/^\t\(cseal_[a-z0-9_]*\);/\1/p' "$top_srcdir/lib/counterseal.map" |
    while read -r symbol; do
	[ -s "$scratch/man/man3/$symbol.3" ] ||
		echo "$symbol has no page"
    done >> "$bad"
ok "every public symbol has a page" "$bad"

# Words of the header are words of the page, whatever was between.
for words in 'seal:ESS signing-certificate-v2' 'repair:REFUSED_FORBIDDEN' \
    'stamp:struct cseal_place place;' 'open_file:file is mapped' \
    'seal:token refused the PIN'; do
	tr -s '\n ' '  ' < "$scratch/man/man3/cseal_document_${words%%:*}.3" |
	    sed 's/\\fB//g; s/\\fP//g; s/\\-/-/g' | grep -qF "${words#*:}" ||
		echo "cseal_document_${words%%:*}.3 has no \"${words#*:}\""
done >> "$bad"
ok "a page has the contract, the structures and what failures mean" "$bad"

if command -v man > /dev/null; then
	for page in "$scratch/man/man3"/*.3; do
		(cd "$scratch/man" && LC_ALL=C.UTF-8 MANWIDTH=80 \
		    man --warnings -E UTF-8 -l "$page" 2>&1 > "$page.txt") |
		    sed "s|^|${page##*/}: |" | head -n 2
		[ -s "$page.txt" ] || echo "${page##*/} is empty"
	done >> "$bad"
	ok "man has nothing to complain about" "$bad"
else
	skip "man has nothing to complain about" "there is no man"
fi

# ---- pages ---------------------------------------------------------------

if ! command -v cmark-gfm > /dev/null; then
	skip "the pages are made, and link to what is there" \
	    "there is no cmark-gfm"
	tap_done
fi
"$source/doc/make-html" 1.2.3 "$source" "$scratch/html" > "$bad" 2>&1
(cd "$scratch/html" && for page in *.html; do
	grep -o 'href="[^"]*"' "$page" | sed 's/href="//; s/"$//' | sort -u |
	    while read -r to; do
		file=${to%%#*}
		file=${file:-$page}
		case $to in
		*#*) part=${to#*#} ;;
		*) part= ;;
		esac
		[ -f "$file" ] || echo "$page: no $file"
		[ -z "$part" ] || grep -qF "id=\"$part\"" "$file" ||
			echo "$page: no $to"
	    done
done) >> "$bad"
grep -l '://' "$scratch/html"/*.css >> "$bad"
grep -lE '(src|href)="(https?:)?//' "$scratch/html"/*.html >> "$bad"
ok "the pages are made, and link to what is there, and to no network" "$bad"

# A picture that is not there is an error, unless none is wanted.
sed -n 's/^!\[\(.*\)\](\(.*\.png\))$/\2 \1/p' "$source"/doc/*.md > "$scratch/named"
[ -s "$scratch/named" ] || echo "no page has a picture" >> "$bad"
while read -r picture title; do
	cat "$scratch/html"/*.html | grep -qF "Here would be a picture: $title." ||
		echo "nothing says that $picture is left out" >> "$bad"
done < "$scratch/named"
ok "a page without its pictures says so" "$bad"
mkdir "$scratch/pictures"
while read -r picture title; do
	"$source/doc/make-html" 1.2.3 "$source" "$scratch/shown" \
	    "$scratch/pictures" > "$scratch/said" 2>&1 &&
		echo "$picture is not missed" >> "$bad"
	grep -qF "no $scratch/pictures/$picture:" "$scratch/said" ||
		cat "$scratch/said" >> "$bad"
	echo "$picture" > "$scratch/pictures/$picture"
done < "$scratch/named"
"$source/doc/make-html" 1.2.3 "$source" "$scratch/shown" "$scratch/pictures" \
    >> "$bad" 2>&1
while read -r picture title; do
	grep -q "src=\"$picture\"" "$scratch/shown"/*.html &&
		[ -s "$scratch/shown/$picture" ] ||
		echo "$picture is not shown" >> "$bad"
done < "$scratch/named"
ok "a picture that is missing is an error" "$bad"

for name in python:Document.seal java:Document.seal; do
	grep -qF "${name%%:*}.html#${name#*:}" "$scratch/html/seal.h.html" ||
		echo "cseal_document_seal_all() does not name $name"
	grep -qF 'seal.h.html#cseal_document_seal_all' \
	    "$scratch/html/${name%%:*}.html" ||
		echo "${name%%:*} does not name cseal_document_seal_all()"
done >> "$bad"
ok "a function of C and what other languages call it name each other" "$bad"
tap_done
