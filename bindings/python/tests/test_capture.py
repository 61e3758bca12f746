# SPDX-License-Identifier: Apache-2.0
"""Devices, identities, photos and ink, of simulators and virtual devices."""

import json
import subprocess
import sys

import pytest

import counterseal
from counterseal import IdentityField, IdentityQuestion, Ink, Photo, Status

from conftest import MODULES, SOURCE, WRITE, make_input, need_module


@pytest.fixture(scope="module")
def reader():
    """The URI of a reader with the customer's card on it."""
    need_module("sdt-reader")
    simulator = subprocess.Popen(
        [SOURCE / "tests/hall/sam-simulator", "--tcp", "0", "--card"]
        + [SOURCE / "tests/hall/cards/customer.card"],
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in simulator.stdout:
        if line.startswith("tcp "):
            break
    yield f"sdt:tcp:127.0.0.1:{line.split()[1]}"
    simulator.kill()
    simulator.wait()
    simulator.stdout.close()


@pytest.fixture
def camera(tmp_path):
    need_module("virtual-camera")
    make_input("jpeg", tmp_path / "face.jpg")
    (tmp_path / "face.camera").write_text("frame face.jpg\n")
    return f"virtual:{tmp_path}/face.camera"


def test_a_card_is_read_and_read_back(context, reader):
    with counterseal.Identity.read(context, reader, timeout=30) as identity:
        assert identity.document_type == "cn-resident"
        assert identity.number == "999901199506180023"
        assert identity.value(IdentityField.NAME) == identity.name
        assert identity.values[IdentityField.SEX] in ("male", "female")
        assert IdentityField.PERMIT_NUMBER not in identity.values
        assert identity.portrait.data and identity.portrait.media_type
        assert identity.portrait_size == (0, 0)
        with pytest.raises(counterseal.Error):
            identity.decode_portrait(context, timeout=20)
        assert identity.signature_image is None and identity.contacts == []
        assert counterseal.ContactPart.PHONE.word == "phone"
        verdict = identity.verdict(IdentityQuestion.DATA_SIGNED)
        assert verdict.word == "unknown" and identity.reasons
        assert not identity.is_virtual
        identity.judge()
        text = identity.json()
        assert json.loads(text)["number"] == identity.number
    with counterseal.Identity.from_json(text) as again:
        assert again.number == "999901199506180023"
    with pytest.raises(counterseal.Fault):
        again.number
    with pytest.raises(counterseal.Refused):
        counterseal.Identity.from_json("{}")


def test_nobody_puts_a_card_on(context):
    with pytest.raises(counterseal.Counter) as caught:
        counterseal.Identity.read(
            context, "sdt:tcp:127.0.0.1:9", card_wait=0, timeout=5
        )
    assert caught.value.who == "clerk"


def test_a_photo_comes_as_the_camera_made_it(context, camera):
    with Photo.take(context, camera, timeout=20) as photo:
        assert photo.is_virtual and photo.width > 0 and photo.height > 0
        data = photo.to_bytes()
        assert data[:2] == b"\xff\xd8" and bytes(photo) == data
    with Photo.from_bytes(data) as again:
        assert again.is_virtual
    with pytest.raises(counterseal.Refused):
        Photo.from_bytes(b"none")


def test_a_photo_is_measured(context, camera):
    need_module("jpeg-gauge")
    with Photo.take(context, camera, timeout=20) as photo:
        quality = photo.examine(context, timeout=20)
        assert counterseal.PhotoFlaw.TOO_SMALL in quality.flaws
        assert 0 <= quality.light <= 255
        for flaw in quality.flaws:
            assert flaw.word and flaw.text


def test_faces_are_compared_by_a_module_or_not_at_all(context, camera, reader):
    with counterseal.Identity.read(
        context, reader, timeout=30
    ) as identity, Photo.take(context, camera, timeout=20) as photo:
        with pytest.raises(counterseal.Setup) as caught:
            photo.match(context, identity, timeout=5)
        assert caught.value.status == Status.SETUP_NO_MODULE
        photo.mark_virtual()


def test_ink_is_captured_drawn_and_read_back(context, pad):
    with Ink.capture(context, pad(WRITE), prompt="Sign", timeout=20) as ink:
        assert isinstance(ink.is_locked, bool)
        assert ink.is_virtual and ink.stroke_count == 1
        assert len(ink) == len(ink.samples) > 10
        first, last = ink.samples[0], ink.samples[-1]
        assert first.time_us == 0 and last.time_us == ink.duration_us
        assert (first.x_um, first.y_um) == (10000, 20000)
        assert ink.draw().startswith(b"<") and ink.draw("pdf")[:4] == b"%PDF"
        assert ink.account.module == "virtual-pad" and ink.account.lost == 0
        assert ink.account.link == counterseal.InkLink.CLEAR
        assert ink.account.tally.word == "count"
        assert json.loads(ink.json())
        record = ink.iso19794_7()
        with pytest.raises(counterseal.Fault):
            ink.draw("gif")
    with Ink.from_iso19794_7(record) as again:
        again.mark_virtual()
        assert again.stroke_count == 1 and again.account is None


def test_the_customer_may_decline(context, pad):
    with pytest.raises(counterseal.Stopped) as caught:
        Ink.capture(context, pad("pad 9000 9000\ncancel\n"), timeout=20)
    assert caught.value.status == Status.STOPPED_DECLINED
    with pytest.raises(counterseal.Again) as caught:
        Ink.capture(context, pad("pad 9000 9000\nok\n"), timeout=20)
    assert caught.value.who == "customer"


def test_what_is_virtual_is_told_by_the_report(context, pad, order, signer):
    with Ink.capture(context, pad(WRITE), timeout=20) as ink:
        look = counterseal.Look(ink=ink, color=0x101A50)
        order.seal(signer, counterseal.Seal(place="1:20,20,60,20", look=look))
    (signature,) = order.verify().signatures
    assert signature.is_virtual


def test_devices_are_listed_and_the_doctor_speaks(context):
    devices = context.devices(timeout=20)
    assert all(isinstance(d, counterseal.Device) for d in devices)
    assert context.devices(counterseal.Kind.PAD, timeout=20) == []
    for finding in context.doctor():
        assert finding.about and finding.text


def test_the_configuration_names_a_device_that_is_absent(tmp_path):
    config = tmp_path / "counterseal.conf"
    config.write_text("[tsa]\nurl = http://tsa.example/\n")
    with counterseal.Context(system_config=config) as context:
        assert context.setting("tsa", "url") == "http://tsa.example/"
        assert context.setting("tsa", "none") is None
    with pytest.raises(counterseal.Setup):
        counterseal.Context(user_config=tmp_path / "none.conf")
    with pytest.raises(counterseal.Error):
        counterseal.Context(system_config=config).load_module("relative.so")


def test_words_are_those_of_the_library():
    assert counterseal.Kind.READER.word == "reader"
    assert counterseal.DeviceState.BUSY.word == "busy"
    assert counterseal.Level.LTA.word == "B-LTA"
    assert counterseal.PhotoFlaw.TOO_DARK.word == "too-dark"
    assert counterseal.version() == counterseal.__version__


def test_it_is_quiet_at_the_end_of_a_program(hall, context):
    """Whatever is still open when Python ends is freed without a word."""
    program = (
        "import counterseal, sys\n"
        "c = counterseal.Context(module_dir=sys.argv[1], log=print,"
        " log_level=counterseal.LogLevel.DEBUG)\n"
        "s = counterseal.Signer.open(c, sys.argv[2], pin=lambda r: '1234')\n"
        "d = counterseal.Document.open(sys.argv[3])\n"
        "v = d.view(); w = c.watch()\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", program, MODULES]
        + [f"file:{hall}/hall.p12", hall / "order.pdf"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 and done.stderr == ""


def test_a_device_that_is_configured_is_listed(tmp_path, pad):
    config = tmp_path / "counterseal.conf"
    config.write_text(f"[devices]\npad = {pad(WRITE)}\n")
    with counterseal.Context(module_dir=MODULES, user_config=config) as context:
        (device,) = context.devices(counterseal.Kind.PAD, timeout=20)
    assert device.state == counterseal.DeviceState.READY
    assert device.is_virtual and device.module == "virtual-pad"
