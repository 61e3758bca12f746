#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-portrait.sh -- a portrait in JPEG 2000, as a file and on a document.
. "${srcdir:-.}/tests/interop/cli.sh"

picture=$(module openjpeg-picture)
maker=$top/tests/modules/make-jp2

# identity FILE: a passport of nobody, with the picture in it as a portrait.
identity()
{
	printf '{"document_type":"icao-passport","number":"L898902C3",'
	printf '"name_latin":"ERIKSSON, ANNA","virtual":%s,' "$2"
	printf '"portrait":{"media_type":"image/jp2","base64":"%s"}}' \
	    "$(base64 -w 0 "$1")"
}

cd "$work" || exit 1
"$source/tests/interop/make-input" plain order.pdf 2>/dev/null ||
    skip 'an order is there' 'make-input makes none'
cat >none.conf <<END
[module openjpeg-picture]
program = $top/modules/decode-picture
END
if test ! -f "$picture" || test ! -x "$maker" || test ! -f order.pdf; then
	skip 'a portrait in JPEG 2000 is opened' 'there is no openjpeg-picture'
	finish
	exit
fi
"$maker" 413 531 >face.jp2
identity face.jp2 false >id.json
identity face.jp2 true >virtual.json
head -c 300 face.jp2 >cut.jp2
identity cut.jp2 false >cut.json

read_it()
{
	read_code=$1
	shift
	run "$read_code" --config none.conf --module "$picture" --json \
	    id verify "$@"
}

stamp()
{
	run 0 --config none.conf --module "$picture" --module "$typeset" \
	    --json stamp order.pdf -o "$2" --identity "$1" --at 1:20,40,110,45
}

t 'the portrait is written' read_it 7 id.json --portrait as-it-is
t 'as the card has it' cmp as-it-is face.jp2
t 'which is told' json 'd["portrait_type"] == "image/jp2"'
t 'with its true size' json 'd["identity"]["portrait"]["width"] == 413 and
    d["identity"]["portrait"]["height"] == 531'
t 'by its name it is a PNG' read_it 7 id.json --portrait face.PNG
t 'which is told, too' json 'd["portrait_type"] == "image/png"'
t 'and it is one' sh -c 'head -c 8 face.PNG | od -An -tx1 |
    grep -q "89 50 4e 47"'
t 'for its owner only' mode_is_600 face.PNG
t 'or a JPEG' read_it 7 id.json --portrait face.jpg
t 'and it is one' sh -c 'head -c 3 face.jpg | od -An -tx1 | grep -q "ff d8 ff"'
t 'a damaged one is refused' read_it 1 cut.json --portrait cut.png
t 'by its class' json 'd["class"] == "refused"'
t 'and nothing is written' test ! -e cut.png

typeset=$(module pango-typeset)
if test -f "$typeset"; then
	t 'it is put on the order' stamp id.json stamped.pdf
	t 'as a JPEG' grep -aq /DCTDecode stamped.pdf
	t 'and not as it was' sh -c '! grep -aq /JPXDecode stamped.pdf'
	if command -v pdfimages >/dev/null; then
		t 'of its size' sh -c 'pdfimages -list stamped.pdf |
		    grep -q "image *413 *531 .*jpeg"'
	fi
	t 'that of a virtual reader is, too' stamp virtual.json virtual.pdf
	t 'as such' grep -aq /DCTDecode virtual.pdf
	t 'a damaged one is left out' stamp cut.json cut.pdf
	t 'and that is told' json '"damaged" in d["portrait_left_out"]'
	t 'of the picture alone' sh -c '! grep -aq /DCTDecode cut.pdf'
	picture=$typeset
	t 'without the module it is left out' stamp id.json without.pdf
	t 'and told, too' json 'd["portrait_left_out"]'
else
	skip 'it is put on the order' 'there is no pango-typeset'
fi
finish
