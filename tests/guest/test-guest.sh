#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-guest.sh -- the guest is what its programs count on.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../hall/tap.sh"

# run looks whether the host has it, too.
is_written() {
	touch "$here/a-file-of-the-guest" && [ -e "$here/a-file-of-the-guest" ]
}

loads() {
	modprobe "$1" 2>/dev/null || [ -z "$(ls /lib/modules 2>/dev/null)" ]
	[ -e "$2" ]
}

answers() {
	busybox ping -c 1 -W 5 127.0.0.1
}

ok 'it can write where it wants to' is_written
ok 'the results have a folder' test -w /run/out
ok 'loopback is up' answers
ok 'udev runs' udevadm control --ping
ok 'there is a virtual host controller' \
    loads vhci-hcd /sys/devices/platform/vhci_hcd.0/attach
ok 'there is uinput' loads uinput /dev/uinput
ok 'there is uhid' loads uhid /dev/uhid
tap_done
