#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-id-verify.sh -- what was read from a travel document, judged again.
. "${srcdir:-.}/tests/interop/cli.sh"

made=$work/made
mkdir "$made"
if ! "$source/tests/interop/make-travel-document" "$made"; then
	skip 'a travel document is judged' 'openssl does not make one'
	finish
	exit
fi

verify()
{
	verify_code=$1
	shift
	run "$verify_code" id verify "$@"
}

says()
{
	json "d['identity']['verdicts']['$1'] == '$2'"
}

reason()
{
	json "any('$1' in reason for reason in d['identity']['reasons'])"
}

cd "$made" || exit 1
t 'what a state signed is signed' verify 0 --json evidence.json \
    --trust csca.crt
t 'so it says' says data_signed yes
t 'with what the chip says' json '
    d["identity"]["document_type"] == "icao-passport" and
    d["identity"]["name"] == "ERIKSSON, ÅNNA MÅRIA" and
    d["identity"]["name_latin"] == "ERIKSSON, ANNA MARIA" and
    d["identity"]["number"] == "L898902C3" and
    d["identity"]["issuing_state"] == "NLD" and
    d["identity"]["birth_date"] == "1974-08-12" and
    d["identity"]["valid_from"] == "2026-11-01" and
    d["identity"]["valid_to"] == "2032-04-15" and
    d["identity"]["authority"] == "GEMEENTE UTRECHT" and
    d["identity"]["personal_number"] == "ZE184226B" and
    d["identity"]["portrait"]["media_type"] == "image/j2c"'
t 'a saying of the record is not believed' says chip_genuine unknown
t 'revocation is missed' reason 'was revoked'
t 'people read it' verify 0 evidence.json --trust csca.crt
t 'in words' out_has '^Signed by the issuing state: yes$'
t 'also in Chinese' verify 0 --lang zh_CN evidence.json --trust csca.crt
t 'with reasons' out_has '^- 芯片不具备证明其为真的手段。$'
t 'the portrait is written' verify 0 evidence.json --trust csca.crt \
    --portrait "$work/face"
t 'as the chip has it' test -s "$work/face"

t 'a master list is as good' verify 0 evidence.json --trust states.ml
t 'and with the state beside it' verify 0 evidence.json --trust states.ml \
    --trust csca.crt
mkdir folder
cp states.ml csca.crt conf folder
t 'and a folder of such files' verify 0 evidence.json --trust folder
t 'a list that was changed is not' sh -c '
    /usr/bin/python3 -c "
import sys
data = bytearray(open(\"states.ml\", \"rb\").read())
data[200] ^= 1
open(\"broken.ml\", \"wb\").write(data)"'
t 'and is refused' verify 1 --json evidence.json --trust broken.ml
t 'as a setting' json 'd["status"] == "SETUP_TRUST"'

t 'without a state it is not known' verify 7 --json evidence.json
t 'which it says' says data_signed unknown
t 'nor with another one' verify 7 --json evidence.json --trust other.crt
t 'which it says, too' says data_signed unknown
t 'what was changed is not signed' verify 7 --json changed.json \
    --trust csca.crt
t 'and it says' says data_signed no
t 'what' reason 'Data group 2 is not what was signed'
t 'also without a state' verify 7 --json changed.json
t 'that it is not' says data_signed no
t 'and who says otherwise is refused' verify 1 --json liar.json
t 'without a security object it is not known' verify 7 --json unsigned.json \
    --trust csca.crt
t 'and that is said' reason 'security object is not there'

t 'a revocation list may be silent' verify 0 --json evidence.json \
    --trust csca.crt --crl good.crl
t 'and is heard' json 'not any("revoked" in r
    for r in d["identity"]["reasons"])'
t 'one that names the signer is obeyed' verify 7 --json evidence.json \
    --trust csca.crt --crl bad.crl
t 'and the reason told' reason 'certificate was revoked'
t 'what is no list is a setting' verify 1 evidence.json --trust csca.crt \
    --crl conf

t 'the print is the same' verify 0 --json evidence.json --trust csca.crt \
    --mrz "$(cat zone)"
t 'and called so' says matches_print yes
t 'another print is not' verify 7 --json evidence.json --trust csca.crt \
    --mrz "$(sed s/ANNA/ANNE/ zone)"
t 'and called so' says matches_print no
t 'what is no zone is refused' verify 1 evidence.json --mrz ANNA

t 'at another time it was not signed yet' verify 7 --json evidence.json \
    --trust csca.crt --time 2020-01-01T00:00:00Z
t 'which is told' says data_signed no
t 'a record that is none is refused' verify 1 conf

cd "$top" || exit 1
finish
