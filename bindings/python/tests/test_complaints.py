# SPDX-License-Identifier: Apache-2.0
"""What users of other bindings made by SWIG complain of, and which tests say
that it is not so here."""

import gc
import pathlib
import re
import threading
import time

import counterseal
from counterseal import InkPreview

from conftest import MODULES, NOBODY, WRITE

HERE = pathlib.Path(__file__).parent

COMPLAINTS = {
    "a callback from a thread of C crashes: it has no GIL": [
        "test_a_log_may_come_from_a_thread_of_c",
        "test_what_a_callback_raises_comes_out_of_the_call",
    ],
    "a call that blocks, blocks every other thread": [
        "test_other_threads_run_while_a_call_waits",
        "test_waiting_for_another_thread_is_waiting",
    ],
    "closing waits for a worker that waits for the GIL: a deadlock": [
        "test_closing_waits_for_a_thread_that_logs",
        "test_closing_twenty_times_never_deadlocks",
    ],
    "a wait cannot be interrupted": [
        "test_ctrl_c_is_a_keyboard_interrupt",
        "test_ctrl_c_ends_waiting_for_devices",
        "test_ctrl_c_ends_waiting_for_another_thread",
        "test_a_module_imported_by_another_thread_hears_ctrl_c",
        "test_ctrl_c_ends_a_call_of_asyncio",
    ],
    "a bytearray is resized by another thread while C reads it": [
        "test_bytes_cannot_change_their_size_while_they_are_used",
    ],
    "a child that outlives its parent crashes": [
        "test_what_is_in_a_list_outlives_the_list",
        "test_a_view_outlives_the_name_of_its_document",
        "test_a_signer_keeps_what_it_needs",
        "test_a_preview_that_is_forgotten_lets_the_pad_go",
        "test_a_closed_object_says_so",
    ],
    "a callback is collected while C still has it": [
        "test_a_signer_keeps_what_it_needs",
        "test_a_context_that_its_own_log_refers_to_is_collected",
    ],
    "an exception in a callback ends the program, or is lost": [
        "test_what_a_callback_raises_comes_out_of_the_call",
        "test_a_log_that_raises_hurts_nobody",
        "test_the_pass_phrase_of_an_escrow_is_asked_for",
    ],
    "errors are RuntimeError, or must be asked for; codes are lost": [
        "test_the_class_says_who_acts",
        "test_a_status_that_is_newer_has_its_class",
        "test_notes_begin_with_what_was_tried",
    ],
    "memory leaks: no destructor found, at the end of the program": [
        "test_it_is_quiet_at_the_end_of_a_program",
        "test_nothing_grows",
        "test-leaks.sh",
    ],
    "a thread that is in C when the program ends: abort, or a hang": [
        "test_no_program_ends_by_a_signal",
        "test_a_thread_that_is_waited_for_at_the_end_is_told",
        "test_a_thread_that_never_comes_out_is_left_behind",
        "test_what_is_called_at_the_end_still_works",
    ],
    "bytes go in and out by types of the binding's own": [
        "test_bytes_come_in_as_anything_that_has_a_buffer",
        "test_names_of_files_are_anything_that_names_one",
        "test_a_view_is_the_document_without_a_copy",
        "test_texts_that_are_no_utf_8_are_no_crash",
    ],
    "it wraps everything, and has neither types nor words": [
        "test-types.sh",
    ],
    "the wheel brings libraries of its own that do not fit the others": [
        "test-wheel.sh",
    ],
    "events need a callback, or a thread that polls": [
        "test_a_watch_ends_when_it_is_closed",
        "test_a_preview_is_for_asyncio_too",
        "test_whoever_waits_for_a_preview_hears_the_end",
        "test_closing_a_watch_at_any_time_is_its_end_and_no_fault",
        "test_two_tasks_that_watch_end_when_the_watch_is_closed",
        "test_a_task_that_is_cancelled_cancels_the_call",
        "test_a_task_cancels_its_call_without_being_given_a_cancel",
    ],
    "objects must be used by the thread that made them": [
        "test_one_document_in_many_threads_is_sealed_one_by_one",
        "test_eight_threads_seal",
        "test_two_threads_that_look_at_one_preview_are_no_crash",
    ],
}


def test_every_complaint_has_its_tests():
    tests = {path.name for path in HERE.parent.glob("test-*.sh")}
    for path in HERE.glob("test_*.py"):
        tests.update(re.findall(r"^def (test_\w+)", path.read_text(), re.M))
    for complaint, answers in COMPLAINTS.items():
        assert answers and set(answers) <= tests, complaint


def logging_context(lines):
    return counterseal.Context(
        module_dir=MODULES,
        log=lambda *line: lines.append((threading.get_native_id(), line)),
        log_level=counterseal.LogLevel.DEBUG,
    )


def test_a_log_may_come_from_a_thread_of_c(pad):
    lines = []
    with logging_context(lines) as context:
        with InkPreview(context, pad(WRITE), timeout=60) as preview:
            list(preview)
            preview.take().close()
    known = {thread.native_id for thread in threading.enumerate()}
    assert {thread for thread, _ in lines} - known
    gc.collect()


def test_closing_waits_for_a_thread_that_logs(pad):
    """The thread wants the GIL for each line, and close() waits for it."""
    uri = pad(NOBODY)
    for wait in range(20):
        lines = []
        with logging_context(lines) as context:
            preview = InkPreview(context, uri)
            time.sleep(wait / 2000)
            closer = threading.Thread(target=preview.close, daemon=True)
            closer.start()
            closer.join(60)
            assert not closer.is_alive()
