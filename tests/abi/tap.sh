# SPDX-License-Identifier: Apache-2.0
# tap.sh -- what the guards print; to be sourced.  The tests run in the build
# folder with top_srcdir, CC and the like in the environment.
set -u
LC_ALL=C
export LC_ALL
top_srcdir=${top_srcdir:-${srcdir:-.}}
tap_count=0
tap_failed=0

# ok SENTENCE FILE: passes if FILE, a list of complaints, is empty.
ok()
{
	tap_count=$((tap_count + 1))
	if [ -s "$2" ]; then
		tap_failed=1
		echo "not ok $tap_count - $1"
		sed 's/^/# /' "$2"
	else
		echo "ok $tap_count - $1"
	fi
	: > "$2"
}

skip()
{
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

tap_done()
{
	echo "1..$tap_count"
	exit $tap_failed
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=$scratch/bad
: > "$bad"
