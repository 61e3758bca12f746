#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-docs.sh -- --help, the man page and the completion say the same.
. "${srcdir:-.}/tests/interop/cli.sh"

page=$source/examples/cli/counterseal.1
config=$source/lib/counterseal.conf.5
completion=$source/examples/cli/completion/counterseal

# The options that a help text shows, one a line, sorted.
help_options()
{
	sed -n 's/^  *\(-[a-zA-Z], \)\{0,1\}--\([a-z-]*\).*/\1\2/p' |
	    sed 's/^-\(.\), /-\1\n--/; t; s/^/--/' | sort -u
}

# The options of a section of the man page.
page_options()
{
	sed 's/\\-/-/g' "$page" | awk -v section="$1" '
	    /^\.S[SH] / { name = $0; sub(/^\.S[SH] /, "", name); head = 0 }
	    /^\.TP/ { head = 1; next }
	    head && name == section { print }
	    { head = 0 }' | grep -oE '(^|[ "])(--[a-z-]+|-[a-zA-Z])' |
	    tr -d ' "' | sort -u
}

completion_options()
{
	bash -c '. "$1"; _counterseal_options "$2"' sh "$completion" "$1" \
	    2>/dev/null | tr ' ' '\n' | sort -u
}

# The words of the commands, and those of the completion.
"$tool" --help | sed -n \
    '/^Commands:/,/^$/s/^  \([a-z]*\( [a-z][a-z]*\)\{0,1\}\)  .*/\1/p' \
    >"$work/commands"
t 'there are commands' test -s "$work/commands"
t 'the man page has a section for each, and no other' test \
    "$(sed -n '/^\.SH COMMANDS/,/^\.SH PLACE/s/^\.SS //p' "$page")" = \
    "$(cat "$work/commands")"
for first in '' id ink cert; do
	bash -c '. "$1"; _counterseal_words "$2"' sh "$completion" "$first" |
	    tr ' ' '\n' | sed "s/^/${first:+$first }/"
done 2>/dev/null | grep -vxE 'id|ink|cert' | sort >"$work/words"
t 'the completion knows each, and no other' test \
    "$(cat "$work/words")" = "$(sort "$work/commands")"

"$tool" --help | help_options >"$work/global"
page_options 'OPTIONS OF EVERY COMMAND' >"$work/page"
t 'the man page has the options of every command' \
    cmp "$work/global" "$work/page"
while read -r command; do
	# shellcheck disable=SC2086
	"$tool" $command --help | help_options >"$work/all"
	completion_options "$command" >"$work/completed"
	t "the completion has the options of $command, and no other" \
	    cmp "$work/all" "$work/completed"
	comm -23 "$work/all" "$work/global" >"$work/own"
	page_options "$command" >"$work/page"
	t "the man page has the options of $command, and no other" \
	    cmp "$work/own" "$work/page"
done <"$work/commands"

# The exit codes: rows of a table against the paragraphs of a section.
tr '\n' ' ' <"$source/examples/cli/exits.c" |
    grep -oE '\{ CSEAL_[A-Z_]+, [0-9]+,' |
    sed 's/{ CSEAL_\([A-Z_]*\), \([0-9]*\),/\2 \1/' | sort >"$work/rows"
sed 's/\\-/-/g' "$page" | awk '
    /^\.SH/ { here = /EXIT STATUS/ }
    here && /^\.B [0-9]/ { code = $2 }
    here { n = split($0, words, /[^A-Z_]+/)
	for (i = 1; i <= n; i++)
		if (words[i] ~ /^[A-Z]+_[A-Z_]+$/) print code, words[i] }' |
    sort >"$work/told"
t 'there are exit codes' test -s "$work/rows"
t 'the man page maps each status as the tool does' \
    diff "$work/rows" "$work/told"

if command -v man >/dev/null; then
	for file in "$page" "$config"; do
		LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l "$file" \
		    >"$work/out" 2>"$work/err"
		t "${file##*/} is set without a warning" err_is_empty
		t 'and says something' out_has NAME
	done
else
	skip 'the man pages are set without a warning' 'there is no man'
fi
t 'the completion is sound' bash -n "$completion"

# complete WORD...: what is offered for the last of these.
complete_for()
{
	bash -c '
. "$1"
shift
COMP_WORDS=(counterseal "$@")
COMP_CWORD=$#
_counterseal
printf "%s\n" "${COMPREPLY[@]}"' sh "$completion" "$@" >"$work/out" 2>"$work/err"
}
t 'a command is completed' complete_for se
t 'by its name' out_has '^seal$'
t 'a second word is completed' complete_for ink re
t 'by its name' out_has '^render$'
t 'an option is completed' complete_for --lang zh_CN verify --ex
t 'by its name' out_has '^--explain$'
t 'a value is completed' complete_for --lang z
t 'by what it can be' out_has '^zh_CN$'

finish
