# SPDX-License-Identifier: Apache-2.0
# cli.sh -- what the tests of the tool share; read by them, not run.
#
# A test says:  t NAME COMMAND...  and the command's exit status decides.

top=$PWD
source=$(cd "${srcdir:-.}" && pwd)
tool=$top/examples/cli/counterseal
work=$(mktemp -d "${TMPDIR:-/tmp}/counterseal-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# Nothing of the user who runs the tests.
unset XDG_CONFIG_HOME LANGUAGE LC_ALL LC_MESSAGES LANG
export HOME="$work" LC_ALL=C

count=0
failed=0

t()
{
	t_name=$1
	shift
	count=$((count + 1))
	if "$@"; then
		echo "ok $count - $t_name"
	else
		failed=$((failed + 1))
		echo "not ok $count - $t_name"
		echo "# failed: $*"
		awk '{ print "# out: " $0 }' "$work/out" 2>/dev/null | head -5
		awk '{ print "# err: " $0 }' "$work/err" 2>/dev/null | head -5
	fi
}

skip()
{
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

finish()
{
	echo "1..$count"
	test "$failed" -eq 0
}

# run CODE ARGUMENT...: the tool ends with that code; its output is in
# $work/out and $work/err.
run()
{
	run_code=$1
	shift
	"$tool" "$@" >"$work/out" 2>"$work/err"
	run_got=$?
	test "$run_got" -eq "$run_code" && return 0
	echo "# exit $run_got, not $run_code"
	return 1
}

# json EXPRESSION: the output is one JSON object d, and the expression holds.
json()
{
	/usr/bin/python3 -c '
import json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
sys.exit(0 if isinstance(d, dict) and eval("(" + sys.argv[2] + ")") else 1)
' "$work/out" "$1"
}

out_has()
{
	grep -q -e "$1" "$work/out"
}

err_has()
{
	grep -q -e "$1" "$work/err"
}

out_is_empty()
{
	test ! -s "$work/out"
}

err_is_empty()
{
	test ! -s "$work/err"
}

mode_is_600()
{
	test "$(stat -c %a "$1")" = 600
}

# Nothing but these files is in the folder.
only()
{
	only_folder=$1
	shift
	ls -A "$only_folder" | sort >"$work/is"
	for only_name in "$@"; do echo "$only_name"; done | sort >"$work/should"
	cmp -s "$work/is" "$work/should"
}

module()
{
	echo "$top/modules/.libs/$1.so"
}
