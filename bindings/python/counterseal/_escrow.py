# SPDX-License-Identifier: Apache-2.0
"""Who may open what is sealed at the counter."""

from __future__ import annotations

from . import shim
from ._handle import BytesLike, Handle


class Escrow(Handle):
    """Certificates; who has the key of any one of them can open what is sealed
    for the escrow.

    The keys are elsewhere, with a notary or in a safe: the counter can seal
    for them, and can open nothing:

        with Escrow(Path("notary.pem").read_bytes()) as escrow:
            sealed = ink.seal(escrow)

    Raises what add() raises.
    """

    __slots__ = ()

    def __init__(self, *certificates: BytesLike) -> None:
        super().__init__(shim.Escrow())
        for some in certificates:
            self.add(some)

    def add(self, certificates: BytesLike) -> None:
        """Adds the certificates of a file: PEM, or one in DER.

        Keys: RSA from 2048 bits (3072 are better for what must stay closed for
        decades), EC on P-256, P-384, P-521.  Who chose the file vouches for
        it: neither an issuer nor the time of validity is looked at.  Raises
        Refused (REFUSED_INPUT: no certificate; REFUSED_CERT_USAGE: not made
        for encrypting; REFUSED_LIMIT), Setup (SETUP_KEY_UNSUPPORTED).
        """
        self._shim.add(certificates)

    @property
    def subjects(self) -> list[str]:
        """Of its certificates, RFC 4514."""
        return [self._shim.subject(i) or "" for i in range(len(self))]

    def __len__(self) -> int:
        return int(self._shim.count())
