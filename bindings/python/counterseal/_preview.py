# SPDX-License-Identifier: Apache-2.0
"""What the pen does and the camera sees, while it happens."""

from __future__ import annotations

from dataclasses import dataclass

from . import shim
from ._context import Context
from ._handle import Cancel, ms, native
from ._ink import Ink, InkSample, samples_of
from ._photo import Photo
from ._polled import Polled
from ._values import InkNews, PhotoNews


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
    the pad is said by take().  close() ends what goes on, within some 100 ms.

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

    def draw(self, format: str = "svg") -> bytes:
        """As Ink.draw(), in that format: what was written so far, as far as it
        was told."""
        drawing: bytes = self._shim.draw(format)
        return drawing

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


@dataclass(frozen=True)
class PhotoEvent:
    """What is new, as news says: a frame, or it is over.

    jpeg: of PhotoNews.FRAME, the newest one, a JPEG file.
    """

    news: PhotoNews
    jpeg: bytes = b""


class PhotoPreview(Polled[PhotoEvent]):
    """What a camera sees before the photo is taken.

        with PhotoPreview(context, timeout=120) as preview:
            for event in preview:
                screen.show(event.jpeg)
                if button.is_pressed:
                    photo = preview.take()
                    break

    The events end with PhotoNews.OVER, and are waited for as those of
    InkPreview.  An application that is slow loses frames: there is only the
    newest one.  The camera is served by a thread of the library, which calls
    the log of the context, too.

    uri, width, height, timeout, cancel: as of Photo.take(); a camera that is
    only just switched on may need a second for its exposure and focus.  What
    comes of the camera is said by take().  close() ends what goes on, within
    some 100 ms.

    Raises Fault (FAULT_APPLICATION, FAULT_MEMORY), Refused (REFUSED_LIMIT: no
    more threads or descriptors).
    """

    __slots__ = ("_context",)

    def __init__(
        self,
        context: Context,
        uri: str | None = None,
        *,
        width: int = 0,
        height: int = 0,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> None:
        super().__init__(
            shim.PhotoPreview(
                native(context),
                uri,
                width,
                height,
                ms(timeout),
                native(cancel),
            )
        )
        self._context = context

    def take(self) -> Photo:
        """The frame that was told last, as a photo; once of each.  The preview
        goes on.

        Where there is none, raises how it ended: Stopped, or what Photo.take()
        raises; Fault (FAULT_APPLICATION: before that, or twice of one frame).
        """
        return Photo(self._shim.take())

    def _event(self) -> PhotoEvent:
        return PhotoEvent(
            PhotoNews(self._shim.news()), self._shim.frame() or b""
        )

    def _is_last(self, event: PhotoEvent) -> bool:
        return event.news == PhotoNews.OVER
