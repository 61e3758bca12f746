#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-headers.sh -- each public header stands alone, in C11 and in C++.
. "${srcdir:-.}/tests/abi/tap.sh"

includes="-I$top_srcdir/include -Iinclude"
warnings="-Wall -Wextra -pedantic-errors -Werror"

# try COMPILER LANGUAGE STANDARD: every header as the only include of a file
# that is otherwise empty.
try()
{
	for header in "$top_srcdir"/include/counterseal/*.h; do
		name=${header##*/}
		echo "#include <counterseal/$name>" > "$scratch/one.c"
		echo "typedef int not_empty;" >> "$scratch/one.c"
		# shellcheck disable=SC2086
		$1 -x "$2" -std="$3" $warnings $includes -fsyntax-only \
		    "$scratch/one.c" > "$scratch/said" 2>&1 || {
			echo "$name:"
			cat "$scratch/said"
		} >> "$bad"
	done
}

try "${CC:-cc}" c c11
ok "each public header compiles alone as C11" "$bad"

cxx=${CXX:-c++}
if command -v "${cxx%% *}" > "$scratch/where" 2>&1; then
	for standard in c++98 c++17; do
		# long long and stdbool are in every C++98 compiler there is.
		[ $standard = c++98 ] && warnings="-Wall -Wextra -Werror"
		[ $standard = c++98 ] || warnings="$warnings -pedantic-errors"
		try "$cxx" c++ $standard
		ok "each public header compiles alone as $standard" "$bad"
	done
	cat > "$scratch/linked.cc" <<-'END'
	#include <counterseal/counterseal.h>
	int main() { return cseal_version() == 0; }
	END
	# shellcheck disable=SC2086
	./libtool --quiet --tag=CC --mode=link $cxx ${SAN_CFLAGS:-} \
	    $includes -o "$scratch/linked" "$scratch/linked.cc" \
	    libcounterseal.la >> "$bad" 2>&1 &&
		"$scratch/linked" >> "$bad" 2>&1 || echo "it failed" >> "$bad"
	ok "a C++ program links with the library and runs" "$bad"
else
	skip "each public header compiles alone as C++" "no C++ compiler"
fi

# Sub-headers of counterseal.h: all but module.h.
for header in "$top_srcdir"/include/counterseal/*.h; do
	name=${header##*/}
	case $name in
	counterseal.h | module.h) continue ;;
	esac
	grep -q "<counterseal/$name>" \
	    "$top_srcdir/include/counterseal/counterseal.h" ||
		echo "$name is not in counterseal.h" >> "$bad"
done
grep '<counterseal/module.h>' \
    "$top_srcdir/include/counterseal/counterseal.h" >> "$bad"
ok "counterseal.h includes every application header and not module.h" "$bad"
tap_done
