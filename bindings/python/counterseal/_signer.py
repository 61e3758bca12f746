# SPDX-License-Identifier: Apache-2.0
"""A certificate with its chain, and a key that can sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Union

from . import shim
from ._context import Context
from ._handle import BytesLike, Cancel, Handle, PathLike, ms, native


@dataclass(frozen=True)
class PinRequest:
    """Whose PIN is wanted.

    uri is the signer as the application named it, title the label of the token
    or the path of the file.  again: the last one given was wrong.  last_try: a
    wrong one now blocks the token.
    """

    uri: str
    title: str
    again: bool
    last_try: bool


PinFunction = Callable[[PinRequest], Union[str, BytesLike, None]]


class _Pin(shim.PinSource):
    """A source of the shim's that is a function."""

    def __init__(self, function: PinFunction) -> None:
        super().__init__()
        self._function = function

    def ask(self, request: Any, secret: Any) -> bool:
        pin = self._function(
            PinRequest(
                request.uri, request.title, request.again, request.last_try
            )
        )
        if pin is None:
            return False
        secret.append(pin.encode() if isinstance(pin, str) else pin)
        return True


def _once(pin: str | BytesLike) -> PinFunction:
    """A PIN that nobody types is tried once, and never as the last try."""

    def give(request: PinRequest) -> str | BytesLike | None:
        return None if request.again or request.last_try else pin

    return give


def pin_source(pin: PinFunction | str | BytesLike | None) -> Any:
    """For the shim; None is nobody to ask."""
    if pin is None:
        return None
    return _Pin(pin if callable(pin) else _once(pin))


class Signer(Handle):
    """A certificate with its chain, and a key that can sign.

    `with` or close() logs out and wipes.
    """

    __slots__ = ("_context", "_pin")

    def __init__(self, native_signer: Any, context: Context, pin: Any) -> None:
        super().__init__(native_signer)
        self._context = context
        self._pin = pin

    @classmethod
    def open(
        cls,
        context: Context,
        uri: str,
        *,
        pin: PinFunction | str | BytesLike | None = None,
        certificate_file: PathLike | None = None,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> Signer:
        """Opens the one certificate with key that uri names.

        Logs in where that is needed.  `pin` is a function that gets a
        PinRequest and gives the PIN, or None where it knows none; it is called
        in this thread, not for a token with a pin pad, and what it raises
        comes out of the call.  A PIN itself is tried once, and never as a last
        try.  Python cannot wipe a str: prefer a bytearray that you wipe.

        certificate_file: PEM or DER with the certificate, and PEM chain, of a
        key that has none beside it in the token.

        Blocks, at most `timeout` seconds.  Raises Setup (SETUP_NO_KEY: none,
        or more than one, matches), Again (AGAIN_PIN_WRONG), Counter
        (COUNTER_PIN_NEEDED, COUNTER_PIN_LOCKED, ...), Refused
        (REFUSED_KEY_MISMATCH), Stopped.
        """
        options = shim.SignerOptions()
        source = pin_source(pin)
        if source is not None:
            options.pin(source)
        options.certificate_file(certificate_file)
        signer = shim.Signer.open(
            native(context), uri, options, ms(timeout), native(cancel)
        )
        return cls(signer, context, source)

    @property
    def chain(self) -> list[bytes]:
        """Certificates, X.509 DER: the signer's, then its issuers as far as
        they are known."""
        count = self._shim.chain_count()
        return [self._shim.certificate(i) for i in range(count)]

    @property
    def subject(self) -> str:
        """Of the certificate, RFC 4514."""
        return self._shim.subject() or ""

    @property
    def issuer(self) -> str:
        """Of the certificate, RFC 4514."""
        return self._shim.issuer() or ""

    @property
    def key(self) -> str:
        """"RSA 2048", "EC P-256", "SM2", ..."""
        return self._shim.key() or ""

    @property
    def not_before(self) -> str:
        """RFC 3339, UTC."""
        return self._shim.not_before() or ""

    @property
    def not_after(self) -> str:
        """RFC 3339, UTC."""
        return self._shim.not_after() or ""

    @property
    def uri(self) -> str:
        """As it was opened."""
        return self._shim.uri() or ""

    @property
    def is_virtual(self) -> bool:
        """Whether it plays a script."""
        return bool(self._shim.is_virtual())
