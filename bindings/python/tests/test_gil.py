# SPDX-License-Identifier: Apache-2.0
"""Which calls let other threads run: all but those that only note a wish."""

import re

import pytest

from conftest import BUILD

WRAPPER = BUILD / "bindings/python/shim_wrap.cc"
NOTES = re.compile(r"(Mark|Straddle|Seal|Seals|Reached)_")
CALLED_BY_C = {"LogSink_log", "PinSource_ask"}


def test_every_call_lets_other_threads_run():
    if not WRAPPER.exists():
        pytest.skip("it was not made by this build")
    bodies = re.findall(
        r"^SWIGINTERN PyObject \*_wrap_(\w+)\([^\n]*\{\n(.*?)^\}",
        WRAPPER.read_text(),
        re.M | re.S,
    )
    assert len(bodies) > 350
    held = {
        name
        for name, body in bodies
        if "SWIG_PYTHON_THREAD_BEGIN_ALLOW" not in body
    }
    assert {name for name in held if not NOTES.match(name)} == CALLED_BY_C
