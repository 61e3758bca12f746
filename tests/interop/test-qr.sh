#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-qr.sh -- QR codes that were stamped and sealed, drawn by two renderers
# and read by zbarimg.
. "${srcdir:-.}/tests/interop/seal.sh"

if ! test -e "$SEALER_MODULES/qrencode-symbol.so"; then
	skip 'a QR code is stamped' 'qrencode-symbol was not built'
	tap_done
	exit
fi
if ! command -v zbarimg >/dev/null; then
	skip 'a QR code is stamped' 'there is no zbarimg'
	tap_done
	exit
fi
LC_ALL=C.UTF-8

# scanned FILE PAGE TEXT: what zbarimg reads on the page, at 300 dots an inch.
# It sees grey, and packing pages as PNG would take most of the time.
scanned() {
	rm -f scan*.pgm
	pdftoppm -cropbox -gray -r 300 -f "$2" -l "$2" "$1" scan &&
	    mutool draw -q -c gray -r 300 -o scan.mutool.pgm "$1" "$2" \
		2> draw.err || return 1
	for scanned_page in scan*.pgm; do
		zbarimg -q --raw -Sdisable -Sqrcode.enable "$scanned_page" \
		    > scan.out 2> scan.err || { cat scan.err; return 1; }
		printf '%s\n' "$3" | cmp - scan.out || { cat scan.out; return 1; }
	done
}

input plain rotated png
key ec ec ec_paramgen_curve:P-256
ec="--signer file:$work/ec.p12"

url='https://example.com/orders/2026-03-01/0000042?hall=3&check=7f3a'
chinese='云汀营业厅 受理单 42 号：沈佳禾'
lines="line one
line two: ~!@#\$%^&*()"
digits=99990119950618002399990119950618
for text in "$url" "$chinese" "$lines" "$digits" A; do
	ok "'$text' is stamped" seal plain.in qr.pdf --qr "$text" \
	    --place 1:20,30,30,30 --stamp
	ok 'the file is clean' clean qr.pdf
	ok 'and is read' scanned qr.pdf 1 "$text"
done
for lost in 7 25 30; do
	ok "with $lost percent of correction" seal plain.in qr.pdf \
	    --qr "$chinese" --lost $lost --place 1:20,30,40,40 --stamp
	ok 'it is read' scanned qr.pdf 1 "$chinese"
done
for page in 1 2 3 4; do
	ok "turned on page $page" seal rotated.in qr.pdf --qr "$url" \
	    --turn 190 --color 800000 --place $page:20,30,40,40 --stamp
	ok 'it is read' scanned qr.pdf $page "$url"
done

# It brings its own ground.
ok 'on a picture' seal plain.in dark.pdf --image png.in \
    --place 1:10,20,80,80 --stamp --reset --qr "$url" \
    --place 1:20,30,40,40 --stamp
ok 'it is read' scanned dark.pdf 1 "$url"

# As large as can be, in squares of 0.25 mm.
long=$(printf '0123456789abcdef%.0s' $(seq 1 40))
ok 'a long text is stamped' seal plain.in long.pdf --qr "$long" \
    --place 1:20,30,60,60 --stamp
ok 'and is read' scanned long.pdf 1 "$long"
ok 'in too small a place it is refused' refused REFUSED_PLACE plain.in \
    --qr "$long" --place 1:20,30,20,20 --stamp
ok 'which says how large it must be' grep -q 'needs a place of' refused.err
ok 'more than a code holds is refused' refused REFUSED_LIMIT plain.in \
    --qr "$long$long$long$long" --place 1:20,30,150,150 --stamp

# shellcheck disable=SC2086
{
	ok 'a seal whose code says who and why is made' seal plain.in \
	    sealed.pdf $ec --reason 办理业务 --qr '%name%/%reason%/%date%' \
	    --place 1:20,30,40,40 --seal
	ok 'and judged right' good sealed.pdf 1
	ok 'and is read' scanned sealed.pdf 1 \
	    "Seal ec/办理业务/$(date +%Y-%m-%d)"
	ok 'without the reason it is refused' refused REFUSED_INPUT plain.in \
	    $ec --qr '%reason%' --place 1:20,30,40,40 --seal
}
tap_done
