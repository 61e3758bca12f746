#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-emrtd-daemon.sh -- travel documents through the PC/SC daemon and vpcd.
here=${srcdir:-.}/tests/emrtd
module=$PWD/modules/.libs/emrtd-reader.so

if [ ! -f "$module" ]; then
	echo '1..0 # SKIP there is no emrtd-reader'
	exit 0
fi
status=0
"$here/with-pcscd" ./tests/emrtd/emrtd-daemon "$module" || status=$?
[ $status != 77 ] || echo '1..0 # SKIP no PC/SC daemon in a namespace'
[ $status != 77 ] || exit 0
exit $status
