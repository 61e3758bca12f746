# SPDX-License-Identifier: Apache-2.0
"""Callbacks, buffers and lifetimes: what other bindings are blamed for."""

import ctypes
import gc
import os
import sys
import threading
import weakref

import pytest

import counterseal
from counterseal import Document, Ink, Look, Seal, Signer, Status

from conftest import MODULES, WRITE


class Own(Exception):
    """The application's."""


@pytest.fixture
def bundle(hall):
    return f"file:{hall}/hall.p12"


# ---- callbacks -----------------------------------------------------------------


def test_a_pin_is_asked_for_in_the_thread_of_the_call(context, bundle):
    asked = []

    def ask(request):
        asked.append((threading.get_ident(), request))
        return "1234"

    with Signer.open(context, bundle, pin=ask) as signer:
        assert signer.subject == "CN=Test hall"
    ((thread, request),) = asked
    assert thread == threading.get_ident()
    assert request.uri == bundle and request.title and not request.again


def test_a_pin_may_be_bytes_or_a_constant(context, bundle):
    for pin in ("1234", b"1234", bytearray(b"1234"), lambda _: b"1234"):
        Signer.open(context, bundle, pin=pin).close()
    with pytest.raises(counterseal.Again) as caught:
        Signer.open(context, bundle, pin="4321")
    assert caught.value.status == Status.AGAIN_PIN_WRONG
    for pin in (None, lambda _: None):
        with pytest.raises(counterseal.Counter) as caught:
            Signer.open(context, bundle, pin=pin)
        assert caught.value.status == Status.COUNTER_PIN_NEEDED


def test_what_a_callback_raises_comes_out_of_the_call(context, bundle):
    def ask(request):
        raise Own("no")

    for _ in range(50):
        with pytest.raises(Own) as caught:
            Signer.open(context, bundle, pin=ask)
        assert "ask" in [entry.name for entry in caught.traceback]
    with pytest.raises(TypeError):
        Signer.open(context, bundle, pin=lambda _: 1234)
    with pytest.raises(counterseal.Again):
        Signer.open(context, bundle, pin=lambda _: nested(context, bundle))


def nested(context, bundle):
    """A callback may use the library, and fail in it."""
    Signer.open(context, bundle, pin="1234").close()
    Signer.open(context, bundle, pin="wrong")


def test_a_callback_cannot_close_what_it_is_called_by(bundle):
    context = counterseal.Context(module_dir=MODULES)

    def ask(request):
        context.close()

    with pytest.raises(counterseal.Fault) as caught:
        Signer.open(context, bundle, pin=ask)
    assert "callback" in str(caught.value)
    context.close()


def test_a_log_that_raises_hurts_nobody(monkeypatch):
    seen, lines = [], []
    monkeypatch.setattr(sys, "unraisablehook", seen.append)

    def log(level, origin, text):
        lines.append((level, origin, text))
        raise Own("log")

    with counterseal.Context(
        module_dir=MODULES, log=log, log_level=counterseal.LogLevel.DEBUG
    ) as context:
        context.devices(timeout=20)
    assert lines and all(origin for _, origin, _ in lines)
    assert len(seen) == len(lines)
    assert all(isinstance(one.exc_value, Own) for one in seen)


def test_a_context_that_its_own_log_refers_to_is_collected():
    class Application:
        def __init__(self):
            self.context = counterseal.Context(module_dir=MODULES, log=self.log)

        def log(self, level, origin, text):
            """Refers to the context through self."""

    application = Application()
    gone = weakref.ref(application)
    del application
    gc.collect()
    assert gone() is None


def test_a_signer_keeps_what_it_needs(context, hall, bundle):
    """The context and the callback may be forgotten, in any order."""
    lines = []
    signer = Signer.open(
        counterseal.Context(
            module_dir=MODULES,
            log=lambda *line: lines.append(line),
            log_level=counterseal.LogLevel.DEBUG,
        ),
        bundle,
        pin=lambda _: "1234",
    )
    gc.collect()
    with Document.open(hall / "order.pdf") as document:
        document.seal(signer)
        assert document.verify().signatures
    del signer
    gc.collect()


# ---- bytes -----------------------------------------------------------------------


def test_bytes_cannot_change_their_size_while_they_are_used(order, hall):
    picture = bytearray((hall / "seal.png").read_bytes())
    native = Look(image=picture)._native()
    with pytest.raises(BufferError):
        picture.append(0)
    del native
    picture.append(0)
    # Not after the call, either, and not after one that failed.
    for good in (True, False):
        data = bytearray((hall / "order.pdf").read_bytes() if good else b"x")
        try:
            Document.from_bytes(data).page_count
        except counterseal.Refused:
            pass
        data.append(0)


def test_a_view_is_the_document_without_a_copy(order, signer):
    with order.view() as view:
        assert view.readonly and bytes(view) == order.to_bytes()
        with pytest.raises(TypeError):
            view[0] = 0
        for change in (lambda: order.seal(signer), order.close):
            with pytest.raises(counterseal.Fault) as caught:
                change()
            assert "looked at" in str(caught.value)
    order.seal(signer)
    view = order.view()
    part = view[10:20]
    del view
    with pytest.raises(counterseal.Fault):
        order.seal(signer)
    del part
    order.seal(signer)


def test_a_view_outlives_the_name_of_its_document(hall):
    view = Document.open(hall / "order.pdf").view()
    gc.collect()
    assert bytes(view[:5]) == b"%PDF-"


def test_what_is_in_a_list_outlives_the_list(order, signer, hall):
    order.seal(signer)
    signatures = order.verify([hall / "hall.crt"]).signatures
    gc.collect()
    assert signatures[0].subject == "CN=Test hall"


def test_a_closed_object_says_so(order, context, pad, signer):
    ink = Ink.capture(context, pad(WRITE), timeout=20)
    look = Look(ink=ink)
    ink.close()
    for use in (
        lambda: ink.samples,
        lambda: order.seal(signer, Seal(place="1:1,1,9,9", look=look)),
    ):
        with pytest.raises(counterseal.Fault) as caught:
            use()
        assert "closed" in str(caught.value)


def test_texts_that_are_no_utf_8_are_no_crash(order, signer):
    for text in ("\udcff", "\0", "\U0010ffff"):
        try:
            order.seal(signer, Seal(reason=text))
        except (counterseal.Error, ValueError):
            pass


# ---- nothing grows -----------------------------------------------------------------


class Mallinfo2(ctypes.Structure):
    """mallinfo(3)."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks"
        " uordblks fordblks keepcost".split()
    ]


def allocated():
    """Bytes that C has, without what it got and gave back; None where the C
    library, or a sanitizer, does not tell."""
    try:
        mallinfo = ctypes.CDLL(None).mallinfo2
    except AttributeError:
        return None
    mallinfo.restype = Mallinfo2
    info = mallinfo()
    return info.uordblks + info.hblkhd


def descriptors():
    return len(os.listdir("/proc/self/fd"))


def once(context, hall, bundle):
    with Signer.open(context, bundle, pin=lambda _: "1234") as signer:
        document = Document.open(hall / "order.pdf")
        document.seal(signer, Seal(reason="x" * 1000))
        document.view()
        document.to_bytes()
        document.verify([hall / "hall.crt"]).signatures
    for wrong in (lambda _: None, raising):
        try:
            Signer.open(context, bundle, pin=wrong)
        except (counterseal.Error, Own):
            pass


def raising(request):
    raise Own("x" * 1000)


def test_nothing_grows(context, hall, bundle):
    for _ in range(60):
        once(context, hall, bundle)
    gc.collect()
    bytes_before, descriptors_before = allocated(), descriptors()
    blocks_before = sys.getallocatedblocks()
    for _ in range(120):
        once(context, hall, bundle)
    gc.collect()
    assert descriptors() == descriptors_before
    # One object in a round would be 120.
    assert sys.getallocatedblocks() - blocks_before < 100
    if bytes_before and not os.environ.get("LD_PRELOAD"):
        # One text of a round would be 120 KB; the allocator's caches move.
        assert allocated() - bytes_before < 60000
