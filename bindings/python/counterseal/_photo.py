# SPDX-License-Identifier: Apache-2.0
"""One still picture: JPEG bytes as the camera made them."""

from __future__ import annotations

from dataclasses import dataclass

from . import shim
from ._context import Context
from ._handle import BytesLike, Cancel, Handle, ms, native
from ._identity import Identity
from ._values import PhotoFlaw


@dataclass(frozen=True)
class PhotoQuality:
    """Measures of a photo; usable if it has no flaws.

    light: mean luma, 0 to 255.  contrast: luma between its dark and its light
    parts.  sharpness: how steep edges are, in thousandths of the contrast.
    dark_permille, bright_permille: black, and burnt out.
    """

    flaws: frozenset[PhotoFlaw]
    light: int
    contrast: int
    sharpness: int
    dark_permille: int
    bright_permille: int


@dataclass(frozen=True)
class PhotoLikeness:
    """How much two faces are alike, says the matcher.

    score: in the matcher's own scale, more is more alike; threshold: where its
    maker takes them for one person's.  matcher: its name, version and model.
    is_virtual: it plays a script.  photo_digest, portrait_digest: of which two
    files it is, SHA-256 in hexadecimal; of others it says nothing.
    """

    score: float
    threshold: float
    matcher: str
    is_virtual: bool
    photo_digest: str
    portrait_digest: str


class Photo(Handle):
    """One still picture.  close() wipes it."""

    __slots__ = ()

    @classmethod
    def take(
        cls,
        context: Context,
        uri: str | None = None,
        *,
        width: int = 0,
        height: int = 0,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> Photo:
        """Takes one photo with the camera `uri` names; None: the only one.

        width, height: wished, in pixels; 0: the camera's choice.  Blocks, at
        most `timeout` seconds.  Raises Again (AGAIN_PHOTO_UNUSABLE), Counter,
        Stopped.
        """
        return cls(
            shim.Photo.take(
                native(context), uri, width, height, ms(timeout), native(cancel)
            )
        )

    @classmethod
    def from_bytes(cls, jpeg: BytesLike) -> Photo:
        """From the bytes of a jpeg file, which are checked and copied.

        Raises Refused (REFUSED_INPUT, REFUSED_LIMIT).
        """
        return cls(shim.Photo.from_bytes(jpeg))

    def to_bytes(self) -> bytes:
        """The JPEG file exactly as it came."""
        data: bytes = self._shim.bytes()
        return data

    __bytes__ = to_bytes

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self._shim.width())

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self._shim.height())

    @property
    def is_virtual(self) -> bool:
        """Whether a virtual camera took it."""
        return bool(self._shim.is_virtual())

    def mark_virtual(self) -> None:
        """Says that a photo read back from a file came from a virtual
        camera."""
        self._shim.mark_virtual()

    def examine(
        self,
        context: Context,
        *,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> PhotoQuality:
        """Measures it without knowing what is on it.

        Raises Setup (SETUP_NO_MODULE), Refused (REFUSED_INPUT,
        REFUSED_LIMIT), Stopped.
        """
        found = self._shim.examine(
            native(context), ms(timeout), native(cancel)
        )
        flaws = (flaw for flaw in PhotoFlaw if found.flaws >> flaw & 1)
        return PhotoQuality(
            frozenset(flaws),
            found.light,
            found.contrast,
            found.sharpness,
            found.dark_permille,
            found.bright_permille,
        )

    def match(
        self,
        context: Context,
        identity: Identity,
        *,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> PhotoLikeness:
        """Compares the face with the portrait of an identity document.

        By the one module that does; none comes with the library.  Raises
        Setup (SETUP_NO_MODULE), Refused (REFUSED_INPUT), Stopped.
        """
        found = self._shim.match(
            native(context), native(identity), ms(timeout), native(cancel)
        )
        return PhotoLikeness(
            found.score,
            found.threshold,
            found.matcher,
            found.is_virtual,
            found.photo_digest,
            found.portrait_digest,
        )
