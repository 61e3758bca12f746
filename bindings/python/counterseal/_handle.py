# SPDX-License-Identifier: Apache-2.0
"""What all objects of the library have in common."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from types import TracebackType
from typing import Any, TypeVar, Union

from . import shim
from ._errors import Error

PathLike = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
Paths = Union[PathLike, Iterable[PathLike]]
BytesLike = Union[bytes, bytearray, memoryview]

_TIMEOUT_MOST = 2**31 - 1
_Self = TypeVar("_Self", bound="Handle")


def ms(timeout: float | None) -> int:
    """Seconds as the shim wants them; None is no limit."""
    if timeout is None:
        return -1
    if not timeout >= 0:
        raise ValueError("a timeout is not negative")
    return min(math.ceil(min(timeout, 1e9) * 1000), _TIMEOUT_MOST)


def paths(given: Paths) -> Iterable[PathLike]:
    """One path is a list of one."""
    if isinstance(given, (str, bytes, os.PathLike)):
        return (given,)
    return given


class Handle:
    """An object of the library.

    Any thread may use it; what another thread is doing with it is waited for.
    close() ends the calls that are using it with Stopped, waits for them, and
    frees it.  A later call raises Fault.  In a `with` block it is closed at
    the end; else when nobody refers to it any more.
    """

    __slots__ = ("_shim", "__weakref__")

    def __init__(self, native: Any) -> None:
        self._shim = native

    def close(self) -> None:
        """Frees it, from any thread; again: does nothing.

        Raises Fault (its bytes are still looked at, or its own callback closes
        it), and Stopped where a signal came while another thread still used
        it, and its handler raised nothing: then it is open as before.
        """
        self._shim.close()

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.close()
        except Error:
            # What ended the block matters more than what is in its way.
            if error is None:
                raise


class Cancel:
    """Ends every call that was given it with Stopped, now and for good.

    Any thread may request it, and a signal handler of Python, too.
    """

    __slots__ = ("_shim", "__weakref__")

    def __init__(self) -> None:
        self._shim = shim.Cancel()

    def request(self) -> None:
        """It cannot be taken back."""
        self._shim.request()

    @property
    def requested(self) -> bool:
        """Whether it was."""
        return bool(self._shim.requested())


def native(cancel: Cancel | Handle | None) -> Any:
    """What the shim knows of it."""
    return None if cancel is None else cancel._shim


def items(native_list: Any) -> list[Any]:
    """A list of the shim's."""
    return [native_list.at(i) for i in range(native_list.count())]
