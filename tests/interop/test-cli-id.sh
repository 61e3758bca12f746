#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-id.sh -- an identity document, read from a simulated SAM on TCP.
. "${srcdir:-.}/tests/interop/cli.sh"

reader=$(module sdt-reader)
if test ! -f "$reader"; then
	skip 'an identity document is read' 'there is no sdt-reader'
	finish
	exit
fi
hall=$source/tests/hall
out=$work/out.d
mkdir "$out"

# simulate ARGUMENT...: puts a card on a reader; $uri names it.
simulate()
{
	: >"$work/sam"
	"$hall/sam-simulator" --tcp 0 --card "$hall/cards/customer.card" "$@" \
	    >>"$work/sam" &
	sam=$!
	port=
	for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		port=$(sed -n 's/^tcp //p' "$work/sam")
		test -n "$port" && break
		sleep 0.3
	done
	uri=sdt:tcp:127.0.0.1:$port
}

remove()
{
	kill "$sam"
	wait "$sam" 2>/dev/null
}

id()
{
	id_code=$1
	shift
	run "$id_code" --module "$reader" id read --reader "$uri" "$@"
}

simulate
t 'a card is read' id 0 --json
t 'with its fields and verdicts' json '
    d["identity"]["document_type"] == "cn-resident" and
    d["identity"]["number"] == "999901199506180023" and
    d["identity"]["verdicts"]["data_signed"] == "unknown" and
    len(d["identity"]["reasons"]) > 0'
t 'people read it' id 0
t 'in words' out_has '^Name: 沈佳禾$'
t 'also in Chinese' id 0 --lang zh_CN
t 'as it is printed on the card' out_has '^公民身份号码: 999901199506180023$'
t 'with the words translated' out_has '^性别: 女$'
t 'the record is written' id 0 -o "$out/id.json" --portrait "$out/face.wlt"
t 'for its owner only' mode_is_600 "$out/id.json"
t 'and the portrait, too' mode_is_600 "$out/face.wlt"
t 'and nothing else' only "$out" id.json face.wlt
t 'the record is JSON' /usr/bin/python3 -c '
import json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
sys.exit(d["name"] != "沈佳禾")' "$out/id.json"
"$tool" --log debug --module "$reader" id read --reader "$uri" \
    >/dev/null 2>"$work/err"
t 'the log says something' err_has .
t 'but not who it was' sh -c "! grep -qE '沈佳禾|9999011995' '$work/err'"
t 'both secrets of a chip are one too many' id 2 --mrz A --can 1
t 'an output that is a folder is a usage error' id 2 -o "$out"
remove

simulate --fault no-card
t 'no card is tried again' id 75 --json --timeout 1 -o "$out/no.json"
t 'by the customer, or time ran out' json 'd["status"] in (
    "AGAIN_NO_CARD", "STOPPED_TIMEOUT")'
remove
simulate --fault lift-after=select
t 'a card that is lifted is tried again' id 75 --json --timeout 3 \
    -o "$out/no.json"
t 'by the customer' json 'd["class"] in ("again", "stopped")'
remove
simulate --fault unplug=40
t 'a reader that is unplugged is absent' id 3 --json -o "$out/no.json"
t 'at the counter' json 'd["status"] == "COUNTER_DEVICE_GONE"'
remove
t 'a reader that is not there is absent' id 3 --json
t 'with advice' json 'd["status"] == "COUNTER_NO_DEVICE" and d["advice"]'
t 'none of them left a file' only "$out" id.json face.wlt
t 'no reader at all is absent' run 3 --module "$reader" id read

finish
