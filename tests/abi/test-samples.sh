#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-samples.sh -- the C in README.md and CONTRIBUTING.md compiles, and the
# README's program runs.
#
# A block with main() is a program; any other is taken as the middle of a
# module's source.
. "${srcdir:-.}/tests/abi/tap.sh"

includes="-D_GNU_SOURCE -I$top_srcdir/include -Iinclude"
warnings="-std=c11 -Wall -Wextra -Wno-unused -Werror"

# blocks TEXT: $scratch/TEXT-N.c for each block, and where it stood.
blocks()
{
	awk -v base="$scratch/$1" '
	    /^```c$/ { file = base "-" ++n ".c"; printf "" > file; next }
	    /^```/ { file = "" }
	    file != "" { print > file }' "$top_srcdir/$1"
}

compile()
{
	if grep -q '^main(\|int main(' "$1"; then
		# shellcheck disable=SC2086
		./libtool --quiet --tag=CC --mode=link ${CC:-cc} $warnings \
		    $includes ${SAN_CFLAGS:-} -o "${1%.c}" "$1" \
		    libcounterseal.la > "$scratch/said" 2>&1
	else
		{
			echo '#include <counterseal/counterseal.h>'
			echo '#include <counterseal/module.h>'
			echo '#include <stdlib.h>'
			echo '#include <string.h>'
			cat "$1"
		} > "${1%.c}-whole.c"
		# shellcheck disable=SC2086
		${CC:-cc} $warnings $includes -fsyntax-only \
		    "${1%.c}-whole.c" > "$scratch/said" 2>&1
	fi
}

for text in README.md CONTRIBUTING.md; do
	blocks $text
	for block in "$scratch/$text"-*.c; do
		[ -f "$block" ] || continue
		compile "$block" || {
			echo "${block##*/}:"
			cat "$scratch/said"
		} >> "$bad"
		ok "the block ${block##*/} compiles" "$bad"
	done
done

program=$scratch/README.md-1
if [ -x "$program" ] && grep -q 'main(void)' "$program.c"; then
	(cd "$scratch" && "$program" > said 2>&1) || {
		echo "exit status $?"
		cat "$scratch/said"
	} >> "$bad"
	ok "the README's program runs" "$bad"
else
	skip "the README's program runs" "it wants arguments, or is not there"
fi
tap_done
