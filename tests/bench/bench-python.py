#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""bench-python.py -- a seal through Python beside the same seal in C.

    bench-python.py BENCH-PYTHON.so FILE-SIGNER.so FOLDER [PAIRS]

Both open the file, seal it and write the whole, in one process, with the
signer opened once.  They take turns, and each goes first as often.  Of the
pairs the least and the median is told, in milliseconds of the thread's
processor, which other processes disturb little, and of the clock; and how much
more Python took.  Ends with 1 where the least of the processor, with RSA, is more
than MOST times that of C: an EC signature is so short that it says little.
"""
import ctypes
import os
import statistics
import subprocess
import sys
import time

from counterseal import Context, Document, Seal, Signer

MOST = 1.05
FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC


def make_key(folder, kind, options):
    path = f"{folder}/{kind}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", *options, "-nodes"]
        + ["-days", "1", "-subj", "/CN=Bench", "-keyout", path]
        + ["-out", f"{path}.crt"],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    with open(path, "ab") as both, open(f"{path}.crt", "rb") as certificate:
        both.write(certificate.read())
    return f"file:{path}"


def seal(order, out, signer):
    fd = os.open(out, FLAGS, 0o600)
    with Document.open(order) as document:
        document.seal(signer, Seal(reason="Contract"))
        document.save_fd(fd)
    os.close(fd)


def in_python(order, out, signer):
    """Microseconds: of the processor, and of the clock."""
    clock, processor = time.monotonic_ns(), time.thread_time_ns()
    seal(order, out, signer)
    processor = time.thread_time_ns() - processor
    return processor / 1e3, (time.monotonic_ns() - clock) / 1e3


def in_c(c, order, out):
    us = (ctypes.c_double * 2)()
    assert c.bench_seal(os.fsencode(order), os.fsencode(out), us)
    return tuple(us)


def tell(title, ours, theirs):
    """Lists of microseconds, one for each pair."""
    row = [f"{title:24}"]
    for of in (min, statistics.median):
        python, plain = of(ours), of(theirs)
        row.append(
            f"{of.__name__:>8} {python / 1e3:8.3f} ms {plain / 1e3:8.3f} ms"
            f" {python / plain:6.3f}"
        )
    print(*row, " (Python, C)", flush=True)


def is_within(kind, ours, theirs):
    """Whether the least of the processor is; says so."""
    ratio = min(pair[0] for pair in ours) / min(pair[0] for pair in theirs)
    word = "is within" if ratio <= MOST else "is over"
    print(f"python-{kind} {word} the limit: {ratio:.3f} of {MOST} times C", flush=True)
    return ratio <= MOST


def main(library, module, folder, pairs="2001"):
    status = 0
    c = ctypes.CDLL(library)
    order, out = f"{folder}/order.pdf", f"{folder}/out.pdf"
    assert c.bench_make(os.fsencode(order))
    for kind, options in (
        ("rsa2048", ["rsa:2048"]),
        ("p256", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    ):
        uri = make_key(folder, kind, options)
        assert c.bench_open(os.fsencode(module), os.fsencode(uri))
        ours, theirs = [], []
        with Context() as context:
            context.load_module(module)
            with Signer.open(context, uri) as signer:
                for turn in range(int(pairs)):
                    if turn % 2:
                        theirs.append(in_c(c, order, out))
                    ours.append(in_python(order, out, signer))
                    if not turn % 2:
                        theirs.append(in_c(c, order, out))
        for title, which in (("processor", 0), ("clock", 1)):
            tell(
                f"python-{kind} {title}",
                [pair[which] for pair in ours],
                [pair[which] for pair in theirs],
            )
        if kind == "rsa2048" and not is_within(kind, ours, theirs):
            status = 1
    return status


sys.exit(main(*sys.argv[1:]))
