# SPDX-License-Identifier: Apache-2.0
"""The verdict on a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ._handle import Handle, items


@dataclass(frozen=True)
class Signature:
    """What is said of one signature or document time-stamp.

    field: the name of its field.  kind: "signature" "timestamp".
    subfilter: the form that it says it has.
    level: "B-B" "B-T" "B-LT" "B-LTA" "CMS" "none".
    revision: from 1, of `revisions`; covers_file: nothing came after it.
    integrity: "intact" "broken" "unknown".
    trust: "trusted" "untrusted" "expired" "revoked" "unknown".
    changes: "none" "permitted" "forbidden" "unknown".
    subject, issuer, serial: of the signer's certificate.
    time, not_before, not_after: RFC 3339.
    time_source: "claimed" "timestamp".
    is_virtual: a virtual device was part of it.
    verdict: "valid" "invalid" "indeterminate"; reasons are sentences.
    """

    field: str
    kind: str
    subfilter: str | None
    level: str
    revision: int
    revisions: int
    covers_file: bool
    integrity: str
    trust: str
    changes: str
    subject: str | None
    issuer: str | None
    serial: str | None
    not_before: str | None
    not_after: str | None
    time: str | None
    time_source: str | None
    is_virtual: bool
    verdict: str
    reasons: tuple[str, ...]

    @property
    def is_valid(self) -> bool:
        """Whether the verdict is "valid"."""
        return self.verdict == "valid"


@dataclass(frozen=True)
class ReportFinding:
    """One line of the report as a tree.

    depth: 0: the document; 1: a problem of it, or a signature; 2: what was
    checked of it; 3: why it came out so.  check: what was looked at; outcome:
    how that came out, in one word; sentence: for people; of a signature its
    field.
    """

    depth: int
    check: str
    outcome: str
    sentence: str


def _signature(found: Any) -> Signature:
    return Signature(
        field=found.field,
        kind=found.kind,
        subfilter=found.subfilter,
        level=found.level,
        revision=found.revision,
        revisions=found.revisions,
        covers_file=found.covers_file,
        integrity=found.integrity,
        trust=found.trust,
        changes=found.changes,
        subject=found.subject,
        issuer=found.issuer,
        serial=found.serial,
        not_before=found.not_before,
        not_after=found.not_after,
        time=found.time,
        time_source=found.time_source,
        is_virtual=found.is_virtual,
        verdict=found.verdict,
        reasons=tuple(items(found.reasons)),
    )


class Report(Handle):
    """The verdict on a document, with every reason; see Document.verify()."""

    __slots__ = ()

    @property
    def verdict(self) -> str:
        """"valid", "invalid", "indeterminate" or "unsigned"."""
        return self._shim.verdict() or ""

    @property
    def is_valid(self) -> bool:
        """Whether the verdict is "valid"."""
        return self.verdict == "valid"

    @property
    def signatures(self) -> list[Signature]:
        """In the order of their revisions."""
        return [_signature(found) for found in items(self._shim.signatures())]

    @property
    def problems(self) -> list[str]:
        """Sentences on the document as a whole."""
        return items(self._shim.problems())

    @property
    def findings(self) -> list[ReportFinding]:
        """The same as a tree, written as a list: what belongs to a finding
        comes behind it, one deeper."""
        return [
            ReportFinding(found.depth, found.check, found.outcome, found.sentence)
            for found in items(self._shim.findings())
        ]

    def json(self, file: str | None = None) -> str:
        """One JSON object with stable keys, as `counterseal verify --json`
        gives it; file: the name to put in it."""
        text: str = self._shim.json(file)
        return text
