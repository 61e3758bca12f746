#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-evdev-faults.sh -- what can be wrong with a tablet: see
# test-evdev-tablet.sh.
. "${srcdir:-.}/tests/hall/on-umockdev.sh"
run_on tablet-on-evdev tests/modules/evdev-faults
