#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-bindings.sh -- what the headers have, every other language has.
#
# Headers to shim (bindings/swig/): every function is called, every member of a
# structure is used.  Shim to language: every method of the shim's classes is
# used by what is written by hand, every member of what it copies, too, and
# every constant of the headers has its place.  Words, not grammar: it finds
# what was forgotten, not what is wrong.
. "${srcdir:-.}/tests/abi/tap.sh"

# LANGUAGE FOLDER PATTERN: who uses the shim.
languages='Python bindings/python/counterseal *.py
Java bindings/java/org/counterseal *.java'

swig=$top_srcdir/bindings/swig

# What a language does in its own way, each with the reason.
cat > "$scratch/left" <<'LEFT'
cseal_context_ref	objects of the shim are counted
cseal_error_text	languages join notes by themselves
cseal_pin_from_fd	languages read lines by themselves
LEFT

# A level that was not lowered is a number.
echo is_lowered > "$scratch/left-by-Python"
# Java cannot give lent memory back for sure.
echo view > "$scratch/left-by-Java"

headers=$(ls "$top_srcdir"/include/counterseal/*.h |
    grep -v '/module\.h$')

# without_comments FILE...
without_comments()
{
	cat "$@" | tr '\n' '\001' | sed 's|/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/| |g' |
	    tr '\001' '\n'
}

# shellcheck disable=SC2086
without_comments $headers > "$scratch/headers"
without_comments "$swig"/*.h "$swig"/*.cc > "$scratch/shim"
grep -oE '[A-Za-z_][A-Za-z_0-9]*' "$scratch/shim" | sort -u \
    > "$scratch/shim-words"

# ---- headers to shim -----------------------------------------------------

tr '\n\t' '  ' < "$scratch/headers" | grep -oE 'CSEAL_API [^;{]*;' |
    sed -n 's/^[^(]*[ *]\(cseal_[a-z0-9_]*\)(.*/\1/p' | sort -u \
    > "$scratch/functions"
# Of version.h, which is made.
echo cseal_version >> "$scratch/functions"
cut -f1 "$scratch/left" | grep -vxF -f "$scratch/functions" |
    sed 's/$/ is left out, and not there/' >> "$bad"
cut -f1 "$scratch/left" | grep -vxF -f - "$scratch/functions" |
    grep -vxF -f "$scratch/shim-words" |
    sed 's/$/() is not in the shim/' >> "$bad"
[ "$(wc -l < "$scratch/functions")" -gt 90 ] ||
	echo "too few functions were found" >> "$bad"
ok "the shim calls every public function" "$bad"

# "STRUCTURE MEMBER" for each; arrays, pointers and lists of names.
awk '/^struct cseal_[a-z_]* \{/ { name = $2; next }
    /^\};/ { name = "" }
    name != "" && /;/ {
	gsub(/\[[^]]*\]/, ""); sub(/;.*/, ""); gsub(/[*]/, " ")
	count = split($0, names, ",")
	for (i = 1; i <= count; i++) {
		words = split(names[i], word, /[ \t]+/)
		while (words > 0 && word[words] == "") words--
		print name, word[words]
	}
    }' "$scratch/headers" | grep -v ' size$' | sort -u > "$scratch/members"
grep -oE '(\.|->)[a-z_0-9]+' "$scratch/shim" | sed 's/^\(\.\|->\)//' | sort -u \
    > "$scratch/shim-members"
while read -r structure member; do
	grep -qxF "$member" "$scratch/shim-members" ||
		echo "$structure.$member is not in the shim"
done < "$scratch/members" |
    grep -vE '^cseal_(place|seal_by|ink_sample)\.' >> "$bad"
[ "$(wc -l < "$scratch/members")" -gt 120 ] ||
	echo "too few members were found" >> "$bad"
ok "the shim knows every member of the public structures" "$bad"

# ---- shim to language ----------------------------------------------------

# Public methods and members of the shim's classes, as SWIG sees them; what
# counterseal.i ignores is not for languages.
sed -n 's/^%ignore .*::\([a-zA-Z_]*\);.*/\1/p' "$swig/counterseal.i" \
    > "$scratch/ignored"
for header in $(sed -n 's/^%include "\(.*\.h\)"/\1/p' "$swig/counterseal.i"); do
	without_comments "$swig/$header" | awk '
	/^(class|struct) [A-Za-z]+( |$)/ && !/;/ {
		open = /^struct/; class = 1; next }
	/^public:/ { open = 1; next }
	/^(private|protected):/ { open = 0; next }
	/^\};/ { class = open = 0 }
	class && open && /^\t[A-Za-z]/ {
		gsub(/\{[^}]*\}/, "") # what it does
		if (/\(/) {
			if (match($0, /[ *&][a-z][a-z_0-9]*\(/))
				print substr($0, RSTART + 1, RLENGTH - 2)
			next
		}
		if (!/;/) next
		sub(/;.*/, ""); sub(/ = .*/, "")
		count = split($0, names, /,/)
		for (i = 1; i <= count; i++) {
			words = split(names[i], word, /[ \t&*]+/)
			print word[words]
		}
	}
	!class && /^[a-z].*\(.*\);/ {
		if (match($0, /[a-z_0-9]+\(/))
			print substr($0, RSTART, RLENGTH - 1)
	}'
done | grep -vxF -f "$scratch/ignored" |
    grep -xE '[a-z][a-z_0-9]*[a-z0-9]' | sort -u > "$scratch/methods"
[ "$(wc -l < "$scratch/methods")" -gt 150 ] ||
	echo "too few methods were found: $(wc -l < "$scratch/methods")" >> "$bad"

grep -oE '^[[:space:]]+CSEAL_[A-Z0-9_]+' "$scratch/headers" |
    sed 's/.*CSEAL_//' | grep -vE '^(API|API_DATA|PRINTF)$' | sort -u \
    > "$scratch/constants"
[ "$(wc -l < "$scratch/constants")" -gt 130 ] ||
	echo "too few constants were found" >> "$bad"
ok "methods and constants are found" "$bad"

echo "$languages" | while read -r language folder pattern; do
	# SWIG makes getX() of a member x for Java.
	find "$top_srcdir/$folder" -name "$pattern" -exec cat {} + |
	    grep -oE '[A-Za-z_][A-Za-z_0-9]*' |
	    sed 's/^get\([A-Z]\)\(.*\)/&\n\L\1\E\2/' |
	    cat - "$scratch/left-by-$language" | sort -u > "$scratch/words"
	grep -vxF -f "$scratch/words" "$scratch/methods" |
	    sed "s/^/$language does not use /" > "$scratch/$language-methods"
	grep -vxF -f "$scratch/words" "$scratch/constants" |
	    grep -vE '_LAST$|^CLASS_OK$' |
	    sed "s/^/$language does not have /" > "$scratch/$language-constants"
done
for language in $(echo "$languages" | cut -d' ' -f1); do
	cat "$scratch/$language-methods" >> "$bad"
	ok "$language has all that the shim has" "$bad"
	cat "$scratch/$language-constants" >> "$bad"
	ok "$language has every constant of the headers" "$bad"
done

# ---- Java to its tests ---------------------------------------------------

# Public methods, and members of records, which are methods, too.
for class in "$top_srcdir"/bindings/java/org/counterseal/*.java; do
	without_comments "$class" | tr '\n' ' ' |
	    sed 's/@Override *public//g; s/public record [A-Za-z]*(\([^)]*\)).*/\n,\1\n/' | awk -v class="$(
		basename "$class" .java)" '
	/^,/ {
		count = split($0, members, ",")
		for (i = 2; i <= count; i++)
			if (split(members[i], word, " ") > 0)
				print class, word[length(word)]
		next
	}
	{
		rest = $0
		while (match(rest, /public [a-zA-Z][^;{}()=]* [a-z][A-Za-z0-9]*\(/)) {
			found = substr(rest, RSTART, RLENGTH - 1)
			rest = substr(rest, RSTART + RLENGTH)
			print class, substr(found, match(found, /[A-Za-z0-9]*$/))
		}
	}'
done | sort -u > "$scratch/java-methods"
grep -ohE '(\.|::)[a-z][A-Za-z0-9]*' "$top_srcdir"/bindings/java/tests/*.java |
    sed 's/^[.:]*//' | sort -u > "$scratch/called"
while read -r class method; do
	grep -qxF "$method" "$scratch/called" ||
		echo "$class.$method() is not called by a test" >> "$bad"
done < "$scratch/java-methods"
[ "$(wc -l < "$scratch/java-methods")" -gt 250 ] ||
	echo "too few methods: $(wc -l < "$scratch/java-methods")" >> "$bad"
ok "the tests of Java call every public method" "$bad"
tap_done
