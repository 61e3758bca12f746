#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a command on a terminal of its own and answers its questions.

ask-pin.py ANSWER COMMAND...: what was shown goes to standard output; the exit
status is the command's, or 99 if the terminal does not echo afterwards.
"""
import os
import pty
import select
import signal
import sys
import termios
import time

answer, command = sys.argv[1], sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execv(command[0], command)

shown = b""
asked = 0
end = time.monotonic() + 30
echo_before = termios.tcgetattr(terminal)[3] & termios.ECHO
echo_after = False
while time.monotonic() < end:
    if not select.select([terminal], [], [], 1)[0]:
        continue
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    shown += data
    flags = termios.tcgetattr(terminal)[3]
    if shown.endswith((b": ", "：".encode())) and not flags & termios.ECHO:
        asked += 1
        os.write(terminal, b"\x03" if answer == "^C" else
                 answer.encode() + b"\n")
    elif flags & termios.ECHO:
        echo_after = True
sys.stdout.buffer.write(shown)
if time.monotonic() >= end:
    os.kill(child, signal.SIGKILL)
status = os.waitpid(child, 0)[1]
if not asked:
    sys.exit(98)
if not echo_before or not echo_after:
    sys.exit(99)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
