#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-oom-evdev.sh -- capturing from a pen tablet without memory.
. "${srcdir:-.}/tests/hall/on-umockdev.sh"
run_on tablet-on-evdev tests/oom/oom-evdev
