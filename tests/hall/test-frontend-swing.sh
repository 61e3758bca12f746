#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-frontend-swing.sh -- the front end of examples/frontend-swing, as it was
# and with the lines of sealing.patch, on a virtual screen.
#
#	test-frontend-swing.sh [SCREENSHOT.png]		of the second one
#
# Runs in the build folder.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
top=$(cd "$here/../.." && pwd)
build=$PWD
example=$top/examples/frontend-swing
modules=$build/modules/.libs
screenshot=${1-}

for need in Xvfb patch openssl "$build/bindings/java/counterseal.jar" \
    "${JAVA_HOME:=}/lib/libawt_xawt.so" "$modules/file-signer.so" \
    "$modules/virtual-pad.so"; do
	{ [ -e "$need" ] || command -v "$need" >/dev/null; } && continue
	echo "1..0 # SKIP ${need##*/} is not there"
	exit 0
done
if [ -n "${SAN_CFLAGS-}" ]; then
	echo '1..0 # SKIP sanitizers are not for the machine of Java'
	exit 0
fi

screen=
work=$(mktemp -d)
finish() {
	[ -z "$screen" ] || kill "$screen" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1

# The front end twice: as it was, and with the patch.
ten_lines_at_most() {
	grep -c '^+[^+]' "$example/sealing.patch" >added
	cat added
	[ "$(cat added)" -le 10 ] && ! grep '^-[^-]' "$example/sealing.patch"
}
plain() {
	mkdir plain plain.orders && cp "$example"/*.java plain/ &&
	    "$JAVA_HOME/bin/javac" --release 17 -Xlint:all,-serial -Werror \
		-d plain.classes plain/*.java "$here/frontend/DriveForm.java"
}
# The modules and the configuration are those of the test, and nothing else is
# changed.
sealing() {
	mkdir sealing sealing.orders && cp "$example"/*.java sealing/ &&
	    patch -s -d sealing -p3 <"$example/sealing.patch" &&
	    options="new Context.Options().moduleDir(Path.of(\"$modules\"))" &&
	    options="$options.userConfig(Path.of(\"$work/conf\"))" &&
	    sed "s|new Context()|new Context($options)|" \
		sealing/CounterForm.java >changed &&
	    cp changed sealing/CounterForm.java &&
	    "$JAVA_HOME/bin/javac" --release 17 \
		-cp "$build/bindings/java/counterseal.jar" \
		-d sealing.classes sealing/*.java "$here/frontend/DriveForm.java"
}
hall() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=The hall' \
	    -keyout hall.key -out hall.crt && cat hall.key hall.crt >hall.pem &&
	    "$here/recipes/make-signature" customer.pad && cat >conf <<END
[devices]
pad = virtual:$work/customer.pad
[frontend]
signer = file:$work/hall.pem
END
}
start_screen() {
	Xvfb -displayfd 3 -screen 0 800x600x24 -nolisten tcp 3>display 2>/dev/null &
	screen=$!
	for _ in $(seq 100); do
		[ -s display ] && break
		sleep 0.2
	done
	DISPLAY=:$(cat display)
	export DISPLAY
	[ -s display ]
}
# drive NAME: the form is filled in, and its order printed.
drive() {
	LD_LIBRARY_PATH="$build/.libs" "$JAVA_HOME/bin/java" \
	    -Djava.library.path="$build/bindings/java/.libs" \
	    -cp "$1.classes:$build/bindings/java/counterseal.jar" DriveForm \
	    "$1.orders" "$1.png" && [ "$(ls "$1.orders" | wc -l)" = 1 ]
}
# verdict NAME VERDICT
verdict() {
	"$build/examples/cli/counterseal" --json verify "$1.orders"/order-*.pdf \
	    --trust hall.crt >report.json
	cat report.json
	grep -q "\"verdict\": *\"$2\"" report.json
}
# More than a window of one colour.
shows_something() {
	head -c 8 "$1.png" | od -An -tx1 | grep -q '89 50 4e 47' &&
	    [ "$(wc -c <"$1.png")" -gt 4000 ]
}

ok 'sealing takes ten added lines at most, and no other change' \
    ten_lines_at_most
ok 'the front end compiles without the library' plain
ok 'the hall has a pad and a certificate' hall
ok 'the front end compiles with those lines' sealing
ok 'there is a virtual screen' start_screen
ok 'the front end prints an order' drive plain
ok 'which is not signed' verdict plain unsigned
ok 'with those lines it prints an order, too' drive sealing
ok 'which is sealed, and valid' verdict sealing valid
ok 'the customer wrote on the pad' grep -q '"virtual": *true' report.json
ok 'there is a picture of the screen' shows_something sealing
[ -z "$screenshot" ] || cp sealing.png "$screenshot"
tap_done
