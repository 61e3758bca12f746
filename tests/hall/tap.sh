# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# tap.sh -- what a shell test prints: the Test Anything Protocol.
#
#	ok SENTENCE COMMAND...     COMMAND must succeed
#	not_ok SENTENCE COMMAND... COMMAND must fail
#	skip SENTENCE WHY
#	tap_done                   last

tap_count=0
tap_failed=0
tap_log=${TMPDIR:-/tmp}/counterseal-tap.$$

tap_result() {
	tap_count=$((tap_count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tap_count - $2"
	else
		tap_failed=$((tap_failed + 1))
		echo "not ok $tap_count - $2"
		sed 's/^/# /' "$tap_log"
	fi
	rm -f "$tap_log"
}

ok() {
	tap_sentence=$1
	shift
	tap_status=0
	"$@" >"$tap_log" 2>&1 || tap_status=1
	tap_result $tap_status "$tap_sentence"
}

not_ok() {
	tap_sentence=$1
	shift
	tap_status=0
	"$@" >"$tap_log" 2>&1 && tap_status=1
	tap_result $tap_status "$tap_sentence"
}

skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

tap_done() {
	echo "1..$tap_count"
	[ $tap_failed = 0 ]
}
