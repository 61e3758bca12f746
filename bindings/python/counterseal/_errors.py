# SPDX-License-Identifier: Apache-2.0
"""What the library raises: one class for each class of status."""

from __future__ import annotations

from . import shim
from ._values import Status


class Error(Exception):
    """Something failed.

    status: the exact Status.
    who:    who can make the next attempt succeed: "customer", "caller",
            "clerk", "administrator", "nobody" or "developer".
    notes:  sentences in English, the outermost first, without secrets and
            personal data.  Translate by status, never by note.

    str() is all notes joined by ": ".
    """

    def __init__(self, status: int, notes: tuple[str, ...] = ()) -> None:
        self.status: Status = Status(status)
        self.who: str = shim.who_of(status)
        self.notes: tuple[str, ...] = tuple(notes)
        super().__init__(status, self.notes)

    def __str__(self) -> str:
        return ": ".join(self.notes) or self.text

    @property
    def text(self) -> str:
        """One English sentence for people, by status alone."""
        text: str = shim.status_text(self.status)
        return text


class Again(Error):
    """The person at the counter does it again (1xx)."""


class Stopped(Error):
    """Somebody, or the clock, stopped it (2xx)."""


class Counter(Error):
    """The clerk acts at the counter (3xx)."""


class Setup(Error):
    """An administrator acts (4xx)."""


class Refused(Error):
    """It must not be signed, or cannot be used as it is (5xx)."""


class Fault(Error):
    """Code, or a service, is at fault (6xx)."""


_CLASSES: dict[int, type[Error]] = {
    shim.CLASS_AGAIN: Again,
    shim.CLASS_STOPPED: Stopped,
    shim.CLASS_COUNTER: Counter,
    shim.CLASS_SETUP: Setup,
    shim.CLASS_REFUSED: Refused,
    shim.CLASS_FAULT: Fault,
}


def make(status: int, notes: tuple[str, ...] = ()) -> Error:
    """The exception for a status, also for one newer than this module."""
    return _CLASSES.get(shim.class_of(status), Fault)(status, notes)
