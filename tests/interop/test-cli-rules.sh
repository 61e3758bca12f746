#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-rules.sh -- seals that forbid, several seals in one run, and seals
# whose signature is made elsewhere, by openssl.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
if test ! -f "$files" || ! command -v openssl >/dev/null; then
	skip 'rules are kept' 'there is no file-signer, or no openssl'
	finish
	exit
fi
out=$work/out.d
mkdir "$out"
order=$work/order.pdf
"$source/tests/interop/make-input" plain "$order"
"$source/tests/interop/make-input" form "$work/form.pdf"
policy='-addext certificatePolicies=1.3.6.1.4.1.55555.1'
for name in hall customer; do
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=$name" \
	    -addext keyUsage=critical,digitalSignature,nonRepudiation \
	    $policy \
	    -keyout "$work/$name.key" -out "$work/$name.crt" 2>/dev/null
	policy=
	(umask 077 && cat "$work/$name.key" "$work/$name.crt" \
	    >"$work/$name.pem")
done
hall=file:$work/hall.pem
customer=file:$work/customer.pem

seal()
{
	seal_code=$1
	shift
	run "$seal_code" --module "$files" seal --signer "$hall" "$@"
}

# whole FILE N: qpdf and pdfsig have nothing to say against it.
whole()
{
	qpdf --check "$1" >"$work/qpdf" 2>&1 || { cat "$work/qpdf"; return 1; }
	pdfsig -nocert "$1" >"$work/pdfsig" 2>&1
	test "$(grep -c 'Signature is Valid' "$work/pdfsig")" = "$2" &&
	    test "$(grep -c ' Total document signed' "$work/pdfsig")" = 1
}

# ---- certification -------------------------------------------------------

for what in none forms annotations; do
	t "certified: $what" seal 0 "$order" -o "$out/$what.pdf" \
	    --certify $what --legal-attestation 'nothing is hidden'
	t 'and whole' whole "$out/$what.pdf" 1
	t 'valid, too' run 0 verify "$out/$what.pdf" --trust "$work/hall.crt"
	t 'a second certification is refused' seal 1 "$out/$what.pdf" \
	    -o "$work/no.pdf" --certify forms
	t 'with the reason' err_has 'certified already'
done
t 'after none, no signature is made' seal 1 "$out/none.pdf" -o "$work/no.pdf"
t 'the reason names the certification' err_has 'allows no change'
t 'after forms, one is' seal 0 "$out/forms.pdf" -o "$out/forms2.pdf"
t 'and both hold' whole "$out/forms2.pdf" 2
t 'and are valid' run 0 verify "$out/forms2.pdf" --trust "$work/hall.crt"
t 'what was signed is not certified' seal 1 "$out/forms2.pdf" \
    -o "$work/no.pdf" --certify forms
t 'a wrong word is a usage error' seal 2 "$order" -o "$work/no.pdf" \
    --certify everything
t 'an attestation without certification, too' seal 2 "$order" \
    -o "$work/no.pdf" --legal-attestation x

# ---- locks ---------------------------------------------------------------

t 'a field is locked' seal 0 "$order" -o "$out/lock.pdf" --field Hall \
    --lock Customer,Other
t 'and the file is whole' whole "$out/lock.pdf" 1
t 'that field is not made any more' seal 1 "$out/lock.pdf" \
    -o "$work/no.pdf" --field Customer
t 'the reason names it' err_has 'Hall locked the field Customer'
t 'another one is' seal 0 "$out/lock.pdf" -o "$out/lock2.pdf" --field Free
t 'both are valid' run 0 verify "$out/lock2.pdf" --trust "$work/hall.crt"
t 'all but one' seal 0 "$order" -o "$out/but.pdf" --field Hall \
    --lock all-but:Customer
t 'that one is sealed' seal 0 "$out/but.pdf" -o "$out/but2.pdf" \
    --field Customer
t 'no other' seal 1 "$out/but.pdf" -o "$work/no.pdf" --field Free
t 'the whole document is locked' seal 0 "$order" -o "$out/closed.pdf" \
    --lock all --lock-document none
t 'for good' seal 1 "$out/closed.pdf" -o "$work/no.pdf"
t 'a lock without names is a usage error' seal 2 "$order" -o "$work/no.pdf" \
    --lock ,
t 'what may change is part of a lock' seal 2 "$order" -o "$work/no.pdf" \
    --lock-document none
t 'nothing was written' test ! -e "$work/no.pdf"

# ---- several ---------------------------------------------------------------

t 'three seals in one run' seal 0 --json "$order" -o "$out/three.pdf" \
    --field Hall --next --signer "$customer" --field Customer \
    --next --signer "$hall" --field Office --reason 'Archived'
t 'each with its signer' json '[s["uri"].rsplit("/", 1)[1] for s in
    d["signers"]] == ["hall.pem", "customer.pem", "hall.pem"] and
    d["signer"] == d["signers"][0]'
t 'all of them hold' whole "$out/three.pdf" 3
t 'and are valid' run 0 verify "$out/three.pdf" --trust "$work/hall.crt" \
    --trust "$work/customer.crt"
t 'one that fails leaves none' seal 1 "$order" -o "$work/no.pdf" \
    --next --signer "$customer" --certify forms
t 'and says which' err_has 'seal 2 of 2'
t 'a seal without signer is a usage error' seal 2 "$order" \
    -o "$work/no.pdf" --next
t 'nothing is left behind' test ! -e "$work/no.pdf"

mkdir "$work/many" "$work/in"
cp "$order" "$work/in/a.pdf"
cp "$work/form.pdf" "$work/in/b.pdf"
printf 'no PDF\n' >"$work/in/c.pdf"
cp "$order" "$work/in/d.pdf"
t 'several documents, one of them none' seal 1 --json "$work/in/a.pdf" \
    "$work/in/b.pdf" "$work/in/c.pdf" "$work/in/d.pdf" \
    --output-dir "$work/many"
t 'each has its result' json '[r["status"] for r in d["documents"]] ==
    ["OK", "OK", "REFUSED_NOT_A_PDF", "OK"] and
    d["status"] == "REFUSED_NOT_A_PDF" and
    d["documents"][0]["bytes"] > 0 and d["documents"][2]["note"] != None'
for name in a b d; do
	t "$name is whole" whole "$work/many/$name.pdf" 1
done
t 'the bad one is left out' test ! -e "$work/many/c.pdf"
t 'people are told by name' seal 1 "$work/in/c.pdf" "$work/in/a.pdf" \
    --output-dir "$work/many"
t 'which was not sealed' err_has 'c.pdf: not sealed'
t 'several need a folder' seal 2 "$order" "$work/in/a.pdf" -o "$work/no.pdf"
t 'two of one name are a usage error' seal 2 "$work/in/a.pdf" \
    "$work/many/a.pdf" --output-dir "$out"

# ---- groups of fields ---------------------------------------------------------

cat >"$work/group.txt" <<'END'
%PDF-1.7
1 0 obj
<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 6 0 R] >> >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Annots [5 0 R 6 0 R] >>
endobj
4 0 obj
<< /T (Order) /Kids [5 0 R] >>
endobj
5 0 obj
<< /Type /Annot /Subtype /Widget /FT /Tx /T (Amount) /V (1) /Parent 4 0 R
/DA (/Helv 9 Tf) /P 3 0 R /F 4 /Rect [10 10 90 30] >>
endobj
6 0 obj
<< /Type /Annot /Subtype /Widget /FT /Tx /T (Note) /P 3 0 R /F 4
/DA (/Helv 9 Tf) /Rect [10 40 90 60] >>
endobj
trailer << /Size 7 /Root 1 0 R >>
END
if command -v qpdf >/dev/null; then
	qpdf "$work/group.txt" "$work/group.pdf" 2>/dev/null
	t 'a field is made in a group' seal 0 "$work/group.pdf" \
	    -o "$out/group.pdf" --field Order.Hall
	t 'and the file is whole' whole "$out/group.pdf" 1
	t 'it is valid' run 0 --json verify "$out/group.pdf" \
	    --trust "$work/hall.crt"
	t 'and has its full name' json \
	    "d['signatures'][0]['field'] == 'Order.Hall'"
	t 'one more' seal 0 "$out/group.pdf" -o "$out/group2.pdf" \
	    --field Order.Customer
	t 'and the file is whole, too' whole "$out/group2.pdf" 2
	t 'both are valid' run 0 verify "$out/group2.pdf" \
	    --trust "$work/hall.crt"
	t 'none in a field that is no group' seal 1 "$work/group.pdf" \
	    -o "$work/no.pdf" --field Note.Hall
	t 'with that reason' err_has 'is no group of fields'
	t 'groups that are not there are made' seal 0 "$out/group2.pdf" \
	    -o "$out/group3.pdf" --field Other.Hall.Seal
	t 'and the file is whole, as before' whole "$out/group3.pdf" 3
	t 'nothing that was signed was changed' run 0 verify \
	    "$out/group3.pdf" --trust "$work/hall.crt"
	t 'groups in a group that is there' seal 0 "$out/group3.pdf" \
	    -o "$out/group4.pdf" --field Order.Clerk.Seal
	t 'and the file is whole, still' whole "$out/group4.pdf" 4
	t 'all are valid' run 0 --json verify "$out/group4.pdf" \
	    --trust "$work/hall.crt"
	t 'under their full names' json "sorted(s['field'] for s in
	    d['signatures']) == ['Order.Clerk.Seal', 'Order.Customer',
	    'Order.Hall', 'Other.Hall.Seal']"
	t 'groups for the first signature' seal 0 "$work/group.pdf" \
	    -o "$out/group5.pdf" --field Order.Clerk.Seal
	t 'a name must have no gaps' seal 1 "$work/group.pdf" \
	    -o "$work/no.pdf" --field Other..Hall
	t 'which is the reason' err_has 'between two parts'
fi

# ---- elsewhere ---------------------------------------------------------------

prepare()
{
	prepare_code=$1
	shift
	run "$prepare_code" prepare "$order" -o "$work/prepared.pdf" \
	    --state "$work/state" "$@"
}
finish_with()
{
	finish_code=$1
	shift
	run "$finish_code" finish "$work/prepared.pdf" -o "$out/finished.pdf" \
	    --state "$work/state" "$@"
}

t 'a seal is prepared' prepare 0 --json --certificate "$work/hall.crt" \
    --to-sign "$work/to-sign" --field Hall --reason 'Elsewhere' \
    --certify forms
openssl dgst -sha256 -r "$work/to-sign" >"$work/sum"
t 'its digest is told' json "d[\"digest\"] == \"SHA256\" and
    d[\"to_sign_digest\"] == \"$(cut -d ' ' -f 1 "$work/sum")\""
openssl dgst -sha256 -sign "$work/hall.key" -out "$work/value" "$work/to-sign"
openssl dgst -sha256 -sign "$work/customer.key" -out "$work/other" \
    "$work/to-sign"
t 'the value of another key is refused' finish_with 1 --value "$work/other"
t 'as not that of the document' err_has 'not the signature of the document'
t 'nothing is written' test ! -e "$out/finished.pdf"
t 'its own finishes it' finish_with 0 --value "$work/value"
t 'the file is whole' whole "$out/finished.pdf" 1
t 'and valid' run 0 verify "$out/finished.pdf" --trust "$work/hall.crt"

# The digest alone, as a token or a service signs it.
t 'another is prepared' prepare 0 --json --certificate "$work/hall.crt"
/usr/bin/python3 -c '
import json, sys
digest = json.load(open(sys.argv[1]))["to_sign_digest"]
open(sys.argv[2], "wb").write(bytes.fromhex(digest))
' "$work/out" "$work/digest"
t 'the value of before is refused' finish_with 1 --value "$work/value"
openssl pkeyutl -sign -inkey "$work/hall.key" -pkeyopt digest:sha256 \
    -in "$work/digest" -out "$work/value"
t 'that of its digest finishes it' finish_with 0 --value "$work/value"
t 'it is whole' whole "$out/finished.pdf" 1
cp "$work/state" "$work/state.before"

# A whole CMS, whose certificate was not known.
t 'one without certificate is prepared' prepare 0 --plain-cms \
    --covered "$work/covered" --field Hall
openssl cms -sign -binary -in "$work/covered" -signer "$work/customer.crt" \
    -inkey "$work/customer.key" -outform DER -out "$work/cms"
openssl cms -sign -binary -in "$order" -signer "$work/customer.crt" \
    -inkey "$work/customer.key" -outform DER -out "$work/cms.other"
openssl cms -sign -binary -nodetach -in "$work/covered" \
    -signer "$work/customer.crt" -inkey "$work/customer.key" -outform DER \
    -out "$work/cms.inside"
rm "$out/finished.pdf"
t 'a CMS of another document is refused' finish_with 1 --cms "$work/cms.other"
t 'one with its content inside, too' finish_with 1 --cms "$work/cms.inside"
t 'and a state of another document' run 1 finish "$work/prepared.pdf" \
    -o "$out/finished.pdf" --state "$work/state.before" --cms "$work/cms"
t 'nothing is written' test ! -e "$out/finished.pdf"
t 'the right CMS finishes it' finish_with 0 --cms "$work/cms"
t 'it is whole' whole "$out/finished.pdf" 1
t 'what is finished is not finished again' run 1 finish \
    "$out/finished.pdf" -o "$work/no.pdf" --state "$work/state" \
    --cms "$work/cms"
t 'a CMS that PAdES does not allow' prepare 0 --covered "$work/covered"
openssl cms -sign -binary -in "$work/covered" -signer "$work/customer.crt" \
    -inkey "$work/customer.key" -outform DER -out "$work/cms"
t 'is refused unless it was announced' finish_with 1 --cms "$work/cms"
t 'a state that is none is refused' run 1 finish "$work/prepared.pdf" \
    -o "$work/no.pdf" --state "$order" --cms "$work/cms"
t 'neither value nor CMS is a usage error' finish_with 2
t 'bytes to sign need a certificate' prepare 2 --to-sign "$work/to-sign"
t 'room is a number' prepare 2 --room much
t 'no room is told' prepare 0 --room 100 --plain-cms
t 'when the CMS comes' finish_with 1 --cms "$work/cms"

# ---- what pyHanko says -------------------------------------------------------

# judged FILE VERDICT...: one word for each signature: what was done after it
# is permitted, or not.
judged()
{
	judged_file=$1
	shift
	ask "$source/tests/interop/judge-changes" "$judged_file" \
	    "$work/hall.crt" "$work/customer.crt" &&
	    test "$(tr '\n' ' ' <"$work/out")" = "$* "
}

if python=$("$source/build-aux/venv" "$top/venv" 2>"$work/why"); then
	begin_witness "$python" "$source/tests/levels/warm" \
	    pyhanko.sign.validation
	t 'pyHanko accepts what came after a certification' \
	    judged "$out/forms2.pdf" ok ok
	t 'a certification that allows nothing' judged "$out/none.pdf" ok
	t 'a lock that names others' judged "$out/lock2.pdf" ok ok
	t 'a lock that leaves one out' judged "$out/but2.pdf" ok ok
	t 'three seals of one run' judged "$out/three.pdf" ok ok ok
	if test -f "$out/group.pdf"; then
		t 'a field in a group' judged "$out/group.pdf" ok
		t 'a field in new groups' judged "$out/group5.pdf" ok
	fi
	t 'what was finished elsewhere' judged "$out/finished.pdf" ok
	t 'it makes fields with locks and seed values' ask \
	    "$source/tests/interop/make-fields" "$order" "$work/fields.pdf" \
	    "$work/hall.crt"
	t 'the lock is followed' seal 0 "$work/fields.pdf" \
	    -o "$out/followed.pdf" --field Locking
	t 'so pyHanko says' judged "$out/followed.pdf" ok
	t 'and the locked one is refused' seal 1 "$out/followed.pdf" \
	    -o "$work/no.pdf" --field Locked
	t 'a certification is required' seal 1 "$work/fields.pdf" \
	    -o "$work/no.pdf" --field Certified
	t 'and the reason says so' err_has 'a certification that allows forms'
	t 'it is made' seal 0 "$work/fields.pdf" -o "$out/certified.pdf" \
	    --field Certified --certify forms
	t 'as pyHanko wants it' judged "$out/certified.pdf" ok
	t 'a reason and a digest are required' seal 1 "$work/fields.pdf" \
	    -o "$work/no.pdf" --field Demanding
	t 'and given' seal 0 "$work/fields.pdf" -o "$out/demanding.pdf" \
	    --field Demanding --reason 'I agree'
	t 'as pyHanko wants them' judged "$out/demanding.pdf" ok
	t 'another digest is refused' seal 1 "$work/fields.pdf" \
	    -o "$work/no.pdf" --field Demanding --reason 'I agree' \
	    --digest sha256
	t 'a certificate is required' seal 0 "$work/fields.pdf" \
	    -o "$out/personal.pdf" --field Personal
	t 'and was the right one' judged "$out/personal.pdf" ok
	t 'that of somebody else is refused' run 1 --module "$files" seal \
	    --signer "$customer" "$work/fields.pdf" -o "$work/no.pdf" \
	    --field Personal
	t 'with the reason' err_has 'requires another certificate'
	t 'a subject is required' seal 0 "$work/fields.pdf" \
	    -o "$out/named.pdf" --field Named
	t 'and was the right one, too' judged "$out/named.pdf" ok
	t 'another subject is refused' run 1 --module "$files" seal \
	    --signer "$customer" "$work/fields.pdf" -o "$work/no.pdf" \
	    --field Named
	t 'with that reason' err_has 'a certificate of another subject'
	t 'a policy is required' seal 0 "$work/fields.pdf" \
	    -o "$out/policed.pdf" --field Policed
	t 'and is that of the certificate' run 0 verify "$out/policed.pdf" \
	    --trust "$work/hall.crt"
	t 'one without it is refused' run 1 --module "$files" seal \
	    --signer "$customer" "$work/fields.pdf" -o "$work/no.pdf" \
	    --field Policed
	t 'with this reason' err_has 'a certificate of another policy'
	t 'one that is not known, too' run 1 prepare "$work/fields.pdf" \
	    -o "$work/no.pdf" --state "$work/state" --field Policed
	t 'for it may be any' err_has 'known beforehand'
	t 'what pyHanko certified' ask "$source/tests/interop/certify" \
	    "$order" "$work/theirs.pdf" "$work/hall.key" "$work/hall.crt" 1
	t 'is not sealed' seal 1 "$work/theirs.pdf" -o "$work/no.pdf"
	t 'unless it allows that' ask "$source/tests/interop/certify" \
	    "$order" "$work/theirs.pdf" "$work/hall.key" "$work/hall.crt" 2
	t 'then it is' seal 0 "$work/theirs.pdf" -o "$out/theirs.pdf"
	t 'and both accept it' judged "$out/theirs.pdf" ok ok
	t 'the other way round' run 0 verify "$out/theirs.pdf" \
	    --trust "$work/hall.crt"
else
	skip 'pyHanko judges rules' "$(tail -n 1 "$work/why")"
fi

finish
