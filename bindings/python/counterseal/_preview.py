# SPDX-License-Identifier: Apache-2.0
"""What the pen does, while it happens."""

from __future__ import annotations

from dataclasses import dataclass

from . import shim
from ._context import Context
from ._handle import Cancel, ms, native
from ._ink import Ink, InkSample, samples_of
from ._polled import Polled
from ._values import InkNews


@dataclass(frozen=True)
class InkEvent:
    """What is new: the pen went on, or what it wrote was cleared, or it is
    over, as news says.

    samples: of InkNews.SAMPLES, those that came since; from the first one that
    touched the pad on, all of them in order, but for those that were cleared.
    Their times are the pad's own.
    """

    news: InkNews
    samples: tuple[InkSample, ...] = ()


class InkPreview(Polled[InkEvent]):
    """As Ink.capture(), in the background, and seen while it is written.

        with InkPreview(context, prompt="Sign", timeout=120) as preview:
            for event in preview:
                screen.draw(event.samples)
            ink = preview.take()

    The events end with InkNews.OVER.  `for` waits for each; `async for` does
    so in an event loop of asyncio; and for any other loop fileno() is to be
    polled for reading, and pending() called when it is readable.  An
    application that is slow loses no sample: the pad is served by a thread of
    the library, which calls the log of the context, too.

    uri, prompt, least_um, timeout, cancel: as of Ink.capture().  What comes of
    the pad is said by take().  close() ends what goes on: it blocks until the
    pad has been let go, some 100 ms.

    Raises Fault (FAULT_APPLICATION, FAULT_MEMORY), Refused (REFUSED_LIMIT: no
    more threads or descriptors).
    """

    __slots__ = ("_context",)

    def __init__(
        self,
        context: Context,
        uri: str | None = None,
        *,
        prompt: str | None = None,
        least_um: int = 0,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> None:
        super().__init__(
            shim.InkPreview(
                native(context),
                uri,
                prompt,
                least_um,
                ms(timeout),
                native(cancel),
            )
        )
        self._context = context

    def take(self) -> Ink:
        """What was written, once it is over; once.

        Raises what Ink.capture() raises; Fault (FAULT_APPLICATION: before it
        is over, or twice).
        """
        return Ink(self._shim.take())

    def _event(self) -> InkEvent:
        samples = samples_of(self._shim.samples())
        return InkEvent(InkNews(self._shim.news()), tuple(samples))

    def _is_last(self, event: InkEvent) -> bool:
        return event.news == InkNews.OVER
