#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-drivers.sh -- what the doctor says of the drivers that p11-kit is set
# up with: in a mount namespace of its own, in which that is none, or a broken
# one, or a good one.
. "${srcdir:-.}/tests/interop/cli.sh"

reader=$(module token-reader)
signer=$(module pkcs11-signer)
driver=$top/tests/modules/.libs/mock-card.so
configs=/usr/share/p11-kit/modules
if test ! -f "$reader" || test ! -f "$driver" || test ! -f "$signer"; then
	skip 'the doctor looks at drivers' 'a module is not built'
	finish
	exit
fi
if test ! -d "$configs" ||
    ! unshare -Urm mount -t tmpfs none "$configs" 2>/dev/null; then
	skip 'the doctor looks at drivers' 'there are no namespaces'
	finish
	exit
fi
mkdir "$work/card"

# doctor COMMAND: after that command, in $configs.
doctor()
{
	MOCK_CARD=$work/card unshare -Urm sh -c '
	    mount -t tmpfs none "$1" || exit 99
	    test ! -d /etc/pkcs11 || mount -t tmpfs none /etc/pkcs11
	    cd "$1" && eval "$2" && cd / &&
	    exec "$3" --module "$4" --module "$5" doctor' sh \
	    "$configs" "$1" "$tool" "$reader" "$signer" \
	    >"$work/out" 2>"$work/err"
}

t 'without a driver' doctor true
t 'the reader says so' out_has \
    'token-reader: p11-kit knows no PKCS #11 module'
t 'with the cure' out_has 'module token-reader. module = /PATH.so'
t 'and so does the signer' out_has \
    'pkcs11-signer: p11-kit knows no PKCS #11 module'

t 'with a driver that is gone' doctor 'echo module: /gone.so >gone.module'
t 'the reader names its file' out_has \
    "driver that does not load: $configs/gone.module"

t 'with one for some programs only' doctor \
    'printf "module: /gone.so\nenable-in: other\n" >gone.module'
t 'nothing is wrong with it' sh -c "! grep -q 'does not load' '$work/out'"

t 'with a good one' doctor "echo module: $driver >mock.module"
t 'the reader is there' out_has 'The card in Mock reader 00 00 does not say'

finish
