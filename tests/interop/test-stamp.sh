#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-stamp.sh -- stamped files, judged by qpdf, pdftotext and two renderers.
. "${srcdir:-.}/tests/interop/seal.sh"

input plain rotated inherited hybrid vector png jpeg
key ec ec ec_paramgen_curve:P-256
ec="--signer file:$work/ec.p12"
quarters='30,40=red 50,40=green 30,60=blue 50,60=white 15,40=white 65,40=white
    40,25=white 40,75=white'

for look in png vector; do
	options=
	for page in 1 2 3 4; do
		options="$options --place $page:20,30,40,40 --stamp"
	done
	# shellcheck disable=SC2086
	ok "four pages are stamped with $look" seal rotated.in $look.pdf \
	    --image $look.in $options
	ok "the file with $look is clean" clean $look.pdf
	for page in 1 2 3 4; do
		test $page = 4 && unit=2
		# shellcheck disable=SC2086
		ok "$look on page $page is upright and in its place" \
		    seen $look.pdf $page $quarters
		unit=1
	done
done

# Turned to the right, what was at the bottom left is at the top left; and a
# corner that is turned by 45 degrees leaves its own white.
for page in 1 2 3 4; do
	test $page = 4 && unit=2
	ok "an image on page $page is turned" seal rotated.in turned.pdf \
	    --image png.in --turn 90 --place $page:20,30,40,40 --stamp \
	    --image vector.in --turn -45 --place $page:80,30,40,40 --stamp
	ok 'the file is clean' clean turned.pdf
	ok 'and shows it' seen turned.pdf $page 30,40=blue 50,40=red \
	    30,60=white 50,60=green 90,50=red 100,40=green 100,60=blue \
	    83,33=white 117,33=white 83,67=white
	unit=1
done
# shellcheck disable=SC2086
{
	ok 'a turned seal is made' seal rotated.in \
	    turnedseal.pdf $ec --image png.in --turn 180 \
	    --place 2:20,30,40,40 --seal
	ok 'and judged right' good turnedseal.pdf 1
	ok 'and shown so' seen turnedseal.pdf 2 50,60=red 30,60=green \
	    50,40=blue 30,40=white
}

# Photos of one scene, by a camera that was held in all 8 ways.
if command -v cjpeg > /dev/null; then
	for held in 1 2 3 4 5 6 7 8; do
		"$here/make-oriented" $held held.jpg || exit 99
		ok "a photo of orientation $held is stamped" seal plain.in \
		    held.pdf --photo held.jpg --place 1:20,30,40,40 --stamp \
		    --reset --image held.jpg --turn 90 \
		    --place 1:80,30,40,40 --stamp
		ok 'and clean' clean held.pdf
		ok 'and upright, or turned' seen held.pdf 1 30,45=red \
		    50,45=green 30,55=blue 50,55=white 30,35=white \
		    105,40=red 105,60=green 95,40=blue 95,60=white
	done
else
	skip 'a photo of orientation 1 is stamped' 'there is no cjpeg'
fi

# The state that the page leaves behind must not reach the stamp, and the
# resources that pages share must not change.
ok 'a page whose state is not put back is stamped' seal inherited.in \
    inherited.pdf --image png.in --place 1:20,30,40,40 --stamp \
    --image vector.in --place 1:100,30,40,40 --stamp
ok 'and clean' clean inherited.pdf
# shellcheck disable=SC2086
ok 'and shown right' seen inherited.pdf 1 $quarters 110,40=red 130,40=green
pdftotext inherited.pdf - > text.out
ok 'its own text is still there' grep -q one text.out
ok 'and that of the other page' grep -q two text.out
ok 'the page tree is as it was' sh -c \
    'test "$(qpdf --show-object=2 inherited.in)" = \
    "$(qpdf --show-object=2 inherited.pdf)"'

ok 'hybrid is stamped' seal hybrid.in hybrid.pdf --image png.in \
    --place 1:20,30,40,40 --stamp
# shellcheck disable=SC2086
ok 'and shown right' seen hybrid.pdf 1 $quarters
ok 'and clean' clean hybrid.pdf
qpdf --object-streams=generate plain.in streams.in
# shellcheck disable=SC2086
{
	ok 'a stamped file is sealed' seal streams.in streams.pdf $ec \
	    --image jpeg.in --place 1:20,30,40,40 --stamp \
	    --image png.in --place 1:20,80,40,40 --seal \
	    --place 2:20,80,40,40 --seal
	ok 'and judged right' good streams.pdf 2
	ok 'and shows both' seen streams.pdf 1 40,50=grey 30,90=red
	ok 'a signed file is not stamped' refused REFUSED_FORBIDDEN \
	    streams.pdf --image png.in --place 1:20,30,40,40 --stamp
}
# ---- ink: a fat cross, whose arms are 20 mm long -------------------------

cat > cross.pad << 'END'
stroke 300 10000 30000 50000 30000
stroke 300 30000 10000 30000 50000
ok
END
# shellcheck disable=SC2086
{
	ok 'ink is stamped' seal plain.in ink.pdf --pad "virtual:$work/cross.pad" \
	    --color 0000ff --place 1:20,30,40,40 --stamp
	ok 'and clean' clean ink.pdf
	ok 'and shown as written' seen ink.pdf 1 30,50=blue 50,50=blue \
	    40,40=blue 40,60=blue 30,40=white 50,60=white 15,50=white
	ok 'ink of half the opacity is stamped' seal plain.in faded.pdf \
	    --pad "virtual:$work/cross.pad" --opacity 50 \
	    --place 1:20,30,40,40 --stamp
	ok 'and clean' clean faded.pdf
	ok 'and shown so, where its lines cross as well' seen faded.pdf 1 \
	    30,50=grey 50,50=grey 40,50=grey 40,40=grey 30,40=white
	ok 'a seal of half the opacity is made' seal plain.in fadedseal.pdf \
	    $ec --pad "virtual:$work/cross.pad" --opacity 50 \
	    --place 1:20,30,40,40 --seal
	ok 'and judged right' good fadedseal.pdf 1
	ok 'and shown so' seen fadedseal.pdf 1 30,50=grey 40,50=grey \
	    30,40=white
	ok 'the document is marked' sh -c \
	    'qpdf --qdf ink.pdf - | tr -d "\n" | grep -aq "CSEAL.*Virtual.*/Ink"'
	ok 'it is sealed with ink' seal ink.pdf inkseal.pdf $ec \
	    --pad "virtual:$work/cross.pad" --color ff0000 \
	    --place 1:100,30,40,40 --seal
	ok 'and judged right' good inkseal.pdf 1
	ok 'and shows both' seen inkseal.pdf 1 30,50=blue 110,50=red
	ok 'the mark reaches the signature' sh -c \
	    'qpdf --qdf inkseal.pdf - | grep -aq "/CSEAL_Virtual true"'
}

# ---- text ----------------------------------------------------------------

if test -e "$SEALER_MODULES/pango-typeset.so"; then
	# shellcheck disable=SC2086
	{
	ok 'text is stamped' seal rotated.in text.pdf \
	    --text "$(printf '客户已确认。\nAccepted (ffi)')" \
	    --place 1:20,30,80,40 --stamp --place 2:20,30,80,40 --stamp \
	    --place 4:20,30,80,40 --stamp
	ok 'and clean' clean text.pdf
	for page in 1 2 4; do
		pdftotext -f $page -l $page text.pdf - > text.out
		ok "it is selected unchanged from page $page" sh -c \
		    'grep -q "^客户已确认。$" text.out &&
		    grep -q "^Accepted (ffi)$" text.out'
	done
	ok 'an image with text is a seal' seal plain.in pair.pdf $ec \
	    --image png.in --text '████ ████ ████' --color ff0000 \
	    --place 1:20,30,80,30 --seal
	ok 'and judged right' good pair.pdf 1
	ok 'the image is left, the text right in the middle' seen pair.pdf 1 \
	    25,40=red 45,40=green 25,50=blue 45,50=white 55,45=red \
	    55,35=white 55,55=white
	ok 'turned, it is upside down' seal plain.in pair2.pdf \
	    --image png.in --text ████ --color ff0000 --turn 180 \
	    --place 1:20,30,80,30 --stamp
	ok 'and shown so' seen pair2.pdf 1 95,50=red 75,50=green 95,40=blue \
	    65,45=red 65,35=white
	ok 'text over an image is stamped' seal plain.in over.pdf \
	    --image png.in --text ████ --over --color ffffff \
	    --place 1:20,30,40,40 --stamp
	ok 'and is in the middle of it' seen over.pdf 1 30,40=red 50,40=green \
	    30,60=blue 36,49.5=white 44,49.5=white
	ok 'text is made smaller to fit' seal plain.in small.pdf \
	    --text "$(seq -s ' ' 100 200)" --place 1:20,30,60,20 --stamp
	pdftotext -bbox small.pdf small.out
	ok 'and is in its place' sh -c 'grep -q ">200<" small.out &&
	    sed -n "/>200</s/.*yMax=\"\([0-9]*\).*/\1/p" small.out |
	    { read -r y && test "$y" -lt 143; }'
	ok 'text is turned' seal plain.in textturn.pdf --color ff0000 \
	    --text ████ --turn 90 --place 1:20,30,10,60 --stamp \
	    --text ████ --turn -90 --place 1:40,30,10,60 --stamp \
	    --text ████ --turn 180 --place 1:60,30,60,10 --stamp
	ok 'and clean' clean textturn.pdf
	ok 'and is in the corner that was its top left' seen textturn.pdf 1 \
	    28.5,32=red 28.5,42=red 28.5,47=white 22,32=white \
	    41.5,88=red 41.5,78=red 41.5,73=white 48,88=white \
	    118,38=red 108,38=red 103,38=white 118,32=white
	pdffonts text.pdf > fonts.out
	ok 'its fonts are embedded subsets' sh -c \
	    'cat fonts.out; grep -c "+.* yes yes yes" fonts.out'
	ok 'it is sealed with text' seal text.pdf textseal.pdf $ec \
	    --text '印章' --place 3:20,30,80,40 --seal
	ok 'and judged right' good textseal.pdf 1
	ok 'a seal whose text says who and why is made' seal plain.in \
	    said.pdf $ec --reason 办理业务 \
	    --text "$(printf '%%name%%\n%%reason%%\n%%date%%\n100%% %%x%%')" \
	    --place 1:20,30,80,40 --seal
	ok 'and judged right' good said.pdf 1
	mutool draw -q -F text -o said.out said.pdf 1
	ok 'and it does' sh -c \
	    'cat said.out; grep -q "^办理业务 *$" said.out &&
	    grep -q "^100% %x% *$" said.out &&
	    grep -q "^20[0-9-]\{8\} *$" said.out &&
	    grep -q "^Seal ec *$" said.out'
	ok 'without the reason it is refused' refused REFUSED_INPUT plain.in \
	    $ec --text '%reason%' --place 1:20,30,80,40 --seal
	ok 'text that does not fit is refused' refused REFUSED_INPUT \
	    plain.in --text 'a b c d e f' --place 1:20,30,3,3 --stamp
	}
else
	skip 'text is stamped' 'pango-typeset was not built'
fi

# ---- what must not be stamped --------------------------------------------

qpdf --encrypt user owner 256 -- plain.in encrypted.in
ok 'a file with a password is refused' refused COUNTER_PASSWORD_NEEDED encrypted.in \
    --image png.in --place 1:20,30,40,40 --stamp
ok 'a place off the page is refused' refused REFUSED_PLACE plain.in \
    --image png.in --place 1:-1,30,40,40 --stamp
tap_done
