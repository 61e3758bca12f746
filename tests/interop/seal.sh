# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# seal.sh -- what the tests of sealing share; read by them, not run.
#
#	seal IN OUT OPTION...  with tests/interop/sealer
#	good FILE N            N signatures, and every witness calls it right
. "${srcdir:-.}/tests/hall/tap.sh"

top=$PWD
here=$(cd "${srcdir:-.}/tests/interop" && pwd)
SEALER_MODULES=$top/modules/.libs
LD_LIBRARY_PATH=$top/.libs # without libtool's wrappers, which are slow
LC_ALL=C
TZ=UTC
export SEALER_MODULES LD_LIBRARY_PATH LC_ALL TZ
tool=$top/examples/cli/.libs/counterseal
work=$(mktemp -d "${TMPDIR:-/tmp}/counterseal-seal.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work" || exit 99

seal() {
	"$top/tests/interop/.libs/sealer" "$@"
}

# refused STATUS IN OPTION...: fails with that status and writes nothing.
refused() {
	refused_status=$1
	refused_in=$2
	shift 2
	rm -f refused.pdf
	if seal "$refused_in" refused.pdf "$@" 2> refused.err; then
		echo "it was not refused"
		return 1
	fi
	cat refused.err
	test ! -e refused.pdf && grep -q "^$refused_status:" refused.err
}

input() {
	for kind in "$@"; do
		"$here/make-input" "$kind" "$kind.in" || exit 99
	done
}

# key NAME OPENSSL-NEWKEY: NAME.p12 and NAME.pem, self-signed.
key() {
	openssl req -x509 -newkey "$2" ${3:+-pkeyopt "$3"} -nodes -days 3650 \
	    -keyout "$1.key" -out "$1.pem" -subj "/O=Test Hall/CN=Seal $1" \
	    -addext keyUsage=critical,digitalSignature,nonRepudiation \
	    2> key.err || { cat key.err; exit 99; }
	openssl pkcs12 -export -inkey "$1.key" -in "$1.pem" -out "$1.p12" \
	    -passout pass:1234 || exit 99
}

clean() {
	qpdf --check "$1" > qpdf.out 2>&1 || { cat qpdf.out; return 1; }
}

# The bytes that were there are there still.
kept() {
	cmp -n "$(wc -c < "$1")" "$1" "$2"
}

# Fields that are not signed are listed by pdfsig, too, and in any order.
pdfsig_says() {
	pdfsig -nocert "$1" > pdfsig.out 2>&1
	cat pdfsig.out
	test "$(grep -c 'Signature is Valid' pdfsig.out)" = "$2" &&
	    test "$(grep -c 'Signature Validation' pdfsig.out)" = "$2" &&
	    test "$(grep -c ' Total document signed' pdfsig.out)" = 1
}

mutool_says() {
	mutool sign -v "$1" > mutool.out 2>&1
	cat mutool.out
	test "$(grep -c 'is valid but there have been edits\|is unchanged' \
	    mutool.out)" = "$2" &&
	    test "$(grep -c 'unchanged since signing' mutool.out)" = 1
}

good() {
	clean "$1" && pdfsig_says "$1" "$2" && mutool_says "$1" "$2"
}

# seen FILE PAGE X,Y=COLOR...: by two renderers, at 72 dots an inch.  Poppler
# does not know user units: unit is that of the page.
unit=1
seen() {
	seen_file=$1
	seen_page=$2
	shift 2
	rm -f seen*.ppm
	pdftoppm -cropbox -r 72 -f "$seen_page" -l "$seen_page" "$seen_file" seen &&
	    "$here/pixel" seen*.ppm $((72 / unit)) "$@" || return 1
	mutool draw -q -r 72 -o mseen.ppm "$seen_file" "$seen_page" \
	    2> draw.err && "$here/pixel" mseen.ppm 72 "$@"
}
