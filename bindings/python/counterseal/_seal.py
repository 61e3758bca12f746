# SPDX-License-Identifier: Apache-2.0
"""What is put on a document: where, how it looks, which level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import shim
from ._errors import Error, make
from ._handle import items
from ._look import AnyPlace, Look, put, to_shim
from ._times import Time, seconds
from ._values import Allow, Digest, Edge, Form, Level, Lock, Scheme, Sides


@dataclass(slots=True)
class Mark:
    """The same signature, shown once more, or on every page from that of the
    place to last_page.

    sides: of those pages.  look: None: that of the seal.
    """

    place: AnyPlace
    last_page: int = 0
    sides: Sides = Sides.ALL
    look: Look | None = None

    def _native(self) -> Any:
        mark = shim.Mark()
        mark.place(to_shim(self.place))
        put(mark, self, ("last_page", "sides"))
        if self.look is not None:
            mark.look(self.look._native())
        return mark


@dataclass(slots=True)
class Straddle:
    """A seal across the edges of pages, of which each has its slice.

    width_um, height_um: of the whole seal, in micrometres.
    along_um: where its middle is along the edge, from the top or left; 0: the
        middle of the shortest edge.
    pages_most: of one seal; 0: 20.
    share_percent: least share of its first and last page; 0: as the others.
    sides: of which pages.  skip_first, skip_last: pages without a slice.
    look: None: that of the seal.
    """

    width_um: int
    height_um: int
    edge: Edge = Edge.RIGHT
    along_um: int = 0
    pages_most: int = 0
    share_percent: int = 0
    sides: Sides = Sides.ALL
    skip_first: int = 0
    skip_last: int = 0
    look: Look | None = None

    def _native(self) -> Any:
        straddle = shim.Straddle()
        put(
            straddle,
            self,
            (
                "width_um",
                "height_um",
                "edge",
                "along_um",
                "pages_most",
                "share_percent",
                "sides",
                "skip_first",
                "skip_last",
            ),
        )
        if self.look is not None:
            straddle.look(self.look._native())
        return straddle


@dataclass(slots=True)
class Seal:
    """What is put on a document.

    field: which signature field; None makes a new one.
    place, look: without a place it is not visible, unless the field has a
        rectangle of its own: then `visible=True` and a look are enough.
        %name%, %date%, %reason% and %location% in a text or QR code stand for
        what the signature says.
    reason, location, contact, name: what the signature says; name: None: the
        certificate's common name.
    digest, scheme: of the signature; DEFAULT: by the key.
    time: claimed signing time; None: the clock.
    insecure_any_certificate: seals even with one that is expired or not for
        signing, for tests.
    certify: the author says what may change; first signature only.
        legal_attestation: what the author says of contents that may change.
    lock, lock_fields, lock_document: what must not change any more.
    level, tsa: what is to be reached, by which time-stamp authority (URL).
    lower_level_ok: a lower level is kept when a service fails.
    marks, straddle: what it shows elsewhere.
    form, filter, subfilter: of GB/T 35275, for SM2 keys.
    """

    reason: str | None = None
    place: AnyPlace | None = None
    look: Look | None = None
    field: str | None = None
    visible: bool = False
    location: str | None = None
    contact: str | None = None
    name: str | None = None
    digest: Digest = Digest.DEFAULT
    scheme: Scheme = Scheme.DEFAULT
    time: Time | None = None
    insecure_any_certificate: bool = False
    certify: Allow = Allow.UNSAID
    legal_attestation: str | None = None
    lock: Lock = Lock.NONE
    lock_fields: Sequence[str] = ()
    lock_document: Allow = Allow.UNSAID
    level: Level = Level.B
    tsa: str | None = None
    lower_level_ok: bool = False
    marks: Sequence[Mark] = ()
    straddle: Straddle | None = None
    form: Form = Form.PADES
    filter: str | None = None
    subfilter: str | None = None

    def _native(self) -> Any:
        seal = shim.Seal()
        if self.field:
            seal.field(self.field)
        if self.reason:
            seal.reason(self.reason)
        if self.location:
            seal.location(self.location)
        if self.contact:
            seal.contact(self.contact)
        if self.name:
            seal.name(self.name)
        if self.digest:
            seal.digest(self.digest)
        if self.scheme:
            seal.scheme(self.scheme)
        if self.insecure_any_certificate:
            seal.insecure_any_certificate(self.insecure_any_certificate)
        if self.certify:
            seal.certify(self.certify)
        if self.legal_attestation:
            seal.legal_attestation(self.legal_attestation)
        if self.lock:
            seal.lock(self.lock)
        if self.lock_document:
            seal.lock_document(self.lock_document)
        if self.level:
            seal.level(self.level)
        if self.tsa:
            seal.tsa(self.tsa)
        if self.lower_level_ok:
            seal.lower_level_ok(self.lower_level_ok)
        if self.form:
            seal.form(self.form)
        if self.filter:
            seal.filter(self.filter)
        if self.subfilter:
            seal.subfilter(self.subfilter)
        if self.time is not None:
            seal.time(seconds(self.time))
        if self.visible:
            seal.visible(True)
        if self.place is not None:
            seal.place(to_shim(self.place))
        if self.look is not None:
            seal.look(self.look._native())
        for name in self.lock_fields:
            seal.add_lock_field(name)
        for mark in self.marks:
            seal.add_mark(mark._native())
        if self.straddle is not None:
            seal.straddle(self.straddle._native())
        return seal


@dataclass(frozen=True)
class Reached:
    """The level that was reached; lowered: why it is a lower one than was
    asked, or None."""

    level: Level
    lowered: Error | None


_REACHED = {int(level): Reached(level, None) for level in Level}


def reached(native_reached: Any) -> Reached:
    """From the shim."""
    if isinstance(native_reached, int):
        return _REACHED[native_reached]
    level = native_reached.level()
    notes = tuple(items(native_reached.notes()))
    return Reached(Level(level), make(native_reached.status(), notes))
