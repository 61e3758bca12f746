# SPDX-License-Identifier: Apache-2.0
"""What a camera sees before the photo is taken."""

import asyncio
import threading

import pytest

import counterseal
from counterseal import Cancel, Photo, PhotoNews, PhotoPreview, Status

from conftest import make_input, need_module

SOON = 60.0  # seconds, with room for a loaded machine


@pytest.fixture
def camera(tmp_path):
    need_module("virtual-camera")
    make_input("jpeg", tmp_path / "face.jpg")
    (tmp_path / "face.camera").write_text("frame face.jpg\n")
    return f"virtual:{tmp_path}/face.camera"


def test_a_frame_that_was_shown_is_the_photo(context, camera):
    with Photo.take(context, camera, timeout=SOON) as photo:
        data = photo.to_bytes()
    with PhotoPreview(context, camera, timeout=SOON) as preview:
        for event in preview:
            assert event.news == PhotoNews.FRAME and event.jpeg == data
            with preview.take() as taken:
                assert taken.to_bytes() == data and taken.is_virtual
            with pytest.raises(counterseal.Fault):
                preview.take()
            break
    with pytest.raises(counterseal.Fault) as caught:
        preview.take()
    assert "closed" in str(caught.value)


def test_a_preview_of_a_camera_ends_by_time_and_cancel(context, camera):
    with PhotoPreview(context, camera, timeout=0.2) as preview:
        assert list(preview)[-1].news == PhotoNews.OVER
        with pytest.raises(counterseal.Stopped) as caught:
            preview.take()
        assert caught.value.status == Status.STOPPED_TIMEOUT
    cancel = Cancel()
    with PhotoPreview(context, camera, cancel=cancel) as preview:
        threading.Timer(0.1, cancel.request).start()
        assert list(preview)[-1].news == PhotoNews.OVER
        with pytest.raises(counterseal.Stopped) as caught:
            preview.take()
        assert caught.value.status == Status.STOPPED_CANCELLED


def test_a_camera_that_is_not_there_is_told_by_take(context):
    need_module("virtual-camera")
    with PhotoPreview(context, "virtual:/none.camera") as preview:
        assert [event.news for event in preview] == [PhotoNews.OVER]
        with pytest.raises(counterseal.Error):
            preview.take()


def test_a_camera_is_looked_through_in_asyncio(context, camera):
    async def main():
        with PhotoPreview(context, camera, timeout=SOON) as preview:
            async for event in preview:
                return event.jpeg

    assert asyncio.run(asyncio.wait_for(main(), SOON))[:2] == b"\xff\xd8"
