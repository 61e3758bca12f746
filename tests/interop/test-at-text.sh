#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-at-text.sh -- a seal goes where a text stands, whichever way the page
# is turned; what cannot be found is said.
. "${srcdir:-.}/tests/interop/seal.sh"

module=$top/modules/.libs/file-signer.so
typeset=$top/modules/.libs/pango-typeset.so
input plain rotated vector png
key rsa rsa:2048
cat rsa.key rsa.pem > both.pem
qpdf --encrypt user owner 128 --use-aes=y -- plain.in locked.in

at_text() {
	at_in=$1
	at_out=$2
	shift 2
	"$tool" --module "$module" seal "$at_in" -o "$at_out" \
	    --signer "file:$work/both.pem" --image png.in "$@" > tool.out \
	    2>&1 || { cat tool.out; return 1; }
}

refuses() {
	refuses_code=$1
	refuses_text=$2
	shift 2
	rm -f no.pdf
	at_in=$1
	shift
	"$tool" --module "$module" seal "$at_in" -o no.pdf \
	    --signer "file:$work/both.pem" --image png.in "$@" > tool.out 2>&1
	refuses_got=$?
	cat tool.out
	test "$refuses_got" = "$refuses_code" && test ! -e no.pdf &&
	    grep -q "$refuses_text" tool.out
}

# rect FILE: the corners of the widget.
rect() {
	qpdf --qdf --object-streams=disable "$1" - | tr '\n' ' ' |
	    sed -n 's/.*Rect \[ *\([^]]*\)\].*/\1/p'
}

# about FILE X Y: the middle of the widget, in default user space.
about() {
	rect "$1" | awk -v x="$2" -v y="$3" '{
		dx = ($1 + $3) / 2 - x; dy = ($2 + $4) / 2 - y
		print ($1 + $3) / 2, ($2 + $4) / 2
		exit !(dx * dx < 9 && dy * dy < 9) }'
}

# The text stands at 72 400 in the default user space of every page, and is
# 24 points high: 13 wide for each digit.
ok 'a seal at a text' at_text rotated.in 0.pdf --at-text 0#1 \
    --at-text-size 20,20
ok 'is judged right' good 0.pdf 1
ok 'and is over it' about 0.pdf 78.7 406
ok 'on a page turned by 90' at_text rotated.in 90.pdf --at-text 90 \
    --at-text-size 20,20
ok 'it is over it' about 90.pdf 85.3 406
ok 'on a page turned by 180' at_text rotated.in 180.pdf --at-text '18 0' \
    --at-text-size 20,20
ok 'it is over it' about 180.pdf 92 406
ok 'on a cropped page turned by 270 with a user unit' at_text rotated.in \
    270.pdf --at-text 270 --at-text-size 20,20
ok 'it is over it' about 270.pdf 92 406
ok 'with an offset' at_text plain.in moved.pdf --at-text 'Page2' \
    --at-text-size 10,10 --at-text-offset 10,-20
ok 'it is beside it' about moved.pdf 138 463
ok 'the last of three' at_text plain.in last.pdf --at-text 'Page#-1' \
    --at-text-size 10,10
ok 'the third of three' at_text plain.in third.pdf --at-text 'Page#3' \
    --at-text-size 10,10
ok 'is the same' test "$(rect last.pdf)" = "$(rect third.pdf)"
if [ -f "$typeset" ]; then
	ok 'a Chinese line is stamped' "$tool" --module "$typeset" stamp \
	    plain.in -o chinese.in --text '甲方（盖章）：某某公司' --at 2:20,20,90,10
	ok 'and found in part' at_text chinese.in chinese.pdf \
	    --at-text 盖章 --at-text-size 15,15
	ok 'is judged right' good chinese.pdf 1
fi
ok 'a text that is not there' refuses 1 'not found among' plain.in \
    --at-text nowhere
ok 'one that is not there so often' refuses 1 'found 3 times' plain.in \
    --at-text 'Page#4'
ok 'a page without text' refuses 1 'may be a scan' vector.in --at-text a

# ---- a document that is encrypted ---------------------------------------------

for kind in 'rc4 128 --use-aes=n' 'aes 128 --use-aes=y' 'aes256 256'; do
	set -- $kind
	name=$1
	shift
	qpdf --allow-weak-crypto --object-streams=generate --encrypt user \
	    owner "$@" -- plain.in "$name.in"
	for who in user owner; do
		printf '%s\n' $who > "$who"
		ok "$name: a text is found with the password of the $who" \
		    at_text "$name.in" "$name-$who.pdf" --at-text 'Page#3' \
		    --at-text-size 10,10 --password-from "file:$work/$who"
		qpdf --password=$who --decrypt "$name-$who.pdf" open.pdf
		ok 'it is where it was without' \
		    test "$(rect open.pdf)" = "$(rect third.pdf)"
	done
done
printf 'wrong\n' > wrong
ok 'without the password it is asked for' refuses 5 'encrypted' locked.in \
    --at-text Page
ok 'a wrong one is told' refuses 5 'did not open' locked.in --at-text Page \
    --password-from "file:$work/wrong"
# What a program is told in its place, it says as words.
cat > spy << 'END'
#!/bin/sh
echo '<!DOCTYPE html>'
echo '<html xmlns="http://www.w3.org/1999/xhtml"><body><doc>'
echo '<page width="612.000000" height="792.000000">'
for word in "$@" $(env) "$(readlink /proc/self/fd/0)" $(head -c 8); do
	echo '<word xMin="10" yMin="10" xMax="20" yMax="20">'"$word</word>"
done
echo '</page></doc></body></html>'
END
chmod +x spy
printf '[text]\npdftotext = %s/spy\n' "$work" > spy.conf
spied() {
	at_text aes256.in spied.pdf --config spy.conf --at-text "$1" \
	    --at-text-size 5,5 --password-from "file:$work/user"
}
not_spied() {
	! spied "$1" && grep -q 'not found among' tool.out
}
ok 'a program in its place tells what it is told' spied '-bbox'
ok 'it is a PDF' spied '%PDF-1.7'
ok 'from memory' spied '/memfd:'
ok 'not the password' not_spied 'user'
ok 'and not how to use one' not_spied 'upw'
for wrong in '--at-text a#0' '--at-text #1' '--at-text a --at 1:1,1,9,9' \
    '--at-text-size 1,1' '--at-text a --at-text-size 1' \
    '--at-text a --at-text-size 0,1' '--at-text a --at-text-offset x'; do
	# shellcheck disable=SC2086
	ok "$wrong is a usage error" refuses 2 '' plain.in $wrong
done
printf '[text]\npdftotext = /nowhere/pdftotext\n' > no.conf
ok 'without pdftotext it is said' sh -c "'$tool' --config no.conf \
    --module '$module' seal plain.in -o no.pdf --signer 'file:$work/both.pem' \
    --image png.in --at-text Page 2>&1 | grep -q 'no program'"

# A stamp, likewise: 20 mm high and wide about 78.7 406 of a page of A4.
ok 'a stamp at a text' "$tool" stamp rotated.in -o stamp.pdf \
    --image png.in --at-text 0#1 --at-text-size 20,20
ok 'is clean' clean stamp.pdf
ok 'and over it' seen stamp.pdf 1 19,145=red 36,145=green 19,162=blue \
    36,162=white
tap_done
