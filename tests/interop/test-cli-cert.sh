#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-cert.sh -- certificates that can sign, and where PINs come from.
. "${srcdir:-.}/tests/interop/cli.sh"

files=$(module file-signer)
if test ! -f "$files" || ! command -v openssl >/dev/null; then
	skip 'certificates are shown' 'there is no file-signer, or no openssl'
	finish
	exit
fi

pin='Zk7-secret'
key=$work/key.p12
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -utf8 \
    -subj '/O=Hall/CN=Counter 3' -keyout "$work/key.pem" \
    -out "$work/crt.pem" 2>/dev/null
openssl pkcs12 -export -inkey "$work/key.pem" -in "$work/crt.pem" \
    -passout "pass:$pin" -out "$key"
printf '%s\nsecond line\n' "$pin" >"$work/pin"
printf '%s\r\n' "$pin" >"$work/pin.dos"
echo wrong >"$work/pin.wrong"
: >"$work/pin.empty"
uri=file:$key

# cert CODE ARGUMENT...
cert()
{
	cert_code=$1
	shift
	run "$cert_code" --module "$files" cert "$@" </dev/null
}

t 'a list of nothing is done' cert 0 list --json
t 'and empty' json 'd["certificates"] == []'
t 'a certificate is shown' cert 0 show "$uri" --pin-from "file:$work/pin"
t 'with its subject' out_has 'CN=Counter 3'
t 'the certificate is JSON' cert 0 show --json "$uri" \
    --pin-from "file:$work/pin.dos" -o "$work/chain.pem"
t 'with stable keys' json 'sorted(d["certificate"]) == ["chain", "issuer",
    "key", "not_after", "not_before", "subject", "uri", "virtual"] and
    d["certificate"]["key"] == "RSA 2048" and len(d["chain_der"]) == 1 and
    d["certificate"]["virtual"] is False'
t 'the chain is PEM' test \
    "$(openssl x509 -in "$work/chain.pem" -noout -fingerprint)" = \
    "$(openssl x509 -in "$work/crt.pem" -noout -fingerprint)"
PIN=$pin
export PIN
t 'a PIN comes from the environment' cert 0 show "$uri" --pin-from env:PIN
unset PIN
t 'but not from a variable that is not set' cert 5 show "$uri" --json \
    --pin-from env:PIN
t 'which is told' json 'd["status"] == "COUNTER_PIN_NEEDED" and
    "PIN" in d["notes"][0]'
exec 7<"$work/pin"
t 'a PIN comes from a descriptor' cert 0 show "$uri" --pin-from fd:7
t 'which is read no further than the line' test "$(cat <&7)" = 'second line'
exec 7<&-
t 'a closed descriptor is an error of the set-up' cert 1 show "$uri" \
    --pin-from fd:7
t 'an empty PIN is none' cert 5 show "$uri" --pin-from "file:$work/pin.empty"
t 'a PIN file that is not there is told' cert 1 show "$uri" \
    --pin-from "file:$work/none"
t 'a wrong PIN has its code' cert 5 show "$uri" --json \
    --pin-from "file:$work/pin.wrong"
t 'and its status' json 'd["status"] == "AGAIN_PIN_WRONG" and
    d["class"] == "again"'
setsid -w "$tool" --module "$files" cert show "$uri" </dev/null \
    >"$work/out" 2>"$work/err"
t 'without a terminal nobody is asked' test $? -eq 5
t 'which is told' err_has 'no terminal'
t 'a list with --signer opens it' cert 0 list --json --signer "$uri" \
    --pin-from "file:$work/pin"
t 'and says what it is' json 'd["certificates"][0]["subject"].find(
    "CN=Counter 3") >= 0 and d["certificates"][0]["problem"] is None'
printf '[devices]\nsigner = %s\n' "$uri" >"$work/conf"
t 'a list of all asks for no PIN' run 0 --json --config "$work/conf" \
    --module "$files" cert list
t 'and says what it could not open' json '
    d["certificates"][0]["problem"] == "COUNTER_PIN_NEEDED" and
    d["certificates"][0]["uri"].startswith("file:")'
t 'a key that is not there is told' cert 1 show "file:$work/none.p12" --json
t 'by a status of the set-up' json 'd["class"] == "setup"'
t 'no operand is a usage error' cert 2 show
t 'half a command is a usage error' run 2 cert
t 'and says what is missing' err_has 'list, show'

# PINs on the command line are refused, and not repeated.
t 'a PIN as --pin-from is a usage error' cert 2 show "$uri" --pin-from "$pin"
t 'that does not repeat it' sh -c "! grep -q '$pin' '$work/err'"
t 'a PIN in a URI is a usage error' cert 2 show \
    "pkcs11:token=x?pin-value=$pin"
t 'that does not repeat it' sh -c "! grep -q '$pin' '$work/err'"

# While it runs, and in what it logs, no PIN is to be seen.
mkfifo "$work/fifo"
"$tool" --log debug --module "$files" cert show "$uri" \
    --pin-from "file:$work/fifo" >"$work/out" 2>"$work/err" &
pid=$!
sleep 1
tr '\0' '\n' <"/proc/$pid/cmdline" >"$work/cmdline"
tr '\0' '\n' <"/proc/$pid/environ" >"$work/environ"
cat "$work/pin" >"$work/fifo"
wait $pid
t 'a PIN can come late' test $? -eq 0
t 'it is not in the command line' sh -c "! grep -q '$pin' '$work/cmdline'"
t 'nor in the environment' sh -c "! grep -q '$pin' '$work/environ'"
t 'nor in the log' sh -c "! grep -q '$pin' '$work/err'"
t 'nor in the output' sh -c "! grep -q '$pin' '$work/out'"

# on_terminal CODE ANSWER ARGUMENT...
on_terminal()
{
	on_code=$1
	on_answer=$2
	shift 2
	/usr/bin/python3 "$source/tests/interop/ask-pin.py" "$on_answer" \
	    "$tool" --module "$files" "$@" >"$work/out" 2>"$work/err"
	on_got=$?
	test $on_got -eq "$on_code" && return
	echo "# exit $on_got"
	return 1
}
t 'a PIN is asked for on the terminal' on_terminal 0 "$pin" cert show "$uri"
t 'with a question' out_has 'PIN for'
t 'and without an echo' sh -c "! grep -q '$pin' '$work/out'"
t 'in Chinese, too' on_terminal 0 "$pin" --lang zh_CN cert show "$uri"
t 'if that is wanted' out_has '的 PIN：'
t 'an interrupt at the question cancels' on_terminal 4 ^C cert show "$uri"

# A token: a wrong PIN of yesterday does not keep out the right one of today.
tokens=$(module pkcs11-signer)
softhsm=/usr/lib/softhsm/libsofthsm2.so
if test -f "$tokens" && test -f $softhsm &&
    command -v softhsm2-util >/dev/null && command -v pkcs11-tool >/dev/null
then
	mkdir "$work/tokens"
	printf 'directories.tokendir = %s\nobjectstore.backend = file\n' \
	    "$work/tokens" >"$work/softhsm.conf"
	export SOFTHSM2_CONF="$work/softhsm.conf"
	openssl x509 -in "$work/crt.pem" -outform der -out "$work/crt.der"
	{
		softhsm2-util --init-token --free --label counter --pin 2468 \
		    --so-pin 13579
		softhsm2-util --import "$work/key.pem" --token counter \
		    --label seal --id A1 --pin 2468
		pkcs11-tool --module $softhsm --token-label counter --login \
		    --pin 2468 --write-object "$work/crt.der" --type cert \
		    --label seal --id A1
	} >"$work/out" 2>&1
	echo 2468 >"$work/pin.token"
	token='pkcs11:token=counter;object=seal'
	t 'a token is listed' run 0 --json --module "$tokens" cert list
	t 'with its URI and title' json 'len(d["certificates"]) == 1 and
	    d["certificates"][0]["uri"].startswith("pkcs11:token=counter") and
	    "counter" in d["certificates"][0]["title"]'
	t 'a wrong PIN is refused' run 5 --module "$tokens" cert show \
	    "$token" --pin-from "file:$work/pin.wrong"
	t 'the right one is not' run 0 --module "$tokens" cert show "$token" \
	    --pin-from "file:$work/pin.token"
	t 'and shows the certificate' out_has 'CN=Counter 3'
	t 'a key that is not there has its code' run 1 --json \
	    --module "$tokens" cert show 'pkcs11:token=counter;object=other' \
	    --pin-from "file:$work/pin.token"
	t 'and its status' json 'd["status"] == "SETUP_NO_KEY"'
	t 'a token that is not there is absent' run 3 --module "$tokens" \
	    cert show 'pkcs11:token=none;object=seal'
else
	skip 'a token is listed' 'there is no pkcs11-signer, or no SoftHSM2'
fi

finish
