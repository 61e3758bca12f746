#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-symbols.sh -- map = headers = what the shared object exports.
. "${srcdir:-.}/tests/abi/tap.sh"

map=$top_srcdir/lib/counterseal.map
library=.libs/libcounterseal.so

# "NODE NAME" for each exported name, in the order written.
awk '/^[A-Z].* \{/ { node = $1 }
    /^local:/ { hidden = 1 }
    /^global:/ { hidden = 0 }
    /^\}/ { hidden = 0 }
    /^\t[a-z_0-9]+;/ { sub(";", "", $1); if (!hidden) print node, $1 }' \
    "$map" > "$scratch/map"

for node in $(cut -d' ' -f1 "$scratch/map" | uniq); do
	grep "^$node " "$scratch/map" > "$scratch/node"
	sort -c "$scratch/node" 2>> "$bad"
done
ok "every node of the map is in alphabetical order" "$bad"

# The first name with a parenthesis after CSEAL_API is the function's, the last
# one where there is no parenthesis that of an object.
cat "$top_srcdir"/include/counterseal/*.h "$top_srcdir"/include/counterseal/*.in |
    tr '\n\t' '  ' | grep -oE 'CSEAL_API(_DATA)? [^;{]*;' |
    sed -n 's/^[^(]*[ *]\(cseal_[a-z0-9_]*\)(.*/\1/p
	s/^CSEAL_API_DATA extern [^(]*[ *]\(cseal_[a-z0-9_]*\);$/\1/p' |
    grep -v '^cseal_module_v1$' | sort -u > "$scratch/headers"
cut -d' ' -f2 "$scratch/map" | sort > "$scratch/names"
diff "$scratch/headers" "$scratch/names" |
    sed -n 's/^</only in the headers:/p; s/^>/only in the map:/p' > "$bad"
ok "the map has what the headers declare" "$bad"

if [ ! -f $library ]; then
	skip "the library exports what the map has" "no shared object"
	tap_done
fi
# Version nodes are symbols, too: absolute ones.
${NM:-nm} -D --defined-only $library | awk '$2 != "A" { print $3 }' |
    sed 's/@.*//' | grep -v '^__asan_\|^__odr_asan' | sort > "$scratch/exported"
diff "$scratch/names" "$scratch/exported" |
    sed -n 's/^</only in the map:/p; s/^>/only in the library:/p' > "$bad"
ok "the library exports what the map has" "$bad"
tap_done
