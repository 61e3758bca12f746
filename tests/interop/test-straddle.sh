#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-straddle.sh -- a seal across page edges: printed pages put together
# show the whole seal, and other readers call the file right.
. "${srcdir:-.}/tests/interop/seal.sh"

module=$top/modules/.libs/file-signer.so
input plain rotated vector
key rsa rsa:2048
cat rsa.key rsa.pem > both.pem

stamped() {
	stamped_in=$1
	stamped_out=$2
	shift 2
	"$tool" --module "$module" seal "$stamped_in" -o "$stamped_out" \
	    --signer "file:$work/both.pem" --image vector.in "$@" > tool.out \
	    2>&1 || { cat tool.out; return 1; }
}

refuses() {
	refuses_code=$1
	refuses_in=$2
	shift 2
	rm -f no.pdf
	"$tool" --module "$module" seal "$refuses_in" -o no.pdf \
	    --signer "file:$work/both.pem" "$@" > tool.out 2>&1
	test $? = "$refuses_code" && test ! -e no.pdf || { cat tool.out; return 1; }
}

# joined EDGE CUT WHOLE X PAGE...: at most 4 in a hundred pixels differ, which
# the lines are on which a cut or a dot falls, and the ink is as much.
joined() {
	joined_edge=$1
	joined_cut=$2
	joined_whole=$3
	joined_x=$4
	shift 4
	"$here/join-slices" "$joined_edge" 144 42 60 "$joined_whole" \
	    "$joined_x" 50 joined.ppm "$joined_cut" "$@" > joined.out ||
	    return 1
	cat joined.out
	read -r joined_bad joined_a joined_b < joined.out
	test "$joined_bad" -le 40 && test "$joined_b" -gt 50 &&
	    test $((joined_a - joined_b)) -le 5 &&
	    test $((joined_b - joined_a)) -le 5
}

ok 'the seal in one piece' stamped plain.in whole.pdf --at 1:50,50,42,42
pdftoppm -r 144 -f 1 -l 1 whole.pdf whole
mutool draw -q -r 144 -o whole-mu%d.ppm whole.pdf 1 2> /dev/null

# The fourth page is smaller and has a user unit, which Poppler does not know.
for edge in left right top bottom; do
	ok "a seal across three pages at the $edge" stamped rotated.in e.pdf \
	    --straddle $edge --straddle-at 60 --straddle-skip 0,1 \
	    --straddle-share 40
	ok 'is judged right' good e.pdf 1
	rm -f page-*.ppm
	pdftoppm -cropbox -r 144 e.pdf page
	ok 'and is whole when Poppler has drawn it' joined $edge 40,20,40 \
	    whole-1.ppm 50 page-1.ppm page-2.ppm page-3.ppm
	ok "a seal across four pages at the $edge" stamped rotated.in e.pdf \
	    --straddle $edge --straddle-at 60
	rm -f page-*.ppm
	mutool draw -q -r 144 -o page-%d.ppm e.pdf 2> /dev/null
	ok 'is whole when MuPDF has drawn it' joined $edge 25,25,25,25 \
	    whole-mu1.ppm 50 page-1.ppm page-2.ppm page-3.ppm page-4.ppm
done

ok 'one signature in many places' stamped plain.in many.pdf \
    --at 1:20,20,30,30 --also-on all --also-at last:100,100,30,30 \
    --straddle right
ok 'is judged right' good many.pdf 1
ok 'and has one picture for all' test "$(grep -ac /Subtype/Form many.pdf)" -le 9
qpdf --qdf --object-streams=disable many.pdf many.qdf
ok 'six marks are stamps' test "$(grep -ac '/Subtype /Stamp' many.qdf)" = 6
ok 'and locked' test "$(grep -ac '/F 644' many.qdf)" = 6
ok 'a mark after a signature is refused' refuses 1 many.pdf \
    --image vector.in --straddle left
ok 'and so it is on one page' refuses 1 vector.in --image vector.in \
    --straddle left
ok 'a seal larger than a page is refused' refuses 1 plain.in \
    --image vector.in --straddle left --straddle-size 20,400
for wrong in '--straddle middle' '--straddle left --straddle-size 4' \
    '--straddle left --straddle-limit 1' '--straddle-sides odd' \
    '--straddle left --straddle-share 41' '--straddle left --straddle-skip 1' \
    '--straddle left --straddle-at 0' '--straddle left --straddle-sides x' \
    '--at 1:1,1,9,9 --also-on 0' '--at 1:1,1,9,9 --also-on 3-1' \
    '--also-on all' '--at 1:1,1,9,9 --also-on 1,'; do
	# shellcheck disable=SC2086
	ok "$wrong is a usage error" refuses 2 plain.in --image vector.in $wrong
done
tap_done
