#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-layers.sh -- who may include whom, and what no source may hold.
. "${srcdir:-.}/tests/abi/tap.sh"

# includes FOLDER: "FILE:HEADER" for each include below it, without the
# top folder's name.
includes()
{
	find "$top_srcdir/$1" -name '*.[ch]' -exec grep -HE \
	    '^[[:space:]]*#[[:space:]]*include' {} + |
	    sed "s|^$top_srcdir/||; s|:.*include[[:space:]]*[<\"]|:|; s|[>\"].*||"
}

# never FOLDER PATTERN: complains about includes whose header matches.
never()
{
	includes "$1" | grep -E ":(.*/)?($2)\$" >> "$bad"
}

device='device|loader|host|finder|module-check|context|log|config'
never lib/pdf "($device)\\.h|photo\\.h|identity\\.h|module\\.h"
never lib/pdf 'sys/socket\.h|netdb\.h'
ok "lib/pdf knows no device and no network" "$bad"

never lib/cms "($device)\\.h"
includes lib/cms | grep -E ':(.*/)?pdf/' >> "$bad"
ok "lib/cms knows no PDF and no device" "$bad"

# Memory may be locked; nothing else is asked of the system.
pure='wait\.h|signer\.h|unistd\.h|fcntl\.h|poll\.h|dirent\.h'
pure="$pure|sys/([a-ln-z]|m[a-ln-z]).*\.h"
for folder in lib/emrtd lib/identity lib/ink; do
	never $folder "($device)\\.h|$pure"
	includes $folder | grep -E ':(.*/)?pdf/' >> "$bad"
done
ok "lib/emrtd, lib/identity and lib/ink are pure" "$bad"

includes include | grep -vE ':(counterseal/[a-z]+|std[a-z]+|string|limits)\.h$' >> "$bad"
includes lib | grep -E ':(\.\./)*(modules|examples|tests|bindings)/' >> "$bad"
includes modules | grep -E ':(\.\./)*(lib|examples|tests|bindings)/' >> "$bad"
includes examples | grep -E ':(\.\./)*(lib|modules|tests|bindings)/' >> "$bad"
includes examples | grep ':counterseal/module\.h' >> "$bad"
ok "nothing includes upward" "$bad"

# ---- what no source may hold -------------------------------------------

find "$top_srcdir/include" "$top_srcdir/lib" "$top_srcdir/modules" \
    "$top_srcdir/bindings" "$top_srcdir/examples" "$top_srcdir/tests" \
    -name '*.[ch]' -o -name '*.h.in' > "$scratch/sources"

# A macro with its continued lines, without what is in quotes.
xargs awk 'FNR == 1 { macro = "" }
    macro != "" || /^[ \t]*#[ \t]*define/ {
	macro = macro $0
	if (sub(/\\$/, "", macro)) next
	gsub(/"([^"\\]|\\.)*"/, "", macro)
	gsub(/\/\*[^*]*\*\//, "", macro)
	if (macro ~ /[^A-Za-z0-9_](return|goto|break)([^A-Za-z0-9_]|$)/)
		print FILENAME ":" FNR ": " substr(macro, 1, 60)
	macro = ""
    }' < "$scratch/sources" >> "$bad"
ok "no macro contains return, goto or break" "$bad"

# Quotes and block comments are taken out by hand: // stands in URLs, too.
xargs awk 'FNR == 1 { comment = 0 }
    {
	line = $0
	if (comment) {
		if (!match(line, /\*\//)) next
		line = substr(line, RSTART + 2)
		comment = 0
	}
	gsub(/\\./, "", line)
	gsub(/\047"\047/, "", line)
	while (match(line, /"[^"]*"|\/\*|\/\//)) {
		found = substr(line, RSTART, 2)
		if (found == "//") {
			print FILENAME ":" FNR ": " $0
			break
		}
		if (found == "/*") {
			rest = substr(line, RSTART + 2)
			end = index(rest, "*/")
			if (end == 0) { comment = 1; break }
			line = substr(line, 1, RSTART - 1) " " \
			    substr(rest, end + 2)
			continue
		}
		line = substr(line, 1, RSTART - 1) " " \
		    substr(line, RSTART + RLENGTH)
	}
    }' < "$scratch/sources" >> "$bad"
ok "comments are written /* */" "$bad"

find "$top_srcdir/include" "$top_srcdir/lib" "$top_srcdir/modules" \
    "$top_srcdir/bindings" "$top_srcdir/examples" "$top_srcdir/tests" \
    "$top_srcdir/pkgconfig" "$top_srcdir/configure.ac" \
    "$top_srcdir/Makefile.am" "$top_srcdir/build-aux/setup" \
    "$top_srcdir/build-aux/autogen" \( -name '*.[chi]' -o -name '*.inc' -o \
    -name '*.sh' -o -name '*.py' -o -name '*.java' -o -name '*.map' -o \
    -name '*.in' -o -name '*.a[cm]' -o -name setup -o -name autogen -o \
    -name run \) -type f ! -path '*/bindings/java/made/*' \
    ! -name shim_wrap.h ! -path '*/python/counterseal/shim.py' \
    > "$scratch/all" # without what SWIG makes, which a release has
# The first line, or the second after #!
xargs awk 'FNR == 1 && /^#!/ { next }
    FNR == 1 || (FNR == 2 && !(FILENAME in seen)) {
	if (!(FILENAME in seen) && $0 !~ /SPDX-License-Identifier: Apache-2\.0/)
		print FILENAME
	seen[FILENAME] = 1
    }' < "$scratch/all" >> "$bad"
ok "every source names its licence first" "$bad"

xargs grep -nE '[[:space:]]$' < "$scratch/all" | head -20 >> "$bad"
ok "no line ends with a blank" "$bad"

# What a test may know, the product does not.
grep -rnE 'getenv|secure_getenv' "$top_srcdir/lib" --include='*.[ch]' >> "$bad"
ok "the library reads no environment variable" "$bad"
tap_done
