# SPDX-License-Identifier: Apache-2.0
"""Calls that block, in a program that must not."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from typing import Any, TypeVar

from ._handle import Cancel

_Result = TypeVar("_Result")


async def run(
    function: Callable[..., _Result],
    /,
    *args: Any,
    cancel: Cancel | None = None,
    **kwargs: Any,
) -> _Result:
    """Calls a function of this package in a thread, with args and kwargs, and
    waits for it.

    Where `cancel` is given, which the function gets, too, it is requested when
    the waiting task is cancelled; and what the function then still does is
    waited for, so that nothing goes on behind the back of the task:

        photo = await run(Photo.take, context, cancel=Cancel(), timeout=30)
    """
    loop = asyncio.get_running_loop()
    if cancel is not None:
        kwargs["cancel"] = cancel
    call = loop.run_in_executor(
        None, functools.partial(function, *args, **kwargs)
    )
    try:
        return await asyncio.shield(call)
    except asyncio.CancelledError:
        if cancel is not None:
            cancel.request()
        await asyncio.wait({call})
        call.exception()  # is nobody's any more
        raise
