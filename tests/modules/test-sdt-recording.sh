#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-sdt-recording.sh -- what a kernel and a reader on USB said to each other
# is said again: see usb-replay.
here=$(cd "${srcdir:-.}/tests/modules" && pwd)
. "$here/../hall/tap.sh"

if ! command -v umockdev-run >/dev/null; then
	echo '1..0 # SKIP there is no umockdev'
	exit 0
fi
if [ -n "$SAN_CFLAGS" ]; then
	echo "1..0 # SKIP the sanitizers' library would have to come first"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
# What libtool made may be a script, which umockdev's library is not for.
tool=$PWD/examples/cli/counterseal
[ ! -f examples/cli/.libs/counterseal ] ||
    tool=$PWD/examples/cli/.libs/counterseal
LD_LIBRARY_PATH=$PWD/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH
printf '[module sdt-reader]\npoll_ms = 20\n' >"$work/test.conf"

# replay RECORDING COMMAND...
replay() {
	recording=$1
	shift
	"$here/usb-replay" "$recording" "$tool" --config "$work/test.conf" \
	    --module "$PWD/modules/.libs/sdt-reader.so" "$@"
}

reads_the_customer() {
	replay "$here/recordings/$1.usb" id read --reader sdt:usb:1-2 \
	    -o "$work/$1.json" && grep -q '"999901199506180023"' "$work/$1.json"
}

lists_the_reader() {
	replay "$here/recordings/sdt-single.usb" devices >"$work/devices"
	cat "$work/devices"
	grep -q 'ready *sdt:usb:1-2 ' "$work/devices"
}

# The reader answers to a find with what it answered to a read.
is_refused() {
	sed 's/aaaaaa96690003200122/aaaaaa96690003300132/' \
	    "$here/recordings/sdt-single.usb" >"$work/other.usb"
	replay "$work/other.usb" id read --reader sdt:usb:1-2
}

ok 'a reader with one pair of endpoints is read' reads_the_customer sdt-single
ok 'a reader with two is read' reads_the_customer sdt-split
ok 'the reader is listed' lists_the_reader
not_ok 'a reader that was asked something else does not answer' is_refused
tap_done
