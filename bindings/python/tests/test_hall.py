# SPDX-License-Identifier: Apache-2.0
"""One customer in the hall, as examples/hall/run plays it: card, photo, pen,
three signatures of which two are made in tokens, and the verdict."""

import subprocess

import pytest

import counterseal
from counterseal import Document, Identity, InkPreview, Look, Photo, Seal
from counterseal import Signer, Stamp

from conftest import BUILD, SOURCE, need_module, need_program

RECIPES = SOURCE / "tests/hall/recipes"
DRAWN = BUILD / "tests/hall/recipes"
ORDER = BUILD / "examples/hall/order/draw-order"
SOON = 60.0  # seconds, with room for a loaded machine


def run(*command):
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Who is trusted, the tokens, the seals, and what the devices play."""
    for name in ("pkcs11-signer", "file-signer", "pango-typeset"):
        need_module(name)
    for name in ("softhsm2-util", "pkcs11-tool", "cjpeg", ORDER):
        need_program(name)
    folder = tmp_path_factory.mktemp("house")
    run(RECIPES / "make-ca", folder / "ca")
    run(RECIPES / "make-tokens", folder / "tokens", folder / "ca")
    run(RECIPES / "make-captures", folder / "captures", DRAWN / "draw-portrait")
    names = ["云汀示范通信有限公司", "业务专用章", "9999010012345"]
    for path in (folder / "business.png", folder / "official.pdf"):
        run(DRAWN / "draw-seal", "round", *names, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "tokens/softhsm2.conf"))
        yield folder


@pytest.fixture(scope="module")
def places():
    lines = run(ORDER, "--layout").splitlines()
    return {name: place for name, place in map(str.split, lines)}


@pytest.fixture
def terminal():
    """A reader on a line, with the customer's card on it."""
    need_module("sdt-reader")
    simulator = subprocess.Popen(
        [SOURCE / "tests/hall/sam-simulator", "--pty"]
        + ["--card", SOURCE / "tests/hall/cards/customer.card"],
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in simulator.stdout:
        if line.startswith("pty "):
            break
    yield "sdt:tty:" + line.split()[1]
    simulator.kill()
    simulator.wait()
    simulator.stdout.close()


def fill(house, identity):
    """What the application prints already."""
    (house / "id.json").write_text(identity.json(), encoding="utf-8")
    data = SOURCE / "examples/hall/order"
    run(
        *[ORDER, "--data", data / "order.json"],
        *["--agreement", data / "agreement.txt"],
        *["--identity", house / "id.json", "-o", house / "order.pdf"],
    )
    return house / "order.pdf"


def write(context, house):
    """The customer signs, and the clerk sees it."""
    seen = 0
    with InkPreview(
        context,
        f"virtual:{house}/captures/customer.pad",
        prompt="Order",
        timeout=SOON,
    ) as preview:
        for event in preview:
            seen += len(event.samples)
        ink = preview.take()
    assert seen >= len(ink) > 500 and ink.account.lost == 0
    return ink


def seal_in_token(document, context, house, name, place, image):
    uri = (house / f"tokens/{name}.uri").read_text().strip()
    pin = (house / f"tokens/{name}.pin").read_text().strip()
    with Signer.open(
        context, uri, pin=lambda request: pin, timeout=SOON
    ) as signer:
        look = Look(image=(house / image).read_bytes())
        seal = Seal(reason="业务受理", place=place, look=look, field=name)
        document.seal(signer, seal, context=context, timeout=SOON)


def test_a_customer_is_served(context, house, places, terminal):
    with Identity.read(context, terminal, timeout=SOON) as identity:
        with Document.open(fill(house, identity)) as order:
            serve(context, house, places, identity, order)


def serve(context, house, places, identity, order):
    shown = order.to_bytes()
    with Photo.take(
        context, f"virtual:{house}/captures/customer.camera", timeout=SOON
    ) as photo, write(context, house) as ink:
        ink.bind(shown)
        order.stamp(
            Stamp(places["identity"], Look(text=identity.number)),
            Stamp(places["photo"], Look(photo=photo)),
            context=context,
        )
        with Signer.open(
            context,
            f"file:{house}/ca/customer.p12",
            pin=(house / "ca/customer.pass").read_text().strip(),
        ) as customer:
            order.seal(
                customer,
                Seal(
                    reason="同意并签署本受理单",
                    place=places["signature"],
                    look=Look(ink=ink, color=0x101A50),
                ),
                context=context,
                timeout=SOON,
            )
        for name, image in (
            ("business", "business.png"),
            ("official", "official.pdf"),
        ):
            seal_in_token(order, context, house, name, places[name], image)
        order.save(house / "sealed.pdf")
        ink.check_document(order.view())
    assert order.view()[: len(shown)] == shown
    with Document.open(house / "sealed.pdf") as sealed:
        judge(sealed.verify([house / "ca/root.pem"]), identity)


def judge(report, identity):
    assert report.is_valid and report.problems == []
    customer, business, official = report.signatures
    assert customer.is_virtual and not customer.covers_file
    assert (business.field, official.field) == ("business", "official")
    assert official.covers_file and identity.number not in report.json()


def test_a_seal_without_its_pin_says_who_acts(context, house, places):
    uri = (house / "tokens/business.uri").read_text().strip()
    for pin in (None, lambda request: None):
        with pytest.raises(counterseal.Counter) as caught:
            Signer.open(context, uri, pin=pin, timeout=SOON)
        assert caught.value.who == "clerk"
    with pytest.raises(counterseal.Again) as caught:
        Signer.open(context, uri, pin="0000", timeout=SOON)
    assert caught.value.status == counterseal.Status.AGAIN_PIN_WRONG
