# SPDX-License-Identifier: Apache-2.0
"""What happens meanwhile: things with a descriptor, and three ways to wait."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import weakref
from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, TypeVar

from ._asyncio import run
from ._errors import Fault
from ._handle import Handle, ms

_Event = TypeVar("_Event")


class Polled(Handle, Generic[_Event]):
    """Something that tells what happens while it happens.

    Three ways to use it: `for event in ...` waits for each; `async for event
    in ...` does so in an event loop of asyncio; and for any other loop
    fileno() is to be polled for reading, and pending() called when it is
    readable.  The first two end when the object is closed.
    """

    __slots__ = ("_readable", "_closing", "_close")

    def __init__(self, native: Any) -> None:
        super().__init__(native)
        # One of our own, which close() does not take away while it is polled.
        self._readable = os.dup(self.fileno())
        self._closing, self._close = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        for end in (self._readable, self._closing, self._close):
            # At the end of a program somebody may still poll them.
            weakref.finalize(self, os.close, end).atexit = False

    def close(self) -> None:
        """Frees it, from any thread, and ends the iterations, too; again:
        does nothing."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._close, b".")  # is never read
        super().close()

    def fileno(self) -> int:
        """The descriptor to poll for reading; belongs to the object."""
        number: int = self._shim.fd()
        return number

    def pending(self) -> list[_Event]:
        """Looks, and says what happened since the last time; does not wait."""
        events = []
        self._shim.dispatch()
        while self._shim.next():
            events.append(self._event())
        return events

    def wait(self, timeout: float | None = None) -> list[_Event]:
        """Waits until something may have happened, or for `timeout` seconds.

        Ends with Fault when the object is closed meanwhile.
        """
        poll = select.poll()
        poll.register(self._readable, select.POLLIN)
        poll.register(self._closing, select.POLLIN)
        poll.poll(None if timeout is None else ms(timeout))
        return self.pending()

    def _event(self) -> _Event:
        """What the shim says of what came last."""
        raise NotImplementedError

    def _is_last(self, event: _Event) -> bool:
        """Whether nothing comes after it."""
        return False

    def _is_closing(self) -> bool:
        return bool(select.select([self._closing], [], [], 0)[0])

    def __iter__(self) -> Iterator[_Event]:
        while not self._is_closing():
            try:
                events = self.wait()
            except Fault:
                if self._is_closing():
                    return
                raise
            for event in events:
                yield event
                if self._is_last(event):
                    return

    async def __aiter__(self) -> AsyncIterator[_Event]:
        loop = asyncio.get_running_loop()
        woken = asyncio.Event()
        loop.add_reader(self._readable, woken.set)
        loop.add_reader(self._closing, woken.set)
        try:
            while not self._is_closing():
                await woken.wait()
                woken.clear()
                if self._is_closing():
                    return
                for event in await run(self.pending):
                    yield event
                    if self._is_last(event):
                        return
        finally:
            loop.remove_reader(self._closing)
            loop.remove_reader(self._readable)
