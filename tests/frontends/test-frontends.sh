#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-frontends.sh -- an application that exists gains sealing by ten lines.
#
# Each of examples/frontend-*/ is one form twice: before, and after it.  Both
# are used on a screen that nobody sees; SCREENSHOTS=FOLDER keeps the pictures.
. "${srcdir:-.}/tests/abi/tap.sh"
top_srcdir=$(cd "$top_srcdir" && pwd)
here=$top_srcdir/tests/frontends
build=$PWD
modules=$build/modules/.libs
shots=${SCREENSHOTS:-$scratch/shots}
mkdir -p "$shots" "$scratch/out" || exit 1

for need in Xvfb pdftotext pdftoppm openssl "$build/examples/cli/counterseal" \
    "$modules/file-signer.so" "$modules/virtual-pad.so"; do
	{ [ -e "$need" ] || command -v "$need" > "$scratch/found"; } && continue
	echo "1..0 # SKIP ${need##*/} is not there: run build-aux/setup"
	exit 0
done
if [ -n "${SAN_CFLAGS-}" ]; then
	echo '1..0 # SKIP without sanitizers: it shows what people see'
	exit 0
fi

make_house()
{
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 \
	    -subj '/CN=Test hall' -keyout "$scratch/hall.pem" \
	    -out "$scratch/hall.crt" 2> "$scratch/said" &&
	    cat "$scratch/hall.crt" >> "$scratch/hall.pem" &&
	    "$top_srcdir/tests/hall/recipes/make-signature" "$scratch/hand.pad"
}
make_house || cat "$scratch/said" >> "$bad"
ok "there are a seal and a hand that writes" "$bad"

# only_ten_lines BEFORE AFTER
only_ten_lines()
{
	diff "$1" "$2" > "$scratch/lines"
	! grep '^<' "$scratch/lines" && [ "$(grep -c '^>' "$scratch/lines")" = 10 ]
}

# form TITLE BEFORE AFTER COMMAND...: COMMAND WORD PICTURE FORM FOLDER [PAD SEAL]
# uses the form until it says what begins with WORD.
form()
{
	title=$1
	before=$top_srcdir/examples/frontend-$title/$2
	after=$top_srcdir/examples/frontend-$title/$3
	shift 3
	only_ten_lines "$before" "$after" ||
		cat "$scratch/lines" >> "$bad"
	ok "$title: sealing is ten lines more, and none is changed" "$bad"

	{ "$here/on-screen" "$@" Printed "$shots/frontend-$title-before.png" \
	    "$before" "$scratch/out" &&
	    pdftotext "$scratch/out/order.pdf" - | grep 'Shen Jiahe'; } \
	    > "$scratch/said" 2>&1 || cat "$scratch/said" >> "$bad"
	ok "$title: before, an order is printed" "$bad"

	{ "$here/on-screen" "$@" Sealed "$shots/frontend-$title.png" \
	    "$after" "$scratch/out" "virtual:$scratch/hand.pad" \
	    "file:$scratch/hall.pem" &&
	    "$build/examples/cli/counterseal" verify "$scratch/out/order.pdf" \
		--trust "$scratch/hall.crt" &&
	    pdftotext "$scratch/out/order.pdf" - | grep 'Shen Jiahe'; } \
	    > "$scratch/said" 2>&1 || cat "$scratch/said" >> "$bad"
	ok "$title: after, it is sealed, too, and valid" "$bad"

	pdftoppm -png -singlefile -r 72 -x 0 -y 0 -W 595 -H 480 \
	    "$scratch/out/order.pdf" "$shots/frontend-$title-order" \
	    > "$scratch/said" 2>&1 || cat "$scratch/said" >> "$bad"
	ok "$title: what was sealed has a picture" "$bad"
	rm -f "$scratch/out/order.pdf"
}

if [ -e bindings/python/stage/counterseal ] &&
    "$PYTHON" -c 'import tkinter' 2> "$scratch/said"; then
	export TEST_MODULE_DIR="$modules" PYTHONDONTWRITEBYTECODE=1
	export PYTHONPATH="$build/bindings/python/stage:$top_srcdir/tests/abi"
	export LD_LIBRARY_PATH="$build/.libs"
	form tk before.py after.py "$PYTHON" "$here/use-tk"
else
	skip "tk: a form of Tk" 'there is no Python module, or no python3-tk'
fi
tap_done
