#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-judge.sh -- judges what others did to a signed document: attacks on our
# own sealed order, and the honest work of pyHanko.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
if test ! -f "$files" || ! command -v openssl >/dev/null; then
	skip 'a sealed order is attacked' 'there is no file-signer, or no openssl'
	finish
	exit
fi
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Hall' \
    -keyout "$work/hall.key" -out "$work/hall.crt" 2>/dev/null
cat "$work/hall.key" "$work/hall.crt" >"$work/hall.pem"
for kind in plain png; do
	"$source/tests/interop/make-input" $kind "$work/$kind"
done
t 'an order is sealed' run 0 --module "$files" seal "$work/plain" -o "$work/sealed.pdf" \
    --signer "file:$work/hall.pem" --at 1:120,220,40,20 --image "$work/png"

attacked()
{
	/usr/bin/python3 "$source/tests/interop/attack" "$1" \
	    "$work/sealed.pdf" "$work/$1.pdf" &&
	    run "$2" verify "$work/$1.pdf" --trust "$work/hall.crt" --explain
}

# how it was attacked | what a clerk is told
while IFS='|' read -r how words; do
	t "$how: it is called" attacked "$how" 7
	t "$how: by its name" out_has "$words"
done <<'END'
moved|the seal was moved
repainted|the seal was painted anew
hidden|the seal was hidden
covered|An annotation was added on page 1
overlaid|An annotation was added on page 1
amount|the text and lines of page 1
page|Pages were added or taken away
removed|was taken away later
END

# under CHECK REASON: --explain has the reason below its check, and below no
# other; what is not as it should be is marked.
under()
{
	awk -v check="$1" -v reason="$2" '
	    / (content|changes afterwards|trust|time): / { at = $0 }
	    index($0, reason) { if (index(at, check)) good++; else bad++ }
	    END { exit !(good == 1 && bad == 0) }' "$work/out"
}
t 'the amount is explained' attacked amount 7
t 'the verdict is first' sh -c "head -n 1 '$work/out' | grep -q '^NOT VALID: '"
t 'the signature comes with its outcome' \
    out_has '^└─ NOT VALID: signature Signature1$'
t 'what was changed is below the changes' \
    under '✗ changes afterwards: FORBIDDEN' 'the text and lines of page 1'
t 'what is in order is told, too' out_has '├─ ✓ content: intact$'
t 'without trust the trust is a question' run 7 verify "$work/amount.pdf" -e
t 'and marked as one' out_has '├─ ? trust: not known$'
t 'a moved seal is explained in Chinese' run 7 --lang zh_CN verify \
    "$work/moved.pdf" --explain
t 'as well as its checks' out_has '├─ ✗ 之后的改动: 不允许的改动$'
t 'with the reason below its check' out_has '│  └─ .*印章被移动。$'
t 'changed and changed back: what is shown is what counts' \
    attacked changed-back 0
t 'but it is told, below the changes' under '✓ changes afterwards: permitted' \
    'Revision 3 changed what was signed, and a later one changed it back.'
t 'honest: what shows nothing is accepted' attacked honest 0

# ---- keys that can be found out ------------------------------------------

openssl req -x509 -newkey rsa:1024 -nodes -days 30 -subj '/CN=Short' \
    -keyout "$work/short.key" -out "$work/short.crt" 2>/dev/null
cat "$work/short.key" "$work/short.crt" >"$work/short.pem"
openssl req -new -newkey rsa:2048 -nodes -subj '/CN=Long' \
    -keyout "$work/long.key" -out "$work/long.csr" 2>/dev/null
openssl x509 -req -in "$work/long.csr" -CA "$work/short.crt" \
    -CAkey "$work/short.key" -days 30 -out "$work/long.crt" 2>/dev/null
cat "$work/long.key" "$work/long.crt" >"$work/long.pem"
for who in short long; do
	t "a signature of the $who key" run 0 --module "$files" seal \
	    "$work/plain" -o "$work/$who.pdf" --signer "file:$work/$who.pem"
	t "$who: it is not valid" run 7 verify "$work/$who.pdf" \
	    --trust "$work/short.crt" --explain
done
t 'long: the issuer is told' out_has \
    'The issuer "Short" has a key that is not safe since 2019-10-01'
t 'short: again' run 7 verify "$work/short.pdf" --trust "$work/short.crt" -e
t 'short: the key is told' out_has \
    'RSA of 1024 bits was used, which is not safe since 2019-10-01'
t 'it is no forgery for that' out_has '✓ content: intact$'

# ---- the honest work of another program --------------------------------

if ! python=$("$source/build-aux/venv" "$top/venv" 2>"$work/why"); then
	skip 'work of pyHanko is judged' "$(tail -n 1 "$work/why")"
	finish
	exit
fi
openssl pkcs12 -export -inkey "$work/hall.key" -in "$work/hall.crt" \
    -passout pass:secret -out "$work/hall.p12"
mkdir "$work/others"
other_work()
{
	"$python" "$source/tests/interop/other-work" "$work/hall.p12" \
	    "$work/others" >"$work/names" 2>"$work/err"
}
t 'pyHanko signs, fills in and adds validation data' other_work
while read -r name; do
	case $name in
	bad-*) t "$name is called" run 7 verify "$work/others/$name.pdf" \
	    --trust "$work/hall.crt" ;;
	*) t "$name is accepted" run 0 verify "$work/others/$name.pdf" \
	    --trust "$work/hall.crt" ;;
	esac
done <"$work/names"
t 'there were names' test -s "$work/names"

finish
