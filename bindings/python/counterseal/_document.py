# SPDX-License-Identifier: Apache-2.0
"""A PDF, opened for merging, sealing or verifying."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from . import shim
from ._attachment import Attached, Attachment, attached_of
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
from ._look import Place, Stamp, _from_shim, to_shim
from ._pending import Pending
from ._report import Report
from ._seal import Reached, Seal, reached
from ._signer import Signer
from ._times import Time, seconds
from ._values import Level


class PageSize(NamedTuple):
    """Of a page as shown, with crop box and rotation.

    width_um, height_um: in micrometres.
    """

    width_um: int
    height_um: int


class Document(Handle):
    """A PDF.

    The bytes that were opened are never changed: every operation appends an
    incremental update, and one that fails leaves the document as it was.  What
    was not saved is lost.  The file is mapped: nobody may truncate it or write
    to it while the document is open.

    A context may be None where nothing needs a module: sealing at level B
    without text and QR code, stamping pictures, finding text.
    """

    __slots__ = ()

    @classmethod
    def open(cls, path: PathLike) -> Document:
        """Opens the file of that path.

        Raises Setup (SETUP_FILE), Refused (REFUSED_NOT_A_PDF,
        REFUSED_DAMAGED).
        """
        return cls(shim.Document.open_file(path))

    @classmethod
    def from_bytes(cls, data: BytesLike) -> Document:
        """Opens a copy of the data.  Raises Refused, as open()."""
        return cls(shim.Document.open_mem(data))

    def unlock(self, password: str | BytesLike) -> None:
        """Gives the password of an encrypted document, the user's or the
        owner's; a str is taken as UTF-8.

        Raises Again (AGAIN_PASSWORD_WRONG), Refused (REFUSED_ENCRYPTED,
        REFUSED_LIMIT).  Without it what needs the contents raises Counter
        (COUNTER_PASSWORD_NEEDED).
        """
        data = password.encode() if isinstance(password, str) else password
        self._shim.password(data)

    def to_bytes(self) -> bytes:
        """A copy of the document as it is now, with what was appended."""
        data: bytes = self._shim.bytes()
        return data

    __bytes__ = to_bytes

    def view(self) -> memoryview:
        """The same without a copy.

        Until the view is released, or gone, calls that need the document for
        more than saving it raise Fault, and so does close():

            with document.view() as data:
                upload(data)
        """
        data: memoryview = self._shim.view()
        return data

    @property
    def was_damaged(self) -> bool:
        """Whether the cross-reference table was found damaged; then what is
        appended carries a complete one, and who gets it should be told."""
        return bool(self._shim.was_damaged())

    def repair(
        self,
        context: Context,
        *,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> bool:
        """Where a document cannot be read, replaces it by what a repair module
        makes of it; False: there was no need.

        Before anything was stamped or sealed.  Raises Refused
        (REFUSED_FORBIDDEN: it is signed, or may be; REFUSED_DAMAGED, ...),
        Setup (SETUP_NO_MODULE), Stopped.
        """
        is_repaired = self._shim.repair(
            native(context), ms(timeout), native(cancel)
        )
        return bool(is_repaired)

    def save(self, path: PathLike) -> None:
        """Writes beside path, syncs, and renames over it: afterwards path is
        whole, or as it was.

        Raises Setup (SETUP_DISK_FULL, SETUP_FILE, SETUP_PERMISSION).
        """
        self._shim.save_file(path)

    def save_fd(self, fd: int) -> None:
        """Writes everything to the descriptor fd, from its position on; does
        not sync.  Raises Setup."""
        self._shim.save_fd(fd)

    @property
    def page_count(self) -> int:
        """Raises Refused."""
        return int(self._shim.page_count())

    def page_size(self, page: int) -> PageSize:
        """Of a page from 1, in micrometres.  Raises Refused."""
        size = self._shim.page_size(page)
        return PageSize(size.width_um, size.height_um)

    def find_text(
        self,
        phrase: str,
        occurrence: int = 1,
        *,
        context: Context | None = None,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> Place:
        """Where a phrase stands; occurrence: 1 is the first, -1 the last.

        Blanks do not count.  Raises Refused (REFUSED_PLACE: not found, or no
        text at all; REFUSED_INPUT, REFUSED_LIMIT), Setup (SETUP_FILE: no
        pdftotext), Stopped.
        """
        return _from_shim(
            self._shim.find_text(
                native(context),
                phrase,
                occurrence,
                ms(timeout),
                native(cancel),
            )
        )

    def stamp(self, *stamps: Stamp, context: Context | None = None) -> None:
        """Draws on pages for good, all stamps in one revision.

        context is needed for text and QR codes.  Raises Refused
        (REFUSED_PLACE, REFUSED_INPUT, REFUSED_LIMIT, REFUSED_FORBIDDEN: the
        document is signed), Setup (SETUP_NO_FONT, SETUP_NO_MODULE).
        """
        given = shim.Stamps()
        for stamp in stamps:
            given.add(to_shim(stamp.place), stamp.look._native())
        self._shim.stamp(native(context), given)

    def attach(self, *attachments: Attachment) -> None:
        """Puts files into the document, all attachments in one revision:
        seals that come later cover them.

        Raises Refused (REFUSED_FORBIDDEN: the document is signed, or its kind
        of PDF/A or its permissions do not allow it; REFUSED_INPUT: a name that
        is there already, or is not that of a file; REFUSED_LIMIT, ...), Counter
        (COUNTER_PASSWORD_NEEDED), Fault (FAULT_APPLICATION: none, or more than
        64 at once).
        """
        given = shim.Attachments()
        for one in attachments:
            given.add(one._native())
        self._shim.attach(given)

    def attachments(self) -> list[Attached]:
        """The files that the document lists, as it is now.

        Raises Refused (REFUSED_DAMAGED, REFUSED_LIMIT), Counter
        (COUNTER_PASSWORD_NEEDED).
        """
        found = enumerate(items(self._shim.attachments()))
        return [attached_of(number, one) for number, one in found]

    def attachment_data(self, attached: Attached) -> bytes:
        """The bytes of one file, at most 256 MiB.  attached: from
        attachments().

        Raises Refused (REFUSED_DAMAGED, REFUSED_LIMIT, REFUSED_UNSUPPORTED: a
        filter that is not known, or a file elsewhere), Counter
        (COUNTER_PASSWORD_NEEDED), Fault (FAULT_APPLICATION: there is none of
        its number).
        """
        data: bytes = self._shim.attachment_data(attached.number)
        return data

    def seal(
        self,
        signer: Signer,
        seal: Seal | None = None,
        *,
        context: Context | None = None,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> Reached:
        """Appends one revision with one signature of the signer.

        seal: what is put on; None: Seal(), which nobody sees.  context is needed for a look of text or QR code and for levels above
        B.  Blocks while the signer signs and services answer, at most
        `timeout` seconds.  Raises Refused, Again (AGAIN_PIN_WRONG), Counter,
        Stopped, Fault (FAULT_CRYPTO, FAULT_REMOTE), Setup.
        """
        made = (seal or Seal())._native()
        return reached(
            self._shim.seal(
                native(context),
                native(signer),
                made,
                ms(timeout),
                native(cancel),
            )
        )

    def seal_all(
        self,
        seals: Iterable[tuple[Signer, Seal]],
        *,
        context: Context | None = None,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> list[Reached]:
        """The same for several seals, one revision after another: all of
        them, or the document is as it was.  Raises what seal() raises."""
        given = shim.Seals()
        for signer, seal in seals:
            given.add(native(signer), seal._native())
        made = self._shim.seal_all(
            native(context), given, ms(timeout), native(cancel)
        )
        return [reached(one) for one in items(made)]

    def extend(
        self,
        context: Context,
        level: Level,
        *,
        tsa: str | None = None,
        lower_level_ok: bool = False,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> Reached:
        """Brings every signature to Level.LT or Level.LTA.

        tsa: URL of the time-stamp authority; None: the configured one.
        lower_level_ok: a lower level is kept when a service fails.  Blocks
        while services answer.  Raises Refused (REFUSED_FIELD: there is no
        signature, ...), Fault (FAULT_REMOTE), Setup (SETUP_NO_MODULE,
        SETUP_CONFIG), Stopped.
        """
        return reached(
            self._shim.extend(
                native(context),
                level,
                tsa,
                lower_level_ok,
                ms(timeout),
                native(cancel),
            )
        )

    def prepare(
        self,
        seal: Seal,
        *,
        certificates: BytesLike | None = None,
        room: int = 0,
        plain_cms: bool = False,
        context: Context | None = None,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> Pending:
        """Appends the revision of the seal with an empty place for its
        signature, which is made elsewhere.

        certificates: PEM, the signer's first, then its chain; or that one in
            DER.  None: not known; then a whole CMS must come.
        room: bytes to keep for the CMS; 0: what is needed.
        plain_cms: a CMS will come that PAdES does not allow.

        Save the document then, and append nothing before it is finished.
        Raises what seal() raises.
        """
        preparation = shim.Preparation()
        preparation.seal(seal._native())
        if certificates is not None:
            preparation.certificates(certificates)
        preparation.room(room)
        preparation.plain_cms(plain_cms)
        return Pending(
            self._shim.prepare(
                native(context), preparation, ms(timeout), native(cancel)
            )
        )

    def finish(
        self,
        pending: Pending,
        *,
        value: BytesLike | None = None,
        cms: BytesLike | None = None,
        level: Level = Level.B,
        tsa: str | None = None,
        lower_level_ok: bool = False,
        context: Context | None = None,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> Reached:
        """Puts the signature into the place that is pending, once it is
        proven.

        level, tsa, lower_level_ok: as in a Seal.  Exactly one: value, as a token gives it (of ECDSA and SM2 DER), or cms,
        a ContentInfo with a detached SignedData in DER.  context is needed for
        levels above B.  Raises Refused (REFUSED_INPUT: of another document,
        REFUSED_CERT_*, REFUSED_LIMIT, REFUSED_UNSUPPORTED); above B what
        seal() raises.
        """
        given = shim.Finish()
        if value is not None:
            given.value(value)
        if cms is not None:
            given.cms(cms)
        given.level(level)
        given.tsa(tsa)
        given.lower_level_ok(lower_level_ok)
        return reached(
            self._shim.finish(
                native(context),
                native(pending),
                given,
                ms(timeout),
                native(cancel),
            )
        )

    def verify(
        self,
        trust: Paths = (),
        *,
        time: Time | None = None,
        revocation: Paths = (),
        require_revocation: bool = False,
        context: Context | None = None,
        trusted_lists: Paths = (),
        trusted_list_signers: Paths = (),
    ) -> Report:
        """Judges every signature.

        trust: PEM or DER files, or folders of them, with trust anchors;
            without any, trust is unknown.
        time: at which certificates are judged; None: the clock.
        revocation: files with revocation lists or responders' answers.
        require_revocation: a signer of whom nothing says whether the
            certificate was revoked is not trusted.
        trusted_lists: XML files (ETSI TS 119 612), which need the context, and
            trusted_list_signers: files with the certificates of who must have
            signed them.

        A document that cannot be read without guessing gets a report that says
        so.  Reads no network.  Raises Setup (SETUP_TRUST), Counter
        (COUNTER_PASSWORD_NEEDED), Refused.
        """
        options = shim.ReportOptions()
        for add, given in (
            (options.add_trust, trust),
            (options.add_revocation, revocation),
            (options.add_trusted_list, trusted_lists),
            (options.add_trusted_list_signer, trusted_list_signers),
        ):
            for path in paths(given):
                add(path)
        options.time(seconds(time))
        options.require_revocation(require_revocation)
        if context is not None:
            options.context(native(context))
        return Report(shim.Report(self._shim, options))
