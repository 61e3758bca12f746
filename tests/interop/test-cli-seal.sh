#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-seal.sh -- stamp, seal and verify: one order on its way.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
typeset=$(module pango-typeset)
pad=$(module virtual-pad)
if test ! -f "$files" || ! command -v openssl >/dev/null; then
	skip 'an order is sealed' 'there is no file-signer, or no openssl'
	finish
	exit
fi
out=$work/out.d
mkdir "$out"
order=$work/order.pdf
for kind in png jpeg vector form; do
	"$source/tests/interop/make-input" $kind "$work/$kind"
done
"$source/tests/interop/make-input" plain "$order"
sum=$(sha256sum <"$order")
same()
{
	test "$(sha256sum <"$order")" = "$sum"
}

# A small house of certificates: a root, a seal, one that is over, one that
# is not for signing.
printf 'secret\n' >"$work/pin"
printf 'wrong\n' >"$work/pin.wrong"
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -utf8 -subj '/CN=Root' \
    -keyout "$work/ca.key" -out "$work/ca.pem" 2>/dev/null
issue()
{
	openssl req -new -newkey rsa:2048 -nodes -utf8 \
	    -subj "/O=云汀通信/CN=$2" -keyout "$work/$1.key" \
	    -out "$work/$1.csr" 2>/dev/null
	printf 'keyUsage=critical,%s\n' "$3" >"$work/ext"
	openssl x509 -req -in "$work/$1.csr" -CA "$work/ca.pem" \
	    -CAkey "$work/ca.key" -CAcreateserial -days 30 \
	    -extfile "$work/ext" -out "$work/$1.pem" 2>/dev/null
	openssl pkcs12 -export -inkey "$work/$1.key" -in "$work/$1.pem" \
	    -certfile "$work/ca.pem" -passout pass:secret -out "$work/$1.p12"
}
issue seal 业务专用章 digitalSignature,nonRepudiation
issue tls Server keyEncipherment

stamp()
{
	stamp_code=$1
	shift
	run "$stamp_code" --module "$typeset" stamp "$order" "$@"
}

seal()
{
	seal_code=$1
	shift
	run "$seal_code" --module "$files" --module "$typeset" seal \
	    --signer "file:$work/seal.p12" --pin-from "file:$work/pin" "$@"
}

# ---- stamp ---------------------------------------------------------------

cat >"$work/sign.pad" <<'SCRIPT'
stroke 600 10000 30000 20000 10000 30000 30000 40000 10000 50000 30000
ok
SCRIPT
"$tool" --module "$pad" ink capture --pad "virtual:$work/sign.pad" \
    -o "$work/ink" >/dev/null
cat >"$work/id.json" <<'JSON'
{ "document_type": "cn-resident", "name": "沈佳禾", "sex": "female",
  "nation": "汉", "birth_date": "1995-06-18",
  "address": "云汀市临江区望潮路66号听涛苑3幢1单元502室",
  "number": "999901199506180023", "authority": "云汀市公安局临江分局",
  "valid_from": "2021-07-09", "valid_to": "2041-07-09", "virtual": false,
  "portrait": { "media_type": "image/jpeg", "base64": "@" } }
JSON
/usr/bin/python3 -c '
import base64, sys
text = open(sys.argv[1], encoding="utf-8").read()
jpeg = base64.b64encode(open(sys.argv[2], "rb").read()).decode()
open(sys.argv[1], "w", encoding="utf-8").write(text.replace("@", jpeg))
' "$work/id.json" "$work/jpeg"

t 'a photo, ink and a vector are stamped in one call' stamp 0 --json \
    -o "$out/stamped.pdf" --photo "$work/jpeg" --at 1:20,20,40,50 \
    --ink "$work/ink" --color 000080 --at last:20,200,60,30 \
    --image "$work/vector" --at 2:100,100,30,30 \
    --image "$work/png" --at 2:100,150,30,30 --opacity 60 --turn 90
t 'and told of' json 'd["stamps"] == 4 and d["bytes"] > 0 and
    d["output"].endswith("stamped.pdf") and d["input"].endswith(".pdf")'
t 'the input is as it was' same
t 'nothing else is left behind' only "$out" stamped.pdf
t 'only one revision was added' test \
    "$(grep -ac '^%%EOF' "$out/stamped.pdf")" -eq \
    $(($(grep -ac '^%%EOF' "$order") + 1))
if command -v qpdf >/dev/null; then
	qpdf --check "$out/stamped.pdf" >"$work/out" 2>&1
	t 'the result is sound' test $? -eq 0
fi

t 'a PDF and ink have a size, a photo needs a width' stamp 0 \
    -o "$out/sized.pdf" --image "$work/vector" --at 1:10,10 \
    --ink "$work/ink" --at 1:10,100 --photo "$work/jpeg" --at 2:20,20,40
rm -f "$out/sized.pdf"
t 'a QR code without a size is refused' stamp 1 --json -o "$out/no.pdf" \
    --qr x --at 1:1,1
t 'for its place' json 'd["status"] == "REFUSED_PLACE"'
t 'an identity without a height is a usage error' stamp 2 \
    -o "$out/no.pdf" --identity "$work/id.json" --at 1:20,20,100
t 'a thing without a place is a usage error' stamp 2 -o "$out/no.pdf" \
    --photo "$work/jpeg" --ink "$work/ink" --at 1:1,1,9,9
t 'that names the thing' err_has '--photo'
t 'a place without a thing is a usage error' stamp 2 -o "$out/no.pdf" \
    --at 1:1,1,9,9 --photo "$work/jpeg"
t 'two places are a usage error' stamp 2 -o "$out/no.pdf" \
    --photo "$work/jpeg" --at 1:1,1,9,9 --at 1:1,1,9,9
t 'nothing is a usage error' stamp 2 -o "$out/no.pdf"
for place in 1 0:1,1,1,1 1:1,1, 1:a,b,c,d first:1,1,1,1 1:1,1,-5,5 ''; do
	t "'$place' as a place is a usage error" stamp 2 -o "$out/no.pdf" \
	    --photo "$work/jpeg" --at "$place"
done
t 'a page that is not there is refused' stamp 1 --json -o "$out/no.pdf" \
    --photo "$work/jpeg" --at 99:1,1,9,9
t 'as a place' json 'd["status"] == "REFUSED_PLACE" and
    d["class"] == "refused"'
t 'a wrong color is a usage error' stamp 2 -o "$out/no.pdf" \
    --ink "$work/ink" --at 1:1,1,9,9 --color blue
for opacity in 0 101 50% -5 ''; do
	t "'$opacity' as an opacity is a usage error" stamp 2 \
	    -o "$out/no.pdf" --ink "$work/ink" --at 1:1,1,9,9 \
	    --opacity "$opacity"
done
t 'a seal of no opacity, too' seal 2 -o "$out/no.pdf" "$order" \
    --ink "$work/ink" --at 1:1,1,9,9 --opacity 0
for turn in 361 -361 90deg 1e2 ''; do
	t "'$turn' as degrees is a usage error" stamp 2 \
	    -o "$out/no.pdf" --ink "$work/ink" --at 1:1,1,9,9 --turn "$turn"
done
for level in X m MM ''; do
	t "'$level' as an error correction is a usage error" stamp 2 \
	    -o "$out/no.pdf" --qr x --at 1:1,1,9,9 --correction "$level"
done
t 'a QR code without what makes it is an error of the set-up' run 1 --json \
    stamp "$order" -o "$out/no.pdf" --qr x --at 1:1,1,50,50
t 'that says so' json 'd["class"] == "setup"'
t 'the correction of a picture is a usage error' stamp 2 \
    -o "$out/no.pdf" --image "$work/png" --at 1:1,1,9,9 --correction M
t 'and the font of a picture' stamp 2 \
    -o "$out/no.pdf" --image "$work/png" --at 1:1,1,9,9 --font Sans
t 'an identity at a text is a usage error' stamp 2 -o "$out/no.pdf" \
    --identity "$work/id.json" --at-text x
t 'a size at a text without a text is a usage error' stamp 2 \
    -o "$out/no.pdf" --image "$work/png" --at 1:1,1,9,9 --at-text-size 9,9
t 'an identity that is turned is a usage error' stamp 2 -o "$out/no.pdf" \
    --identity "$work/id.json" --at 1:20,20,100,40 --turn 90
t 'what is no photo is refused' stamp 1 --json -o "$out/no.pdf" \
    --photo "$work/png" --at 1:1,1,9,9
t 'by name' json 'd["status"] == "REFUSED_INPUT" and
    any("png" in n for n in d["notes"])'
t 'what is no identity is refused' stamp 1 --json -o "$out/no.pdf" \
    --identity "$work/png" --at 1:1,1,90,90
t 'as input' json 'd["class"] == "refused"'
t 'what is no PDF is refused' run 1 --json stamp "$work/png" \
    -o "$out/no.pdf" --photo "$work/jpeg" --at 1:1,1,9,9
t 'as such' json 'd["status"] == "REFUSED_NOT_A_PDF"'
t 'the input is never the output' stamp 2 -o "$order" \
    --photo "$work/jpeg" --at 1:1,1,9,9
t 'and stays as it was' same
t 'a device is no output' stamp 2 -o /dev/null --photo "$work/jpeg" \
    --at 1:1,1,9,9
t 'text without a typesetter is an error of the set-up' run 1 --json stamp \
    "$order" -o "$out/no.pdf" --text x --at 1:1,1,50,9
t 'that says so' json 'd["class"] == "setup"'
t 'none of them left a file' only "$out" stamped.pdf

if test -f "$typeset"; then
	t 'an identity is stamped' stamp 0 --lang zh_CN --json \
	    -o "$out/id.pdf" --identity "$work/id.json" --at 1:20,20,100,40
	t 'with its portrait' json 'd["stamps"] == 2'
	t 'even in a narrow place' stamp 0 --lang zh_CN -o "$out/narrow.pdf" \
	    --identity "$work/id.json" --at 1:20,20,50,30
	t 'or as id read --json printed it' sh -c '
	    printf "{ \"status\": \"OK\", \"identity\": " >"$1.2" &&
	    cat "$1" >>"$1.2" && echo "}" >>"$1.2"' sh "$work/id.json"
	t 'it is the same' stamp 0 --lang en -o "$out/en.pdf" \
	    --identity "$work/id.json.2" --at 1:20,20,100,40 --text "a
b" --at 2:10,10,50,20 --font-size 5 --font Sans
	if command -v pdftotext >/dev/null; then
		pdftotext -f 1 -l 1 "$out/id.pdf" "$work/out" 2>/dev/null
		t 'its text is text' out_has '999901199506180023'
		t 'with Chinese labels' out_has '公民身份号码'
		pdftotext -f 1 -l 1 "$out/en.pdf" "$work/out" 2>/dev/null
		t 'or English ones' out_has 'Date of birth'
	fi
	rm -f "$out/id.pdf" "$out/narrow.pdf" "$out/en.pdf"
else
	skip 'an identity is stamped' 'there is no pango-typeset'
fi

# ---- seal ----------------------------------------------------------------

t 'a document is sealed, invisibly' seal 0 --json "$order" \
    -o "$out/sealed.pdf" --reason 办理业务 --location 云汀 \
    --contact 10000 --name 营业厅
t 'and told of' json 'd["bytes"] > 0 and
    "业务专用章" in d["signer"]["subject"] and
    d["signer"]["key"] == "RSA 2048" and d["signer"]["chain"] == 2'
t 'the input is as it was' same
t 'it is sealed once more, visibly' seal 0 "$out/sealed.pdf" \
    -o "$out/twice.pdf" --image "$work/vector" --at last:120,200,40,40 \
    --digest sha512
t 'and with ink, PSS and a name' seal 0 "$out/twice.pdf" \
    -o "$out/thrice.pdf" --ink "$work/ink" --color 800000 \
    --opacity 60 --turn -3.5 \
    --at 1:20,200,60,30 --field Customer --pss
t 'the claimed time can be given' seal 0 "$order" -o "$out/dated.pdf" \
    --time 2026-03-01T09:30:00+08:00
t 'and is told' run 7 --json verify "$out/dated.pdf"
t 'as claimed' json 'd["signatures"][0]["time"] == "2026-03-01T01:30:00Z" and
    d["signatures"][0]["time_source"] == "claimed"'
rm -f "$out/dated.pdf"
if command -v pdfsig >/dev/null; then
	pdfsig -nocert "$out/thrice.pdf" >"$work/out" 2>/dev/null
	t 'pdfsig finds three signatures valid' test \
	    "$(grep -c 'Signature is Valid' "$work/out")" -eq 3
	t 'and the last to cover the document' test \
	    "$(grep -c 'Total document signed' "$work/out")" -eq 1
else
	skip 'pdfsig finds three signatures valid' 'there is no pdfsig'
fi

# Refused, each for its reason; and no file.
t 'an unknown level is a usage error' seal 2 "$order" -o "$out/no.pdf" \
    --level X
t 'an unknown digest is a usage error' seal 2 "$order" -o "$out/no.pdf" \
    --digest md5
t 'a time without a zone is a usage error' seal 2 "$order" \
    -o "$out/no.pdf" --time 2026-03-01T09:30:00
t 'the 30th of February is a usage error' seal 2 "$order" \
    -o "$out/no.pdf" --time 2026-02-30T09:30:00Z
t 'a look without a place is a usage error' seal 2 "$order" \
    -o "$out/no.pdf" --image "$work/png"
t 'a place without a look is a usage error' seal 2 "$order" \
    -o "$out/no.pdf" --at 1:1,1,9,9
for option in font=Sans font-size=3 color=ff0000 correction=M opacity=50 \
    turn=45 at-text=x also-at=1:1,1,9,9 straddle=left; do
	t "--${option%%=*} of nothing is a usage error" seal 2 "$order" \
	    -o "$out/no.pdf" "--$option"
	t 'that names it' err_has "--${option%%=*} needs something to see"
done
t 'the correction of a picture is a usage error' seal 2 "$order" \
    -o "$out/no.pdf" --image "$work/png" --at 1:1,1,9,9 --correction M
t 'and the font of a picture' seal 2 "$order" \
    -o "$out/no.pdf" --image "$work/png" --at 1:1,1,9,9 --font Sans
t 'a place off the page is refused' seal 1 "$order" -o "$out/no.pdf" \
    --image "$work/png" --at 1:205,1,9,9
t 'in millimetres, as it was given' err_has 'which is 209\.9 x 297\.0 mm'
t 'two pictures are a usage error' seal 2 "$order" -o "$out/no.pdf" \
    --image "$work/png" --qr x --at 1:1,1,9,9
t 'text over nothing is a usage error' seal 2 "$order" -o "$out/no.pdf" \
    --text x --text-over --at 1:1,1,9,9
t 'no signer is a usage error' run 2 seal "$order" -o "$out/no.pdf"
t 'a signer that is no URI is a usage error' run 2 seal "$order" \
    -o "$out/no.pdf" --signer seal.p12
t 'that shows one' err_has 'such as file:hall.p12 '
t 'no output is a usage error' seal 2 "$order"
t 'the input is never the output' seal 2 "$order" -o "$order"
t 'a wrong PIN has its code' run 5 --json --module "$files" seal "$order" \
    -o "$out/no.pdf" --signer "file:$work/seal.p12" \
    --pin-from "file:$work/pin.wrong"
t 'and its status' json 'd["status"] == "AGAIN_PIN_WRONG"'
t 'a certificate that is not for signing is refused' run 1 --json \
    --module "$files" seal "$order" -o "$out/no.pdf" \
    --signer "file:$work/tls.p12" --pin-from "file:$work/pin"
t 'by its usage' json 'd["status"] == "REFUSED_CERT_USAGE"'
t 'unless that is asked for' run 0 --module "$files" seal "$order" \
    -o "$out/past.pdf" --signer "file:$work/tls.p12" \
    --pin-from "file:$work/pin" --insecure-any-certificate
rm -f "$out/past.pdf"
t 'a signed document is not stamped' run 1 --json stamp "$out/sealed.pdf" \
    -o "$out/no.pdf" --photo "$work/jpeg" --at 1:1,1,9,9
t 'because the signature forbids it' json 'd["status"] == "REFUSED_FORBIDDEN"
    and d["advice"]'
t 'none of them left a file' only "$out" stamped.pdf sealed.pdf twice.pdf \
    thrice.pdf
t 'and the input is as it was' same

# A full disk: the output is whole or not there.
full=$work/full
mkdir "$full"
if mount -t tmpfs -o size=4k none "$full" 2>/dev/null; then
	t 'a full disk is told' seal 1 --json "$order" -o "$full/sealed.pdf"
	t 'by its status' json 'd["status"] == "SETUP_DISK_FULL" and
	    "room" in d["advice"]'
	t 'and nothing is left there' only "$full"
	umount "$full"
else
	skip 'a full disk is told' 'nothing can be mounted here'
fi

# ---- verify --------------------------------------------------------------

t 'the document is valid' run 0 --json verify "$out/thrice.pdf" \
    --trust "$work/ca.pem"
t 'as the report has it' json 'd["verdict"] == "valid" and
    d["status"] == "OK" and d["exit"] == 0 and len(d["signatures"]) == 3 and
    [s["covers_file"] for s in d["signatures"]] == [False, False, True] and
    all(s["integrity"] == "intact" and s["trust"] == "trusted" and
	s["changes"] in ("none", "permitted") for s in d["signatures"]) and
    d["problems"] == [] and len(d["sha256"]) == 64 and
    d["file"].endswith("thrice.pdf")'
t 'what a virtual pad captured is marked' json '
    d["signatures"][2]["virtual"] is True'
t 'people read the verdict first' sh -c "\"\$@\" | head -1 | grep -q ^VALID" \
    sh "$tool" verify "$out/thrice.pdf" --trust "$work/ca.pem"
t 'also in Chinese' run 0 --lang zh_CN verify "$out/thrice.pdf" \
    --trust "$work/ca.pem"
t 'in one word' out_has '^有效'
t 'everything is explained on request' run 0 verify --explain "$out/thrice.pdf" \
    --trust "$work/ca.pem"
t 'as a tree' out_has '└─'
t 'without trust nothing is valid' run 7 --json verify "$out/thrice.pdf"
t 'but cannot be decided' json 'd["verdict"] == "indeterminate" and
    d["exit"] == 7'
t 'without a signature it is not valid either' run 7 --json verify "$order" \
    --trust "$work/ca.pem"
t 'but not signed' json 'd["verdict"] == "unsigned" and
    d["signatures"] == []'
t 'after the certificate expired it is not valid' run 7 --json verify \
    "$out/thrice.pdf" --trust "$work/ca.pem" --time 2099-01-01T00:00:00Z
t 'because of that' json 'd["signatures"][0]["trust"] == "expired"'
t 'trust that cannot be read is an error of the set-up' run 1 --json verify \
    "$out/thrice.pdf" --trust "$work/png"
t 'with its status' json 'd["status"] == "SETUP_TRUST"'
t 'a wrong time is a usage error' run 2 verify "$out/thrice.pdf" --time now
t 'two files are a usage error' run 2 verify "$order" "$order"
t 'a file that is not there is told' run 1 --json verify "$work/none.pdf"
t 'by name' json 'd["status"] == "SETUP_FILE"'

t 'what is no PDF is not valid' run 7 --json verify "$work/png"
t 'in the form of a report' json 'd["verdict"] == "indeterminate" and
    d["signatures"] == [] and len(d["problems"]) == 1 and
    d["status"] == "REFUSED_NOT_A_PDF" and d["exit"] == 7'

# A byte flipped anywhere in the signed range.
flip()
{
	/usr/bin/python3 -c '
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) * int(sys.argv[3]) // 100] ^= 1
open(sys.argv[2], "wb").write(data)
' "$out/sealed.pdf" "$work/flipped.pdf" "$1"
}
for percent in 1 10 20 30 99; do
	flip $percent
	t "a bit flipped at $percent % is not valid" run 7 --json verify \
	    "$work/flipped.pdf" --trust "$work/ca.pem"
	t 'whatever the reason' json 'd["verdict"] != "valid"'
done
flip 20
t 'people are told the level' run 0 verify "$out/thrice.pdf" \
    --trust "$work/ca.pem"
t 'of each signature' out_has '^   Level:     B-B$'
t 'people are told why' run 7 verify "$work/flipped.pdf" \
    --trust "$work/ca.pem"
t 'in words' out_has '^NOT VALID\|^CANNOT BE DECIDED\|^NOT SIGNED'
# A digit of the claimed time: signed, and still a date.
/usr/bin/python3 -c '
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[data.rfind(b"/M (D:") + 9] ^= 1
open(sys.argv[2], "wb").write(data)
' "$out/sealed.pdf" "$work/flipped.pdf"
t 'a broken signature is explained in Chinese' run 7 --lang zh_CN verify \
    "$work/flipped.pdf" --trust "$work/ca.pem"
t 'with its reason' out_has '签名不成立：被签名的内容在签名后被改动'

finish
