# SPDX-License-Identifier: Apache-2.0
"""Where something is drawn on a page, and what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Union

from . import shim
from ._handle import BytesLike, native
from ._ink import Ink
from ._photo import Photo

LAST_PAGE: int = shim.page_last()


class Place(NamedTuple):
    """A rectangle on a page as shown, from its top left corner.

    Rotation and crop box are respected.  page: from 1, or LAST_PAGE.  x_um to
    the right and y_um down, width_um and height_um: micrometres; a width or
    height of 0 is filled in by complete().

    Wherever a place is wanted a text will do, too: "PAGE:X,Y,W,H" in decimal
    millimetres, PAGE a number or "last".
    """

    page: int
    x_um: int
    y_um: int
    width_um: int = 0
    height_um: int = 0

    @classmethod
    def parse(cls, text: str) -> Place:
        """Reads "PAGE:X,Y,W,H"; what is left out is 0.

        Raises Fault (FAULT_APPLICATION)."""
        return _from_shim(shim.parse_place(text))

    def complete(self, look: Look) -> Place:
        """With the width or height that it has not (0): by the proportions of
        the picture of the look, or both as large as the picture really is.

        Raises Refused (REFUSED_PLACE: it does not say; REFUSED_INPUT)."""
        return _from_shim(shim.complete_place(to_shim(self), look._native()))


AnyPlace = Union[Place, str]


def _from_shim(place: Any) -> Place:
    return Place(
        place.page, place.x_um, place.y_um, place.width_um, place.height_um
    )


def to_shim(place: AnyPlace) -> Any:
    """For the shim."""
    if isinstance(place, str):
        return shim.parse_place(place)
    return shim.Place(*place)


def put(made: Any, wishes: object, names: tuple[str, ...]) -> None:
    """Calls the setters of what is not None or 0, which the shim has by
    itself."""
    for name in names:
        value = getattr(wishes, name)
        if value:
            getattr(made, name)(value)


_LOOK = (
    "image",
    "qr",
    "text",
    "font",
    "text_um",
    "color",
    "opacity",
    "turn_mdeg",
    "qr_lost_percent",
    "text_over",
)


@dataclass(slots=True)
class Look:
    """What is drawn: one picture (image, ink, photo or QR code), or text, or
    both: then the picture has the left of the place and the text the right,
    or, with text_over, each has all of it.

    image: a PNG, a JPEG, or a one-page PDF; not copied: leave it as it is.
    text: lines end with "\\n".  font: as fontconfig names it.
    text_um: height of the font in micrometres; 0: 3500 (10 pt), or what fits.
    color: of text, QR code and ink, 0xRRGGBB.
    opacity: percent, 1 to 100; 0: 100.
    turn_mdeg: clockwise, in thousandths of a degree.
    qr: text of a QR code; qr_lost_percent: how much of it may become
        unreadable, 7, 15, 25 or 30; 0: 15.
    """

    text: str | None = None
    image: BytesLike | None = None
    ink: Ink | None = None
    photo: Photo | None = None
    qr: str | None = None
    font: str | None = None
    text_um: int = 0
    color: int = 0
    opacity: int = 0
    turn_mdeg: int = 0
    qr_lost_percent: int = 0
    text_over: bool = False

    def _native(self) -> Any:
        look = shim.Look()
        put(look, self, _LOOK)
        if self.ink is not None:
            look.ink(native(self.ink))
        if self.photo is not None:
            look.photo(native(self.photo))
        return look


@dataclass(slots=True)
class Stamp:
    """Draws a look at a place for good: content, not an annotation."""

    place: AnyPlace
    look: Look
