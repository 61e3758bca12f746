#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-docs.sh -- nothing public is without words, and no words without thing.
. "${srcdir:-.}/tests/abi/tap.sh"

# A group is declarations without a blank line between; a comment is above the
# function, or above its group.
for header in "$top_srcdir"/include/counterseal/*.h; do
	awk -v file="${header##*/}" '
	    /^[ \t]*$/ { told = 0 }
	    /\*\/[ \t]*$/ { told = 1 }
	    /^CSEAL_API/ { if (!told) print file ":" FNR ": " $0 }' \
	    "$header" >> "$bad"
done
ok "every public function has a comment above it or its group" "$bad"

sed -n 's/^\t\(CSEAL_[A-Z0-9_]*\) *=.*/\1/p; s/^\t\(CSEAL_[A-Z0-9_]*\) =$/\1/p' \
    "$top_srcdir/include/counterseal/status.h" | grep -v '^CSEAL_CLASS_' |
    sort -u > "$scratch/values"
tr '\n\t' '  ' < "$top_srcdir/lib/status.c" > "$scratch/status"
while read -r value; do
	grep -qE "\{ $value, *\"${value#CSEAL_}\"," "$scratch/status" ||
		echo "$value is not in status.c by its name" >> "$bad"
done < "$scratch/values"
[ -s "$scratch/values" ] || echo "no status value was found" >> "$bad"
ok "every status value is in status.c" "$bad"

# counterseal(1), counterseal.conf(5), ...: ours are those in the tree.
for text in README.md CONTRIBUTING.md SECURITY.md; do
	grep -oE 'counterseal[a-z.-]*\([1-8]\)' "$top_srcdir/$text" |
	    sort -u | sed 's/(/./; s/)//' > "$scratch/pages"
	while read -r page; do
		[ -n "$(find "$top_srcdir/lib" "$top_srcdir/examples" \
		    -name "$page")" ] ||
			echo "$text names $page, which does not exist" >> "$bad"
	done < "$scratch/pages"
done
grep -ohE 'counterseal[a-z.-]*\([1-8]\)' "$top_srcdir"/include/counterseal/*.h |
    sort -u | sed 's/(/./; s/)//' > "$scratch/pages"
while read -r page; do
	[ -n "$(find "$top_srcdir/lib" "$top_srcdir/examples" -name "$page")" ] ||
		echo "a header names $page, which does not exist" >> "$bad"
done < "$scratch/pages"
ok "every man page that is named exists" "$bad"

sed -n 's/^\t\(cseal_[a-z0-9_]*\);/\1/p' "$top_srcdir/lib/counterseal.map" |
    while read -r symbol; do
	grep -qx "    $symbol" "$top_srcdir/NEWS" ||
		echo "NEWS does not name $symbol"
    done >> "$bad"
ok "NEWS names every public symbol" "$bad"

# Folders that the README's map names.
grep -oE '^[a-z]+(/[a-z]+)*/ ' "$top_srcdir/README.md" |
    while read -r folder; do
	[ -d "$top_srcdir/$folder" ] ||
		echo "README.md names $folder, which does not exist"
    done >> "$bad"
ok "every folder that the README names exists" "$bad"

# The tables of the README: what a merge of two changes leaves twice, and what
# is here and "not here yet" at once.
sed -n 's/^| \([^|]*[^ |]\) *|.*/\1/p' "$top_srcdir/README.md" | sort | uniq -d |
    sed 's/^/README.md has two rows of /' >> "$bad"
sed -n 's/^CSEAL_MODULE(\[\([^]]*\)\].*/\1/p' "$top_srcdir/configure.ac" \
    > "$scratch/modules"
while read -r module; do
	grep -q "\`$module\`" "$top_srcdir/README.md" ||
		echo "README.md does not name the module $module" >> "$bad"
done < "$scratch/modules"
[ -s "$scratch/modules" ] || echo "no module was found" >> "$bad"
ok "the README's tables have a row of a kind, and every module" "$bad"
tap_done
