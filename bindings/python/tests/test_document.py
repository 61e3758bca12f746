# SPDX-License-Identifier: Apache-2.0
"""Opening, sealing, saving and verifying."""

import json
import os
import subprocess
from datetime import datetime, timezone

import pytest

import counterseal
from counterseal import (
    Attached,
    Attachment,
    Document,
    Look,
    Place,
    Relation,
    Seal,
    Signer,
    Stamp,
    Status,
)

from conftest import make_input, need_module


def sealed(order, signer, **words):
    reached = order.seal(signer, Seal(**words))
    assert reached.level == counterseal.Level.B and reached.lowered is None
    return order


def test_a_sealed_order_is_valid(order, signer, hall, tmp_path):
    sealed(order, signer, reason="Contract", field="Hall")
    order.save(tmp_path / "sealed.pdf")
    with Document.open(os.fsencode(tmp_path / "sealed.pdf")) as again:
        report = again.verify([hall / "hall.crt"])
        assert report.is_valid and report.verdict == "valid"
        (signature,) = report.signatures
        assert signature.is_valid and signature.field == "Hall"
        assert signature.subject == "CN=Test hall"
        assert signature.integrity == "intact" and signature.covers_file
        assert isinstance(signature.reasons, tuple)
        assert json.loads(report.json("x.pdf"))["file"] == "x.pdf"
        assert [f.check for f in report.findings][:2] == [
            "document",
            "signature",
        ]
        assert report.problems == []
        assert again.verify().verdict == "indeterminate"


def test_a_changed_byte_is_seen(order, signer, hall):
    data = bytearray(sealed(order, signer).to_bytes())
    data[data.index(b"612") if b"612" in data else 40] ^= 1
    with Document.from_bytes(data) as changed:
        assert not changed.verify([hall / "hall.crt"]).is_valid


def test_an_unsigned_order_is_unsigned(order):
    assert order.verify().verdict == "unsigned"


def test_bytes_come_in_as_anything_that_has_a_buffer(hall):
    data = (hall / "order.pdf").read_bytes()
    for same in (data, bytearray(data), memoryview(data)):
        with Document.from_bytes(same) as document:
            assert document.to_bytes() == bytes(document) == data
            assert document.page_count == 3
    with pytest.raises(TypeError):
        Document.from_bytes("text")
    with pytest.raises(counterseal.Refused):
        Document.from_bytes(b"").page_count


def test_names_of_files_are_anything_that_names_one(hall, tmp_path):
    path = tmp_path / os.fsdecode(b"\xe5\x8d\x95 \xff.pdf")
    path.write_bytes((hall / "order.pdf").read_bytes())
    for same in (path, str(path), os.fsencode(path)):
        Document.open(same).close()
    with pytest.raises(ValueError):
        Document.open("a\0b")
    with pytest.raises(TypeError):
        Document.open(3.5)
    with pytest.raises(counterseal.Error):
        Document.open(None)


def test_a_file_can_be_saved_to_a_descriptor(order, tmp_path):
    with open(tmp_path / "copy.pdf", "wb") as copy:
        order.save_fd(copy.fileno())
    assert (tmp_path / "copy.pdf").read_bytes() == order.to_bytes()


def test_a_seal_is_visible_at_its_place(order, signer, hall):
    order.seal(
        signer,
        Seal(
            place="last:120,220,40,40",
            look=Look(image=(hall / "seal.png").read_bytes()),
            location="Hall 3",
            contact="desk@example.org",
            time=1767225600,
            certify=counterseal.Allow.FORMS,
            marks=[counterseal.Mark(Place(1, 10000, 10000, 20000, 20000))],
            straddle=counterseal.Straddle(30000, 30000),
        ),
    )
    (signature,) = order.verify([hall / "hall.crt"]).signatures
    assert signature.time == "2026-01-01T00:00:00Z"
    assert b"/Stamp" in order.to_bytes()


def test_several_seals_are_all_or_none(order, signer, hall):
    look = Look(image=(hall / "seal.png").read_bytes())
    with pytest.raises(counterseal.Refused) as caught:
        order.seal_all(
            [(signer, Seal()), (signer, Seal(place="9:1,1,9,9", look=look))]
        )
    assert caught.value.status == Status.REFUSED_PLACE
    assert order.verify().verdict == "unsigned"
    reached = order.seal_all([(signer, Seal()), (signer, Seal())])
    assert len(reached) == 2
    assert len(order.verify([hall / "hall.crt"]).signatures) == 2


def test_a_lower_level_is_told_with_its_reason(order, signer, context):
    need_module("http-fetch")
    reached = order.seal(
        signer,
        Seal(
            level=counterseal.Level.T,
            tsa="http://127.0.0.1:9/",
            lower_level_ok=True,
        ),
        context=context,
        timeout=20,
    )
    assert reached.level == counterseal.Level.B
    assert isinstance(reached.lowered, counterseal.Fault)
    assert reached.lowered.notes
    with pytest.raises(counterseal.Error):
        order.extend(
            context, counterseal.Level.LTA, tsa="http://127.0.0.1:9/", timeout=9
        )


def test_a_stamp_is_content(order, hall, context, signer):
    picture = Look(image=(hall / "seal.png").read_bytes(), opacity=50)
    before = len(order.to_bytes())
    order.stamp(
        Stamp("1:20,20,30,30", picture),
        Stamp(Place(counterseal.LAST_PAGE, 0, 0, 20000, 20000), picture),
    )
    assert len(order.to_bytes()) > before
    order.seal(signer)
    with pytest.raises(counterseal.Refused) as caught:
        order.stamp(Stamp("1:20,20,30,30", picture))
    assert caught.value.status == Status.REFUSED_FORBIDDEN


def test_files_go_into_a_document_before_its_seal(order, signer):
    when = datetime(2026, 11, 23, 8, 0, tzinfo=timezone.utc)
    order.attach(
        Attachment(
            "签名.cms",
            memoryview(b"\0ink"),
            description="Sealed ink",
            type="application/cms",
            relation=Relation.SUPPLEMENT,
            time=when,
        ),
        Attachment("order.json", bytearray(b"{}")),
    )
    assert b"D:20261123080000Z" in order.to_bytes()
    found = order.attachments()
    assert found == [
        Attached(
            0,
            "order.json",
            None,
            "application/octet-stream",
            Relation.UNSPECIFIED,
        ),
        Attached(
            1,
            "签名.cms",
            "Sealed ink",
            "application/cms",
            Relation.SUPPLEMENT,
        ),
    ]
    order.seal(signer)
    assert order.attachment_data(found[0]) == b"{}"
    assert order.attachment_data(found[1]) == b"\0ink"
    with pytest.raises(counterseal.Refused) as caught:
        order.attach(Attachment("late", b""))
    assert caught.value.status == Status.REFUSED_FORBIDDEN
    with pytest.raises(counterseal.Refused):
        order.attach(Attachment("a/b", b""))
    with pytest.raises(counterseal.Fault):
        order.attachment_data(Attached(2, "", "", "", Relation.DATA))


def test_places_are_read_and_completed(hall):
    place = Place.parse("last:1.5,2,30")
    assert place == (counterseal.LAST_PAGE, 1500, 2000, 30000, 0)
    look = Look(image=(hall / "seal.png").read_bytes())
    assert place.complete(look).height_um > 0
    with pytest.raises(counterseal.Error):
        Place.parse("nowhere")


def test_pages_and_phrases_are_found(order):
    width, height = order.page_size(1)
    assert 200000 < width < 220000 and 290000 < height < 300000
    with pytest.raises(counterseal.Refused):
        order.page_size(99)
    try:
        place = order.find_text("page", timeout=20)
    except counterseal.Error as error:
        assert error.status in (Status.REFUSED_PLACE, Status.SETUP_FILE)
    else:
        assert place.page == 1


def test_a_seal_is_finished_elsewhere(order, hall, tmp_path):
    pending = order.prepare(
        Seal(reason="Elsewhere"), certificates=(hall / "hall.crt").read_bytes()
    )
    again = counterseal.Pending.from_bytes(pending.to_bytes())
    assert again.digest_name == "SHA256"
    assert len(again.to_sign_digest) == len(again.covered_digest) == 32
    assert again.covered[0] == 0
    (tmp_path / "to-sign").write_bytes(again.to_sign)
    value = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", hall / "hall.key"]
        + [tmp_path / "to-sign"],
        check=True,
        capture_output=True,
    ).stdout
    with pytest.raises(counterseal.Refused):
        order.finish(again, value=value[:-1] + b"x")
    with pytest.raises(counterseal.Fault):
        order.finish(again)
    order.finish(again, value=value)
    assert order.verify([hall / "hall.crt"]).is_valid
    with pytest.raises(counterseal.Refused):
        counterseal.Pending.from_bytes(b"none")


def test_a_sound_document_needs_no_repair(order, context):
    need_module("qpdf-repair")
    assert order.repair(context) is False
    assert order.was_damaged is False


def test_a_password_of_a_document_that_has_none_does_no_harm(order):
    try:
        order.unlock("secret")
    except counterseal.Error:
        pass
    assert order.page_count == 3


def test_fields_are_made_and_locked(tmp_path, signer, hall):
    path = make_input("plain", tmp_path / "plain.pdf")
    with Document.open(path) as document:
        document.seal(
            signer,
            Seal(
                field="group.first",
                lock=counterseal.Lock.EXCLUDE,
                lock_fields=["other"],
                digest=counterseal.Digest.SHA512,
                scheme=counterseal.Scheme.RSA_PSS,
            ),
        )
        (signature,) = document.verify([hall / "hall.crt"]).signatures
        assert signature.field == "group.first" and signature.is_valid


def test_a_signer_says_who_it_is(signer, hall):
    assert signer.subject == signer.issuer == "CN=Test hall"
    assert signer.key == "RSA 2048" and not signer.is_virtual
    assert signer.uri == f"file:{hall}/hall.pem"
    assert signer.not_before < signer.not_after
    (certificate,) = signer.chain
    assert certificate[:1] == b"0"


def test_the_wrong_number_of_keys_is_an_administrators_matter(context, hall):
    with pytest.raises(counterseal.Setup) as caught:
        Signer.open(context, f"file:{hall}/none.pem")
    assert caught.value.who == "administrator"


def test_one_path_is_a_list_of_one(order, signer, hall):
    order.seal(signer)
    for trust in (hall / "hall.crt", str(hall / "hall.crt")):
        assert order.verify(trust).is_valid


def test_classes_say_where_they_are_found():
    assert repr(Document) == "<class 'counterseal.Document'>"
