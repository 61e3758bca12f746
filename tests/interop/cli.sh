# SPDX-License-Identifier: Apache-2.0
# cli.sh -- what the tests of the tool share; read by them, not run.
#
# A test says:  t NAME COMMAND...  and the command's exit status decides.
# Descriptors 3 to 6 are used here.

top=$PWD
source=$(cd "${srcdir:-.}" && pwd)
# Without libtool's wrapper, which takes longer than the tool.
tool=$top/examples/cli/.libs/counterseal
export LD_LIBRARY_PATH="$top/.libs"
work=$(mktemp -d "${TMPDIR:-/tmp}/counterseal-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# Nothing of the user who runs the tests.
unset XDG_CONFIG_HOME LANGUAGE LC_ALL LC_MESSAGES LANG
export HOME="$work" LC_ALL=C

count=0
failed=0
json=
witness=

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

end()
{
	kill "$1"
	wait "$1" 2>/dev/null
}

finish()
{
	for finish_pid in $witness $json; do end "$finish_pid"; done
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

# A witness that takes long to start is started once, and then answers one
# request after the other: a count, and that many words, each with NUL behind
# it; the answer is a line with an exit status.
#
# begin_witness COMMAND...
begin_witness()
{
	mkfifo "$work/ask" "$work/answer"
	"$@" <"$work/ask" >"$work/answer" 2>"$work/witness.err" &
	witness=$!
	exec 5>"$work/ask" 6<"$work/answer"
}
# ask WORD...: its status; what it says is in $work/out.
ask()
{
	printf '%s\0' $(($# + 1)) "$work/out" "$@" >&5
	read -r ask_status <&6
	test "$ask_status" = 0
}

# json EXPRESSION: the output is one JSON object d, and the expression holds.
json()
{
	if test -z "$json"; then
		mkfifo "$work/json.ask" "$work/json.answer"
		"$source/tests/interop/json-holds" <"$work/json.ask" \
		    >"$work/json.answer" &
		json=$!
		exec 3>"$work/json.ask" 4<"$work/json.answer"
	fi
	printf '%s\0' 2 "$work/out" "$1" >&3
	read -r json_status <&4
	test "$json_status" = 0
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
