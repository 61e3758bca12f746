# SPDX-License-Identifier: Apache-2.0
"""Ink while it is written, and ink that is sealed for an escrow."""

import asyncio
import gc
import json
import subprocess
import threading
import time
import weakref

import pytest

import counterseal
from counterseal import Cancel, Escrow, Ink, InkNews, InkPreview, Status

from conftest import MODULES, NOBODY, WRITE, make_key

SOON = 60.0  # seconds, with room for a loaded machine

CLEARED = (
    "pad 100000 60000\nstroke 300 10000 20000 60000 40000\nclear\n"
    "stroke 100 20000 20000 30000 30000\nok\n"
)
SLOWLY = (
    "pad 100000 60000\nrealtime yes\nstroke 400 10000 20000 60000 40000\nok\n"
)


# ---- while it is written ------------------------------------------------------


def news(events):
    """Without how many times samples were told."""
    kinds = []
    for event in events:
        if kinds[-1:] != [event.news]:
            kinds.append(event.news)
    return kinds


def test_ink_is_told_while_it_is_written(context, pad):
    with InkPreview(context, pad(SLOWLY), prompt="Sign", timeout=SOON) as shown:
        events = list(shown)
        assert news(events) == [InkNews.SAMPLES, InkNews.OVER]
        assert len(events) > 3
        told = [sample for event in events for sample in event.samples]
        assert list(shown.wait(0)) == []
        with shown.take() as ink:
            assert ink.is_virtual and ink.stroke_count == 1
            # The pad's clock, and after the ink what the pen did in the air.
            began = told[0].time_us
            same = [s._replace(time_us=s.time_us - began) for s in told]
            assert same[: len(ink)] == ink.samples


def test_what_was_cleared_is_told_and_is_not_in_the_ink(context, pad):
    with InkPreview(context, pad(CLEARED), timeout=SOON) as preview:
        written = []
        for event in preview:
            if event.news == InkNews.CLEARED:
                written.clear()
            written.extend(event.samples)
        with preview.take() as ink:
            assert (written[0].x_um, written[0].y_um) == (20000, 20000)
            assert len(written) >= len(ink) > 10


def test_how_a_preview_ended_is_said_once(context, pad):
    with InkPreview(context, pad("pad 9000 9000\ncancel\n")) as preview:
        for _ in preview:
            pass
        with pytest.raises(counterseal.Stopped) as caught:
            preview.take()
        assert caught.value.status == Status.STOPPED_DECLINED
    with InkPreview(context, pad(NOBODY)) as preview:
        with pytest.raises(counterseal.Fault) as caught:
            preview.take()
        assert caught.value.status == Status.FAULT_APPLICATION
    with InkPreview(context, pad(WRITE)) as preview:
        list(preview)
        preview.take().close()
        with pytest.raises(counterseal.Fault):
            preview.take()
    with InkPreview(context, "virtual:/none.pad") as preview:
        list(preview)
        with pytest.raises(counterseal.Error):
            preview.take()
    with pytest.raises(counterseal.Error):
        InkPreview(context, pad(WRITE), prompt="x" * 100000)


def test_a_preview_ends_by_its_time_its_cancel_and_its_close(context, pad):
    with InkPreview(context, pad(NOBODY), timeout=0.1) as preview:
        list(preview)
        with pytest.raises(counterseal.Stopped) as caught:
            preview.take()
        assert caught.value.status == Status.STOPPED_TIMEOUT
    cancel = Cancel()
    with InkPreview(context, pad(NOBODY), cancel=cancel) as preview:
        threading.Timer(0.1, cancel.request).start()
        assert news(preview) == [InkNews.OVER]
        with pytest.raises(counterseal.Stopped) as caught:
            preview.take()
        assert caught.value.status == Status.STOPPED_CANCELLED
    with InkPreview(context, pad(NOBODY), cancel=cancel) as preview:
        assert news(preview) == [InkNews.OVER]
    preview = InkPreview(context, pad(NOBODY))
    closer = threading.Timer(0.1, preview.close)
    closer.start()
    assert list(preview) == []
    closer.join()
    for use in (preview.fileno, preview.pending, preview.take):
        with pytest.raises(counterseal.Fault) as caught:
            use()
        assert "closed" in str(caught.value)
    preview.close()


def test_a_preview_is_for_asyncio_too(context, pad):
    async def main():
        ticks = 0

        async def tick():
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        ticking = asyncio.create_task(tick())
        with InkPreview(context, pad(SLOWLY), timeout=SOON) as preview:
            events = [event async for event in preview]
            ticking.cancel()
            assert news(events) == [InkNews.SAMPLES, InkNews.OVER]
            with preview.take() as ink:
                assert ink.stroke_count == 1
        assert ticks > 0

    asyncio.run(asyncio.wait_for(main(), SOON))


def test_whoever_waits_for_a_preview_hears_the_end(context, pad):
    """Also who did not get the last event, or comes late."""

    async def both(preview, closes):
        async def look():
            return [event async for event in preview]

        looking = [asyncio.create_task(look()) for _ in range(2)]
        await asyncio.sleep(0.05)
        if closes:
            preview.close()
        told = sum(await asyncio.gather(*looking), [])
        assert closes or [e.news for e in told].count(InkNews.OVER) == 1

    for closes in (True, False):
        with InkPreview(context, pad(NOBODY if closes else SLOWLY)) as preview:
            asyncio.run(asyncio.wait_for(both(preview, closes), SOON))
            assert list(preview) == []
    with InkPreview(context, pad(SLOWLY)) as preview:
        threads = [
            threading.Thread(target=list, args=[preview]) for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SOON)
            assert not thread.is_alive()
        assert preview.wait() == []


def test_a_preview_that_is_forgotten_lets_the_pad_go(pad):
    """And may be the last who knows the context, the log and the cancel."""
    lines = []
    preview = InkPreview(
        counterseal.Context(
            module_dir=MODULES,
            log=lambda *line: lines.append(line),
            log_level=counterseal.LogLevel.DEBUG,
        ),
        pad(NOBODY),
        cancel=Cancel(),
    )
    gc.collect()
    time.sleep(0.05)
    gone = weakref.ref(preview)
    threads = threads_of_c()
    del preview
    gc.collect()
    assert gone() is None and threads_of_c() == threads - 1


def threads_of_c():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("Threads:"):
                return int(line.split()[1])


def test_two_threads_that_look_at_one_preview_are_no_crash(context, pad):
    for _ in range(5):
        with InkPreview(context, pad(SLOWLY), timeout=SOON) as preview:
            over = threading.Event()

            def look():
                while not over.is_set():
                    for event in preview.wait(0.05):
                        if event.news == InkNews.OVER:
                            over.set()

            threads = [threading.Thread(target=look) for _ in range(3)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(SOON)
                assert not thread.is_alive()
            preview.take().close()


# ---- sealed for an escrow ---------------------------------------------------


@pytest.fixture
def ink(context, pad):
    with Ink.capture(context, pad(WRITE), timeout=SOON) as captured:
        yield captured


@pytest.fixture(scope="module")
def notary(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notary")
    make_key(folder, "notary")
    make_key(folder, "stranger")
    return folder


def test_only_an_escrow_opens_what_was_sealed(ink, notary, order, tmp_path):
    with Escrow((notary / "notary.crt").read_bytes()) as escrow:
        assert escrow.subjects == ["CN=Test notary"] and len(escrow) == 1
        ink.bind(order.view())
        sealed = ink.seal(escrow)
    with Ink.open(sealed, (notary / "notary.pem").read_bytes()) as opened:
        assert opened.iso19794_7() == ink.iso19794_7() and opened.is_virtual
        assert opened.account == ink.account
        assert "document" in json.loads(opened.json())
        opened.check_document(order.view())
        with pytest.raises(counterseal.Refused):
            opened.check_document(b"%PDF-1.7 another")
    with pytest.raises(counterseal.Refused) as caught:
        Ink.open(sealed, (notary / "stranger.pem").read_bytes())
    assert caught.value.status == Status.REFUSED_KEY_MISMATCH
    (tmp_path / "sealed.der").write_bytes(sealed)
    shown = subprocess.run(
        ["openssl", "asn1parse", "-inform", "DER"]
        + ["-in", tmp_path / "sealed.der"],
        capture_output=True,
        text=True,
    )
    assert "authEnvelopedData" in shown.stdout


def test_the_document_of_the_ink_may_grow(ink, order, signer):
    ink.bind(order.to_bytes())
    order.seal(signer)
    ink.check_document(order.view())
    with pytest.raises(counterseal.Fault):
        ink.bind(b"")


def test_ink_that_was_changed_is_not_opened(ink, notary):
    with Escrow((notary / "notary.crt").read_bytes()) as escrow:
        sealed = bytearray(ink.seal(escrow))
    key = (notary / "notary.pem").read_bytes()
    sealed[-1] ^= 1
    with pytest.raises(counterseal.Refused):
        Ink.open(sealed, key)
    for none in (b"", b"none", bytes(sealed[:100])):
        with pytest.raises(counterseal.Refused):
            Ink.open(none, key)
    with pytest.raises(counterseal.Setup) as caught:
        Ink.open(sealed, b"no key")
    assert caught.value.status == Status.SETUP_NO_KEY


def test_the_pass_phrase_of_an_escrow_is_asked_for(ink, notary):
    with Escrow((notary / "notary.crt").read_bytes()) as escrow:
        sealed = ink.seal(escrow)
    key = (notary / "notary.p12").read_bytes()
    asked = []

    def ask(request):
        asked.append(request.title)
        return "1234"

    Ink.open(sealed, key, title="the notary's key", pin=ask).close()
    assert asked == ["the notary's key"]
    Ink.open(sealed, key, pin="1234").close()
    with pytest.raises(counterseal.Again):
        Ink.open(sealed, key, pin="4321")
    with pytest.raises(counterseal.Counter):
        Ink.open(sealed, key)

    def fail(request):
        raise LookupError

    with pytest.raises(LookupError):
        Ink.open(sealed, key, pin=fail)


def test_an_escrow_takes_certificates_and_nothing_else(ink, notary):
    with Escrow() as escrow:
        assert escrow.subjects == []
        with pytest.raises(counterseal.Fault):
            ink.seal(escrow)
        for wrong in (b"", b"none", (notary / "notary.key").read_bytes()):
            with pytest.raises(counterseal.Refused):
                escrow.add(wrong)
        with pytest.raises(TypeError):
            escrow.add("text")
        for name in ("notary.crt", "stranger.crt"):
            escrow.add((notary / name).read_bytes())
        assert escrow.subjects == ["CN=Test notary", "CN=Test stranger"]
        sealed = ink.seal(escrow)
    for name in ("notary.pem", "stranger.pem"):
        Ink.open(sealed, (notary / name).read_bytes()).close()
    with pytest.raises(counterseal.Fault) as caught:
        ink.seal(escrow)
    assert "closed" in str(caught.value)


def test_ink_is_ink_ml_too(ink):
    text = ink.inkml().decode()
    assert "<trace" in text and "http://www.w3.org/2003/InkML" in text
