# SPDX-License-Identifier: Apache-2.0
"""Files inside a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import shim
from ._handle import BytesLike
from ._times import Time, seconds
from ._values import Relation


@dataclass(slots=True)
class Attachment:
    """A file to be attached to a document.

    name: of the file, without slashes, at most 255 bytes of UTF-8.
    data: its bytes, at most 256 MiB.
    description: one line for people.  type: MIME; None:
        "application/octet-stream".
    relation: what it is to the document.
    time: of its last change; None: now.
    """

    name: str
    data: BytesLike
    description: str | None = None
    type: str | None = None
    relation: Relation = Relation.UNSPECIFIED
    time: Time | None = None

    def _native(self) -> Any:
        made = shim.Attachment(self.name, self.data)
        made.description(self.description)
        made.type(self.type)
        made.relation(self.relation)
        made.time(seconds(self.time))
        return made


@dataclass(frozen=True)
class Attached:
    """A file that is in a document, as the document says it, which may be
    anything: the name is for people, not a path to write to.

    number: its place in the list, from 0.  name, description, type (MIME):
    None where the document does not say.  relation: UNSPECIFIED where it says
    another one.
    """

    number: int
    name: str | None
    description: str | None
    type: str | None
    relation: Relation


def attached_of(number: int, native_attached: Any) -> Attached:
    """From the shim."""
    return Attached(
        number,
        native_attached.name,
        native_attached.description,
        native_attached.type,
        Relation(native_attached.relation),
    )
