#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-stu-usb.sh -- modules/stu-pad on USB: the real libusb, over files of
# devices and a usbfs that umockdev and tests/hall/stu-on-usb make.
. "${srcdir:-.}/tests/hall/on-umockdev.sh"
run_on stu-on-usb tests/modules/stu-usb
