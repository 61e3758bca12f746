#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-counter.sh -- the samples of a counter application go through the hall.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/recipes/names.sh"
top=$(cd "$here/../.." && pwd)
build=$PWD
modules=$build/modules/.libs

for need in "$build/examples/hall/order/draw-order" softhsm2-util \
    pkcs11-tool cjpeg "$modules/sdt-reader.so" "$modules/file-signer.so" \
    "$modules/pkcs11-signer.so" "$modules/pango-typeset.so" \
    "$modules/virtual-pad.so" "$modules/virtual-camera.so"; do
	{ [ -e "$need" ] || command -v "$need" >/dev/null; } && continue
	echo "1..0 # SKIP ${need##*/} is not there"
	exit 0
done

simulator=
work=$(mktemp -d)
finish() {
	[ -z "$simulator" ] || kill "$simulator" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1

make_house() {
	"$here/recipes/make-ca" ca && "$here/recipes/make-tokens" tokens ca &&
	    "$here/recipes/make-captures" captures \
		"$build/tests/hall/recipes/draw-portrait" &&
	    "$build/examples/hall/order/draw-order" \
		--data "$top/examples/hall/order/order.json" \
		--agreement "$top/examples/hall/order/agreement.txt" \
		-o order.pdf
}

start_simulator() {
	"$here/sam-simulator" --tcp 0 --card "$here/cards/customer.card" \
	    >simulator &
	simulator=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		reader=$(sed -n 's/^tcp /sdt:tcp:127.0.0.1:/p' simulator)
		[ -z "$reader" ] || return 0
		sleep 0.3
	done
	return 1
}

# sample NAME COMMAND...
sample() {
	name=$1
	shift
	cat ca/customer.pass tokens/business.pin >pins
	"$@" order.pdf "$name.pdf" "$reader" \
	    "virtual:$work/captures/customer.camera" \
	    "virtual:$work/captures/customer.pad" "file:$work/ca/customer.p12" \
	    "$(cat tokens/business.uri)" ca/root.pem <pins
}

is_valid() {
	"$build/examples/cli/counterseal" --json verify "$1" --trust ca/root.pem \
	    >report.json && grep -o '"field"' report.json | wc -l |
	    grep -qx 2 && pdftotext "$1" - | grep -q "$NAME_CUSTOMER"
}

# An empty line for the seal: the clerk has to do something.
says_who_acts() {
	mv tokens/business.pin business.pin && echo >tokens/business.pin
	sample none "$@" >said 2>&1
	status=$?
	mv business.pin tokens/business.pin
	[ $status = 2 ] && cat said && grep '^\(counter: \)\?clerk: ' said && [ ! -e none.pdf ]
}

is_short() {
	wc -l "$top/examples/counter.c" "$top/examples/counter.py" \
	    "$top/examples/Counter.java" && ! wc -l "$top/examples/counter.c" \
	    "$top/examples/counter.py" "$top/examples/Counter.java" |
	    awk '$2 != "total" && $1 >= 80' | grep .
}

ok 'each of them has less than 80 lines' is_short
ok 'the house is made' make_house
ok 'the reader is simulated' start_simulator
export SOFTHSM2_CONF="$work/tokens/softhsm2.conf"
build_counter() {
	(cd "$build" && top_srcdir=$top "$top/tests/abi/build-sample" \
	    "$top/examples/counter.c" "$work/counter")
}
ok 'examples/counter.c compiles' build_counter
ok 'it serves a customer' sample c ./counter
ok 'its order is valid, and names the customer' is_valid c.pdf
ok 'without the PIN of the seal it says who acts' says_who_acts ./counter
if [ -e "$build/bindings/python/stage/counterseal" ]; then
	# As in tests/abi/test-samples.sh, not one word of it is changed.
	python_counter() {
		PYTHONPATH=$build/bindings/python/stage:$top/tests/abi \
		    PYTHONDONTWRITEBYTECODE=1 TEST_MODULE_DIR=$modules \
		    LD_LIBRARY_PATH=$build/.libs "$PYTHON" \
		    "$top/examples/counter.py" "$@"
	}
	ok 'examples/counter.py serves a customer' sample python python_counter
	ok 'its order is valid, and names the customer' is_valid python.pdf
	ok 'without the PIN of the seal it says who acts' \
	    says_who_acts python_counter
else
	skip 'examples/counter.py serves a customer' \
	    'the Python module was not built'
fi
if [ -e "$build/bindings/java/counterseal.jar" ] && [ -z "$SAN_CFLAGS" ]; then
	# The modules are those of the build, and nothing else is changed.
	options="new Context.Options().moduleDir(Path.of(\"$modules\"))"
	sed "s|new Context()|new Context($options)|" "$top/examples/Counter.java" \
	    >Counter.java
	java_counter() {
		LD_LIBRARY_PATH=$build/.libs "$JAVA_HOME/bin/java" \
		    -Djava.library.path="$build/bindings/java/.libs" \
		    -cp "$build/bindings/java/counterseal.jar" Counter.java "$@"
	}
	ok 'examples/Counter.java serves a customer' sample java java_counter
	ok 'its order is valid, and names the customer' is_valid java.pdf
	ok 'without the PIN of the seal it says who acts' \
	    says_who_acts java_counter
else
	skip 'examples/Counter.java serves a customer' \
	    'the Java package was not built, or with sanitizers'
fi
tap_done
