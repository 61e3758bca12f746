#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-lists.sh -- what the program of modules/xmlsec-trustlist takes and what
# it refuses, with lists by tests/trustlist/make-lists; the JDK is the witness
# that the good ones are signed as they should be.
. "${srcdir:-.}/tests/interop/cli.sh"

reader=$top/tests/trustlist/read-list
lists=$work/lists
"$source/tests/levels/make-pki" "$work/pki" >"$work/out" 2>&1
t 'lists are made' "$source/tests/trustlist/make-lists" "$lists" \
    "$work/pki/ca.crt" "$work/pki/tsa.crt"

# reads NAME SIGNER...: the list is taken.
reads()
{
	reads_list=$1
	shift
	"$reader" "$lists/$reads_list.xml" "$@" >"$work/out" 2>"$work/err"
}
# refuses NAME CODE WORDS: it is not, for that reason, and nothing is said.
refuses()
{
	"$reader" "$lists/$1.xml" "$lists/signer.der" "$lists/ec.der" \
	    "$lists/weak.der" >"$work/out" 2>"$work/err"
	test $? -eq 1 && test "$(wc -l <"$work/out")" -eq 1 &&
	    out_has "^failed $2: .*$3"
}

for name in good good-id good-version-6 good-closed good-comments old; do
	t "$name is read" reads $name "$lists/other.der" "$lists/signer.der"
	t "$name is of the second signer" out_has '^head of signer 1,.*\[XA\]$'
	t "$name has both services" sh -c "grep -c ^S '$work/out' | grep -qx 2"
done
t 'good-ec is read' reads good-ec "$lists/ec.der"
reads good "$lists/signer.der"
cp "$work/out" "$work/good"
reads good-comments "$lists/signer.der"
t 'comments change nothing' cmp "$work/good" "$work/out"
t 'the English name is taken' grep -qxF 'S [Provider & Sons][Signing CA]' \
    "$work/out"
t 'what it is for is read' out_has '^P [0-9]* flags 3 .*CA/QC'
reads withdrawn "$lists/signer.der"
t 'the history is read' sh -c "grep -c '^P.*CA/QC' '$work/out' | grep -qx 2"
reads odd-extension "$lists/signer.der"
t 'a critical extension that is not known is told' out_has '^P .* flags 4 '
reads good-closed "$lists/signer.der"
t 'a closed list has no end' out_has '^head of signer 0, 0 '
t 'a list of lists is read' reads lotl "$lists/signer.der"
t 'it names a signer' out_has \
    '^O .*EUgeneric\]\[XA\]\[application/vnd.etsi.tsl+xml\]$'

t 'somebody else signed it' refuses other 2 'none of the signers'
while read -r name code words; do
	t "$name is refused" refuses "bad-$name" "$code" "$words"
done <<'END'
wrapped-inside 1 neither to the whole list
wrapped-object 1 two elements Object
wrapped-beside 1 neither to the whole list
wrapped-twice 1 does not hold
wrapped-whole 1 not right below the root
deep-signature 1 not right below the root
two-signatures 1 more than one
no-signature 1 was not signed
other-content 1 does not hold
more-content 1 does not hold
stolen-name 1 does not hold
other-name 2 none of the signers
xpath 1 a transform is neither
xslt 1 a transform is neither
base64 1 a transform is neither
no-transform 1 odd transforms
not-enveloped 1 odd transforms
sha1 3 too weak
rsa-sha1 3 too weak
hmac 3 too weak
weak-key 3 too short
file 1 neither to the whole list
web 1 neither to the whole list
xpointer 1 neither to the whole list
reference 1 neither to the whole list
properties-only 1 not one reference
doctype 1 document type
entity 1 document type
external-type 1 document type
laughs 1 document type
deep 4 in each other
deep-open 4 in each other
many 4 elements and attributes
attributes 4 attributes
long 1 not signed
truncated 1 well-formed
empty 1 well-formed
zeros 3 UTF-8
pdf 1 well-formed
utf16 3 UTF-8
latin 3 UTF-8
root 1 no trusted list
namespace 1 no trusted list
version-4 3 version 4
time 1 no date and time
no-status 1 no element ServiceStatus
two-statuses 1 two elements ServiceStatus
element-in-status 1 something else than text
instruction-in-status 1 something else than text
certificate 1 no base64
long-status 4 more than 500 bytes
no-next-update 1 no element NextUpdate
territory 1 no territory
history 4 more than 200 states
certificates 4 more than 200 certificates
END
t 'no byte changes what is said' "$reader" --flip "$lists/good.xml" \
    "$lists/signer.der"
t 'nor in a list that names itself' "$reader" --flip "$lists/good-id.xml" \
    "$lists/signer.der"

# Apache Santuario, as the JDK has it, with secure validation.
if command -v java >/dev/null && command -v javac >/dev/null; then
	javac -d "$work" "$source/tests/trustlist/Witness.java" 2>"$work/err"
	for name in good good-id good-ec good-comments; do
		signer=signer
		test $name = good-ec && signer=ec
		t "the JDK verifies $name" java -cp "$work" Witness \
		    "$lists/$name.xml" "$lists/$signer.der"
	done
	t 'the JDK refuses another content' sh -c "! java -cp '$work' \
	    Witness '$lists/bad-other-content.xml' '$lists/signer.der'"
else
	skip 'the JDK verifies the lists' 'there is no JDK'
fi
finish
