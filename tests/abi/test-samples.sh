#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-samples.sh -- the C in README.md and CONTRIBUTING.md compiles, the
# README's program and its commands work, and so do the samples.
#
# A block with main() is a program; any other is taken as the middle of a
# module's source.
. "${srcdir:-.}/tests/abi/tap.sh"

build=$PWD
source=$(cd "$top_srcdir" && pwd)
includes="-D_GNU_SOURCE -I$top_srcdir/include -Iinclude"
warnings="-std=c11 -Wall -Wextra -Wno-unused -Wno-unused-parameter -Werror"

# blocks TEXT LANGUAGE: $scratch/TEXT-N.LANGUAGE for each block.
blocks()
{
	awk -v base="$scratch/$1" -v language="$2" '
	    $0 == "```" language {
		file = base "-" ++n "." language; printf "" > file; next }
	    /^```/ { file = "" }
	    file != "" { print > file }' "$top_srcdir/$1"
}

# program SOURCE OUTPUT
program()
{
	"$source/tests/abi/build-sample" "$1" "$2"
}

compile()
{
	if grep -q '^main(\|int main(' "$1"; then
		program "$1" "${1%.c}" > "$scratch/said" 2>&1
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
	blocks $text c
	for block in "$scratch/$text"-*.c; do
		[ -f "$block" ] || continue
		compile "$block" || {
			echo "${block##*/}:"
			cat "$scratch/said"
		} >> "$bad"
		ok "the block ${block##*/} compiles" "$bad"
	done
done
for sample in seal read-card verify counter; do
	program "$top_srcdir/examples/$sample.c" "$scratch/$sample" \
	    >> "$bad" 2>&1
	ok "examples/$sample.c compiles without a warning" "$bad"
done

# ---- what they do --------------------------------------------------------

# said SENTENCE COMMAND...: the command succeeds, or what it said is shown.
said()
{
	sentence=$1
	shift
	(cd "$scratch" && "$@") > "$scratch/said" 2>&1 || {
		echo "exit status $?"
		cat "$scratch/said"
	} >> "$bad"
	ok "$sentence" "$bad"
}

if [ ! -f modules/.libs/file-signer.so ] || ! command -v openssl > /dev/null
then
	skip "the samples run" "there is no file-signer, or no openssl"
	tap_done
fi

# The README's commands make the certificate that its program needs.
mkdir "$scratch/bin"
cat > "$scratch/bin/counterseal" <<TOOL
#!/bin/sh
exec '$build/examples/cli/counterseal' \
    --module '$build/modules/.libs/file-signer.so' \
    \$(test -f '$build/modules/.libs/pango-typeset.so' &&
	echo --module '$build/modules/.libs/pango-typeset.so') "\$@"
TOOL
chmod +x "$scratch/bin/counterseal"
PATH=$scratch/bin:$PATH
"$source/tests/interop/make-input" plain "$scratch/order.pdf"
"$source/tests/interop/make-input" png "$scratch/seal.png"
blocks README.md sh
if [ -f modules/.libs/pango-typeset.so ]; then
	said "the README's commands work" sh -eu README.md-1.sh
	said "and their document is valid" \
	    ./verify sealed.pdf hall.crt
else
	skip "the README's commands work" "there is no pango-typeset"
	(cd "$scratch" && openssl req -x509 -newkey rsa:2048 -nodes -days 30 \
	    -subj '/CN=Test hall' -keyout hall.pem -out hall.crt &&
	    cat hall.crt >> hall.pem) > /dev/null 2>&1
fi
rm -f "$scratch/sealed.pdf"
said "the README's program runs" \
    ./README.md-1 order.pdf sealed.pdf "file:$scratch/hall.pem"
said "and its document is valid" ./verify sealed.pdf hall.crt
blocks README.md python
if [ -e "$build/bindings/python/stage/counterseal" ]; then
	rm -f "$scratch/sealed.pdf"
	# As above, by sitecustomize.py.
	said "the README's Python runs" env \
	    PYTHONPATH="$build/bindings/python/stage:$source/tests/abi" \
	    PYTHONDONTWRITEBYTECODE=1 TEST_MODULE_DIR="$build/modules/.libs" LD_LIBRARY_PATH="$build/.libs" \
	    "$PYTHON" README.md-1.python order.pdf sealed.pdf \
	    "file:$scratch/hall.pem"
	said "and its document is valid" ./verify sealed.pdf hall.crt
else
	skip "the README's Python runs" "the Python module was not built"
fi
blocks README.md java
if [ -e "$build/bindings/java/counterseal.jar" ]; then
	rm -f "$scratch/sealed.pdf"
	options="new Context.Options().moduleDir(Path.of(\"$build/modules/.libs\"))"
	sed "s|new Context()|new Context($options)|" \
	    "$scratch/README.md-1.java" > "$scratch/SealOrder.java"
	case ${SAN_CFLAGS:-} in
	*address*) java_lib=$($CC -print-file-name=libasan.so):$($CC \
	    -print-file-name=libstdc++.so.6) ;;
	*) java_lib= ;;
	esac
	said "the README's Java runs" env LD_PRELOAD="$java_lib" \
	    ASAN_OPTIONS=detect_leaks=0:handle_segv=0:allow_user_segv_handler=1 \
	    LD_LIBRARY_PATH="$build/.libs" "$JAVA_HOME/bin/java" \
	    -Djava.library.path="$build/bindings/java/.libs" \
	    -cp "$build/bindings/java/counterseal.jar" SealOrder.java \
	    order.pdf sealed.pdf "file:$scratch/hall.pem"
	said "and its document is valid" ./verify sealed.pdf hall.crt
else
	skip "the README's Java runs" "the Java package was not built"
fi
said "examples/verify.c says so of another one" \
    sh -c './verify order.pdf hall.crt; test $? -eq 1'
said "and fails where there is none" \
    sh -c './verify none.pdf hall.crt; test $? -eq 2'

(cd "$scratch" && openssl pkcs12 -export -in hall.pem -inkey hall.pem \
    -passout pass:1234 -out hall.p12)
said "examples/seal.c seals with a PIN" sh -c \
    'echo 1234 | ./seal order.pdf twice.pdf "file:$PWD/hall.p12" seal.png'
said "and its document is valid" ./verify twice.pdf hall.crt
said "it fails with a wrong one" sh -c \
    '! echo 4321 | ./seal order.pdf no.pdf "file:$PWD/hall.p12" seal.png &&
    test ! -e no.pdf'

if [ -f modules/.libs/sdt-reader.so ]; then
	: > "$scratch/sam"
	"$source/tests/hall/sam-simulator" --tcp 0 \
	    --card "$source/tests/hall/cards/customer.card" \
	    >> "$scratch/sam" &
	simulator=$!
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		port=$(sed -n 's/^tcp //p' "$scratch/sam")
		[ -z "$port" ] || break
		sleep 0.3
	done
	said "examples/read-card.c reads a card" sh -c \
	    './read-card "$1" | grep -qx 999901199506180023' sh \
	    "sdt:tcp:127.0.0.1:$port"
	kill "$simulator"
	wait "$simulator" 2> /dev/null
	said "and fails without a reader" sh -c '! ./read-card "$1"' sh \
	    "sdt:tcp:127.0.0.1:$port"
else
	skip "examples/read-card.c reads a card" "there is no sdt-reader"
fi
tap_done
