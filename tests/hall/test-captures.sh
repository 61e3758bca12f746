#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-captures.sh -- the virtual devices of the hall give a signature that
# looks written, and a photo that looks drawn.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
build=$PWD
draw=$build/tests/hall/recipes/draw-portrait
tool=$build/examples/cli/counterseal
modules=$build/modules/.libs

for program in "$draw" "$tool" cjpeg djpeg qpdf mutool pdfimages; do
	command -v "$program" >/dev/null && continue
	echo "1..0 # SKIP ${program##*/} is not there: run build-aux/setup"
	exit 0
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1

make_captures() {
	"$here/recipes/make-captures" "$1" "$draw"
}

same_again() {
	make_captures again && diff -r captures again
}

pad_is_three_seconds() {
	awk '$1 == "ink" { n++; last = $2; down += $5 > 0 } END {
	print n, last, down
	exit !(n > 590 && n <= 601 && last > 2950 && last <= 3000 &&
	    down > n / 2) }' captures/customer.pad
}

# The speed of a hand is never even.
pen_has_rhythm() {
	awk '$1 == "ink" && $5 > 0 {
	if (down) { d[n++] = sqrt(($3 - x) ^ 2 + ($4 - y) ^ 2); sum += d[n - 1] }
	x = $3; y = $4; down = 1; next }
	{ down = 0 }
	END { for (i = 0; i < n; i++) {
		slow += d[i] < 0.4 * sum / n; fast += d[i] > 1.35 * sum / n }
	print n, sum, slow, fast
	exit !(slow > n / 12 && fast > n / 10) }' captures/customer.pad
}

use() {
	"$tool" --module "$modules/virtual-pad.so" \
	    --module "$modules/virtual-camera.so" "$@"
}

sign() {
	use ink capture --pad "virtual:$work/captures/customer.pad" -o ink.iso
}

# At most 5.6 kB, as three seconds at 200 Hz take, and the mark.
record_is_small() {
	[ "$(wc -c <ink.iso)" -le 5700 ]
}

draw_pdf() {
	use ink render ink.iso -o ink.pdf && qpdf --check ink.pdf
}

pdf_is_small() {
	[ "$(wc -c <ink.pdf)" -le 20480 ]
}

# Of a page at 72 dpi, how much is black: a wire is less, a blot is more.
looks_written() {
	mutool draw -q -c gray -r 72 -o ink.pgm ink.pdf
	tail -c +16 ink.pgm | od -An -v -tu1 | awk '
	{ for (i = 1; i <= NF; i++) { n++; if ($i < 128) black++ } }
	END { print black, n; exit !(black > n * 0.02 && black < n * 0.2) }'
}

render_twice() {
	use ink render ink.iso -o a.svg && use ink render ink.iso -o b.svg &&
	    cmp a.svg b.svg && grep -q 'virtual' a.svg
}

shoot() {
	use photo --camera "virtual:$work/captures/customer.camera" -o photo.jpg
}

photo_is_whole() {
	djpeg -grayscale photo.jpg | head -c 11 | tr '\n' ' ' | grep '^P5 480 640'
}

# Nothing but the comment came in.
photo_is_the_frame() {
	djpeg photo.jpg >a.ppm && djpeg captures/customer.jpg >b.ppm &&
	    cmp a.ppm b.ppm && grep -q 'counterseal: from a virtual camera' \
	    photo.jpg
}

ok 'the captures are made' make_captures captures
ok 'they are the same every time' same_again
ok 'the signature takes three seconds at 200 Hz' pad_is_three_seconds
ok 'the pen has a rhythm' pen_has_rhythm
ok 'the virtual pad plays it' sign
ok 'its record is small' record_is_small
ok 'it is drawn as a PDF without fault' draw_pdf
ok 'the drawing is small' pdf_is_small
ok 'it looks written' looks_written
ok 'it is drawn the same every time, and marked' render_twice
ok 'the virtual camera takes a photo' shoot
ok 'the photo is whole' photo_is_whole
ok 'the photo is the frame with a mark' photo_is_the_frame
tap_done
