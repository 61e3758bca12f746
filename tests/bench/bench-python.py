#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""bench-python.py -- a seal through Python beside the same seal in C.

    bench-python.py BENCH-PYTHON.so FILE-SIGNER.so FOLDER

Both open the file, seal it and write the whole, with the signer opened once.
The two take turns, and the median of each is kept.
"""
import ctypes
import os
import statistics
import subprocess
import sys
import time

from counterseal import Context, Document, Seal, Signer

RUNS = 1001
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


def seal_us(order, out, signer):
    start = time.perf_counter()
    fd = os.open(out, FLAGS, 0o600)
    with Document.open(order) as document:
        document.seal(signer, Seal(reason="Contract"))
        document.save_fd(fd)
    os.close(fd)
    return (time.perf_counter() - start) * 1e6


def main(library, module, folder):
    c = ctypes.CDLL(library)
    c.bench_seal_us.restype = ctypes.c_double
    order, out = f"{folder}/order.pdf", f"{folder}/out.pdf"
    paths = os.fsencode(order), os.fsencode(out)
    assert c.bench_make(paths[0])
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
                for _ in range(RUNS):
                    theirs.append(c.bench_seal_us(*paths))
                    ours.append(seal_us(order, out, signer))
        assert min(theirs) > 0
        python, plain = statistics.median(ours), statistics.median(theirs)
        print(
            f"{'python-' + kind:16} {python / 1e3:10.3f} ms"
            f" {plain / 1e3:10.3f} ms {python / plain:8.2f}  (C)"
        )


main(*sys.argv[1:])
