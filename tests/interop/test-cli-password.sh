#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-password.sh -- encrypted documents with a password, of every
# revision, made by qpdf: who may do what, and where the password comes from.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
typeset=$(module pango-typeset)
if test ! -f "$files" || ! command -v qpdf >/dev/null ||
    ! command -v openssl >/dev/null; then
	skip 'encrypted documents are sealed' \
	    'there is no file-signer, qpdf or openssl'
	finish
	exit
fi
"$source/tests/interop/make-input" plain "$work/plain"
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Test hall' \
    -keyout "$work/hall.key" -out "$work/hall.pem" 2>/dev/null
cat "$work/hall.key" "$work/hall.pem" >"$work/hall.both"
printf 'user\n' >"$work/user"
printf 'owner\n' >"$work/owner"
printf 'wrong\n' >"$work/wrong"

encrypt()
{
	encrypt_name=$1
	shift
	qpdf --allow-weak-crypto --no-warn --warning-exit-0 "$@" -- \
	    "$work/plain" "$work/$encrypt_name.pdf"
}

seal()
{
	seal_code=$1
	seal_from=$2
	seal_to=$3
	shift 3
	run "$seal_code" --module "$files" --module "$typeset" "$@" \
	    seal "$work/$seal_from.pdf" -o "$work/$seal_to.pdf" \
	    --signer "file:$work/hall.both" --reason 'Counter (3) \ 合同'
}

# As qpdf reads it with the password: no error, and the reason in the clear.
clear_has_reason()
{
	qpdf --password="$2" --check "$work/$1.pdf" >"$work/out" 2>&1
	test $? -ne 2 || return 1
	qpdf --password="$2" --qdf --decrypt --object-streams=disable \
	    --no-warn --warning-exit-0 "$work/$1.pdf" "$work/clear.pdf" &&
	    pdfsig -nocert "$work/clear.pdf" >/dev/null 2>&1 &&
	    grep -a -q 'Reason <feff0043006f0075006e00740065007200200028' \
	        "$work/clear.pdf" ||
	    grep -a -q 'Reason (\\376\\377\|Reason (..\?C' "$work/clear.pdf"
}

# What nobody without the key can read.
is_encrypted()
{
	! grep -a -q 'FEFF0043006F0075006E' "$work/$1.pdf" &&
	    test "$(head -c "$(stat -c %s "$work/$2.pdf")" "$work/$1.pdf" |
	        sha256sum)" = "$(sha256sum <"$work/$2.pdf")"
}

pdfsig_is_glad()
{
	command -v pdfsig >/dev/null || return 0
	pdfsig -nocert -upw "$2" "$work/$1.pdf" >"$work/out" 2>&1
	test "$(grep -c 'Signature is Valid' "$work/out")" -eq "$3" &&
	    grep -q 'Total document signed' "$work/out"
}

all_of()
{
	kind=$1
	shift
	encrypt "$kind" "$@"
	t "$kind: it is sealed with the user's password" \
	    seal 0 "$kind" "$kind-1" --password-from "file:$work/user"
	t "$kind: and again with the owner's" \
	    seal 0 "$kind-1" "$kind-2" --password-from "file:$work/owner"
	t "$kind: what was added is encrypted, what was there is kept" \
	    is_encrypted "$kind-2" "$kind"
	t "$kind: qpdf reads it" clear_has_reason "$kind-2" user
	t "$kind: pdfsig calls both signatures valid" \
	    pdfsig_is_glad "$kind-2" user 2
	t "$kind: it is judged valid" run 0 --password-from \
	    "file:$work/owner" verify "$work/$kind-2.pdf" \
	    --trust "$work/hall.pem"
	t "$kind: not without a password" \
	    run 5 verify "$work/$kind-2.pdf" --trust "$work/hall.pem"
	t "$kind: which is said" err_has 'its password is needed'
	t "$kind: a wrong password is refused" \
	    seal 5 "$kind" "$kind-3" --password-from "file:$work/wrong"
	t "$kind: and nothing is written" test ! -e "$work/$kind-3.pdf"
}

all_of 'R2' --encrypt user owner 40
all_of 'R3' --encrypt user owner 128 --use-aes=n
all_of 'R4 with RC4' --encrypt user owner 128 --force-V4 --use-aes=n
all_of 'R4 with AES' --encrypt user owner 128 --use-aes=y
all_of 'R4, metadata in the clear' --encrypt user owner 128 --use-aes=y \
    --cleartext-metadata
all_of 'R4, object streams' --object-streams=generate \
    --encrypt user owner 128 --use-aes=y
all_of 'R5' --encrypt user owner 256 --force-R5
all_of 'R6' --encrypt user owner 256
all_of 'R6, object streams' --object-streams=generate \
    --encrypt user owner 256 --cleartext-metadata

# ---- an empty password, and permissions -----------------------------------

encrypt empty --encrypt '' owner 256
t 'with an empty password nothing has to be said' seal 0 empty empty-1
t 'a seal with text is drawn in it' run 0 --module "$files" \
    --module "$typeset" seal "$work/empty.pdf" -o "$work/seen.pdf" \
    --signer "file:$work/hall.both" --text 'Test hall' --at 1:20,20,60,20
t 'and mutool draws it' mutool draw -q -o "$work/seen.png" "$work/seen.pdf" 1

encrypt forms --encrypt '' owner 256 --modify=form
t 'who may fill in forms may sign without anything to see' \
    seal 0 forms forms-1
t 'but puts nothing on the page' run 1 --module "$files" \
    --module "$typeset" seal "$work/forms.pdf" -o "$work/no.pdf" \
    --signer "file:$work/hall.both" --text 'Test hall' --at 1:20,20,60,20
t 'and is told why' err_has 'bit 6'
t "the owner may" run 0 --module "$files" --module "$typeset" \
    --password-from "file:$work/owner" seal "$work/forms.pdf" \
    -o "$work/yes.pdf" --signer "file:$work/hall.both" --text 'Test hall' \
    --at 1:20,20,60,20
encrypt none --encrypt '' owner 256 --modify=none
t 'where nothing is allowed nothing is signed' seal 1 none none-1
t 'and the reason is said' err_has 'bit 9'
t 'nor stamped' run 1 --module "$typeset" stamp "$work/none.pdf" \
    -o "$work/no.pdf" --text 'x' --at 1:20,20,60,20

# ---- where the password comes from ----------------------------------------

encrypt user --encrypt user owner 256
PASSWORD=user
export PASSWORD
t 'the password comes from the environment' \
    seal 0 user user-1 --password-from env:PASSWORD
from_fd()
{
	seal 0 user user-2 --password-from fd:7 7<"$work/user"
}
t 'or from a descriptor' from_fd
t 'it is no argument' seal 2 user user-3 --password-from user
t 'and is not repeated' test -z "$(grep -w user "$work/err")"
finish
