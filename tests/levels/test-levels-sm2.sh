#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-levels-sm2.sh -- levels where everybody signs with SM2: the signer, the
# time-stamp authority, the responder and the issuers of lists; and where the
# authority knows nothing of it.  BouncyCastle reads the time-stamps, and makes
# some.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
http=$(module http-fetch)
if test ! -f "$files" || test ! -f "$http" ||
    ! command -v openssl >/dev/null; then
	skip 'levels are reached with SM2' \
	    'there is no file-signer, http-fetch or openssl'
	finish
	exit
fi
here=$source/tests/levels
sm2=$source/tests/interop/sm2
pki=$work/pki
other=$work/other
authorities=
trap 'kill $authorities; rm -rf "$work"' EXIT
"$here/authority" "$pki" sm2 >"$work/authority.log" 2>&1 &
authorities=$!
"$here/authority" "$other" >"$work/other.log" 2>&1 &
authorities="$authorities $!"
for i in $(seq 200); do
	test -f "$pki/port" && test -f "$other/port" && break
	sleep 0.1
done
t 'there are two authorities' test -f "$pki/port" -a -f "$other/port"
tsa=http://127.0.0.1:$(cat "$pki/port")/tsa
other_tsa=http://127.0.0.1:$(cat "$other/port")/tsa
order=$work/order.pdf
"$source/tests/interop/make-input" plain "$order"
anchors="--trust $pki/root.crt --trust $pki/ca.crt"

seal()
{
	seal_code=$1
	seal_key=$2
	shift 2
	run "$seal_code" --module "$files" --module "$http" --json seal \
	    "$order" --signer "file:$pki/$seal_key.pem" "$@"
}
# fault LINE...: what goes wrong from now on; without any, nothing.
fault()
{
	rm -f "$pki/faults"
	for fault_line in "$@"; do echo "$fault_line" >>"$pki/faults"; done
}
asked() # N PKI WHAT
{
	test "$(grep -c "$3 " "$2/log")" -eq "$1"
}

# ---- BouncyCastle ----------------------------------------------------------

jars=
for jar in bcprov bcutil bcpkix; do
	jars=$jars:/usr/share/java/$jar.jar
	test -f "/usr/share/java/$jar.jar" || jars=none
done
if test -x /usr/bin/javac && /usr/bin/javac -cp "$jars" -d "$work" \
    "$sm2/Witness.java" 2>"$work/why"; then
	java=yes
	begin_witness /usr/bin/java -XX:TieredStopAtLevel=1 -cp "$work$jars" \
	    Witness
else
	java=
fi
says() # CONTENT-TYPE DIGEST
{
	printf '%s\n' "$1" "$2" holds | cmp -s - "$work/out"
}
cms=1.2.840.113549.1.7.2
gm=1.2.156.10197.6.1.4.2.2
sm3=1.2.156.10197.1.401
sha256=2.16.840.1.101.3.4.2.1
# of_value FILE TYPE DIGEST TSA: the time-stamp in the last signature
of_value()
{
	if test -z "$java"; then
		skip "BouncyCastle reads the time-stamp of $1" 'it is not here'
		return
	fi
	"$sm2/signature-of" take "$1" "$work/cms" "$work/content"
	ask split "$work/cms" "$work/token" "$work/value"
	t 'BouncyCastle reads its time-stamp' ask token "$work/token" \
	    "$work/value" "$4"
	t 'which is of the signature value' says "$2" "$3"
	printf x >>"$work/value"
	ask token "$work/token" "$work/value" "$4"
	t 'and of no other' sh -c '! grep -q "^holds" "$1"' sh "$work/out"
}
# of_document FILE TYPE DIGEST TSA: the last time-stamp of the document
of_document()
{
	if test -z "$java"; then
		skip "BouncyCastle reads the time-stamp over $1" 'it is not here'
		return
	fi
	"$sm2/signature-of" take "$1" "$work/cms" "$work/content"
	t 'BouncyCastle reads the time-stamp of the document' ask token \
	    "$work/cms" "$work/content" "$4"
	t 'which is of all of it' says "$2" "$3"
}

# found LEVEL FILE: our judge finds it, and trusts the time if there is one.
found()
{
	found_source=timestamp
	test "$1" = B-B && found_source=claimed
	# Words are wanted: no path here has a blank in it.
	t 'it is judged valid' run 0 --json verify "$2" $anchors
	t "at level $1" json "d['verdict'] == 'valid' and any(
	    s['level'] == '$1' and s['time_source'] == '$found_source'
	    for s in d['signatures'] if s['kind'] == 'signature')"
}

# ---- with SM2 throughout ---------------------------------------------------

for level in T LT LTA; do
	out=$work/$level.pdf
	t "a document is sealed with SM2 at level $level" seal 0 signer \
	    -o "$out" --level $level --tsa "$tsa"
	t 'and the answer says so' json \
	    "d['level'] == 'B-$level' and d['lowered'] is None"
	found B-$level "$out"
	if command -v qpdf >/dev/null; then
		qpdf --check "$out" >"$work/out" 2>&1
		t 'qpdf finds no fault' test $? -eq 0
	fi
done
of_value "$work/T.pdf" $cms $sm3 "$pki/tsa.crt"
of_document "$work/LTA.pdf" $cms $sm3 "$pki/tsa.crt"
t 'issuers said what is stored' run 0 --json verify "$work/LT.pdf" $anchors \
    --require-revocation
t 'the form of GB/T 35275 gets there, too' seal 0 signer -o "$work/gm.pdf" \
    --form gm --level LTA --tsa "$tsa"
t 'as the answer says' json "d['level'] == 'B-LTA'"
t 'and the time is proven' run 0 --json verify "$work/gm.pdf" $anchors \
    --require-revocation
t 'by the time-stamp' json "all(s['time_source'] == 'timestamp' and
    s['trust'] == 'trusted' for s in d['signatures'])"
for from in T LT LTA; do
	t "$from is extended to LTA" run 0 --module "$http" --json extend \
	    "$work/$from.pdf" -o "$work/more.pdf" --level LTA --tsa "$tsa"
	found B-LTA "$work/more.pdf"
done
of_document "$work/more.pdf" $cms $sm3 "$pki/tsa.crt"

# ---- time-stamps with the names of GB/T 35275 -------------------------------

t 'an authority may use them' seal 0 signer -o "$work/named.pdf" \
    --level LTA --tsa "$tsa/gm"
found B-LTA "$work/named.pdf"
of_document "$work/named.pdf" $gm $sm3 "$pki/tsa.crt"
t 'in the signature, too' seal 0 signer -o "$work/named.pdf" \
    --form gm --level T --tsa "$tsa/gm"
t 'its time is proven' run 0 --json verify "$work/named.pdf" $anchors
t 'by it' json "d['signatures'][0]['time_source'] == 'timestamp'"
of_value "$work/named.pdf" $gm $sm3 "$pki/tsa.crt"

# ---- in two steps ------------------------------------------------------------

openssl pkey -in "$pki/signer.pem" -out "$work/signer.key" 2>/dev/null
for form in pades gm; do
	t "a seal of the form $form is prepared" run 0 prepare "$order" \
	    -o "$work/prepared.pdf" --state "$work/state" --level LTA \
	    --certificate "$pki/signer.pem" --to-sign "$work/to-sign" \
	    --form $form
	openssl dgst -sm3 -sigopt distid:1234567812345678 \
	    -sign "$work/signer.key" -out "$work/value" "$work/to-sign"
	t 'and finished at level LTA' run 0 --module "$http" --json finish \
	    "$work/prepared.pdf" -o "$work/two.pdf" --state "$work/state" \
	    --value "$work/value" --level LTA --tsa "$tsa"
	t 'as the answer says' json "d['level'] == 'B-LTA'"
	test $form = gm || found B-LTA "$work/two.pdf"
	of_document "$work/two.pdf" $cms $sm3 "$pki/tsa.crt"
done

# ---- an authority that has no SM3 --------------------------------------------

: >"$other/log"
t 'it is asked once more with SHA-256' run 0 --module "$files" \
    --module "$http" --log warning seal "$order" -o "$work/mixed.pdf" \
    --signer "file:$pki/signer.pem" --level LTA --tsa "$other_tsa"
t 'and that is logged' err_has 'refused SM3: it is asked with SHA-256'
t 'for the signature and for the document' asked 4 "$other" /tsa
anchors="$anchors --trust $other/root.crt --trust $other/ca.crt"
found B-LTA "$work/mixed.pdf"
of_document "$work/mixed.pdf" $cms $sha256 "$other/tsa.crt"
t 'level T does it, too' seal 0 signer -o "$work/mixed.pdf" --level T \
    --tsa "$other_tsa"
of_value "$work/mixed.pdf" $cms $sha256 "$other/tsa.crt"
t 'another digest is not exchanged' run 6 --module "$files" \
    --module "$http" --json seal "$order" -o "$work/no.pdf" --level T \
    --signer "file:$other/signer.pem" --digest sha512 --tsa "$tsa"
t 'but refused, as the authority does' json "d['status'] == 'FAULT_REMOTE' and
    'digest is not one of its own' in str(d['notes'])"
t 'an SM2 authority stamps what others sign' run 0 --module "$files" \
    --module "$http" seal "$order" -o "$work/mixed.pdf" --level LTA \
    --signer "file:$other/signer.pem" --tsa "$tsa"
found B-LTA "$work/mixed.pdf"
of_document "$work/mixed.pdf" $cms $sha256 "$pki/tsa.crt"

# ---- what does not hold ------------------------------------------------------

for wrong in nonce imprint forged no-id; do
	t "an SM2 authority with the fault $wrong has failed" seal 6 signer \
	    -o "$work/no.pdf" --level T --tsa "$tsa/$wrong"
	t 'it is a remote service that did' json "d['status'] == 'FAULT_REMOTE'"
done
t 'the one without identifier is told apart' json \
    "'empty SM2 identifier' in str(d['notes'])"
fault 'ocsp no-id' 'ca.crl 500'
t 'a responder without identifier is not believed' seal 6 signer \
    -o "$work/no.pdf" --level LT --tsa "$tsa"
fault 'ocsp 500'
t 'without it the list will do' seal 0 signer -o "$work/list.pdf" --level LT \
    --tsa "$tsa"
found B-LT "$work/list.pdf"
for wrong in 500 none; do
	fault "ocsp $wrong"
	t 'a revoked signer is refused' seal 1 revoked -o "$work/no.pdf" \
	    --level LT --tsa "$tsa"
	t 'by name' json "d['status'] == 'REFUSED_CERT_REVOKED'"
done
fault
t 'nothing was left behind' test ! -e "$work/no.pdf"

# ---- BouncyCastle's time-stamps ------------------------------------------------

if test -z "$java"; then
	skip "BouncyCastle's time-stamps are judged" 'it is not here'
	finish
	exit
fi
t 'a place is prepared' run 0 prepare "$order" -o "$work/place.pdf" \
    --state "$work/state" --covered "$work/covered" --form gm --digest sm3 \
    --room 40000
for form in stamped gm,stamped; do
	t "BouncyCastle makes $form" ask make $form "$pki/signer.key" \
	    "$pki/signer.crt" "$work/covered" "$work/cms" "$pki/tsa.key" \
	    "$pki/tsa.crt"
	"$sm2/signature-of" put "$work/place.pdf" "$work/cms" \
	    "$work/theirs.pdf"
	t 'it is valid' run 0 --json verify \
	    "$work/theirs.pdf" $anchors
	t 'and its time is proven' json \
	    "d['signatures'][0]['time_source'] == 'timestamp'"
	t 'or with a time-stamp by another key' ask make $form \
	    "$pki/signer.key" "$pki/signer.crt" "$work/covered" "$work/cms" \
	    "$pki/signer.key" "$pki/tsa.crt"
	"$sm2/signature-of" put "$work/place.pdf" "$work/cms" \
	    "$work/theirs.pdf"
	t 'which is valid, too' run 0 --json verify \
	    "$work/theirs.pdf" $anchors
	t 'but proves no time, as is told' json \
	    "d['signatures'][0]['time_source'] == 'claimed' and
	    d['signatures'][0]['reasons']"
done
finish
