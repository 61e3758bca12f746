#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-evdev-tablet.sh -- modules/evdev-pad on a tablet: the real libevdev and
# libudev, over files of devices that umockdev and tests/hall/tablet-on-evdev
# make.
. "${srcdir:-.}/tests/hall/on-umockdev.sh"
run_on tablet-on-evdev tests/modules/evdev-tablet
