#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-papers.sh -- the work order and the seals are what they look like.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/recipes/names.sh"
papers=$here/../../examples/hall/order
draw_order=$PWD/examples/hall/order/draw-order
draw_seal=$PWD/tests/hall/recipes/draw-seal
export LSAN_OPTIONS="suppressions=$here/../lsan.supp:print_suppressions=0"

for tool in "$draw_order" "$draw_seal" qpdf mutool pdffonts pdftotext; do
	command -v "$tool" >/dev/null && continue
	echo "1..0 # SKIP ${tool##*/} is not there: run build-aux/setup"
	exit 0
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1

order() {
	"$draw_order" --data "$papers/order.json" \
	    --agreement "$papers/agreement.txt" "$@"
}

pages() {
	[ "$(pdfinfo "$1" | awk '/^Pages:/ { print $2 }')" = "$2" ]
}

# A font that is not embedded, or not as a subset.
fonts_are_embedded() {
	pdffonts "$1" | awk 'NR > 2 && !/yes yes yes/ { bad = 1; print }
	END { exit bad || NR < 3 }'
}

no_fonts() {
	[ "$(pdffonts "$1" | wc -l)" = 2 ]
}

# mutool says "cannot render glyph" of a font that lost an outline.
draws_quietly() {
	mutool draw -q -r 30 -o page-%d.png "$1" 2>&1 |
	    grep -v 'ICC support' | sed 's/^/mutool: /' >words
	cat words
	[ ! -s words ]
}

says() {
	pdftotext "$1" - | grep -F -- "$2"
}

# Every place is on its page: A4, in millimetres.
places_fit() {
	"$draw_order" --layout | awk -F '[ :,]' '
	{ print }
	$2 !~ /^[12]$/ || $3 < 0 || $4 < 0 || $5 < 5 || $6 < 5 ||
	    $3 + $5 > 210 || $4 + $6 > 297 { bad = 1 }
	END { exit bad || NR != 6 }'
}

# Width, height (bytes 16 to 23), depth 8, colour type 6: with alpha.
png_is() {
	[ "$(od -An -tx1 -j16 -N10 "$1" | tr -d ' \n')" = "$2" ]
}

ok 'the order is drawn' order -o order.pdf
ok 'it has two pages' pages order.pdf 2
ok 'qpdf finds nothing wrong with it' qpdf --check order.pdf
ok 'its fonts are embedded as subsets' fonts_are_embedded order.pdf
ok 'every glyph of it can be drawn' draws_quietly order.pdf
ok 'pdftotext gives its texts unchanged' "$here/has-text" order.pdf \
    "$papers/agreement.txt" "$papers/order.json"
order -o again.pdf
ok 'the same data make the same bytes' cmp order.pdf again.pdf
ok 'a text can be set' order --set customer.name=田小满 -o other.pdf
ok 'and is there' says other.pdf 田小满
not_ok 'and the other is gone' says other.pdf "$NAME_CUSTOMER"
cat >id.json <<'END'
{ "document_type": "cn-hmt-permit", "name": "陈示例", "address": "旧址",
  "address_new": "云汀市新址", "number": "999902198511200019",
  "authority": null, "valid_from": "2022-06-01", "valid_to": "long-term" }
END
ok 'an identity fills the form' order --identity id.json -o id.pdf
ok 'with its name' says id.pdf 陈示例
ok 'with its kind' says id.pdf 港澳台居民居住证
ok 'with the address it has now' says id.pdf 云汀市新址
ok 'with how long it is valid' says id.pdf '2022-06-01 至 长期'
ok 'every place is on its page' places_fit

not_ok 'a text that is not there cannot be set' \
    order --set nobody.name=x -o bad.pdf
echo '{' >broken.json
not_ok 'broken data are refused' "$draw_order" --data broken.json \
    --agreement "$papers/agreement.txt" -o bad.pdf
printf '\377\n' >broken.txt
not_ok 'an agreement that is not UTF-8 is refused' "$draw_order" \
    --data "$papers/order.json" --agreement broken.txt -o bad.pdf
not_ok 'none of these left a file' test -e bad.pdf
not_ok 'a folder that is not there is an error' order -o none/order.pdf

ok 'the business seal is drawn' "$draw_seal" round "$NAME_COMPANY" \
    "$NAME_BUSINESS_SEAL" "$NAME_BUSINESS_CODE" business.png
ok 'it is 42 mm at 600 dpi, transparent' \
    png_is business.png 000003e1000003e10806
ok 'the official seal is drawn' "$draw_seal" round "$NAME_VERIFIER" \
    "$NAME_OFFICIAL_SEAL" "$NAME_OFFICIAL_CODE" official.pdf
ok 'it is one page of outlines' pages official.pdf 1
ok 'that need no font' no_fonts official.pdf
ok 'qpdf finds nothing wrong with it' qpdf --check official.pdf
ok 'the name seal is drawn' "$draw_seal" square "${NAME_CLERK}印" clerk.png
ok 'it is 14 mm at 600 dpi, transparent' \
    png_is clerk.png 0000014b0000014b0806
not_ok 'a seal without a name is refused' \
    "$draw_seal" round '' label code bad.png
not_ok 'a seal of another kind of file is refused' \
    "$draw_seal" square 甲乙丙丁 bad.tiff
tap_done
