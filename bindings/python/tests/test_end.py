# SPDX-License-Identifier: Apache-2.0
"""What is still open, or running, when a program ends: it ends quietly, soon,
and by no signal."""

import subprocess
import sys
import time

import pytest

from conftest import MODULES, NOBODY, WRITE

BEGIN = """
import os, sys, threading, time
from counterseal import *
modules, hall, nobody, write = sys.argv[1:]
def log(*line):
    print(*line)
quiet = Context(module_dir=modules)
loud = Context(module_dir=modules, log=log, log_level=LogLevel.DEBUG)
def begin(function, *args, **words):
    threading.Thread(
        target=function, args=args, kwargs=words, daemon=True
    ).start()
    time.sleep(0.1)
"""

WAYS = {
    "a thread seals": """
signer = Signer.open(quiet, f"file:{hall}/hall.pem")
def work():
    while True:
        with Document.open(f"{hall}/order.pdf") as document:
            document.seal(signer, Seal())
            document.to_bytes()
            document.verify([f"{hall}/hall.crt"]).signatures
for _ in range(3):
    begin(work)
""",
    "a thread seals and logs": """
signer = Signer.open(loud, f"file:{hall}/hall.pem")
def work():
    while True:
        with Document.open(f"{hall}/order.pdf") as document:
            document.seal(signer, Seal(), context=loud)
        loud.devices(timeout=5)
begin(work)
""",
    "a preview is open": """
preview = InkPreview(quiet, nobody)
""",
    "a preview that logs is open": """
previews = [InkPreview(loud, uri) for uri in (write, nobody, write)]
""",
    "a thread waits for a preview": """
preview = InkPreview(loud, nobody)
begin(lambda: [event for event in preview])
""",
    "a thread waits for ink": """
begin(Ink.capture, quiet, nobody)
""",
    "ink is over after Python is": """
begin(Ink.capture, loud, nobody, timeout=0.3)
class Slow:
    def __del__(self):
        time.sleep(0.5)
sys.slow = Slow()
""",
    "a thread asks for a PIN": """
def pin(request):
    time.sleep(60)
begin(Signer.open, loud, f"file:{hall}/hall.p12", pin=pin)
""",
    "a thread goes on whatever is raised": """
def work():
    while True:
        try:
            Ink.capture(loud, nobody, timeout=5)
        except Error:
            pass
begin(work)
begin(work)
""",
    "a thread waits for another": """
ink = Ink.capture(quiet, write)
begin(Signer.open, quiet, f"file:{hall}/hall.p12", pin=lambda _: time.sleep(60))
begin(quiet.close)
""",
}


def end(program, hall, pad, *options):
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, *options, "-c", program, MODULES]
        + [hall, pad(NOBODY), pad(WRITE)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert time.monotonic() - started < 30
    return done.stdout


@pytest.mark.parametrize("way", WAYS)
def test_no_program_ends_by_a_signal(way, hall, pad):
    for options in ((), (), ("-X", "dev")):
        end(BEGIN + WAYS[way], hall, pad, *options)


def test_a_thread_that_never_comes_out_is_left_behind(hall, pad):
    """After some seconds; and what it may be using is not freed."""
    stuck = """
def stuck(*line):
    time.sleep(60)
context = Context(module_dir=modules, log=stuck, log_level=LogLevel.DEBUG)
preview = InkPreview(context, nobody)
time.sleep(0.1)
"""
    end(BEGIN + stuck, hall, pad)


def test_what_is_called_at_the_end_still_works(hall, pad):
    """By a hook that Python calls after ours, and one before."""
    program = """
import atexit
def last():
    with Document.open(f"{hall}/order.pdf") as document:
        document.seal(signer, Seal())
        print(len(document.verify([f"{hall}/hall.crt"]).signatures))
    try:
        Ink.capture(quiet, nobody, timeout=0.1)
    except Stopped as error:
        print(error.status.name)
    preview.close()
atexit.register(last)
"""
    after = "\natexit.register(last)\n"
    use = """
signer = Signer.open(quiet, f"file:{hall}/hall.pem")
preview = InkPreview(quiet, nobody)
"""
    said = end(program + BEGIN + use + after, hall, pad)
    assert said.split() == ["1", "STOPPED_TIMEOUT"] * 2


def test_a_thread_that_is_waited_for_at_the_end_is_told(hall, pad):
    program = """
import atexit
def last():
    thread.join()
    print("joined")
atexit.register(last)
"""
    use = """
def work():
    try:
        Ink.capture(quiet, nobody)
    except Stopped as error:
        print(error.status.name)
thread = threading.Thread(target=work, daemon=True)
thread.start()
time.sleep(0.1)
"""
    said = end(program + BEGIN + use, hall, pad)
    assert said.split() == ["STOPPED_CANCELLED", "joined"]
