#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-seal.sh -- seals every file of the pdf.js corpus, and asks pdfsig, qpdf,
# pyHanko and pdftoppm what became of it.
set -u
corpus=${CSEAL_SHARED:-$srcdir/../shared}/corpus/pdfjs-400
here=$srcdir/tests/corpus
if ! test -d "$corpus"; then
	echo "1..0 # SKIP the corpus is not beside the project"
	exit 0
fi

# All peers together seal 391 of the 400; seven need a password that nobody
# has, one has no key to be decrypted with, and one is a bomb that qpdf refuses.
sealed_least=391
# Of the first 150 clean files 23 are not read by pyHanko's strict mode as they
# are: their cross-reference tables are not as 7.5.4 has them, or hybrid.
strict_least=127

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/key" -out "$dir/crt" \
    -subj /CN=Corpus -days 2 \
    -addext keyUsage=critical,digitalSignature 2>/dev/null || exit 1
cat "$dir/key" "$dir/crt" >"$dir/key.pem"
chmod 600 "$dir/key.pem"
mkdir "$dir/out"
tests/corpus/seal-files "$PWD/modules/.libs/file-signer.so" "$dir/key.pem" \
    "$corpus" "$dir/out" >"$dir/tap" || true
grep -v '^1\.\.' "$dir/tap"
number=$(grep -c '^\(not \)\{0,1\}ok ' "$dir/tap")

# result TEXT COMMAND...
result()
{
	text=$1
	shift
	number=$((number + 1))
	if "$@"; then
		echo "ok $number - $text"
	else
		echo "not ok $number - $text"
	fi
}
skip()
{
	number=$((number + 1))
	echo "ok $number - $1 # SKIP $2"
}
count()
{
	grep -c "$1" "$2"
}

# The witnesses say the same whatever the build is.
if grep -q '^SAN_CFLAGS = -fsanitize' Makefile; then
	skip 'what the witnesses say' 'they are asked in a build without sanitizers'
	echo "1..$number"
	exit 0
fi

# From here on in the order in which the corpus was chosen: by the SHA-1 of
# the names.
for file in "$dir"/out/*.pdf; do
	printf '%s' "${file##*/}" | sha1sum | cut -c 1-40 | tr '\n' ' '
	echo "$file"
done | sort | cut -d ' ' -f 2 >"$dir/files"
xargs -P 2 -n 1 "$here/ask-witnesses" "$corpus" <"$dir/files" >"$dir/said"

grep -v 'begins=yes' "$dir/said" | sed 's/^/# /'
result "every sealed file begins with the bytes it was made of" \
    test "$(count 'begins=yes' "$dir/said")" = "$(wc -l <"$dir/files")"

grep 'pdfsig=no\|qpdf=2' "$dir/said" | sed 's/^/# /'
whole=$(grep 'begins=yes pdfsig=yes' "$dir/said" | grep -vc 'qpdf=2')
result "$whole of 400 sealed: pdfsig calls them valid and whole, and qpdf finds no error (at least $sealed_least)" \
    test "$whole" -ge "$sealed_least"

clean=$(count 'was=0' "$dir/said")
grep 'was=0' "$dir/said" | grep -v 'qpdf=0' | sed 's/^/# spoilt: /'
kept=$(count 'qpdf=0 was=0' "$dir/said")
result "$kept of $clean clean files that were sealed are clean still" \
    test "$kept" -eq "$clean" -a "$clean" -ge 270

# The first 150 clean files, whether they were sealed or not.
for file in "$corpus"/*.pdf; do
	printf '%s' "${file##*/}" | sha1sum | cut -c 1-40 | tr '\n' ' '
	echo "$file"
done | sort | cut -d ' ' -f 2 | while read -r file; do
	qpdf --check "$file" >/dev/null 2>&1 && echo "$dir/out/${file##*/}"
done | head -n 150 >"$dir/first"
if python=$("$srcdir/build-aux/venv" "$PWD/venv" 2>"$dir/why"); then
	# shellcheck disable=SC2046
	"$python" "$here/accept-strictly" "$dir/crt" $(cat "$dir/first") \
	    >"$dir/strict" 2>&1
	grep -v '^ok ' "$dir/strict" | sed 's/^/# pyHanko: /'
	accepted=$(count '^ok ' "$dir/strict")
	result "$accepted of the first 150 clean files are accepted by pyHanko in strict mode (at least $strict_least)" \
	    test "$accepted" -ge "$strict_least"
else
	skip 'what pyHanko says' "$(tail -n 1 "$dir/why")"
fi

awk 'NR % 9 == 1' "$dir/files" | head -n 40 |
    xargs -P 2 -n 1 "$here/render" "$corpus" >"$dir/seen"
grep '^other' "$dir/seen" | sed 's/^/# /'
same=$(count '^same' "$dir/seen")
result "$same of 40 sealed files look as before" test "$same" -eq 40

# Clean files without their last lines: the table is made anew of the objects.
# Of those that were updated once, readers disagree what is in force.
mkdir "$dir/cut" "$dir/mended"
awk 'NR % 4 == 1' "$dir/first" | while read -r file; do
	name=${file##*/}
	line=$(grep -abo startxref "$corpus/$name" | tail -n 1)
	head -c "${line%%:*}" "$corpus/$name" >"$dir/cut/$name"
	echo '%%EOF' >>"$dir/cut/$name"
done
tests/corpus/seal-files "$PWD/modules/.libs/file-signer.so" "$dir/key.pem" \
    "$dir/cut" "$dir/mended" | grep '^not ok\|^# .*:' | sed 's/^not ok/# not ok/'
find "$dir/mended" -name '*.pdf' |
    xargs -P 2 -n 1 "$here/render" "$corpus" >"$dir/seen"
grep '^other' "$dir/seen" | sed 's/^/# /'
mended=$(wc -l <"$dir/seen")
same=$(count '^same' "$dir/seen")
result "$same of $mended sealed files without their last lines look as before" \
    test "$same" -eq "$mended" -a "$mended" -ge 25
echo "1..$number"
