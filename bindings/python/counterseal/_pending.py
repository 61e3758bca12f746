# SPDX-License-Identifier: Apache-2.0
"""A seal that waits for its signature from another machine or day."""

from __future__ import annotations

from . import shim
from ._handle import BytesLike, Handle


class Pending(Handle):
    """A seal that waits for its signature; without secrets."""

    __slots__ = ()

    @classmethod
    def from_bytes(cls, state: BytesLike) -> Pending:
        """Reads back the state that to_bytes() gave.

        Raises Refused (REFUSED_INPUT, REFUSED_UNSUPPORTED, REFUSED_LIMIT).
        """
        return cls(shim.Pending.from_state(state))

    def to_bytes(self) -> bytes:
        """All of it, to be kept beside the document."""
        state: bytes = self._shim.saved()
        return state

    __bytes__ = to_bytes

    @property
    def to_sign(self) -> bytes | None:
        """The bytes whose signature is wanted: signed attributes, DER; None
        where the certificates were not known."""
        data: bytes | None = self._shim.to_sign()
        return data

    @property
    def to_sign_digest(self) -> bytes | None:
        """Their digest, for keys that sign one."""
        data: bytes | None = self._shim.to_sign_digest()
        return data

    @property
    def covered(self) -> tuple[int, int, int, int]:
        """The bytes of the document that the signature covers: offset and
        length, twice."""
        return (
            int(self._shim.covered(0)),
            int(self._shim.covered(1)),
            int(self._shim.covered(2)),
            int(self._shim.covered(3)),
        )

    @property
    def covered_digest(self) -> bytes | None:
        """Their digest."""
        data: bytes | None = self._shim.covered_digest()
        return data

    @property
    def digest_name(self) -> str:
        """"SHA256", "SHA384", "SHA512" or "SM3" of both digests."""
        return self._shim.digest_name() or ""
