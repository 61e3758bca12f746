#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# test-trouble.sh -- what goes wrong at a counter goes wrong cleanly.
#
#	test-trouble.sh [BUILD]		(default: build)
#
# Whatever happens: the right status and exit code, the input as it was, and
# no output that is not whole.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$here/tap.sh"
. "$here/recipes/names.sh"
build=$(cd "${1:-$top/build}" && pwd) || exit 1

work=$(mktemp -d)
simulator=
finish() {
	[ -z "$simulator" ] || kill "$simulator" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1

# The program itself, not libtool's script before it: what is traced and
# killed below must be the tool.
tool=$build/examples/cli/.libs/counterseal
export LD_LIBRARY_PATH=$build/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
modules=()
for id in sdt-reader file-signer pkcs11-signer pango-typeset \
    virtual-camera virtual-pad; do
	modules+=(--module "$build/modules/.libs/$id.so")
done
counterseal=("$tool" "${modules[@]}" --json)

# ---- the house -----------------------------------------------------------

make_house() {
	"$here/recipes/make-ca" ca &&
	    "$here/recipes/make-tokens" tokens ca &&
	    "$here/recipes/make-captures" captures \
		"$build/tests/hall/recipes/draw-portrait" &&
	    "$build/examples/hall/order/draw-order" \
		--data "$top/examples/hall/order/order.json" \
		--agreement "$top/examples/hall/order/agreement.txt" \
		-o order.pdf &&
	    "$build/tests/hall/recipes/draw-seal" round "$NAME_COMPANY" \
		"$NAME_BUSINESS_SEAL" "$NAME_BUSINESS_CODE" seal.png &&
	    sha256sum order.pdf >order.sha256
}

customer=(--signer "file:$work/ca/customer.p12"
    --pin-from "file:$work/ca/customer.pass")
business=(--signer 'pkcs11:token=counterseal-business;object=seal'
    --pin-from "file:$work/tokens/business.pin")
look=(--image seal.png --at last:86.5,209,42,42)

# ---- what must hold ------------------------------------------------------

# ends EXIT STATUS COMMAND...: and the status is in the JSON.
ends() {
	local exit_code=$1 status=$2 code=0
	shift 2

	"$@" >answer.json 2>words.txt || code=$?
	cat answer.json words.txt
	echo "exit $code, wanted $exit_code $status"
	[ $code = "$exit_code" ] && grep -q "\"status\": \"$status\"" answer.json
}

# The input is as it was, and nothing was written into out/.
nothing_written() {
	ls -la out
	sha256sum -c --quiet order.sha256 && [ -z "$(ls -A out)" ]
}

# fails SENTENCE EXIT STATUS COMMAND...: and nothing is written.
fails() {
	local sentence=$1
	shift

	rm -rf out
	mkdir out
	ok "$sentence" ends "$@"
	ok '... and nothing was written' nothing_written
}

# ---- devices -------------------------------------------------------------

# reader FAULT...: a simulator with that fault; sets $reader.
reader() {
	local fault faults=() line tries=0

	[ -z "$simulator" ] || kill "$simulator" 2>/dev/null
	for fault in "$@"; do
		faults+=(--fault "$fault")
	done
	: >simulator.txt
	"$here/sam-simulator" --pty "${faults[@]}" \
	    --card "$here/cards/customer.card" >simulator.txt 2>&1 &
	simulator=$!
	until line=$(grep -m 1 '^pty ' simulator.txt); do
		sleep 0.02
		tries=$((tries + 1))
		[ $tries -lt 250 ] || return 1
	done
	reader=sdt:tty:${line#pty }
}

test_reader() {
	local bytes

	for bytes in 0 3 11 30 200 1200; do
		reader "unplug=$bytes"
		fails "a reader unplugged after $bytes bytes is gone" \
		    3 COUNTER_DEVICE_GONE "${counterseal[@]}" id read \
		    --reader "$reader" -o out/id.json --portrait out/wlt
	done
	reader no-card
	fails 'no card on the reader is asked for again' 75 \
	    'AGAIN_NO_CARD\|STOPPED_TIMEOUT' \
	    "${counterseal[@]}" id read --reader "$reader" --timeout 2 \
	    -o out/id.json
	fails 'a reader that was never there is absent' 3 COUNTER_NO_DEVICE \
	    "${counterseal[@]}" id read --reader sdt:tty:/dev/ttyNONE9 \
	    -o out/id.json
	kill "$simulator"
	simulator=
}

# script NAME LINE...: a script for a virtual device.
script() {
	local name=$1
	shift

	printf '%s\n' "$@" >"captures/$name"
}

test_captures() {
	script gone.camera 'unplug'
	fails 'an unplugged camera is gone' 3 COUNTER_DEVICE_GONE \
	    "${counterseal[@]}" photo --camera \
	    "virtual:$work/captures/gone.camera" -o out/photo.jpg
	script half.camera 'short customer.jpg'
	ok 'half a photo is refused' refuses_photo half.camera
	script garbage.camera 'garbage'
	ok 'garbage is refused' refuses_photo garbage.camera
	script gone.pad 'pad 100000 60000' 'rate 200' \
	    'stroke 300 1000 1000 20000 20000' 'unplug'
	fails 'a pad unplugged in a stroke is gone' 3 COUNTER_DEVICE_GONE \
	    "${counterseal[@]}" ink capture --pad \
	    "virtual:$work/captures/gone.pad" -o out/ink
	script no.pad 'pad 100000 60000' \
	    'stroke 300 1000 1000 20000 20000' 'cancel'
	fails 'a customer who presses cancel has declined' \
	    4 STOPPED_DECLINED "${counterseal[@]}" ink capture --pad \
	    "virtual:$work/captures/no.pad" -o out/ink
	script dot.pad 'pad 100000 60000' \
	    'stroke 10 1000 1000 1100 1100' 'ok'
	fails 'a dot is no signature' 75 AGAIN_INK_TOO_SHORT \
	    "${counterseal[@]}" ink capture --pad \
	    "virtual:$work/captures/dot.pad" -o out/ink
}

# Which status it is depends on where the picture ends.
refuses_photo() {
	local code=0

	rm -rf out
	mkdir out
	"${counterseal[@]}" photo --camera "virtual:$work/captures/$1" \
	    -o out/photo.jpg >answer.json || code=$?
	cat answer.json
	[ $code != 0 ] && [ $code -lt 128 ] && nothing_written
}

# ---- tokens --------------------------------------------------------------

seal_business() {
	"${counterseal[@]}" seal order.pdf -o out/sealed.pdf \
	    --signer 'pkcs11:token=counterseal-business;object=seal' \
	    "${look[@]}" "$@"
}

test_pins() {
	echo 99999999 >wrong.pin
	fails 'a wrong PIN of a token is said' 5 AGAIN_PIN_WRONG \
	    seal_business --pin-from "file:$work/wrong.pin"
	fails 'no PIN is said' 5 COUNTER_PIN_NEEDED \
	    seal_business --pin-from env:COUNTERSEAL_NO_SUCH_VARIABLE
	fails 'a wrong pass phrase is said' 5 AGAIN_PIN_WRONG \
	    "${counterseal[@]}" seal order.pdf -o out/sealed.pdf \
	    --signer "file:$work/ca/customer.p12" \
	    --pin-from "file:$work/wrong.pin"
	fails 'a token that is not there is said' 3 COUNTER_NO_DEVICE \
	    "${counterseal[@]}" seal order.pdf -o out/sealed.pdf \
	    --signer 'pkcs11:token=another;object=seal' \
	    --pin-from "file:$work/wrong.pin"
	fails 'an expired certificate is refused' 1 REFUSED_CERT_EXPIRED \
	    "${counterseal[@]}" seal order.pdf -o out/sealed.pdf \
	    --signer "file:$work/ca/expired.p12" \
	    --pin-from "file:$work/ca/expired.pass"
	fails 'a certificate that must not sign is refused' \
	    1 REFUSED_CERT_USAGE \
	    "${counterseal[@]}" seal order.pdf -o out/sealed.pdf \
	    --signer "file:$work/ca/encrypt-only.p12" \
	    --pin-from "file:$work/ca/encrypt-only.pass"
}

# p11-kit takes its modules from the user's configuration too, but not for
# root: so root becomes somebody else, in a user namespace of his own.
as_user() {
	if [ "$(id -u)" = 0 ]; then
		unshare --user --map-user=1000 "$@"
	else
		"$@"
	fi
}

# The same token, behind a module that locks it after three wrong PINs.
use_locking_token() {
	local softhsm

	softhsm=$(find /usr/lib /usr/local/lib -name libsofthsm2.so \
	    2>/dev/null | head -n 1)
	mkdir -p config/pkcs11/modules
	echo "module: $build/tests/hall/.libs/locking-token.so" \
	    >config/pkcs11/modules/softhsm2.module
	export XDG_CONFIG_HOME=$work/config COUNTERSEAL_SOFTHSM=$softhsm
}

test_locked() {
	if ! as_user true 2>/dev/null; then
		skip 'a locked token' 'there are no user namespaces here'
		return
	fi
	use_locking_token
	fails 'a wrong PIN is said' 5 AGAIN_PIN_WRONG \
	    locked_seal --pin-from "file:$work/wrong.pin"
	fails 'and once more' 5 AGAIN_PIN_WRONG \
	    locked_seal --pin-from "file:$work/wrong.pin"
	fails 'the last try is not spent on a PIN that nobody typed' \
	    5 COUNTER_PIN_NEEDED \
	    locked_seal --pin-from "file:$work/wrong.pin"
	not_ok 'somebody spends it' pkcs11-tool \
	    --module "$build/tests/hall/.libs/locking-token.so" \
	    --token-label counterseal-business --login --pin 99999999 \
	    --list-objects
	fails 'now the right PIN does not help' 5 COUNTER_PIN_LOCKED \
	    locked_seal --pin-from "file:$work/tokens/business.pin"
	rm -f tokens/tries
	rm -rf out
	mkdir out
	ok 'unlocked, it seals' locked_seal \
	    --pin-from "file:$work/tokens/business.pin"
	unset XDG_CONFIG_HOME COUNTERSEAL_SOFTHSM
}

locked_seal() {
	as_user "${counterseal[@]}" seal order.pdf -o out/sealed.pdf \
	    --signer 'pkcs11:token=counterseal-business;object=seal' \
	    "${look[@]}" "$@"
}

# ---- a full disk ---------------------------------------------------------

# On a file system of 128 kB, with a file there that was there before.
on_a_full_disk() {
	unshare --user --map-root-user --mount bash -c '
	mount -t tmpfs -o size=128k tmpfs out && echo old >out/sealed.pdf || exit 99
	code=0
	"$@" >answer.json || code=$?
	cat answer.json
	ls -la out
	[ "$(cat out/sealed.pdf)" = old ] || exit 98
	[ "$(ls -A out)" = sealed.pdf ] || exit 97
	exit $code' - "$@"
}

full_disk_is_said() {
	local code=0

	rm -rf out
	mkdir out
	on_a_full_disk "$@" || code=$?
	echo "exit $code"
	[ $code = 1 ] && grep '"status": "SETUP_DISK_FULL"' answer.json &&
	    sha256sum -c --quiet order.sha256
}

test_full_disk() {
	if ! unshare --user --map-root-user --mount true 2>/dev/null; then
		skip 'a full disk' 'there are no user namespaces here'
		return
	fi
	ok 'a full disk is said, and the old file stays: seal' \
	    full_disk_is_said "${counterseal[@]}" seal order.pdf \
	    -o out/sealed.pdf "${customer[@]}"
	ok 'stamp' full_disk_is_said "${counterseal[@]}" stamp order.pdf \
	    -o out/sealed.pdf --image seal.png --at 1:10,10,20,20
}

# ---- killed, or refused by the system, at every call that writes ----------

calls=write,pwrite64,writev,ftruncate,fallocate,copy_file_range,sendfile
calls=$calls,fsync,fdatasync,linkat,renameat,renameat2,rename,unlinkat

# What is in out/ now is nothing, or a whole signed order.
whole_or_nothing() {
	local code=0 entry

	sha256sum -c --quiet order.sha256 || return 1
	for entry in out/* out/.[!.]*; do
		[ -e "$entry" ] || continue
		"$tool" verify "$entry" --trust ca/root.pem >verify.txt ||
		    code=$?
		[ $code = 0 ] || {
			echo "$entry: exit $code"
			head -n 5 verify.txt
			return 1
		}
	done
}

# at_every_call WHAT: strace's injection; every call there is, one by one.
at_every_call() {
	local inject=$1 count call n total=0 cut=0
	shift

	rm -rf out
	mkdir out
	strace -f -qq -e trace=$calls -o calls.txt "$@" >/dev/null 2>&1 ||
	    return 1
	for call in $(sed 's/^[0-9]* *//; s/(.*//' calls.txt | sort -u); do
		count=$(grep -c "^[0-9]* *$call(" calls.txt)
		for n in $(seq "$count"); do
			rm -rf out
			mkdir out
			strace -f -qq -o /dev/null -e trace="$call" \
			    -e "inject=$call:$inject:when=$n" "$@" \
			    >/dev/null 2>&1 || cut=$((cut + 1))
			total=$((total + 1))
			whole_or_nothing || {
				echo "at call $n of $count of $call"
				return 1
			}
		done
	done
	echo "$total calls, $cut of them ended it"
	[ $cut -ge 3 ]
}

test_calls() {
	if ! strace -qq -o /dev/null true 2>/dev/null; then
		skip 'a killed process' 'strace may not trace here'
		return
	fi
	local seal=("${counterseal[@]}" seal order.pdf -o out/sealed.pdf
	    "${customer[@]}" "${look[@]}")
	ok 'killed at any call that writes, it leaves nothing half done' \
	    at_every_call signal=SIGKILL "${seal[@]}"
	ok 'nor with no space left' at_every_call error=ENOSPC "${seal[@]}"
	ok 'nor with a disk that fails' at_every_call error=EIO "${seal[@]}"
}

# With a token, whose files are not ours to trace: killed after a time.
killed_in_time() {
	local ms code total=0 cut=0
	# SoftHSM2 writes its files when one logs in, and does not survive
	# that either: a copy each time.
	local SOFTHSM2_CONF=$work/copy/softhsm2.conf

	for ms in $(seq 4 6 124); do
		rm -rf out copy
		mkdir out
		cp -r tokens copy
		sed "s,$work/tokens,$work/copy," tokens/softhsm2.conf \
		    >copy/softhsm2.conf
		code=0
		timeout -s KILL "0.$(printf %03d "$ms")" "${counterseal[@]}" \
		    seal order.pdf -o out/sealed.pdf "${business[@]}" \
		    "${look[@]}" >/dev/null 2>&1 || code=$?
		total=$((total + 1))
		[ $code = 0 ] || cut=$((cut + 1))
		whole_or_nothing || {
			echo "after $ms ms"
			return 1
		}
	done
	echo "$total runs, $cut of them killed"
	[ $cut -gt 3 ]
}

# An interrupt is a cancel: the tool ends by itself.
cancelled() {
	local code=0 signer

	rm -rf out
	mkdir out
	script slow.pad 'pad 100000 60000' 'sleep 60000'
	"${counterseal[@]}" ink capture --pad \
	    "virtual:$work/captures/slow.pad" -o out/ink >answer.json &
	signer=$!
	sleep 0.4
	kill -TERM $signer
	wait $signer || code=$?
	cat answer.json
	echo "exit $code"
	[ $code = 4 ] && nothing_written
}

ok 'the house is made' make_house
export SOFTHSM2_CONF=$work/tokens/softhsm2.conf
test_reader
test_captures
test_pins
test_locked
test_full_disk
test_calls
ok 'killed while a token signs, it leaves nothing half done' killed_in_time
ok 'a signal ends it as a cancel' cancelled
rm -rf out
mkdir out
ok 'after all of this the token still seals' seal_business \
    --pin-from "file:$work/tokens/business.pin"
ok 'and the order is as it was' sha256sum -c --quiet order.sha256
tap_done
