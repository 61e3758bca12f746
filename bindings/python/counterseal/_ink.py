# SPDX-License-Identifier: Apache-2.0
"""One handwritten signature: strokes of samples."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, NamedTuple

from . import shim
from ._context import Context
from ._escrow import Escrow
from ._handle import BytesLike, Cancel, Handle, items, ms, native
from ._signer import PinFunction, pin_source
from ._values import InkLink, InkTally

_SAMPLE = struct.Struct("=iiHHI")  # struct cseal_ink_sample


class InkSample(NamedTuple):
    """Where the pen was, and when.

    x_um to the right and y_um down, from the top left corner of the pad, in
    micrometres.  pressure: 0 is pen up, 65535 the most the pad can tell.
    flags: 0 today.  time_us: microseconds since the first sample.
    """

    x_um: int
    y_um: int
    pressure: int
    flags: int
    time_us: int


def samples_of(data: bytes | None) -> list[InkSample]:
    """From the shim, which has none where there are none."""
    return [InkSample(*sample) for sample in _SAMPLE.iter_unpack(data or b"")]


@dataclass(frozen=True)
class InkAccount:
    """How ink was captured, of all that the pen did since the pad was cleared
    last.  A number that nobody told is 0, a text "".

    device: model, firmware, number.  module: that served it.  link: how
    samples came to the computer, cipher: by which encryption.  tally: what would
    have shown that samples were lost.  counted: samples by
    the pad's own numbers; received: that came; lost: known to be missing.
    gaps: times that the pen was out of reach, and its numbers do not show
    whether samples of then are missing.
    pad_us, host_us: from the first to the last of them by the pad's clock, and
    by when they came, in microseconds.  began_ms, ended_ms: when the first
    sample and OK came, milliseconds since 1970.
    """

    device: str
    cipher: str
    link: InkLink
    tally: InkTally
    counted: int
    received: int
    lost: int
    gaps: int
    pad_us: int
    host_us: int
    module: str
    began_ms: int
    ended_ms: int


class Ink(Handle):
    """One handwritten signature.  Biometric data: close() wipes it."""

    __slots__ = ()

    @classmethod
    def capture(
        cls,
        context: Context,
        uri: str | None = None,
        *,
        prompt: str | None = None,
        least_um: int = 0,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> Ink:
        """Lets the customer write on the pad `uri` names; None: the only one.

        prompt: shown by a pad with a screen.  least_um: less ink than this, in
        micrometres, is too short; 0: 3000.  Returns when OK is pressed, after
        `timeout` seconds at most.  Raises Again (AGAIN_INK_TOO_SHORT), Stopped
        (STOPPED_DECLINED: the customer pressed cancel), Counter.
        """
        return cls(
            shim.Ink.capture(
                native(context),
                uri,
                prompt,
                least_um,
                ms(timeout),
                native(cancel),
            )
        )

    @classmethod
    def from_iso19794_7(cls, record: BytesLike) -> Ink:
        """From an ISO/IEC 19794-7:2007 full-format record.

        Raises Refused (REFUSED_INPUT, REFUSED_LIMIT).
        """
        return cls(shim.Ink.from_iso19794_7(record))

    @classmethod
    def open(
        cls,
        sealed: BytesLike,
        key: BytesLike,
        *,
        title: str | None = None,
        pin: PinFunction | str | BytesLike | None = None,
    ) -> Ink:
        """Opens what seal() made, where the key of the escrow is.

        key: PEM, encrypted or not, maybe with its certificate, or PKCS #12.
        title: for whoever is asked for the pass phrase.  pin: the pass phrase,
        or a function that is asked for it, as of Signer.open().  What comes
        out has the account and the document that were sealed with it.

        Raises Refused (REFUSED_INPUT: nothing that was sealed so;
        REFUSED_KEY_MISMATCH, REFUSED_DAMAGED: sealed for others, or changed;
        REFUSED_LIMIT), Setup (SETUP_NO_KEY: it cannot be read), Again
        (AGAIN_PIN_WRONG), Counter (COUNTER_PIN_NEEDED).
        """
        given = shim.InkKey()
        given.bytes(key)
        given.title(title)
        source = pin_source(pin)
        if source is not None:
            given.pin(source)
        return cls(shim.Ink.open(sealed, given))

    def iso19794_7(self) -> bytes:
        """As such a record.  Biometric data: store with care."""
        record: bytes = self._shim.iso19794_7()
        return record

    def inkml(self) -> bytes:
        """As InkML (W3C Recommendation of 20 September 2011): X and Y in mm,
        F, and T in ms.  Biometric data, too."""
        data: bytes = self._shim.inkml()
        return data

    def draw(self, format: str = "svg") -> bytes:
        """A drawing without time or pressure; format: "svg" or "pdf".

        Raises Fault (FAULT_APPLICATION: another format).
        """
        drawing: bytes = self._shim.draw(format)
        return drawing

    @property
    def account(self) -> InkAccount | None:
        """How it was captured; None of ink that was read from a record."""
        for found in items(self._shim.account()):
            return InkAccount(
                found.device,
                found.cipher,
                InkLink(found.link),
                InkTally(found.tally),
                found.counted,
                found.received,
                found.lost,
                found.gaps,
                found.pad_us,
                found.host_us,
                found.module,
                found.began_ms,
                found.ended_ms,
            )
        return None

    def json(self) -> str:
        """What is known of it but the writing itself, as one JSON object."""
        text: str = self._shim.json()
        return text

    def bind(self, document: BytesLike) -> None:
        """Says for which document it was written, by its bytes as the customer
        saw them, before the ink is put on:

            ink.bind(document.view())

        What is added to a PDF is added at its end, so the bytes stay the first
        ones of the sealed document.  Only their SHA-256 and number are kept.
        Raises Fault (FAULT_APPLICATION: no bytes).
        """
        self._shim.bind(document)

    def check_document(self, document: BytesLike) -> None:
        """Is it the document that the ink was written for, with or without
        what was added to it since?

        Raises Refused (REFUSED_INPUT: no, or for none).
        """
        self._shim.check_document(document)

    def seal(self, escrow: Escrow) -> bytes:
        """Sealed for an escrow, with the account and the document.

        A CMS AuthEnvelopedData (RFC 5083, AES-256-GCM).  It keeps others from
        reading it; who made it is proven by the seal of the document that it
        is attached to.  Raises Fault (FAULT_APPLICATION: an escrow of nobody;
        FAULT_CRYPTO), Refused (REFUSED_INPUT: the pen never touched the pad).
        """
        sealed: bytes = self._shim.seal(native(escrow))
        return sealed

    @property
    def samples(self) -> list[InkSample]:
        """In the order of time, of all strokes."""
        return samples_of(self._shim.samples())

    def __len__(self) -> int:
        return int(self._shim.count())

    @property
    def duration_us(self) -> int:
        """In microseconds."""
        return int(self._shim.duration_us())

    @property
    def stroke_count(self) -> int:
        """How often the pen was put down."""
        return int(self._shim.stroke_count())

    @property
    def is_locked(self) -> bool:
        """Whether all of the writing is in memory that does not reach the
        swap."""
        return bool(self._shim.is_locked())

    @property
    def is_virtual(self) -> bool:
        """Whether a virtual pad wrote it."""
        return bool(self._shim.is_virtual())

    def mark_virtual(self) -> None:
        """Says so of one that was read back; cannot be taken off."""
        self._shim.mark_virtual()
