#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-emrtd.sh -- the tool reads travel documents through the PC/SC daemon
# and vpcd, and judges what it read without them.
here=${srcdir:-.}/tests/emrtd
module=$PWD/modules/.libs/emrtd-reader.so

if [ ! -f "$module" ]; then
	echo '1..0 # SKIP there is no emrtd-reader'
	exit 0
fi
if [ -z "${INSIDE_PCSCD-}" ]; then
	status=0
	export INSIDE_PCSCD=yes
	"$here/with-pcscd" "$0" || status=$?
	[ $status = 77 ] || exit $status
	echo '1..0 # SKIP no PC/SC daemon in a namespace'
	exit 0
fi
. "${srcdir:-.}/tests/interop/cli.sh"

card=$work/card
mkdir "$card"
mkfifo "$work/hold"

# simulate ARGUMENT...: puts a document on until remove.
simulate()
{
	"$top/tests/emrtd/emrtd-simulator" "$card" "$@" <"$work/hold" \
	    >"$work/sim" &
	sim=$!
	exec 7>"$work/hold"
	for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		grep -q ready "$work/sim" && break
		sleep 0.1
	done
}

remove()
{
	exec 7>&-
	wait "$sim"
}

id()
{
	id_code=$1
	shift
	run "$id_code" --module "$module" id read "$@" 7>&-
}

says()
{
	json "d['identity']['verdicts']['$1'] == '$2'"
}

t 'readers are devices' run 0 --module "$module" --json devices
t 'by their names' json 'any(x["uri"] == "emrtd:Virtual PCD 00 00"
    for x in d["devices"])'
t 'the doctor names them' run 0 --module "$module" --json doctor
t 'as no problem' json 'any("Virtual PCD" in x["text"] and not x["problem"]
    for x in d["findings"])'

simulate --pace 2.2.13
zone=$(cat "$card/zone")
t 'a passport is read with its number' id 0 --json --timeout 20 \
    --reader 'emrtd:Virtual PCD 00 00' --can "$(cat "$card/can")" \
    --trust "$card/csca.pem" -o "$work/id.json" --portrait "$work/face"
t 'its data are signed' says data_signed yes
t 'with its fields' json '
    d["identity"]["document_type"] == "icao-passport" and
    d["identity"]["number"] == "L898902C3" and
    d["identity"]["name"] == "ERIKSSON, ANNA MARIA"'
t 'the record is for its owner only' mode_is_600 "$work/id.json"
t 'and the portrait is there' test -s "$work/face"
t 'the record is judged without the card' run 0 --json id verify \
    "$work/id.json" --trust "$card/csca.pem" --mrz "$zone"
t 'alike' says data_signed yes
t 'and compared with the print' says matches_print yes
t 'it is read with its zone' id 0 --json --timeout 20 \
    --reader 'emrtd:Virtual PCD 00 00' --mrz "$zone" \
    --trust "$card/csca.pem" --log debug
t 'which is not in the log' sh -c "! grep -q 'L898902C3' '$work/err'"
t 'another number is an authentication that failed' id 5 --json --timeout 20 \
    --reader 'emrtd:Virtual PCD 00 00' --can 111111
t 'and is told so' json 'd["status"] == "AGAIN_PIN_WRONG"'
t 'without anything printed it is asked for' id 5 --json --timeout 20 \
    --reader 'emrtd:Virtual PCD 00 00'
t 'by name' json 'd["status"] == "COUNTER_PIN_NEEDED"'
remove
t 'a reader that is not there is absent' id 3 --json --reader 'emrtd:None'

kill "$PCSCD_PID"
sleep 0.3
t 'without the daemon the reader is absent' id 3 --json \
    --reader 'emrtd:Virtual PCD 00 00'
t 'and the doctor says why' run 0 --module "$module" --json doctor
t 'with the cure' json 'any("daemon does not" in x["text"] and x["problem"] and
    "pcscd" in x["cure"] for x in d["findings"])'
finish
