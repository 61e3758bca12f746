#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-abi.sh -- what was compiled against the last release goes on working.
#
# The last release is the last tag vX.Y.Z of which this is a successor.  What its
# headers declare is compared with what they declare now, by abidiff; that the
# library exports what the headers declare is said by test-symbols.sh.  Allowed
# are new functions, new values of enumerations, and new members at the end of
# structures that begin with their size.  Without a tag, only the comparison is
# proven.  CSEAL_ABI_BASE names another commit.
. "${srcdir:-.}/tests/abi/tap.sh"

source=$(cd "$top_srcdir" && pwd)
if ! command -v abidiff > /dev/null; then
	skip "the interface is compared" "there is no abidiff"
	tap_done
fi

tool()
{
	name=$1
	shift
	PYTHONDONTWRITEBYTECODE=1 "$source/tests/abi/$name" "$source/doc" "$@"
}

# interface FOLDER: FOLDER/interface.so of its headers.
interface()
{
	tool write-interface "$1/include/counterseal" > "$1/interface.c" &&
	    ${CC:-cc} -std=c11 -D_GNU_SOURCE -w -g -O0 -shared -fPIC \
		"-I$1/include" -Iinclude -o "$1/interface.so" "$1/interface.c"
}

# compatible OLD NEW: says what is not.
compatible()
{
	tool write-grown "$1/include/counterseal" "$2/include/counterseal" \
	    > "$scratch/grown" &&
	    abidiff --suppressions "$scratch/grown" --no-added-syms \
		"$1/interface.so" "$2/interface.so"
} > "$scratch/said" 2>&1

# copy FOLDER: the headers, which a release may have read-only.
copy()
{
	mkdir "$scratch/$1" && cp -r "$source/include" "$scratch/$1" &&
	    chmod -R u+w "$scratch/$1"
}

copy now
interface "$scratch/now" >> "$bad" 2>&1
ok "the headers have an interface" "$bad"

# ---- the comparison is proven --------------------------------------------

# after SENTENCE YES-OR-NO HEADER SED-SCRIPT
after()
{
	rm -rf "$scratch/then"
	copy then
	sed -i "$4" "$scratch/then/include/counterseal/$3"
	cmp -s "$source/include/counterseal/$3" \
	    "$scratch/then/include/counterseal/$3" &&
	    echo "$4 changed nothing in $3" >> "$bad"
	if ! interface "$scratch/then" >> "$bad" 2>&1; then
		echo "it does not compile" >> "$bad"
	elif compatible "$scratch/now" "$scratch/then"; then
		[ "$2" = yes ] || echo "nothing was said" >> "$bad"
	elif [ "$2" = yes ]; then
		cat "$scratch/said" >> "$bad"
	fi
	ok "$1" "$bad"
}

after "a function may be added" yes status.h \
    '/^#endif/i CSEAL_API int cseal_status_new(int status);'
after "a member may be added at the end" yes seal.h \
    's/^\tconst char \*filter, \*subfilter;/&\n\tconst char *more;/'
after "an operation may be added to a table of modules" yes module.h \
    's/^\tvoid (\*account)(.*/&\n\tvoid (*more)(void *pad);/'
after "a value may be added" yes level.h \
    's/^\tCSEAL_LEVEL_LTA = 3/&,\n\tCSEAL_LEVEL_MORE = 4/'
after "a function may not go" no status.h '/cseal_status_text(/d'
after "a parameter may not change" no document.h \
    's/^    uint32_t page, uint32_t/    uint64_t page, uint32_t/'
after "what is returned may not change" no photo.h \
    's/uint32_t cseal_photo_width/uint64_t cseal_photo_width/'
after "a member may not go" no seal.h '/^\tconst char \*location;/d'
after "a member may not come between others" no seal.h \
    's/^\tconst char \*location;/\tint more;\n&/'
after "a member may not change" no ink.h 's/^\tuint32_t least_um;/\tuint64_t least_um;/'
after "a structure without a size may not grow" no document.h \
    's/^\tuint32_t width_um, height_um;/&\n\tuint32_t more;/'
after "an operation may not go" no module.h \
    '/void (\*close)(void \*pad);/d'
after "a value may not change" no level.h 's/CSEAL_LEVEL_LTA = 3/CSEAL_LEVEL_LTA = 4/'

# ---- the last release ----------------------------------------------------

# A release that was unpacked somewhere in a work tree is none.
base=
if prefix=$(cd "$source" && git rev-parse --show-prefix 2> /dev/null) &&
    [ -z "$prefix" ]; then
	base=${CSEAL_ABI_BASE:-$(cd "$source" && git describe --tags \
	    --abbrev=0 --match 'v[0-9]*' 2> /dev/null)}
fi
if [ -z "$base" ]; then
	skip "what was compiled against the last release goes on working" \
	    "there is no tag of one here"
	tap_done
fi
mkdir "$scratch/base"
(cd "$source" && git archive "$base" include) | tar -x -C "$scratch/base"
if ! interface "$scratch/base" >> "$bad" 2>&1; then
	echo "the headers of $base have no interface" >> "$bad"
elif ! compatible "$scratch/base" "$scratch/now"; then
	cat "$scratch/said" >> "$bad"
fi
ok "what was compiled against $base goes on working" "$bad"
tap_done
