#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-repair.sh -- documents that are damaged, stamped and sealed.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
repair=$(module qpdf-repair)
if test ! -f "$files" || ! command -v openssl >/dev/null; then
	skip 'a damaged document is sealed' \
	    'there is no file-signer, or no openssl'
	finish
	exit
fi
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=Seal \
    -addext keyUsage=critical,digitalSignature \
    -keyout "$work/key" -out "$work/crt" 2>/dev/null
cat "$work/key" "$work/crt" >"$work/key.pem"
chmod 600 "$work/key.pem"
"$source/tests/interop/make-input" png "$work/png"

# damaged NAME KIDS: a file without a table.
damaged()
{
	cat >"$work/$1.pdf" <<END
%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [$2] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>
endobj
$3
trailer << /Root 1 0 R >>
startxref
7
%%EOF
END
}
seal()
{
	seal_code=$1
	shift
	run "$seal_code" --json --module "$files" "$@" \
	    --signer "file:$work/key.pem"
}
begins_with()
{
	head -c "$(wc -c <"$2")" "$1" | cmp -s - "$2"
}
is_valid()
{
	command -v pdfsig >/dev/null || return 0
	pdfsig -nocert "$1" 2>/dev/null >"$work/said"
	grep -q 'Signature is Valid' "$work/said" &&
	    grep -q 'Total document signed' "$work/said"
}

is_clean()
{
	qpdf --check "$1" >"$work/out" 2>"$work/err"
}

damaged table '3 0 R' ''
t 'a damaged table needs no repair' \
    seal 0 seal "$work/table.pdf" -o "$work/a.pdf"
t 'that is said' json "d['damaged'] is True and d['repaired'] is False"
t 'the bytes stay' begins_with "$work/a.pdf" "$work/table.pdf"
t 'pdfsig calls it valid and whole' is_valid "$work/a.pdf"
t 'it can be prepared, too' run 0 --json prepare "$work/table.pdf" \
    -o "$work/p.pdf" --state "$work/state" --certificate "$work/crt"
t 'that is said' json "d['damaged'] is True and d['repaired'] is False"
t 'it can be sealed again' seal 0 seal "$work/a.pdf" -o "$work/b.pdf"
t 'and is whole then' json "d['damaged'] is False"
t 'it can be stamped' run 0 stamp "$work/table.pdf" -o "$work/c.pdf" \
    --image "$work/png" --at 1:1,1,9,9
t 'people are told, too' out_has 'damaged cross-reference table'
if command -v qpdf >/dev/null; then
	t 'qpdf finds no fault' is_clean "$work/a.pdf"
else
	skip 'qpdf finds no fault' 'there is no qpdf'
fi

inner='<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>'
damaged pages "$inner" ''
t 'a document without a page is refused' \
    seal 1 seal "$work/pages.pdf" -o "$work/d.pdf"
t 'nothing is written' test ! -e "$work/d.pdf"
if test -f "$repair"; then
	t 'a repair is done on request' seal 0 --module "$repair" seal \
	    "$work/pages.pdf" --repair -o "$work/d.pdf"
	t 'that is said' json "d['damaged'] and d['repaired'] is True"
	t 'pdfsig calls it valid and whole' is_valid "$work/d.pdf"
	t 'before stamping, too' run 0 --module "$repair" stamp \
	    "$work/pages.pdf" --repair -o "$work/e.pdf" \
	    --image "$work/png" --at 1:1,1,9,9
	t 'people are told, too' out_has 'a new file'
	t 'what needs no repair is not touched' seal 0 --module "$repair" seal \
	    "$work/table.pdf" --repair -o "$work/f.pdf"
	t 'that is said' json "d['repaired'] is False"
	damaged signed "$inner" \
	    '4 0 obj << /Type /Sig /ByteRange [0 1 2 3] >> endobj'
	t 'what is signed is refused' seal 1 --module "$repair" seal \
	    "$work/signed.pdf" --repair -o "$work/g.pdf"
	t 'for that reason' json "d['status'] == 'REFUSED_FORBIDDEN'"
	t 'nothing is written' test ! -e "$work/g.pdf"
else
	skip 'a repair is done on request' 'there is no qpdf-repair'
fi
t 'without the module a repair is an error of the set-up' \
    seal 1 seal "$work/pages.pdf" --repair -o "$work/h.pdf"
t 'that is said' json "d['status'] == 'SETUP_NO_MODULE'"
finish
