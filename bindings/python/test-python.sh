#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-python.sh -- the package counterseal, by pytest, in the build folder.
here=$(cd "$(dirname "$0")" && pwd)
stage=$PWD/bindings/python/stage

if [ ! -e "$stage/counterseal" ]; then
	echo '1..0 # SKIP the Python module was not built'
	exit 0
fi
if ! "$PYTHON" -c 'import pytest' 2>/dev/null; then
	echo "1..0 # SKIP $PYTHON has no pytest"
	exit 0
fi
top_srcdir=$(cd "$top_srcdir" && pwd)
top_builddir=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
export top_srcdir top_builddir
case $SAN_CFLAGS in
*address*)
	# Python itself frees little, and is not built for it.
	# shellcheck disable=SC2086
	LD_PRELOAD=$($CC -print-file-name=libasan.so):$($CC \
	    -print-file-name=libstdc++.so.6)
	ASAN_OPTIONS=detect_leaks=0
	export LD_PRELOAD ASAN_OPTIONS
	;;
esac
PYTHONPATH=$stage LD_LIBRARY_PATH=$PWD/.libs PYTHONDONTWRITEBYTECODE=1 \
    COUNTERSEAL_TAP=1 "$PYTHON" -m pytest -q -p no:cacheprovider \
    -o addopts= --rootdir "$here/tests" --basetemp "$work/pytest" \
    "$here/tests"
