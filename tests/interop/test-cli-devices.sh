#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-devices.sh -- what is there, what comes, and why it does not.
. "${srcdir:-.}/tests/interop/cli.sh"

t 'devices is done without any device' run 0 --json devices
t 'and answers with a list' json 'isinstance(d["devices"], list)'
t 'people are told, too' run 0 devices
t 'in words' out_has .

"$tool" --json devices --watch >"$work/out" 2>"$work/err" &
pid=$!
sleep 1
t 'a watch stays' kill -0 $pid
kill -TERM $pid
wait $pid
t 'and ends well when it is told to' test $? -eq 0
t 'without a word' err_is_empty

t 'doctor is done' run 0 --json doctor
t 'and answers with findings' json 'isinstance(d["findings"], list) and
    isinstance(d["problems"], int) and
    all(sorted(f) == ["about", "cure", "problem", "text"]
	for f in d["findings"])'
t 'doctor speaks to people' run 0 doctor
t 'in words' out_has .

finish
