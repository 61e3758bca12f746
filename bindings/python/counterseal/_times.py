# SPDX-License-Identifier: Apache-2.0
"""Points in time."""

from __future__ import annotations

from datetime import datetime
from typing import Union

Time = Union[datetime, int]


def seconds(time: Time | None) -> int:
    """Seconds since 1970 UTC; None is 0, which asks the clock."""
    if time is None:
        return 0
    if isinstance(time, datetime):
        if time.tzinfo is None:
            raise ValueError("a time without a zone can be any")
        return int(time.timestamp())
    return time
