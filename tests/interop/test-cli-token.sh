#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-token.sh -- a Belgian card, read and judged again: openssl(1) signed
# it, and a driver of the tests shows it.
. "${srcdir:-.}/tests/interop/cli.sh"

reader=$(module token-reader)
driver=$top/tests/modules/.libs/mock-card.so
if test ! -f "$reader" || test ! -f "$driver"; then
	skip 'a card with certificates is read' 'there is no token-reader'
	finish
	exit
fi
made=$work/made
mkdir "$made"
if ! "$source/tests/interop/make-belgian-card" "$made"; then
	skip 'a card with certificates is read' 'openssl does not make one'
	finish
	exit
fi
printf '[devices]\nreader = token:any\n[module token-reader]\nmodule = %s\n' \
    "$driver" >"$work/conf"
uri='token:slot-description=Mock%20reader%2000%2000'

# card FOLDER: puts it into the reader.
card()
{
	MOCK_CARD=$made/$1
	export MOCK_CARD
}

tool_with()
{
	tool_code=$1
	shift
	run "$tool_code" --config "$work/conf" --module "$reader" "$@"
}

says()
{
	json "d['identity']['verdicts']['$1'] == '$2'"
}

card card
t 'a reader with a card in it is listed' tool_with 0 --json devices
t 'by its name, and as it is configured' json "
    [(e['uri'], e['state']) for e in d['devices'] if e['kind'] == 'reader'] ==
    [('token:any', 'ready'), ('$uri', 'ready')]"
t 'a card is read' tool_with 0 --json id read --reader "$uri" \
    --trust "$made/root.pem" -o "$work/id.json" --portrait "$work/face"
t 'with what it says' json '
    d["identity"]["document_type"] == "be-card" and
    d["identity"]["name"] == "Specimen-Peeters, Éloïse Marie J" and
    d["identity"]["number"] == "592000000182" and
    d["identity"]["personal_number"] == "85021100212" and
    d["identity"]["nationality"] == "BEL" and
    d["identity"]["sex"] == "female" and
    d["identity"]["birth_date"] == "1985-02-11" and
    d["identity"]["birth_place"] == "Eupen" and
    d["identity"]["valid_from"] == "2021-06-01" and
    d["identity"]["address"] == "Rue de l\u0027Exemple 1 /b02, 4700 Eupen"'
t 'which its register signed' says data_signed yes
t 'and its portrait' cmp "$work/face" "$made/card/data-PHOTO_FILE"
t 'the configured one is found by itself' tool_with 0 id read
t 'people read it' out_has '^Document: be-card$'
t 'also in Chinese' tool_with 0 --lang zh_CN id read
t 'with reasons' out_has '^- 没有要求卡片证明自身为真。$'

t 'what was read is judged again' run 0 --json id verify "$work/id.json" \
    --trust "$made/root.pem"
t 'to the same' says data_signed yes
t 'with the printed zone' run 0 --json id verify "$work/id.json" \
    --trust "$made/root.pem" --mrz "$(printf '%s%s%s' \
    'IDBEL592000000<1828<<<<<<<<<<<' '8502113F6106019BEL<<<<<<<<<<<0' \
    'SPECIMEN<PEETERS<<ELOISE<MARIE')"
t 'which says the same' says matches_print yes
t 'nobody else signed it' run 7 --json id verify "$work/id.json" \
    --trust "$made/other.pem"
t 'as far as is known' says data_signed unknown
t 'without trust nothing is known' run 7 --json id verify "$work/id.json"
t 'and so it says' says data_signed unknown

card changed
t 'a card that was changed is read' tool_with 0 --json id read \
    --trust "$made/root.pem" -o "$work/changed.json"
t 'and is not what was signed' says data_signed no
t 'also later' run 7 --json id verify "$work/changed.json" \
    --trust "$made/root.pem"
t 'with the reason' json 'any("address is not what was signed" in r
    for r in d["identity"]["reasons"])'

touch "$made/card/absent"
card card
t 'no card is tried again' tool_with 75 --json id read --timeout 1
t 'by the holder, or time ran out' json 'd["status"] in (
    "AGAIN_NO_CARD", "STOPPED_TIMEOUT")'
t 'the doctor sees the reader' tool_with 0 doctor
t 'without a card' out_has 'There is the reader Mock reader 00 00'
rm "$made/card/absent"
"$tool" --log debug --config "$work/conf" --module "$reader" id read \
    >/dev/null 2>"$work/err"
t 'the log says something' err_has .
t 'but not who it was' sh -c "! grep -qE 'Specimen|850211' '$work/err'"
t 'a PIN in a URI is a usage error' tool_with 2 id read \
    --reader 'token:token=x?pin-value=1234'

finish
