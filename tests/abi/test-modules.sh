#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-modules.sh -- a module exports one symbol and sees one header of ours.
. "${srcdir:-.}/tests/abi/tap.sh"

count=0
for module in modules/.libs/*.so modules/*/.libs/*.so; do
	[ -f "$module" ] || continue
	count=$((count + 1))
	exported=$(${NM:-nm} -D --defined-only "$module" |
	    awk '$2 != "A" { print $3 }' | sed 's/@.*//' |
	    grep -v '^__asan_\|^__odr_asan' | tr '\n' ' ')
	[ "$exported" = "cseal_module_v1 " ] ||
		echo "$module exports: $exported" >> "$bad"
done
[ $count -gt 0 ] || echo "no module was built" >> "$bad"
ok "each of $count modules exports cseal_module_v1() and nothing else" "$bad"

for file in "$top_srcdir"/modules/*/*.[ch]; do
	folder=${file%/*}
	sed -n 's/^ *# *include *<\(counterseal\/[^>]*\)>.*/\1/p' "$file" |
	    grep -v '^counterseal/module\.h$' |
	    sed "s|^|${file#"$top_srcdir"/} includes |" >> "$bad"
	for own in $(sed -n 's/^ *# *include *"\([^"]*\)".*/\1/p' "$file"); do
		case $own in
		*/*) echo "${file#"$top_srcdir"/} includes $own" >> "$bad" ;;
		*) [ -f "$folder/$own" ] ||
			echo "${file#"$top_srcdir"/} includes $own" >> "$bad" ;;
		esac
	done
done
ok "modules include counterseal/module.h, the system's and their own" "$bad"

for folder in "$top_srcdir"/modules/*; do
	ls "$folder"/*.c > "$scratch/c" 2>&1 || continue
	for need in README Makefile.inc; do
		[ -f "$folder/$need" ] ||
			echo "${folder#"$top_srcdir"/} has no $need" >> "$bad"
	done
	find "$folder" -name 'protocol*.[ch]' -exec grep -HnE \
	    'include <(unistd|fcntl|poll|termios|sys/.*)\.h>' {} + >> "$bad"
done
ok "each module has a README, and its protocol does no I/O" "$bad"
tap_done
