#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-emrtd-doctor.sh -- why a reader of travel documents is not there, as the
# doctor says it: in namespaces of its own, where the daemon, its drivers and
# what is on USB are what the test makes them.
#
# Debian's pcscd is built without polkit, so who is refused is refused by a
# stand-in.
here=${srcdir:-.}/tests/emrtd
module=$PWD/modules/.libs/emrtd-reader.so

if [ ! -f "$module" ]; then
	echo '1..0 # SKIP there is no emrtd-reader'
	exit 0
fi
if [ -z "${INSIDE_PCSCD-}" ]; then
	status=0
	export INSIDE_PCSCD=yes
	"$here/with-pcscd" --no-daemon "$0" || status=$?
	[ $status = 77 ] || exit $status
	echo '1..0 # SKIP no PC/SC daemon in a namespace'
	exit 0
fi
. "${srcdir:-.}/tests/interop/cli.sh"
PATH="$PATH:/usr/sbin:/sbin"

# finds TEXT CURE: a problem of this module, and what helps.
finds()
{
	run 0 --module "$module" --json doctor || return 1
	json "any('$1' in x['text'] and x['problem'] and '$2' in x['cure']
    for x in d['findings'] if x['about'] == 'emrtd-reader')"
}

# One that is not a problem.
notes()
{
	run 0 --module "$module" --json doctor || return 1
	json "any('$1' in x['text'] and not x['problem']
    for x in d['findings'] if x['about'] == 'emrtd-reader')"
}

stand_in()
{
	mkfifo "$work/hold"
	/usr/bin/python3 "$source/tests/emrtd/pcscd-that-refuses" "$1" \
	    <"$work/hold" >"$work/stand-in" &
	stand_in=$!
	exec 7>"$work/hold"
	wait_for grep -q ready "$work/stand-in"
}

stand_down()
{
	exec 7>&-
	wait "$stand_in"
	rm "$work/hold"
}

wait_for()
{
	tries=100
	until "$@" 2>/dev/null || [ $tries = 0 ]; do
		tries=$((tries - 1))
		sleep 0.05
	done
}

t 'a daemon that does not run is missed' finds \
    'The PC/SC daemon does not run: /run/pcscd/pcscd.comm' 'start pcscd.socket'
t 'and is no reason to fail' run 0 --module "$module" --json devices
/usr/bin/python3 -c 'import socket
s = socket.socket(socket.AF_UNIX)
s.bind("/run/pcscd/pcscd.comm")'
t 'what one that ended left behind is told from one that runs' finds \
    'does not answer' 'Start pcscd'
rm /run/pcscd/pcscd.comm

# By what libpcsclite sees first, it is a refusal, or no answer.
stand_in closes
t 'one that hangs up may do it by polkit' finds 'this user' \
    'org.debian.pcsc-lite.access_pcsc'
stand_down
stand_in refuses
t 'one that refuses does' finds 'pcscd refuses this user (polkit)' \
    'org.debian.pcsc-lite.access_pcsc'
stand_down

mkdir "$work/none"
pcscd -f -c "$work/none" >"$work/log" 2>&1 &
daemon=$!
wait_for test -S /run/pcscd/pcscd.comm
t 'a daemon without a reader is no problem' notes \
    'pcscd runs, and has no reader'

# Nothing is on USB here, and a reader would be there for every daemon.
usb=/sys/bus/usb/devices
if ! mount -t tmpfs none /sys 2>/dev/null || ! mkdir -p "$usb/1-1:1.0"; then
	skip 'a reader on USB is seen' 'nothing can be mounted on /sys'
	end $daemon
	finish
	exit
fi
echo 0b >"$usb/1-1:1.0/bInterfaceClass"
drivers=/usr/lib/pcsc/drivers
if [ -d "$drivers/ifd-ccid.bundle" ]; then
	t 'a reader on USB that the daemon leaves aside is told' finds \
	    'a card reader on USB that pcscd does not use' 'journal'
else
	skip 'a reader on USB that the daemon leaves aside is told' \
	    'there is no libccid'
fi
if [ ! -d "$drivers" ] || mount -t tmpfs none "$drivers" 2>/dev/null; then
	t 'without the CCID driver, that is why' finds \
	    'no driver for it: the CCID driver' 'Install libccid'
else
	skip 'without the CCID driver, that is why' 'nothing can be mounted'
fi
echo 03 >"$usb/1-1:1.0/bInterfaceClass"
t 'what is no reader is none' notes 'pcscd runs, and has no reader'
end $daemon
finish
