#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-both-ways.sh -- what we sign is judged by pyHanko, what it signs is
# judged by us, and each adds to the work of the other: both judge all of it.
#
#                 | ours | theirs | theirs, then ours | ours, then theirs
#   B-B           |  x   |   x    |        x          |        x
#   B-T           |  x   |   x    |        x          |        x
#   B-LT          |  x   |   x    |        x          |        x
#   B-LTA         |  x   |   x    |        x          |        x
#   encrypted [1] |  x   |   x    |        x          |        x
#   certified [2] |  x   |   x    |        x          |        x
#   locked    [3] |  x   |   x    |        x          |        x
#
# [1] by pyHanko: RC4 and AES of 128 bits, AES of 256 bits, each with the
#     metadata encrypted, AES also with the metadata in the clear; opened with
#     the password of the user by one, of the owner by the other; AES of 256
#     bits at level LTA, too.
# [2] so that forms may be filled in; and annotations be made, too.  What is
#     certified so that nothing may change gets no signature of either.
# [3] a field of another name; the locked one gets no signature of us, and one
#     that pyHanko filled in is called by both.
#
# pyHanko judges by ETSI EN 319 102-1 and by its own rules for what may happen
# after a signature.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
http=$(module http-fetch)
if test ! -f "$files" || test ! -f "$http" ||
    ! command -v openssl >/dev/null; then
	skip 'both ways' 'there is no file-signer, http-fetch or openssl'
	finish
	exit
fi
if ! python=$("$source/build-aux/venv" "$top/venv" 2>"$work/why"); then
	skip 'both ways with pyHanko' "$(tail -n 1 "$work/why")"
	finish
	exit
fi
here=$source/tests/levels
pki=$work/pki
"$here/authority" "$pki" >"$work/authority.log" 2>&1 &
authority=$!
trap 'kill $authority; rm -rf "$work"' EXIT
for i in $(seq 600); do
	test -f "$pki/port" && break
	sleep 0.1
done
t 'there is an authority' test -f "$pki/port"
tsa=http://127.0.0.1:$(cat "$pki/port")/tsa
"$source/tests/interop/make-input" plain "$work/order.pdf"
printf 'user\n' >"$work/user"
printf 'owner\n' >"$work/owner"
begin_witness "$python" "$here/warm" pyhanko.sign.validation.ades

# The password that we use, and that pyHanko uses; none at first.
ours=
theirs=

us()
{
	us_code=$1
	shift
	run "$us_code" --json --module "$files" --module "$http" \
	    ${ours:+--password-from "file:$work/$ours"} "$@"
}
# we_sign CODE LEVEL IN OUT WORD...
we_sign()
{
	sign_code=$1
	sign_level=$2
	sign_in=$3
	sign_out=$4
	shift 4
	us "$sign_code" seal "$work/$sign_in.pdf" -o "$work/$sign_out.pdf" \
	    --signer "file:$pki/signer.pem" --level "$sign_level" \
	    --tsa "$tsa" "$@"
}
# they_sign LEVEL IN OUT WORD...
they_sign()
{
	sign_level=$1
	sign_in=$2
	sign_out=$3
	shift 3
	ask "$here/make-levels" "$sign_level" "$work/$sign_in.pdf" \
	    "$work/$sign_out.pdf" "$pki" ${theirs:+"password=$theirs"} "$@"
}
they_refuse()
{
	! they_sign "$@"
}
# we_accept LEVEL COUNT FILE: each signature is valid, and has that level.
we_accept()
{
	us 0 verify "$work/$3.pdf" --trust "$pki/root.crt" \
	    --trust "$pki/ca.crt" &&
	    json "d['verdict'] == 'valid' and ['B-$1'] * $2 == [
	    s['level'] for s in d['signatures'] if s['kind'] == 'signature']"
}
they_accept()
{
	ask "$here/judge" ${theirs:+--password "$theirs"} --later "$1" \
	    "$work/$2.pdf" "$pki/root.crt" "$pki/ca.crt"
}
they_call()
{
	! they_accept "$@"
}
both_accept()
{
	we_accept "$1" "$2" "$3" && they_accept "$1" "$3"
}

# four NAME LEVEL IN OUR-WORDS THEIR-WORDS: the four columns of the table; the
# words are for the signature that is the first.
four()
{
	t "$1: we sign" we_sign 0 "$2" "$3" ours --field Ours $4
	t "$1: both accept it" both_accept "$2" 1 ours
	t "$1: they sign" they_sign "$2" "$3" theirs field=Theirs $5
	t "$1: both accept it, too" both_accept "$2" 1 theirs
	t "$1: we sign what they signed" we_sign 0 "$2" theirs theirs-ours \
	    --field Ours
	t "$1: both accept both" both_accept "$2" 2 theirs-ours
	t "$1: they sign what we signed" they_sign "$2" ours ours-theirs \
	    field=Theirs
	t "$1: both accept both, too" both_accept "$2" 2 ours-theirs
}

for level in B T LT LTA; do
	four "B-$level" $level order '' ''
done

# ---- encrypted ---------------------------------------------------------------

for kind in rc4-128 aes-128 aes-128-clear aes-256 aes-256-clear; do
	t "pyHanko encrypts, $kind" ask "$here/encrypt" $kind \
	    "$work/order.pdf" "$work/$kind.pdf"
	ours=user theirs=owner
	four "$kind" B $kind '' ''
	ours=owner theirs=user
	t "$kind: so it is with the other password" \
	    both_accept B 2 theirs-ours
	t "$kind: in the other order, too" both_accept B 2 ours-theirs
done
four 'aes-256, the other way round' LTA aes-256 '' ''
# A code of the whole file, which nobody but pyHanko renews.
t 'pyHanko encrypts with an authentication code' ask "$here/encrypt" \
    aes-256-mac "$work/order.pdf" "$work/mac.pdf"
t 'they sign' they_sign B mac theirs
t 'both accept it' both_accept B 1 theirs
t 'we do not break the code' we_sign 1 B theirs none
t 'and say so' json "'ISO/TS 32004' in str(d)"
ours=
theirs=

# ---- certified ---------------------------------------------------------------

four 'forms may be filled in' B order '--certify forms' certify=2
four 'annotations may be made' B order '--certify annotations' certify=3
t 'nothing may change: we sign' we_sign 0 B order ours --certify none
t 'and both accept it' both_accept B 1 ours
t 'they do not sign it, then' they_refuse B ours none
t 'they sign' they_sign B order theirs certify=1
t 'and both accept it, too' both_accept B 1 theirs
t 'we do not sign it, then' we_sign 1 B theirs none

# ---- locked ------------------------------------------------------------------

four 'another field is locked' B order '--lock Third' lock=Third
t 'we do not sign the one that we locked' \
    we_sign 1 B ours-theirs none --field Third
t 'nor the one that they locked' we_sign 1 B theirs-ours none --field Third
t 'they do, where we locked it' they_sign B ours called field=Third
t 'they call it' they_call B called
t 'we call it' us 7 verify "$work/called.pdf" --trust "$pki/root.crt" \
    --trust "$pki/ca.crt"

finish
