#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-java.sh -- the package org.counterseal, by JUnit, in the build folder,
# with what Java can check of JNI.
#
#	test-java.sh [CLASS...]		only those of tests/
#
# JUNIT_DIR is where the jars of JUnit 5 are; JAVA_RUNTIME is another Java than
# that of JAVA_HOME, which compiles; JAVA_TEST_OPTIONS are more options of Java,
# such as -Dcounterseal.seconds=60 for ThreadTest.
here=$(cd "$(dirname "$0")" && pwd)
jar=$PWD/bindings/java/counterseal.jar
library=$PWD/bindings/java/.libs
measure=$PWD/bindings/java/tests/.libs/measure.so

if [ ! -e "$jar" ]; then
	echo '1..0 # SKIP the Java package was not built'
	exit 0
fi
if [ ! -e modules/.libs/file-signer.so ] || ! command -v openssl >/dev/null
then
	echo '1..0 # SKIP there is no file-signer, or no openssl'
	exit 0
fi
junit=
for part in junit-platform-launcher junit-platform-engine \
    junit-platform-commons junit-jupiter-engine junit-jupiter-api opentest4j \
    apiguardian-api; do
	file=${JUNIT_DIR-/usr/share/java}/$part.jar
	if [ ! -e "$file" ]; then
		echo "1..0 # SKIP there is no JUnit 5: $file"
		exit 0
	fi
	junit=$junit:$file
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
source=$(cd "$here/../.." && pwd)
"$source/tests/interop/make-input" plain "$work/order.pdf" &&
    "$source/tests/interop/make-input" png "$work/seal.png" &&
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Test hall' \
	-keyout "$work/hall.key" -out "$work/hall.crt" 2>"$work/said" &&
    cat "$work/hall.key" "$work/hall.crt" >"$work/hall.pem" &&
    openssl pkcs12 -export -passout pass:1234 -in "$work/hall.pem" \
	-inkey "$work/hall.pem" -out "$work/hall.p12" &&
    "$JAVA_HOME/bin/javac" --release 17 -Xlint:all,-try -Werror \
	-cp "$jar$junit" -d "$work/classes" "$here"/tests/*.java \
	2>>"$work/said" || {
	cat "$work/said"
	echo 'Bail out! the hall could not be made'
	exit 1
}
if [ $# = 0 ]; then
	for file in "$here"/tests/*Test.java; do
		name=${file##*/}
		set -- "$@" "${name%.java}"
	done
fi
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
SOFTHSM2_CONF=$work/tokens/softhsm2.conf
export LD_LIBRARY_PATH SOFTHSM2_CONF
version=$("$PWD/examples/cli/counterseal" --version | sed 's/.* //')
# What the machine itself has to say is kept apart: it may come at any moment,
# in the middle of a line, and a vendor's library that changes a signal's
# handler is enough for it.
# shellcheck disable=SC2086
"${JAVA_RUNTIME:-$JAVA_HOME}/bin/java" -Xcheck:jni \
    -XX:+DisplayVMOutputToStderr -Xmx256m \
    -Djava.library.path="$library" -Dcounterseal.hall="$work" \
    -Dcounterseal.source="$source" -Dcounterseal.build="$PWD" \
    -Dcounterseal.jar="$jar" -Dcounterseal.library="$library" \
    -Dcounterseal.tests="$work/classes" -Dcounterseal.measure="$measure" \
    -Dcounterseal.version="$version" $JAVA_TEST_OPTIONS \
    -cp "$jar:$work/classes$junit" TapMain "$@" >"$work/tap" 2>"$work/machine"
status=$?
cat "$work/tap"
cat "$work/machine" >&2
if grep -hE '(WARNING|FATAL ERROR) in native' "$work/tap" "$work/machine" \
    >"$work/said"; then
	echo 'Bail out! -Xcheck:jni complained'
	exit 1
fi
exit $status
