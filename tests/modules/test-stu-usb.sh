#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-stu-usb.sh -- modules/stu-pad on USB: the real libusb, over files of
# devices and a usbfs that umockdev and tests/hall/stu-on-usb make.
program=$PWD/tests/modules/stu-usb
runner=$(cd "${srcdir:-.}/tests/hall" && pwd)/stu-on-usb

skip()
{
	echo "1..0 # SKIP $1"
	exit 0
}

command -v umockdev-wrapper >/dev/null || skip 'there is no umockdev'
/usr/bin/python3 -c 'import gi; gi.require_version("UMockdev", "1.0")' \
    2>/dev/null || skip 'umockdev has no Python here'
# What libtool made may be a script, which umockdev's library is not for.
[ -f tests/modules/.libs/stu-usb ] && program=$PWD/tests/modules/.libs/stu-usb
LD_LIBRARY_PATH=$PWD/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH
# The sanitizer's library would want to come first.
ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
export ASAN_OPTIONS
exec umockdev-wrapper "$runner" "$program"
