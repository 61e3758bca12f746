#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-encrypted.sh -- encrypted documents of every revision, sealed twice,
# judged, and given to programs that we did not write.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
if test ! -f "$files" || ! command -v openssl >/dev/null ||
	! command -v qpdf >/dev/null || ! command -v pdfsig >/dev/null; then
	skip 'an encrypted document is sealed' \
	    'there is no file-signer, openssl, qpdf or pdfsig'
	finish
	exit
fi
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=Seal \
    -addext keyUsage=critical,digitalSignature \
    -keyout "$work/key" -out "$work/crt" 2>/dev/null
cat "$work/key" "$work/crt" >"$work/key.pem"
chmod 600 "$work/key.pem"
"$source/tests/interop/make-input" png "$work/png"

cat >"$work/text.pdf" <<'END'
%PDF-1.7
1 0 obj
<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R
/LastModified (D:20200101) >>
endobj
4 0 obj
<< /Length 9 >>
stream
0 0 m S q
endstream
endobj
trailer << /Size 5 /Root 1 0 R /Info << /Title (A title) >> >>
END
qpdf "$work/text.pdf" "$work/plain.pdf" 2>/dev/null

encrypt()
{
	encrypt_as=$1
	shift
	qpdf --allow-weak-crypto "$@" -- "$work/plain.pdf" \
	    "$work/$encrypt_as.pdf"
}
seal()
{
	seal_code=$1
	seal_in=$2
	seal_out=$3
	shift 3
	run "$seal_code" --json --module "$files" seal "$work/$seal_in.pdf" \
	    -o "$work/$seal_out.pdf" --signer "file:$work/key.pem" "$@"
}
verify()
{
	run "$1" --json verify "$work/$2.pdf" --trust "$work/crt"
}
# Both signatures hold, the later one covers the file.
pdfsig_says_valid()
{
	pdfsig -nocert "$work/$1.pdf" >"$work/said" 2>/dev/null
	test "$(grep -c 'Signature is Valid' "$work/said")" -eq 2 &&
	    grep -q 'Total document signed' "$work/said"
}
qpdf_says_clean()
{
	qpdf --check "$work/$1.pdf" >"$work/out" 2>"$work/err"
}
mutool_opens()
{
	command -v mutool >/dev/null || return 0
	mutool show "$work/$1.pdf" trailer >"$work/out" 2>"$work/err" &&
	    ! grep -qi error "$work/err"
}
# What was there and what was added, as qpdf decrypts it.
qpdf_reads_strings()
{
	qpdf --decrypt --qdf "$work/$1.pdf" "$work/qdf" 2>"$work/err"
	for text in 'Lang (en-GB)' 'LastModified (D:20200101)' \
	    'Title (A title)' 'Reason (Because)' 'T (Signature1)' \
	    'T (Signature2)'; do
		grep -aqF "/$text" "$work/qdf" || return 1
	done
}

encrypt r2 --encrypt '' owner 40
encrypt r3 --encrypt '' owner 128 --use-aes=n
encrypt r4-rc4 --encrypt '' owner 128 --use-aes=n --force-V4
encrypt r4 --encrypt '' owner 128 --use-aes=y
encrypt r4-clear --encrypt '' owner 128 --use-aes=y --cleartext-metadata
encrypt r4-packed --object-streams=generate \
    --encrypt '' owner 128 --use-aes=y
encrypt r5 --encrypt '' owner 256 --force-R5
encrypt r6 --encrypt '' owner 256
encrypt r6-clear --encrypt '' owner 256 --cleartext-metadata
encrypt r6-packed --object-streams=generate --encrypt '' owner 256
for name in r2 r3 r4-rc4 r4 r4-clear r4-packed r5 r6 r6-clear r6-packed; do
	t "$name: it is sealed, visibly" seal 0 $name $name-1 \
	    --image "$work/png" --at 1:10,10,30,30 --reason Because
	t "$name: and once more" seal 0 $name-1 $name-2
	t "$name: it is valid" verify 0 $name-2
	t "$name: to pdfsig, too" pdfsig_says_valid $name-2
	t "$name: qpdf finds nothing" qpdf_says_clean $name-2
	t "$name: mutool opens it" mutool_opens $name-2
	t "$name: every string can be read" qpdf_reads_strings $name-2
done

encrypt locked --encrypt user owner 256
t 'a password that is missing is asked for' \
    seal "${password_exit:-5}" locked none
t 'so it is when it is verified' verify "${password_exit:-5}" locked
t 'nothing was written' test ! -e "$work/none.pdf"

# ---- damaged, too ---------------------------------------------------------------

# What is in object streams is found when they are decrypted.
damage()
{
	/usr/bin/python3 -c '
import sys
data = open(sys.argv[1], "rb").read()
at = data.rindex(b"startxref")
open(sys.argv[2], "wb").write(data[:at] + b"startxref\n7\n%%EOF\n")
' "$work/$1.pdf" "$work/$2.pdf"
}
with_password()
{
	with_code=$1
	with_password=$2
	shift 2
	printf '%s\n' "$with_password" >"$work/password"
	run "$with_code" --json --module "$files" \
	    --password-from "file:$work/password" "$@" \
	    --signer "file:$work/key.pem"
}
opened_by()
{
	qpdf --password="$1" --check "$work/$2.pdf" >"$work/out" \
	    2>"$work/err" || return 1
	pdfsig -nocert -upw "$1" "$work/$2.pdf" >"$work/said" 2>/dev/null
	grep -q 'Signature is Valid' "$work/said" &&
	    grep -q 'Total document signed' "$work/said"
}
encrypt packed-r3 --object-streams=generate \
    --encrypt user owner 128 --use-aes=n
encrypt packed-r4 --object-streams=generate \
    --encrypt user owner 128 --use-aes=y
encrypt packed-r6 --object-streams=generate --encrypt user owner 256
for name in packed-r3 packed-r4 packed-r6; do
	damage $name damaged
	for who in user owner; do
		t "$name without its table: sealed by the $who" with_password 0 \
		    $who seal "$work/damaged.pdf" -o "$work/mended.pdf"
		t 'the damage is told' json "d['damaged'] is True"
		t 'qpdf finds nothing, pdfsig calls it valid' \
		    opened_by user mended
	done
	t "$name: it is sealed once more" with_password 0 user seal \
	    "$work/mended.pdf" -o "$work/mended-2.pdf" --reason Because
	t 'its table is whole now' json "d['damaged'] is False"
	t 'qpdf finds nothing, pdfsig calls both valid' \
	    opened_by user mended-2
	t "$name: the password is asked for" \
	    seal "${password_exit:-5}" damaged none
	t 'as such' json "d['status'] == 'COUNTER_PASSWORD_NEEDED'"
	t "$name: a wrong one is told" with_password "${password_exit:-5}" \
	    wrong seal "$work/damaged.pdf" -o "$work/none.pdf"
	t 'as such, too' json "d['status'] == 'AGAIN_PASSWORD_WRONG'"
done
encrypt empty --object-streams=generate --encrypt '' owner 256
damage empty damaged
t 'an empty password is tried' seal 0 damaged mended
t 'and opens it' opened_by '' mended

encrypt fixed --encrypt '' owner 256 --modify=none
t 'permissions are kept: no signature' seal 1 fixed none
t 'the bit is named' json "'bit 9' in str(d)"
encrypt form --encrypt '' owner 256 --modify=form
t 'who may fill in fields may sign, with nothing to see' seal 0 form unseen
t 'no stamp on it' run 1 --json stamp "$work/form.pdf" -o "$work/none.pdf" \
    --image "$work/png" --at 1:10,10,30,30
t 'that bit is named' json "'bit 4' in str(d)"
finish
