#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-levels.sh -- seals and extends to every level, with an authority that
# works and with one that does not; pyHanko judges.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
http=$(module http-fetch)
if test ! -f "$files" || test ! -f "$http" ||
    ! command -v openssl >/dev/null; then
	skip 'levels are reached' 'there is no file-signer, http-fetch or openssl'
	finish
	exit
fi
here=$source/tests/levels
pki=$work/pki
out=$work/out.d
mkdir "$out"
"$here/authority" "$pki" >"$work/authority.log" 2>&1 &
authority=$!
trap 'kill $authority; rm -rf "$work"' EXIT
for i in $(seq 600); do
	test -f "$pki/port" && break
	sleep 0.1
done
t 'there is an authority' test -f "$pki/port"
base=http://127.0.0.1:$(cat "$pki/port")
tsa=$base/tsa
"$source/tests/interop/make-input" plain "$work/order.pdf"

seal()
{
	seal_code=$1
	shift
	run "$seal_code" --module "$files" --module "$http" --json seal \
	    "$work/order.pdf" --signer "file:$pki/signer.pem" "$@"
}
extend()
{
	extend_code=$1
	shift
	run "$extend_code" --module "$http" --json extend "$@"
}
# asked N: the authority's log has so many requests with that path.
asked()
{
	test "$(grep -c "$2 " "$pki/log")" -eq "$1"
}
quietly()
{
	"$@" >"$work/out" 2>&1
}
# fault LINE...: what goes wrong from now on; without any, nothing.
fault()
{
	rm -f "$pki/faults"
	for fault_line in "$@"; do echo "$fault_line" >>"$pki/faults"; done
}

# pyHanko is the witness for each level, where there is one.
if python=$("$source/build-aux/venv" "$top/venv" 2>"$work/why"); then
	begin_witness "$python" "$here/warm" pyhanko.sign.validation.ades
	judged() # LEVEL FILE
	{
		ask "$here/judge" "$1" "$2" "$pki/root.crt" "$pki/ca.crt"
	}
	witness()
	{
		t "$1" judged "$2" "$3"
	}
else
	why=$(tail -n 1 "$work/why")
	witness()
	{
		skip "$1" "$why"
	}
fi

# found LEVEL FILE: our own judge finds it, and trusts the time if there is one.
found()
{
	found_source=timestamp
	test "$1" = B && found_source=claimed
	t "our judge finds level $1, too" run 0 --json verify "$2" \
	    --trust "$pki/root.crt" --trust "$pki/ca.crt"
	t 'and its time' json "d['verdict'] == 'valid' and any(
	    s['level'] == 'B-$1' and s['time_source'] == '$found_source'
	    for s in d['signatures'] if s['kind'] == 'signature')"
}

# ---- sealing -------------------------------------------------------------

for level in B T LT LTA; do
	: >"$pki/log"
	t "a document is sealed at level $level" seal 0 -o "$out/$level.pdf" \
	    --level $level --tsa "$tsa"
	t 'and the answer says so' json \
	    "d['level'] == 'B-$level' and d['lowered'] is None"
	witness "pyHanko finds level $level" $level "$out/$level.pdf"
	found $level "$out/$level.pdf"
	if command -v qpdf >/dev/null; then
		t 'qpdf finds no fault' quietly qpdf --check "$out/$level.pdf"
	fi
done
t 'no more time-stamps are asked for than are used' asked 2 /tsa
t 'an issuer that is not in the chain is fetched once' asked 1 /ca.crt
t 'the store names every signature by its SHA-1' grep -aqE \
    '^/[0-9A-F]{40} [0-9]+ 0 R' "$out/LT.pdf"
t 'and says which extension it is' grep -aq '/ESIC' "$out/LT.pdf"

# ---- in two steps --------------------------------------------------------

openssl pkey -in "$pki/signer.pem" -out "$work/signer.key" 2>/dev/null
prepare()
{
	run 0 --json prepare "$work/order.pdf" -o "$work/prepared.pdf" \
	    --state "$work/state" --certificate "$pki/signer.pem" \
	    --to-sign "$work/to-sign" "$@" && openssl dgst -sha256 \
	    -sign "$work/signer.key" -out "$work/value" "$work/to-sign"
}
complete()
{
	complete_code=$1
	shift
	run "$complete_code" --module "$http" --json finish \
	    "$work/prepared.pdf" --state "$work/state" \
	    --value "$work/value" "$@"
}
for level in T LT LTA; do
	t "a seal is prepared for level $level" prepare --level $level
	t 'and finished so' complete 0 -o "$out/two-$level.pdf" \
	    --level $level --tsa "$tsa"
	t 'as the answer says' json \
	    "d['level'] == 'B-$level' and d['lowered'] is None"
	witness "pyHanko finds level $level" $level "$out/two-$level.pdf"
done
# The field says which authority: whoever prepared it may be elsewhere.
cat >"$work/field.txt" <<END
%PDF-1.7
1 0 obj
<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Annots [4 0 R] >>
endobj
4 0 obj
<< /Type /Annot /Subtype /Widget /FT /Sig /T (Hall) /P 3 0 R /F 132
/Rect [0 0 0 0] /SV << /TimeStamp << /Ff 1 /URL ($tsa) >> >> >>
endobj
trailer << /Size 5 /Root 1 0 R >>
END
if command -v qpdf >/dev/null; then
	qpdf "$work/field.txt" "$work/field.pdf" 2>/dev/null
	cp "$work/order.pdf" "$work/order.kept"
	cp "$work/field.pdf" "$work/order.pdf"
	for level in T LTA; do
		t "a field that names an authority is prepared for $level" \
		    prepare --level $level --field Hall
		t 'which is asked when it is finished' complete 0 \
		    -o "$out/field-$level.pdf" --level $level
		t 'as the answer says' json "d['level'] == 'B-$level'"
		witness "pyHanko finds level $level" $level \
		    "$out/field-$level.pdf"
	done
	t 'unless another one is named' complete 6 -o "$out/no.pdf" \
	    --level T --tsa http://127.0.0.1:9/
	cp "$work/order.kept" "$work/order.pdf"
fi
t 'without room there is no time-stamp' prepare
t 'and that is told' complete 1 -o "$out/no.pdf" --level T --tsa "$tsa"
t 'as a limit' json 'd["status"] == "REFUSED_LIMIT"'
t 'an authority that is not there' prepare --level T
t 'keeps it from being finished' complete 6 -o "$out/no.pdf" --level T \
    --tsa http://127.0.0.1:9/
t 'and nothing is written' test ! -e "$out/no.pdf"
t 'unless a lower level will do' complete 0 -o "$out/lower.pdf" --level T \
    --tsa http://127.0.0.1:9/ --lower-level-ok
t 'which is said' json 'd["level"] == "B-B" and d["lowered"] is not None'

printf '[tsa]\nurl = %s\n' "$tsa" >"$work/conf"
t 'the authority may stand in the configuration' run 0 \
    --config "$work/conf" --module "$files" --module "$http" seal \
    "$work/order.pdf" --signer "file:$pki/whole.pem" --level T \
    -o "$out/configured.pdf"
witness 'pyHanko finds level T' T "$out/configured.pdf"
t 'without any, an administrator acts' seal 1 -o "$out/no.pdf" --level T
t 'level X is a usage error' seal 2 -o "$out/no.pdf" --level X

t 'people are told the level' run 0 verify "$out/LTA.pdf" \
    --trust "$pki/root.crt" --trust "$pki/ca.crt"
t 'of the signature' out_has '^   Level:     B-LTA$'
t 'and what is a time-stamp' out_has '^2\. .* (time-stamp): VALID$'

# openssl verifies the token of a document time-stamp.
/usr/bin/python3 - "$out/LTA.pdf" "$work/token" "$work/covered" <<'PYTHON'
import re, sys
data = open(sys.argv[1], "rb").read()
at = data.rindex(b"/DocTimeStamp")
numbers = re.search(rb"/ByteRange \[([^\]]*)\]", data[at:]).group(1).split()
a, b, c, d = map(int, numbers)
open(sys.argv[3], "wb").write(data[a:a + b] + data[c:c + d])
token = bytes.fromhex(data[a + b + 1:c - 1].decode())
size = int.from_bytes(token[2:4], "big") + 4
open(sys.argv[2], "wb").write(token[:size])
PYTHON
t 'openssl verifies the document time-stamp' quietly openssl ts -verify \
    -token_in -in "$work/token" -data "$work/covered" \
    -CAfile "$pki/root.crt" -untrusted "$pki/ca.crt"

# A token that is longer than was thought: signed once more, not oftener.
: >"$pki/log"
t 'a long time-stamp gets its room' seal 0 -o "$out/long.pdf" --level LTA \
    --tsa "$tsa/long"
t 'at the price of one more' asked 3 /tsa/long
witness 'pyHanko finds level LTA' LTA "$out/long.pdf"

# ---- extending -----------------------------------------------------------

for pair in T:LT T:LTA LT:LTA LTA:LTA; do
	from=${pair%:*}
	to=${pair#*:}
	t "$from is extended to $to" extend 0 "$out/$from.pdf" \
	    -o "$out/$from-$to.pdf" --level "$to" --tsa "$tsa"
	t 'and the answer says so' json "d['level'] == 'B-$to'"
	witness "pyHanko finds level $to" "$to" "$out/$from-$to.pdf"
	found "$to" "$out/$from-$to.pdf"
	t 'what was there is there' cmp -s -n "$(stat -c %s "$out/$from.pdf")" \
	    "$out/$from.pdf" "$out/$from-$to.pdf"
done
: >"$pki/log"
t 'without a time-stamp in it, B gets one of the document' extend 0 \
    "$out/B.pdf" -o "$out/B-LT.pdf" --tsa "$tsa"
t 'and its answer says so' json "d['level'] == 'B-LT'"
t 'which is there' grep -aq /DocTimeStamp "$out/B-LT.pdf"
t 'what is not signed is not extended' extend 1 "$work/order.pdf" \
    -o "$out/no.pdf" --tsa "$tsa"
if test -n "${python-}"; then
	for level in B T LT LTA; do
		t "pyHanko seals at level $level" ask "$here/make-levels" \
		    $level "$work/order.pdf" "$work/theirs.pdf" "$pki"
		found $level "$work/theirs.pdf"
		t 'which is extended to LTA' extend 0 "$work/theirs.pdf" \
		    -o "$out/theirs.pdf" --level LTA --tsa "$tsa"
		# it takes no document time-stamp for one of the signature
		test $level = B || witness 'and pyHanko finds level LTA' LTA \
		    "$out/theirs.pdf"
	done
	rm -f "$out/theirs.pdf"
fi

# ---- what issuers say, beside the document ---------------------------------

anchors="--trust $pki/root.crt --trust $pki/ca.crt"
# Words are wanted: no path here has a blank in it.
t 'who must be told is not without a word' run 7 --json verify \
    "$out/T.pdf" $anchors --require-revocation
t 'and the trust is unknown' json \
    "d['signatures'][0]['trust'] == 'unknown'"
t 'two lists are word enough' run 0 --json verify "$out/T.pdf" $anchors \
    --require-revocation --crl "$pki/ca.crl" --crl "$pki/root.crl"
t 'but make no level: they are not in the document' json \
    "d['signatures'][0]['level'] == 'B-T'"
openssl crl -inform DER -in "$pki/ca.crl" -out "$work/ca.pem"
t 'a revoked signer seals' run 0 --module "$files" seal "$work/order.pdf" \
    --signer "file:$pki/revoked.pem" -o "$work/revoked.pdf"
t 'which a list in PEM shows' run 7 --json verify "$work/revoked.pdf" \
    $anchors --crl "$work/ca.pem"
t 'with the reason' json "d['signatures'][0]['trust'] == 'revoked' and
    'was revoked at 2025-01-01T00:00:00Z' in str(d['signatures'][0]['reasons'])"
t 'a certificate is no list' run 1 verify "$out/T.pdf" $anchors \
    --crl "$pki/ca.crt"
t 'nor is a list that is not there' run 1 verify "$out/T.pdf" $anchors \
    --crl "$work/none"

# ---- what goes wrong -----------------------------------------------------

ls "$out" >"$work/before"
nothing_new()
{
	ls "$out" | cmp -s "$work/before" -
}
for wrong in 500 garbage empty nonce imprint forged big loop file; do
	t "an authority with the fault $wrong has failed" seal 6 \
	    -o "$out/no.pdf" --level T --tsa "$tsa/$wrong"
	t 'it is a remote service that did' json \
	    "d['status'] == 'FAULT_REMOTE' and d['class'] == 'fault'"
done
t 'one that is silent ends with the time' seal 75 -o "$out/no.pdf" \
    --level T --tsa "$tsa/slow" --timeout 1
printf '[module http-fetch]\ntimeout = 1\n' >"$work/conf"
t 'or with the time that one service may take' run 6 \
    --config "$work/conf" --module "$files" --module "$http" seal \
    "$work/order.pdf" --signer "file:$pki/signer.pem" --level T \
    --tsa "$tsa/slow" -o "$out/no.pdf"
t 'one that is not there has failed' seal 6 -o "$out/no.pdf" --level T \
    --tsa http://127.0.0.1:9/
t 'a URL that is none is wrong' seal 2 -o "$out/no.pdf" --level T \
    --tsa file:///etc/passwd
t 'and nothing is left behind' nothing_new

t 'a lower level is kept on request' seal 0 -o "$out/lower.pdf" --level LTA \
    --tsa "$tsa/500" --lower-level-ok
t 'and told with its reason' json \
    "d['level'] == 'B-B' and '500' in d['lowered']"
witness 'pyHanko finds level B' B "$out/lower.pdf"
fault 'ocsp 500' 'ca.crl garbage'
t 'nobody who knows of the certificate: no LT' seal 6 -o "$out/no.pdf" \
    --level LT --tsa "$tsa"
t 'but T on request' seal 0 -o "$out/lower.pdf" --level LT --tsa "$tsa" \
    --lower-level-ok
t 'and told' json "d['level'] == 'B-T' and d['lowered'] is not None"
fault 'ocsp 500'
t 'without a responder the list will do' seal 0 -o "$out/list.pdf" \
    --level LTA --tsa "$tsa"
witness 'pyHanko finds level LTA' LTA "$out/list.pdf"
fault 'ca.crt garbage'
t 'without the issuer there is no LT' seal 6 -o "$out/no.pdf" --level LT \
    --tsa "$tsa"
for form in ca.p7c whole.pem; do
	fault "ca.crt $form"
	t "the issuer's certificate may come as $form" seal 0 \
	    -o "$out/issuer.pdf" --level LT --tsa "$tsa"
	witness 'and pyHanko finds level LT' LT "$out/issuer.pdf"
done
fault
t 'a revoked certificate is no service that failed' run 1 --module "$files" \
    --module "$http" --json seal "$work/order.pdf" --signer \
    "file:$pki/revoked.pem" --level LT --tsa "$tsa" --lower-level-ok \
    -o "$out/no.pdf"
t 'but refused by name' json "d['status'] == 'REFUSED_CERT_REVOKED'"
fault 'ocsp 500'
t 'the list says so, too' run 1 --module "$files" --module "$http" --json \
    seal "$work/order.pdf" --signer "file:$pki/revoked.pem" --level LT \
    --tsa "$tsa" -o "$out/no.pdf"
fault
t 'and there is no file' test ! -e "$out/no.pdf"

# ---- the environment -----------------------------------------------------

http_proxy=http://127.0.0.1:9 HTTPS_PROXY=$http_proxy ALL_PROXY=$http_proxy
export http_proxy HTTPS_PROXY ALL_PROXY
t 'a proxy of the environment is not used' seal 0 -o "$out/proxy.pdf" \
    --level T --tsa "$tsa"
unset http_proxy HTTPS_PROXY ALL_PROXY
printf '[module http-fetch]\nproxy = http://127.0.0.1:9\n' >"$work/conf"
t 'one of the configuration is' run 6 --config "$work/conf" \
    --module "$files" --module "$http" seal "$work/order.pdf" \
    --signer "file:$pki/signer.pem" --level T --tsa "$tsa" -o "$out/no.pdf"
# ---- a document that is encrypted --------------------------------------------

if command -v qpdf >/dev/null; then
	fault
	printf 'user\n' >"$work/user"
	qpdf --encrypt user owner 256 -- "$work/order.pdf" "$out/locked.pdf"
	t 'an encrypted document is sealed at level LTA' \
	    run 0 --module "$files" --module "$http" --json \
	    --password-from "file:$work/user" seal "$out/locked.pdf" \
	    --signer "file:$pki/signer.pem" -o "$out/locked-lta.pdf" \
	    --level LTA --tsa "$tsa"
	t 'and extended once more' run 0 --module "$http" --json \
	    --password-from "file:$work/user" extend "$out/locked-lta.pdf" \
	    -o "$out/locked-more.pdf" --level LTA --tsa "$tsa"
	t 'qpdf reads it' quietly qpdf --password=user --check \
	    "$out/locked-more.pdf"
	t 'it is judged valid' run 0 --json --password-from "file:$work/user" \
	    verify "$out/locked-more.pdf" --trust "$pki/root.crt" \
	    --trust "$pki/ca.crt"
	t 'at that level' json "d['verdict'] == 'valid' and any(
	    s['level'] == 'B-LTA' for s in d['signatures'])"
fi

finish
