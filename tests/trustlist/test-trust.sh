#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-trust.sh -- a sealed document is judged through trusted lists: module,
# program, library and tool together.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
http=$(module http-fetch)
reader=$(module xmlsec-trustlist)
if test ! -f "$files" || test ! -f "$http" ||
    ! command -v openssl >/dev/null; then
	skip 'lists are used' 'there is no file-signer, http-fetch or openssl'
	finish
	exit
fi
pki=$work/pki
lists=$work/lists
mkdir "$lists"
"$source/tests/levels/authority" "$pki" >"$work/authority.log" 2>&1 &
authority=$!
trap 'kill $authority; rm -rf "$work"' EXIT
for i in $(seq 100); do
	test -f "$pki/port" && break
	sleep 0.1
done
base=http://127.0.0.1:$(cat "$pki/port")
"$source/tests/trustlist/make-lists" "$lists" "$pki/ca.crt" "$pki/tsa.crt"
printf '[module xmlsec-trustlist]\nprogram = %s\n' "$top/modules/read-trustlist" \
    >"$work/conf"
"$source/tests/interop/make-input" plain "$work/order.pdf"

seal()
{
	run 0 --module "$files" --module "$http" --json seal "$work/order.pdf" \
	    --signer "file:$pki/whole.pem" "$@"
}
t 'a document is sealed' seal -o "$work/b.pdf"
t 'another one has a time-stamp' seal -o "$work/t.pdf" --level T \
    --tsa "$base/tsa"
t 'without anchors nothing is trusted' run 7 --json verify "$work/t.pdf"

# judge CODE NAME PDF ARGUMENT...: through one list.
judge()
{
	judge_code=$1
	judge_list=$2
	judge_pdf=$3
	shift 3
	run "$judge_code" --config "$work/conf" --module "$reader" --json \
	    verify "$work/$judge_pdf.pdf" --trusted-list \
	    "$lists/$judge_list.xml" --trusted-list-signer \
	    "$lists/signer.pem" "$@"
}
# said WORDS: the first signature has a reason with them.
said()
{
	json "any('$1' in r for r in d['signatures'][0]['reasons'])"
}

t 'a list makes it valid' judge 0 good b
t 'it says through which' said 'trusted through the trusted list of XA: the service "Signing CA" of "Provider & Sons"'
t 'a time-stamp is trusted through a list, too' judge 0 good t
t 'it proves the time' json "d['signatures'][0]['time_source'] == 'timestamp'"
t 'it says through which' said 'the service "Stamping"'
t 'explained, it is told' run 0 --config "$work/conf" --module "$reader" \
    verify "$work/b.pdf" --trusted-list "$lists/good.xml" \
    --trusted-list-signer "$lists/signer.pem" --explain
t 'under trust' out_has 'trusted through the trusted list of XA'
t 'in Chinese, it is told' run 0 --config "$work/conf" --module "$reader" \
    --lang zh_CN verify "$work/b.pdf" --trusted-list "$lists/good.xml" \
    --trusted-list-signer "$lists/signer.pem"
t 'a list without the authority proves no time' judge 0 no-stamps t
t 'it says so' json "d['signatures'][0]['time_source'] == 'claimed'"
t 'services count for their purpose only' judge 7 exchanged t
t 'that is told' said 'for something else than this'
t 'a CA of web sites does not count' judge 7 web-sites b
t 'an extension that is not known takes the trust' judge 7 odd-extension b
t 'a service that was withdrawn does not count' judge 7 withdrawn b
t 'that is told' said 'was not to be trusted at'

# In ten days the service is withdrawn, since the fifth.
later=$(date -u -d '+10 days' +%Y-%m-%dT%H:%M:%SZ)
t 'withdrawn later, a proven time holds' judge 0 withdrawn-later t \
    --time "$later"
t 'and without a proven time it does not' judge 7 withdrawn-later b \
    --time "$later"
t 'a list that is too old leaves it unknown' judge 7 old b
t 'that is told' said 'should have been replaced'
t 'the trust is unknown' json "d['signatures'][0]['trust'] == 'unknown'"
t 'what is fresh now is old in a hundred days' judge 7 good b \
    --time "$(date -u -d '+100 days' +%Y-%m-%dT%H:%M:%SZ)"
t 'that is told, too' said 'should have been replaced'

# A list of lists
t 'a list that nobody vouches for is an error' judge 1 other b
t 'the file is named' out_has 'lists/other.xml'
t 'a list of lists vouches for it' judge 0 lotl b --trusted-list \
    "$lists/other.xml"
t 'but not for another territory' judge 1 lotl-elsewhere b --trusted-list \
    "$lists/other.xml"

# Hostile ones: an error that names the file, in bounded time.
truncate -s 100M "$lists/bad-huge.xml"
for name in other-content wrapped-inside entity laughs deep many attributes \
    truncated empty huge; do
	t "$name is an error" judge 1 "bad-$name" b
	t "$name is named" out_has "bad-$name.xml"
done
printf '[module xmlsec-trustlist]\nprogram = /nonexistent\n' >"$work/conf"
t 'without its program it says what is missing' judge 1 good b
t 'by its name' out_has '/nonexistent'
printf '[module xmlsec-trustlist]\nprogram = /bin/cat\n' >"$work/conf"
t 'a program that is another one is not believed' judge 1 good b
t 'without a signer it is a wrong use' run 2 verify "$work/b.pdf" \
    --trusted-list "$lists/good.xml"
finish
