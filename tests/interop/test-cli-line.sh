#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-line.sh -- the command line: what is said about a wrong one.
. "${srcdir:-.}/tests/interop/cli.sh"

t 'the version is printed' run 0 --version
t 'by its number' out_has '^counterseal [0-9]*\.[0-9]*\.[0-9]*$'
t 'the version is JSON, too' run 0 --json --version
t 'with stable keys' json 'd["status"] == "OK" and d["exit"] == 0 and
    d["class"] == "ok" and d["notes"] == [] and "version" in d'
t 'help is printed' run 0 --help
t 'and lists the commands' out_has '^  devices '
t 'every command helps' run 0 devices --help
t 'and shows its options' out_has '^  -w, --watch'

t 'no command is a usage error' run 2
t 'and says so' err_has 'no command was given'
t 'an unknown command is a usage error' run 2 dance
t 'and is named' err_has 'there is no command dance'
t 'an unknown option is a usage error' run 2 devices --dance
t 'and the help is named' err_has 'counterseal devices --help'
t 'an unknown letter is a usage error' run 2 devices -q
t 'an option without its value is a usage error' run 2 devices --kind
t 'a flag with a value is a usage error' run 2 devices --watch=yes
t 'an empty value is a usage error' run 2 devices --kind ''
t 'an operand too many is a usage error' run 2 devices here
t 'a timeout that is no number is a usage error' run 2 devices --timeout soon
t 'a huge timeout is a usage error' run 2 devices --timeout 99999999999999
t 'an unknown kind is a usage error' run 2 devices --kind cook
t 'an unknown log level is a usage error' run 2 --log loud devices
t 'a level that is none is a usage error' run 2 extend x.pdf -o y.pdf --level B
t 'nothing is on standard output then' out_is_empty

t 'with --json a usage error is JSON' run 2 --json devices --dance
t 'with its class and its exit code' json 'd["exit"] == 2 and
    d["status"] == "FAULT_APPLICATION" and d["class"] == "fault" and
    d["notes"] == ["there is no option --dance here"] and
    sorted(d) == ["advice", "class", "exit", "notes", "status", "text"]'
t 'and standard error is silent' err_is_empty
t '--json works after the command' run 2 devices --dance --json
t 'as well' json 'd["exit"] == 2'

t 'a missing configuration is an error of the set-up' \
    run 1 --json --config "$work/none.conf" devices
t 'that names the file' json 'd["class"] == "setup" and
    "none.conf" in d["notes"][0]'
echo 'what is this' >"$work/bad.conf"
t 'a wrong configuration is an error of the set-up' \
    run 1 --json --config "$work/bad.conf" devices
t 'that says so' json 'd["status"] == "SETUP_CONFIG"'
: >"$work/empty.conf"
mkdir -p "$work/xdg/counterseal"
cp "$work/bad.conf" "$work/xdg/counterseal/counterseal.conf"
XDG_CONFIG_HOME=$work/xdg
export XDG_CONFIG_HOME
t "the user's configuration is read" run 1 --json devices
t 'from XDG_CONFIG_HOME' json 'd["status"] == "SETUP_CONFIG"'
t 'but not when one is named' run 0 --json --config "$work/empty.conf" devices
unset XDG_CONFIG_HOME
t 'a module that does not fit is an error of the set-up' \
    run 1 --json --module "$tool" devices
t 'that says what to do' json 'd["status"] == "SETUP_MODULE_UNFIT" and
    "doctor" in d["advice"]'
t 'a relative module is a usage error' run 2 --module x.so devices

t 'without a device there is none' run 3 photo -o "$work/none.jpg"
t 'in words that are not numbers' \
    err_has 'no camera was named, and none was found'

if test -c /dev/full; then
	"$tool" --json devices >/dev/full 2>"$work/err"
	t 'output that cannot be written is a failure' test $? -eq 1
	t 'and is told' err_has 'could not write'
fi

finish
