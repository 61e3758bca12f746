# SPDX-License-Identifier: Apache-2.0
"""One class of exception for each class of status."""

import copy
import pickle

import pytest

import counterseal
from counterseal import Status, _errors

WHO = {
    counterseal.Again: "customer",
    counterseal.Stopped: "caller",
    counterseal.Counter: "clerk",
    counterseal.Setup: "administrator",
    counterseal.Refused: "nobody",
    counterseal.Fault: "developer",
}


def test_the_class_says_who_acts():
    for status in Status:
        if status == Status.OK:
            continue
        error = _errors.make(status, ("outer", "inner"))
        kind = type(error)
        assert error.who == WHO[kind]
        assert status.name.startswith(kind.__name__.upper() + "_")
        assert error.status is status
        assert error.notes == ("outer", "inner")
        assert str(error) == "outer: inner"
        assert error.text.endswith(".") or error.text


def test_a_status_that_is_newer_has_its_class():
    error = _errors.make(199, ())
    assert isinstance(error, counterseal.Again) and error.status == 199
    assert isinstance(_errors.make(12345, ()), counterseal.Fault)
    with pytest.raises(ValueError):
        Status("x")


def test_an_error_can_be_copied_to_another_process():
    error = _errors.make(Status.AGAIN_NO_CARD, ("no card",))
    for same in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(same) is counterseal.Again
        assert (same.status, same.notes) == (error.status, error.notes)


def test_notes_begin_with_what_was_tried(context):
    with pytest.raises(counterseal.Setup) as caught:
        counterseal.Document.open("/nowhere/x.pdf")
    assert caught.value.status is Status.SETUP_FILE
    assert "/nowhere/x.pdf" in caught.value.notes[0]


def test_a_missing_object_is_no_crash(context, order):
    with pytest.raises(Exception):
        order.seal(None)
    with pytest.raises(Exception):
        counterseal.Signer.open(None, "file:/x")
    with pytest.raises(counterseal.Error):
        counterseal.Signer.open(context, None)
    with pytest.raises(ValueError):
        counterseal.Photo.take(context, timeout=-1)
    with pytest.raises(OverflowError):
        counterseal.Photo.take(context, width=-1)
