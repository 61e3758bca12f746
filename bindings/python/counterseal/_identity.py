# SPDX-License-Identifier: Apache-2.0
"""What an identity document says, and how far to believe it."""

from __future__ import annotations

from dataclasses import dataclass

from . import shim
from ._context import Context
from ._handle import (
    BytesLike,
    Cancel,
    Handle,
    PathLike,
    Paths,
    items,
    ms,
    native,
    paths,
)
from ._times import Time, seconds
from ._values import (
    ContactPart,
    IdentityField,
    IdentityQuestion,
    PictureForm,
    Verdict,
)


@dataclass(frozen=True)
class Picture:
    """A picture as the document has it.

    data: its file.  media_type: such as "image/jpeg".
    """

    data: bytes
    media_type: str


def _picture(data: bytes | None, media_type: str | None) -> Picture | None:
    return None if data is None else Picture(data, media_type or "")


class Identity(Handle):
    """What an identity document says.  Personal data: close() wipes it."""

    __slots__ = ()

    @classmethod
    def read(
        cls,
        context: Context,
        uri: str | None = None,
        *,
        card_wait: float | None = None,
        want_fingerprint: bool = False,
        mrz: str | None = None,
        can: str | None = None,
        trust: PathLike | None = None,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> Identity:
        """Reads the document on the reader `uri` names; None: the only one.

        card_wait: seconds to wait for a card to be put on; None: as long as
            timeout allows.
        want_fingerprint: reads them, too; sensitive personal data.
        mrz, can: machine-readable zone, and card access number, as printed.
        trust: see judge(); one path.

        Blocks, at most `timeout` seconds.  Raises Again (AGAIN_NO_CARD,
        AGAIN_CARD_LIFTED), Counter, Stopped, Fault (FAULT_DEVICE), Setup
        (SETUP_TRUST).
        """
        options = shim.IdentityOptions()
        options.card_wait_ms(ms(card_wait))
        options.want_fingerprint(want_fingerprint)
        options.mrz(mrz)
        options.can(can)
        options.trust(trust)
        return cls(
            shim.Identity.read(
                native(context), uri, options, ms(timeout), native(cancel)
            )
        )

    @classmethod
    def from_json(cls, text: str | BytesLike) -> Identity:
        """Reads back the text that json() gave.

        The raw files in it win; a verdict that needs more than those is
        unknown again, see judge().  Raises Refused (REFUSED_INPUT,
        REFUSED_LIMIT).
        """
        data = text.encode() if isinstance(text, str) else text
        return cls(shim.Identity.from_json(data))

    def judge(
        self,
        trust: Paths = (),
        *,
        revocation: Paths = (),
        mrz: str | None = None,
        time: Time | None = None,
    ) -> None:
        """Judges the raw files of a travel document anew.

        trust: certificates of issuing states: files of them (PEM or DER),
            signed master lists, or folders of such files.
        revocation: files with their revocation lists.
        mrz: the machine-readable zone as printed.
        time: "now", aware datetime or seconds since 1970; None: the clock.

        Verdicts and reasons are replaced, fields stay.  Raises Setup
        (SETUP_TRUST), Refused (REFUSED_INPUT); then nothing changes.
        """
        judging = shim.IdentityJudging()
        for path in paths(trust):
            judging.add_trust(path)
        for path in paths(revocation):
            judging.add_revocation(path)
        judging.mrz(mrz)
        judging.time(seconds(time))
        self._shim.judge(judging)

    def value(self, field: IdentityField) -> str | None:
        """The text of a field, or None."""
        text: str | None = self._shim.value(IdentityField(field))
        return text

    @property
    def values(self) -> dict[IdentityField, str]:
        """All fields that the document has."""
        pairs = ((field, self.value(field)) for field in IdentityField)
        return {field: text for field, text in pairs if text is not None}

    @property
    def document_type(self) -> str | None:
        """"cn-resident", "icao-passport", ..."""
        return self.value(IdentityField.DOCUMENT_TYPE)

    @property
    def name(self) -> str | None:
        """In national characters."""
        return self.value(IdentityField.NAME)

    @property
    def number(self) -> str | None:
        """Of the document or of its holder."""
        return self.value(IdentityField.NUMBER)

    @property
    def portrait(self) -> Picture | None:
        """The portrait, or None."""
        return _picture(self._shim.portrait(), self._shim.portrait_type())

    @property
    def portrait_size(self) -> tuple[int, int]:
        """Width and height in pixels; 0: not known."""
        return (
            int(self._shim.portrait_width()),
            int(self._shim.portrait_height()),
        )

    def decode_portrait(
        self,
        context: Context,
        form: PictureForm = PictureForm.PNG,
        *,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> bytes:
        """The portrait in a form that everything shows.

        Its own bytes where they have that form, else what a picture module
        makes of JPEG 2000.  Blocks, at most `timeout` seconds.  Raises Setup
        (SETUP_NO_MODULE), Refused (REFUSED_INPUT: no portrait, or a damaged
        one; REFUSED_LIMIT, REFUSED_UNSUPPORTED), Stopped, Fault.
        """
        data: bytes = self._shim.decode_portrait(
            native(context), form, ms(timeout), native(cancel)
        )
        return data

    @property
    def signature_image(self) -> Picture | None:
        """The holder's signature as the chip has it, or None."""
        return _picture(
            self._shim.signature_image(), self._shim.signature_image_type()
        )

    @property
    def contacts(self) -> list[dict[ContactPart, str]]:
        """Persons whom the holder wants to be notified."""
        persons = []
        for i in range(self._shim.contact_count()):
            pairs = ((part, self._shim.contact(i, part)) for part in ContactPart)
            persons.append({part: text for part, text in pairs if text})
        return persons

    def verdict(self, question: IdentityQuestion) -> Verdict:
        """The answer to a question, one of the three."""
        return Verdict(self._shim.verdict(IdentityQuestion(question)))

    @property
    def reasons(self) -> list[str]:
        """Sentences: why a verdict is what it is, and what does not add up."""
        return items(self._shim.reasons())

    @property
    def is_virtual(self) -> bool:
        """Whether a virtual reader read it."""
        return bool(self._shim.is_virtual())

    def json(self) -> str:
        """One JSON object with stable keys, the portrait and the raw files in
        base64.  Personal data: store with care."""
        text: str = self._shim.json()
        return text
