#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-java.sh -- the package org.counterseal, in the build folder, with what
# Java can check of JNI.
here=$(cd "$(dirname "$0")" && pwd)
jar=$PWD/bindings/java/counterseal.jar
library=$PWD/bindings/java/.libs

if [ ! -e "$jar" ]; then
	echo '1..0 # SKIP the Java package was not built'
	exit 0
fi
if [ ! -e modules/.libs/file-signer.so ] || ! command -v openssl >/dev/null
then
	echo '1..0 # SKIP there is no file-signer, or no openssl'
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
"$here/../../tests/interop/make-input" plain "$work/order.pdf" &&
    "$here/../../tests/interop/make-input" png "$work/seal.png" &&
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Test hall' \
	-keyout "$work/hall.key" -out "$work/hall.crt" 2>"$work/said" &&
    cat "$work/hall.key" "$work/hall.crt" >"$work/hall.pem" &&
    openssl pkcs12 -export -passout pass:1234 -in "$work/hall.pem" \
	-inkey "$work/hall.pem" -out "$work/hall.p12" &&
    "$JAVA_HOME/bin/javac" --release 17 -Xlint:all,-try -cp "$jar" \
	-d "$work/classes" "$here"/tests/*.java || {
	cat "$work/said"
	echo 'Bail out! the hall could not be made'
	exit 1
}
case $SAN_CFLAGS in
*address*)
	# The machine of Java frees little, and wants its own signals.
	# shellcheck disable=SC2086
	LD_PRELOAD=$($CC -print-file-name=libasan.so):$($CC \
	    -print-file-name=libstdc++.so.6)
	ASAN_OPTIONS=detect_leaks=0:handle_segv=0:allow_user_segv_handler=1
	export LD_PRELOAD ASAN_OPTIONS
	;;
esac
LD_LIBRARY_PATH=$PWD/.libs
export LD_LIBRARY_PATH
# What the machine itself has to say is kept apart: it may come at any moment,
# in the middle of a line, and a vendor's library that changes a signal's
# handler is enough for it.
"$JAVA_HOME/bin/java" -Xcheck:jni -XX:+DisplayVMOutputToStderr -Xmx256m \
    -Dcounterseal.modules="$PWD/modules/.libs" \
    -Dcounterseal.hall="$work" -Djava.library.path="$library" \
    -Dcounterseal.jar="$jar" -Dcounterseal.library="$library" \
    -cp "$jar:$work/classes" CountersealTest >"$work/tap" 2>"$work/machine"
status=$?
cat "$work/tap"
cat "$work/machine" >&2
if grep -hE '(WARNING|FATAL ERROR) in native' "$work/tap" "$work/machine" \
    >"$work/said"; then
	echo 'Bail out! -Xcheck:jni complained'
	exit 1
fi
exit $status
