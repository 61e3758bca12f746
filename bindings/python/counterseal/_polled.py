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
    readable.  The first two end when the object is closed.  Where there is
    more than one at a time, each event goes to one of them.
    """

    __slots__ = ("_readable", "_over", "_end")

    def __init__(self, native: Any) -> None:
        super().__init__(native)
        # One of our own, which close() does not take away while it is polled.
        self._readable = os.dup(self.fileno())
        # Readable once nothing comes any more.
        self._over, self._end = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        for end in (self._readable, self._over, self._end):
            # At the end of a program somebody may still poll them.
            weakref.finalize(self, os.close, end).atexit = False

    def close(self) -> None:
        """Frees it, from any thread, and ends the iterations, too; again:
        does nothing."""
        self._tell_end()
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
        if any(map(self._is_last, events)):
            self._tell_end()
        return events

    def wait(self, timeout: float | None = None) -> list[_Event]:
        """Waits until something may have happened, or for `timeout` seconds;
        not where nothing can happen any more.

        Ends with Fault when the object is closed meanwhile.
        """
        poll = select.poll()
        poll.register(self._readable, select.POLLIN)
        poll.register(self._over, select.POLLIN)
        poll.poll(None if timeout is None else ms(timeout))
        return self.pending()

    def _event(self) -> _Event:
        """What the shim says of what came last."""
        raise NotImplementedError

    def _is_last(self, event: _Event) -> bool:
        """Whether nothing comes after it."""
        return False

    def _tell_end(self) -> None:
        """To all who wait."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._end, b".")  # is never read

    def _is_over(self) -> bool:
        return bool(select.select([self._over], [], [], 0)[0])

    def __iter__(self) -> Iterator[_Event]:
        while not self._is_over():
            try:
                events = self.wait()
            except Fault:
                if self._is_over():
                    return
                raise
            for event in events:
                yield event
                if self._is_last(event):
                    return

    async def __aiter__(self) -> AsyncIterator[_Event]:
        loop = asyncio.get_running_loop()
        woken = asyncio.Event()
        with contextlib.ExitStack() as readers:
            for end in (self._readable, self._over):
                own = os.dup(end)  # a loop has one reader of each
                readers.callback(os.close, own)
                loop.add_reader(own, woken.set)
                readers.callback(loop.remove_reader, own)
            while not self._is_over():
                await woken.wait()
                woken.clear()
                try:
                    events = await run(self.pending)
                except Fault:
                    if self._is_over():
                        return
                    raise
                for event in events:
                    yield event
                    if self._is_last(event):
                        return
