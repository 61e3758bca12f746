#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-sm2.sh -- SM2 with SM3: sealed, judged, and read by BouncyCastle, which
# signs in the forms of other products.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
here=$source/tests/interop/sm2
if test ! -f "$files" || ! command -v openssl >/dev/null ||
    ! "$here/make-pki" "$work"; then
	skip 'a document is sealed with SM2' 'no file-signer, or no openssl'
	finish
	exit
fi
order=$work/order.pdf
"$source/tests/interop/make-input" plain "$order"
printf 'secret\n' >"$work/pin"

seal()
{
	seal_code=$1
	shift
	run "$seal_code" --module "$files" seal "$order" "$@"
}
verify()
{
	verify_code=$1
	verify_file=$2
	run "$verify_code" --json verify "$verify_file" --trust "$work/root.pem"
}

# ---- sealed --------------------------------------------------------------

t 'an SM2 certificate is shown as such' run 0 --json --module "$files" \
    cert show "file:$work/chain.pem"
t 'with its chain' out_has '"SM2"'
t 'a document is sealed with it' seal 0 --json -o "$work/pades.pdf" \
    --signer "file:$work/chain.pem"
t 'and told of' json 'd["signer"]["key"] == "SM2" and
    d["signer"]["chain"] == 3'
t 'from PKCS #12, too' seal 0 -o "$work/p12.pdf" \
    --signer "file:$work/seal.p12" --pin-from "file:$work/pin" --digest sm3
t 'in the form of GB/T 35275' seal 0 -o "$work/gm.pdf" --form gm \
    --signer "file:$work/chain.pem"
t 'under the names of another vendor' seal 0 -o "$work/named.pdf" --form gm \
    --signer "file:$work/chain.pem" --filter Hall.GMPkiLite --subfilter GM.SM2
t 'as its readers expect' grep -aq '^/Filter /Hall.GMPkiLite$' \
    "$work/named.pdf"
t 'SM2 has no other digest' seal 1 --json -o "$work/no.pdf" \
    --signer "file:$work/chain.pem" --digest sha256
t 'and says so' json 'd["status"] == "SETUP_KEY_UNSUPPORTED"'
t 'the names go with that form' seal 2 -o "$work/no.pdf" \
    --signer "file:$work/chain.pem" --filter X
t 'no other form is known' seal 2 -o "$work/no.pdf" \
    --signer "file:$work/chain.pem" --form ofd
t 'a name is a name' seal 1 --json -o "$work/no.pdf" --form gm \
    --signer "file:$work/chain.pem" --filter 'X/Y'
t 'or it is refused' json 'd["status"] == "REFUSED_INPUT"'
t 'nothing was left behind' test ! -e "$work/no.pdf"

for form in pades p12 gm named; do
	t "$form is valid" verify 0 "$work/$form.pdf"
	t 'and trusted' json 'd["verdict"] == "valid" and
	    d["signatures"][0]["integrity"] == "intact"'
	/usr/bin/python3 -c '
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[data.rfind(b"/M (D:") + 9] ^= 1
open(sys.argv[2], "wb").write(data)
' "$work/$form.pdf" "$work/flipped.pdf"
	t 'but not when a digit was changed' verify 7 "$work/flipped.pdf"
	t 'because of that' json 'd["signatures"][0]["integrity"] == "broken"
	    and d["verdict"] == "invalid"'
	if command -v qpdf >/dev/null; then
		qpdf --check "$work/$form.pdf" >"$work/out" 2>&1
		t 'its structure is sound' test $? -eq 0
	fi
done
t 'PAdES is PAdES' verify 0 "$work/pades.pdf"
t 'of level B-B' json 'd["signatures"][0]["level"] == "B-B"'
t 'a certificate with the empty identifier signs' seal 0 \
    -o "$work/no-id.pdf" --signer "file:$work/no-id.pem"
t 'and is not trusted' verify 7 "$work/no-id.pdf"
t 'though it is intact' json 'd["signatures"][0]["integrity"] == "intact" and
    d["signatures"][0]["trust"] == "untrusted"'

# A seal whose key is elsewhere: openssl signs the digest that has Z in it.
t 'a seal is prepared' run 0 prepare "$order" -o "$work/prepared.pdf" \
    --state "$work/state" --to-sign "$work/to-sign" \
    --certificate "$work/chain.pem"
openssl dgst -sm3 -sigopt distid:1234567812345678 -sign "$work/seal.key" \
    -out "$work/value" "$work/to-sign"
t 'and finished with the value that openssl made' run 0 finish \
    "$work/prepared.pdf" -o "$work/finished.pdf" --state "$work/state" \
    --value "$work/value"
t 'it is valid' verify 0 "$work/finished.pdf"

# ---- another witness -----------------------------------------------------

jars=
for jar in bcprov bcutil bcpkix; do
	jars=$jars:/usr/share/java/$jar.jar
	test -f "/usr/share/java/$jar.jar" || jars=none
done
if test ! -x /usr/bin/javac ||
    ! /usr/bin/javac -cp "$jars" -d "$work" "$here/Witness.java" 2>"$work/err"
then
	skip 'BouncyCastle reads it' 'there is no BouncyCastle, or no javac'
	finish
	exit
fi
begin_witness /usr/bin/java -XX:TieredStopAtLevel=1 -cp "$work$jars" Witness
for form in pades gm finished; do
	"$here/signature-of" take "$work/$form.pdf" "$work/cms" "$work/content"
	t "BouncyCastle reads $form" ask verify "$work/cms" \
	    "$work/content" "$work/root.pem"
	t 'and finds that value and chain hold' out_has '^holds$'
	printf x >>"$work/content"
	ask verify "$work/cms" "$work/content" "$work/root.pem"
	t 'but not over other bytes' sh -c '! grep -q "^holds" "$1"' sh \
	    "$work/out"
done
"$here/signature-of" take "$work/gm.pdf" "$work/cms" "$work/content"
ask verify "$work/cms" "$work/content" "$work/root.pem"
t 'the form of GB/T 35275 has its names' out_has \
    '^1.2.156.10197.6.1.4.2.2$'

# Others finish what was prepared here.
t 'a place is prepared' run 0 prepare "$order" -o "$work/place.pdf" \
    --state "$work/state" --covered "$work/covered" --form gm --digest sm3 \
    --room 40000
for form in rfc gm bare gm,bare inside gm,inside gm,bare,inside digest \
    gm,digest gm,bare,digest; do
	t "BouncyCastle makes $form of it" ask make "$form" \
	    "$work/seal.key" "$work/seal.pem" "$work/covered" "$work/cms"
	t 'which finishes it' run 0 finish "$work/place.pdf" \
	    -o "$work/whole.pdf" --state "$work/state" --cms "$work/cms"
	t 'and is valid' run 0 --json verify "$work/whole.pdf" \
	    --trust "$work/ca.pem"
	ask make "$form" "$work/seal.key" "$work/seal.pem" "$order" \
	    "$work/cms"
	t 'but not over other bytes' run 1 --json finish "$work/place.pdf" \
	    -o "$work/no.pdf" --state "$work/state" --cms "$work/cms"
	t 'which are refused' json 'd["status"] == "REFUSED_INPUT"'
done

# What others write, below the subfilters that they write it with.
for name in GM.sm2cms.detached GM.SM2 adbe.pkcs7.detached; do
	t "a place for $name is prepared" run 0 prepare "$order" \
	    -o "$work/place.pdf" --state "$work/state" \
	    --covered "$work/covered" --form gm --subfilter $name \
	    --digest sm3 --room 40000
	for form in rfc gm bare gm,bare inside gm,inside bare,inside \
	    gm,bare,inside digest gm,digest bare,digest gm,bare,digest; do
		case $name,$form in
		GM.SM2,[!d]* | adbe*,*inside) continue ;; # one of a kind
		esac
		ask make "$form" "$work/seal.key" "$work/seal.pem" \
		    "$work/covered" "$work/cms" &&
			"$here/signature-of" put "$work/place.pdf" \
			    "$work/cms" "$work/made.pdf"
		t "BouncyCastle's $form is valid" run 0 --json verify \
		    "$work/made.pdf" --trust "$work/ca.pem"
		ask make "$form" "$work/seal.key" "$work/seal.pem" \
		    "$order" "$work/cms" &&
			"$here/signature-of" put "$work/place.pdf" \
			    "$work/cms" "$work/made.pdf"
		t 'but not over other bytes' run 7 --json verify \
		    "$work/made.pdf" --trust "$work/ca.pem"
		t 'which are found out' json 'd["verdict"] == "invalid"'
	done
done
finish
