# SPDX-License-Identifier: Apache-2.0
"""Calls that block, in a program that must not."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from ._handle import Cancel

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def _cancel_of(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Cancel | None:
    """The one that the function gets; where it takes one and would get none,
    a new one, in kwargs."""
    try:
        signature = inspect.signature(function)
        given = signature.bind_partial(*args, **kwargs)
    except (TypeError, ValueError):
        return None  # has no signature, or will complain itself
    given.apply_defaults()
    cancel = given.arguments.get("cancel", given)
    if cancel is None and signature.parameters["cancel"].kind in (
        inspect.Parameter.KEYWORD_ONLY,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ):
        cancel = kwargs["cancel"] = Cancel()
    return cancel if isinstance(cancel, Cancel) else None


async def run(
    function: Callable[_Parameters, _Result],
    /,
    *args: _Parameters.args,
    **kwargs: _Parameters.kwargs,
) -> _Result:
    """Calls a function of this package in a thread, with args and kwargs, and
    waits for it:

        photo = await run(Photo.take, context, timeout=30)

    When the waiting task is cancelled, so is the call, if the function takes a
    `cancel`: the one that it was given, or one of its own.  What it then still
    does is waited for, so that nothing goes on behind the back of the task.
    """
    cancel = _cancel_of(function, args, kwargs)
    call = asyncio.get_running_loop().run_in_executor(
        None, functools.partial(function, *args, **kwargs)
    )
    try:
        return await asyncio.shield(call)
    except asyncio.CancelledError:
        if cancel is not None:
            cancel.request()
        while not call.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait({call})
        call.exception()  # is nobody's any more
        raise
