# SPDX-License-Identifier: Apache-2.0
"""Threads, cancelling, closing, Ctrl-C and asyncio."""

import asyncio
import functools
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

import counterseal
from counterseal import Cancel, Document, Ink, Seal, Status, Stopped

from conftest import MODULES, NOBODY, WRITE, need_module

SOON = 20.0  # seconds, with room for a loaded machine


class Capture(threading.Thread):
    """Waits for ink that nobody writes."""

    def __init__(self, context, uri, **words):
        super().__init__(daemon=True)
        self.context, self.uri, self.words = context, uri, words
        self.error = None
        self.start()

    def run(self):
        try:
            Ink.capture(self.context, self.uri, **self.words)
        except BaseException as error:
            self.error = error

    def ended_with(self):
        self.join(SOON)
        assert not self.is_alive()
        return self.error


def test_other_threads_run_while_a_call_waits(context, pad):
    waiting = Capture(context, pad(NOBODY), timeout=0.4)
    ticks = 0
    while waiting.is_alive():
        time.sleep(0.001)
        ticks += 1
    assert ticks > 50
    assert waiting.error.status == Status.STOPPED_TIMEOUT


def test_a_cancel_ends_every_call_that_was_given_it(context, pad):
    cancel = Cancel()
    first = Capture(context, pad(NOBODY), cancel=cancel)
    second = Capture(context, pad(NOBODY + "\n"), cancel=cancel)
    time.sleep(0.1)
    assert not cancel.requested and first.is_alive() and second.is_alive()
    cancel.request()
    for each in (first, second):
        assert each.ended_with().status == Status.STOPPED_CANCELLED
    with pytest.raises(Stopped):
        Ink.capture(context, pad(WRITE), cancel=cancel)
    # Only those: the next call has a cancel of its own.
    Ink.capture(context, pad(WRITE), timeout=SOON).close()


def test_closing_from_another_thread_ends_what_waits(pad):
    context = counterseal.Context(module_dir=MODULES)
    waiting = Capture(context, pad(NOBODY))
    time.sleep(0.1)
    context.close()
    assert waiting.ended_with().status == Status.STOPPED_CANCELLED
    context.close()
    with pytest.raises(counterseal.Fault) as caught:
        context.devices()
    assert "closed" in str(caught.value)


def test_closing_twenty_times_never_deadlocks(pad):
    uri = pad(NOBODY)
    for _ in range(20):
        context = counterseal.Context(module_dir=MODULES)
        waiting = Capture(context, uri)
        closers = [threading.Thread(target=context.close) for _ in range(3)]
        for closer in closers:
            closer.start()
        for closer in closers:
            closer.join(SOON)
            assert not closer.is_alive()
        assert isinstance(waiting.ended_with(), counterseal.Error)


def test_one_document_in_many_threads_is_sealed_one_by_one(order, context, hall):
    errors = []

    def seal():
        try:
            with counterseal.Signer.open(
                context, f"file:{hall}/hall.pem"
            ) as signer:
                order.seal(signer)
                order.page_count
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert errors == []
    report = order.verify([hall / "hall.crt"])
    assert report.is_valid and len(report.signatures) == 4


def test_eight_threads_seal(context, hall, tmp_path):
    """SECONDS of the environment makes it longer, for a run by hand: in 60
    some 280 bytes a seal would be seen to grow."""
    seconds = float(os.environ.get("SECONDS", "1"))
    until = time.monotonic() + seconds
    counts, errors = [0] * 8, []

    def work(number):
        try:
            with counterseal.Signer.open(
                context, f"file:{hall}/hall.pem"
            ) as signer:
                while counts[number] < 2 or time.monotonic() < until:
                    with Document.open(hall / "order.pdf") as document:
                        document.seal(signer, Seal(reason=str(number)))
                        assert len(document.to_bytes()) > 1000
                    counts[number] += 1
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=[i]) for i in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(seconds / 2)
    half = resident_kib()
    for thread in threads:
        thread.join()
    assert errors == []
    print(f"{sum(counts)} seals, {half}, then {resident_kib()} KiB resident")
    assert resident_kib() - half < 8192


def resident_kib():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])


# ---- Ctrl-C -------------------------------------------------------------------

CTRL_C = """
import counterseal, os, signal, sys, threading, time
context = counterseal.Context(module_dir=sys.argv[1])
before = signal.getsignal(signal.SIGINT)
def press():
    time.sleep(0.2)
    os.kill(os.getpid(), getattr(signal, sys.argv[3]))
threading.Thread(target=press).start()
try:
    exec(sys.argv[4])
    counterseal.Ink.capture(context, sys.argv[2], timeout=60)
except BaseException as error:
    print(type(error).__name__, getattr(error, "status", ""))
counterseal.Ink.capture(context, sys.argv[5], timeout=60)
assert signal.getsignal(signal.SIGINT) is before or "signal.signal" in sys.argv[4]
print("and on")
"""


def press(pad, number="SIGINT", before="pass"):
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CTRL_C, MODULES, pad(NOBODY), number, before]
        + [pad(WRITE)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert time.monotonic() - started < 40
    assert done.stderr == ""
    return done.stdout.split("\n")[0].strip()


def test_ctrl_c_is_a_keyboard_interrupt(pad):
    assert press(pad) == "KeyboardInterrupt"


def test_a_handler_that_raises_is_heard(pad):
    handler = "def stop(*_): raise SystemExit\n"
    assert (
        press(pad, "SIGTERM", handler + "signal.signal(signal.SIGTERM, stop)")
        == "SystemExit"
    )


def test_a_handler_that_does_not_raise_ends_the_call_as_a_cancel(pad):
    ignore = "signal.signal(signal.SIGINT, lambda *_: None)"
    assert press(pad, "SIGINT", ignore).startswith("Stopped")


def test_ctrl_c_in_a_callback_comes_out_of_the_call(context, hall):
    def ask(request):
        signal.raise_signal(signal.SIGINT)
        return "1234"

    with pytest.raises(KeyboardInterrupt):
        counterseal.Signer.open(context, f"file:{hall}/hall.p12", pin=ask)


@pytest.fixture
def slow(order, signer, context):
    """Seals the order in another thread, with an authority that never
    answers."""
    need_module("http-fetch")
    with socket.create_server(("127.0.0.1", 0)) as server:
        tsa = f"http://127.0.0.1:{server.getsockname()[1]}/"
        ended = []

        def seal():
            try:
                order.seal(
                    signer,
                    Seal(level=counterseal.Level.T, tsa=tsa),
                    context=context,
                    timeout=60,
                )
            except BaseException as error:
                ended.append(error)

        thread = threading.Thread(target=seal, daemon=True)
        thread.start()
        server.settimeout(SOON)
        asking, _ = server.accept()
        yield thread, ended
        order.close()
        thread.join(SOON)
        assert not thread.is_alive()
        asking.close()


def test_ctrl_c_ends_waiting_for_another_thread(order, slow):
    press = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    press.start()
    with pytest.raises(KeyboardInterrupt):
        order.page_count
    press.join()
    assert slow[0].is_alive()


def test_closing_a_document_ends_its_seal(order, slow):
    thread, ended = slow
    order.close()
    thread.join(SOON)
    assert not thread.is_alive()
    assert ended[0].status == Status.STOPPED_CANCELLED


def test_waiting_for_another_thread_is_waiting(order, slow, signer):
    started = time.monotonic()
    with pytest.raises(Stopped) as caught:
        order.seal(signer, timeout=0.2)
    assert caught.value.status == Status.STOPPED_TIMEOUT
    assert time.monotonic() - started > 0.15
    cancel = Cancel()
    threading.Timer(0.1, cancel.request).start()
    with pytest.raises(Stopped) as caught:
        order.seal(signer, cancel=cancel)
    assert caught.value.status == Status.STOPPED_CANCELLED


def test_ctrl_c_ends_waiting_for_devices(context):
    press = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    press.start()
    with context.watch() as watch, pytest.raises(KeyboardInterrupt):
        for _ in watch:
            pass
    press.join()


# ---- asyncio --------------------------------------------------------------------


def test_a_task_that_is_cancelled_cancels_the_call(context, pad):
    async def main():
        task = asyncio.create_task(
            counterseal.run(
                Ink.capture, context, pad(NOBODY), cancel=Cancel(), timeout=60
            )
        )
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        ink = await counterseal.run(Ink.capture, context, pad(WRITE))
        return ink.stroke_count

    assert asyncio.run(main()) == 1


def test_a_task_cancels_its_call_without_being_given_a_cancel(context, pad):
    async def main():
        started = time.monotonic()
        for call in (
            lambda: counterseal.run(Ink.capture, context, pad(NOBODY)),
            lambda: counterseal.run(
                functools.partial(Ink.capture, context, cancel=Cancel()),
                pad(NOBODY),
            ),
        ):
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(call(), 0.1)
        assert time.monotonic() - started < SOON

    asyncio.run(main())


def test_only_a_function_that_takes_a_cancel_gets_one():
    async def main():
        def give(*args, cancel=None):
            return args, cancel

        cancel = Cancel()
        args, given = await counterseal.run(give, 1, 2)
        assert args == (1, 2) and isinstance(given, Cancel)
        assert await counterseal.run(give, cancel=cancel) == ((), cancel)
        assert await counterseal.run(lambda cancel: cancel, 7) == 7
        assert await counterseal.run(lambda cancel=3: cancel) == 3
        assert await counterseal.run(max, 1, 2) == 2
        with pytest.raises(TypeError):
            await counterseal.run(give, nonsense=3)

    asyncio.run(main())


def test_a_second_cancelling_does_not_leave_the_call_behind(context):
    async def main():
        over = threading.Event()

        def call():
            time.sleep(0.3)
            over.set()

        task = asyncio.create_task(counterseal.run(call))
        for _ in range(3):
            await asyncio.sleep(0.05)
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert over.is_set()

    asyncio.run(main())


def test_ctrl_c_ends_a_call_of_asyncio(pad):
    press = """
import asyncio, counterseal, os, signal, sys, threading
context = counterseal.Context(module_dir=sys.argv[1])
threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    asyncio.run(counterseal.run(counterseal.Ink.capture, context, sys.argv[2]))
except KeyboardInterrupt:
    print("pressed")
"""
    done = subprocess.run(
        [sys.executable, "-c", press, MODULES, pad(NOBODY)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("pressed\n", "")


def test_a_call_that_ended_otherwise_does_not_hide_the_cancelling(context):
    async def main():
        def fail():
            time.sleep(0.2)
            raise ValueError

        task = asyncio.create_task(counterseal.run(fail))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


def test_a_module_imported_by_another_thread_hears_ctrl_c(pad):
    imported = "importlib.import_module, ['counterseal']"
    program = (
        "import importlib, threading\n"
        f"t = threading.Thread(target={imported.replace(',', ', args=', 1)})\n"
        "t.start(); t.join()\n"
    ) + CTRL_C
    done = subprocess.run(
        [sys.executable, "-c", program, MODULES, pad(NOBODY), "SIGINT", "pass"]
        + [pad(WRITE)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.startswith("KeyboardInterrupt") and done.stderr == ""


def test_a_watch_ends_when_it_is_closed(context):
    watch = context.watch()
    ended = threading.Event()

    def look():
        for _ in watch:
            pass
        ended.set()

    threading.Thread(target=look, daemon=True).start()
    time.sleep(0.1)
    assert watch.fileno() >= 0
    watch.close()
    assert ended.wait(SOON)

    async def main():
        with context.watch() as other:
            asyncio.get_running_loop().call_later(0.1, other.close)
            async for _ in other:
                pass

    asyncio.run(asyncio.wait_for(main(), SOON))


def test_closing_a_watch_at_any_time_is_its_end_and_no_fault(context):
    async def look(delay):
        watch = context.watch()
        closer = threading.Timer(delay, watch.close)
        closer.start()
        async for _ in watch:
            pass
        closer.join()

    async def main():
        for i in range(200):
            await look(i % 50 * 0.0002)

    asyncio.run(asyncio.wait_for(main(), 10 * SOON))


def test_two_tasks_that_watch_end_when_the_watch_is_closed(context):
    async def main():
        async def look(watch):
            async for _ in watch:
                pass

        watch = context.watch()
        tasks = [asyncio.create_task(look(watch)) for _ in range(2)]
        await asyncio.sleep(0.2)
        assert not any(task.done() for task in tasks)
        watch.close()
        await asyncio.gather(*tasks)

    gc.collect()
    descriptors = len(os.listdir("/proc/self/fd"))
    asyncio.run(asyncio.wait_for(main(), SOON))
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) == descriptors


def test_events_of_a_watch_are_those_of_the_list(context):
    with context.watch() as watch:
        events = watch.wait(0.5)
    present = [
        d.uri
        for d in context.devices(timeout=20)
        if d.state != counterseal.DeviceState.ABSENT
    ]
    assert sorted(e.device.uri for e in events) == sorted(present)
    for event in events:
        assert event.change == counterseal.DeviceChange.ARRIVED


def test_ctrl_c_ends_the_wait_of_close(tmp_path, hall):
    """And the object goes on as before."""
    need_module("file-signer")
    script = """
import os, signal, sys, threading, time
from counterseal import Context, Error, Signer
context = Context(module_dir=sys.argv[1])
asked = threading.Event()
def pin(request):
    asked.set()
    time.sleep(8)
def sign():
    try:
        Signer.open(context, "file:" + sys.argv[2], pin=pin)
    except Error:
        pass
threading.Thread(target=sign, daemon=True).start()
asked.wait()
threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
began = time.monotonic()
try:
    context.close()
except KeyboardInterrupt:
    print("interrupted", time.monotonic() - began < 4, flush=True)
os._exit(0)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, MODULES, hall / "hall.p12"],
        capture_output=True,
        timeout=60,
    )
    assert ran.stdout == b"interrupted True\n", ran.stderr


def test_a_child_of_fork_ends_its_own_calls_only(context, pad):
    need_module("virtual-pad")
    uri = pad(NOBODY)
    with pytest.raises(Stopped):
        Ink.capture(context, uri, timeout=0.01)
    child = os.fork()
    if child == 0:
        cancel = Cancel()
        threading.Timer(0.2, cancel.request).start()
        try:
            Ink.capture(context, uri, cancel=cancel)
        except Stopped as error:
            os._exit(0 if error.status == Status.STOPPED_CANCELLED else 2)
        finally:
            os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    processor = time.process_time()
    with pytest.raises(Stopped) as caught:
        Ink.capture(context, uri, timeout=1)
    assert caught.value.status == Status.STOPPED_TIMEOUT
    assert time.process_time() - processor < 0.5


def test_what_ended_a_block_is_not_hidden_by_its_close(order):
    with pytest.raises(ZeroDivisionError):
        with order:
            view = order.view()
            1 / 0
    view.release()
    with pytest.raises(counterseal.Fault):
        with order:
            view = order.view()
    view.release()


def test_nobody_but_the_library_lends_its_bytes(order):
    with order.view() as view:
        lender = type(view.obj)
        with pytest.raises(TypeError):
            lender()
        with pytest.raises(TypeError):
            object.__new__(lender)
