#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-attach.sh -- files inside a PDF: attached, listed and taken out by
# the tool and by programs that we did not write; sealed ink in the order that
# it is of.
. "${srcdir:-.}/tests/interop/cli.sh"

pad=$(module virtual-pad)
files=$(module file-signer)
for needed in openssl qpdf pdfdetach pdfsig; do
	command -v "$needed" >/dev/null && continue
	skip 'a file is attached' "there is no $needed"
	finish
	exit
done

"$source/tests/interop/make-input" plain "$work/order.pdf"
seq 2000 | head -c 5000 >"$work/data.bin"
printf '{"order": 1}' >"$work/order.json"
: >"$work/empty.txt"
name='签名 (1).cms'

listed()
{
	run 0 --json attached "$work/$1.pdf" && shift && json "$@"
}

# ---- attached, listed, taken out -----------------------------------------

t 'three files are attached' run 0 --json attach "$work/order.pdf" \
    --file "$work/data.bin" --name "$name" --description 'Ink (of whom?)' \
    --relation supplement --file "$work/order.json" --relation source \
    --file "$work/empty.txt" --type text/x-nothing -o "$work/new.pdf"
t 'and it says so' json 'd["attached"] == 3'
t 'they are listed' listed new \
    'd["attached"] == [{"name": "empty.txt", "description": None,
    "type": "text/x-nothing", "relation": "unspecified", "bytes": 0},
    {"name": "order.json", "description": None, "type": "application/json",
    "relation": "source", "bytes": 12},
    {"name": "签名 (1).cms", "description": "Ink (of whom?)",
    "type": "application/cms", "relation": "supplement", "bytes": 5000}]'
t 'for people, too' run 0 attached "$work/new.pdf"
t 'with what they are' out_has 'application/json, 12 bytes, what the document'
t 'one is taken out by its name' run 0 attached "$work/new.pdf" \
    --name "$name" -o "$work/out.bin"
t 'and is the same' cmp "$work/out.bin" "$work/data.bin"
t 'one is taken out by its number' run 0 attached "$work/new.pdf" \
    -n 2 -o "$work/out.json"
t 'and is the same, too' cmp "$work/out.json" "$work/order.json"
t 'only its owner reads it' test "$(stat -c %a "$work/out.json")" = 600

# what NAME DATA: qpdf, pdfdetach and mutool take it out as it went in.
others_take_out()
{
	qpdf --check "$work/$1.pdf" >"$work/out" 2>"$work/err" || return 1
	qpdf --show-attachment="$name" "$work/$1.pdf" >"$work/qpdf.bin" &&
	    cmp "$work/qpdf.bin" "$work/data.bin" || return 1
	rm -rf "$work/taken"
	mkdir "$work/taken"
	LC_ALL=C.UTF-8 pdfdetach -enc UTF-8 -saveall -o "$work/taken" \
	    "$work/$1.pdf" &&
	    cmp "$work/taken/$name" "$work/data.bin" &&
	    cmp "$work/taken/order.json" "$work/order.json"
}
t 'other programs take them out' others_take_out new

t 'a name is in it once' run 1 attach "$work/new.pdf" \
    --file "$work/order.json" -o "$work/no.pdf"
t 'nothing was written' test ! -e "$work/no.pdf"
t 'one more goes in beside them' run 0 attach "$work/new.pdf" \
    --file "$work/order.json" --name again.json -o "$work/more.pdf"
t 'the others are still there' others_take_out more
qpdf "$work/order.pdf" --add-attachment "$work/data.bin" --key="$name" \
    --filename="$name" -- "$work/theirs.pdf"
t 'and beside what qpdf attached' run 0 attach "$work/theirs.pdf" \
    --file "$work/order.json" -o "$work/both.pdf"
t 'where all is taken out, too' others_take_out both
t 'what is not there cannot be taken out' run 1 attached "$work/new.pdf" \
    --name none -o "$work/no.bin"
t 'nor what is past the end' run 1 attached "$work/new.pdf" -n 4 \
    -o "$work/no.bin"
t 'a document without files has none' listed order 'd["attached"] == []'

# ---- encrypted --------------------------------------------------------------

for kind in 40 128 256; do
	qpdf --allow-weak-crypto --encrypt '' owner $kind -- \
	    "$work/order.pdf" "$work/locked.pdf"
	t "files go into a document of $kind bits" run 0 attach \
	    "$work/locked.pdf" --file "$work/data.bin" --name "$name" \
	    --file "$work/order.json" -o "$work/hidden.pdf"
	t 'the tool takes them out' run 0 attached "$work/hidden.pdf" \
	    --name "$name" -o "$work/out.bin"
	t 'the same' cmp "$work/out.bin" "$work/data.bin"
	t 'and so do others' others_take_out hidden
	t 'none of it is in the clear' \
	    sh -c '! grep -aq order "$1"' sh "$work/hidden.pdf"
done
qpdf --encrypt '' owner 256 --modify=form -- "$work/order.pdf" \
    "$work/locked.pdf"
t 'permissions are kept' run 1 --json attach "$work/locked.pdf" \
    --file "$work/order.json" -o "$work/no.pdf"
t 'and named' json 'd["status"] == "REFUSED_FORBIDDEN" and
    "bit 4" in " ".join(d["notes"])'

# ---- the ink of an order, in it ----------------------------------------------

if test ! -f "$pad" || test ! -f "$files"; then
	skip 'sealed ink goes into its order' \
	    'there is no virtual-pad or file-signer'
	finish
	exit
fi
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout "$work/escrow.key" -subj /CN=Notary -days 2 \
    -out "$work/escrow.pem" 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Hall \
    -addext keyUsage=critical,digitalSignature -keyout "$work/key" \
    -out "$work/crt" 2>/dev/null
cat "$work/key" "$work/crt" >"$work/key.pem"
chmod 600 "$work/key.pem"
echo 'stroke 300 10000 30000 50000 10000
sleep 100
stroke 300 30000 35000 70000 20000
ok' >"$work/sign.pad"
t 'ink is sealed for a notary' run 0 --module "$pad" ink capture \
    --pad "virtual:$work/sign.pad" --seal-for "$work/escrow.pem" \
    --digest "$work/order.pdf" --drawing "$work/ink.pdf" -o "$work/ink.cms"
t 'it is drawn on the order' run 0 stamp "$work/order.pdf" \
    -o "$work/drawn.pdf" --image "$work/ink.pdf" --at 1:20,20,60,25
t 'and goes into it' run 0 attach "$work/drawn.pdf" --file "$work/ink.cms" \
    --relation supplement --description 'Signature, sealed for the notary' \
    -o "$work/filled.pdf"
t 'the hall seals it' run 0 --module "$files" seal "$work/filled.pdf" \
    --signer "file:$work/key.pem" -o "$work/sealed.pdf"
t 'the seal is valid' run 0 --json verify "$work/sealed.pdf" \
    --trust "$work/crt"
t 'to pdfsig, too' sh -c 'pdfsig -nocert "$1" 2>/dev/null |
    grep -q "Signature is Valid"' sh "$work/sealed.pdf"
t 'the ink is taken out of the sealed order' run 0 attached \
    "$work/sealed.pdf" --name ink.cms -o "$work/taken.cms"
t 'the notary opens it, and it is of this order' run 0 ink open \
    "$work/taken.cms" --key "$work/escrow.key" --digest "$work/sealed.pdf"
t 'a sealed order takes no more' run 1 --json attach "$work/sealed.pdf" \
    --file "$work/order.json" -o "$work/no.pdf"
t 'and says why' json 'd["status"] == "REFUSED_FORBIDDEN"'

# Another file in its place, by whoever has the document.
t 'what is put in behind the seal is found' sh -c '
	/usr/bin/python3 - "$1" "$2" <<"END"
import re
import sys

data = open(sys.argv[1], "rb").read()
start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
spec = int(re.findall(rb"\n(\d+) 0 obj\s*<</Type /Filespec", data)[-1])
body = data[data.rindex(b"\n%d 0 obj" % spec) + 1:]
body = body[:body.index(b"endobj") + 7]
at = len(data)
new = body.replace(b"ink.cms", b"ink.txt")
assert new != body
size = int(re.findall(rb"/Size (\d+)", data)[-1])
root = re.findall(rb"/Root (\d+ \d+ R)", data)[-1]
data += new + b"xref\n%d 1\n%010d 00000 n \n" % (spec, at)
data += b"trailer\n<</Size %d /Root %s /Prev %d>>\n" % (size, root, start)
data += b"startxref\n%d\n%%%%EOF\n" % (at + len(new))
open(sys.argv[2], "wb").write(data)
END' sh "$work/sealed.pdf" "$work/forged.pdf"
t 'and judged invalid' run 7 --json verify "$work/forged.pdf" \
    --trust "$work/crt"
finish
