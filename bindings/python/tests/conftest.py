# SPDX-License-Identifier: Apache-2.0
"""What the tests have in common: a hall in a folder of its own, and TAP."""

import os
import pathlib
import shutil
import subprocess

import pytest

import counterseal

SOURCE = pathlib.Path(os.environ["top_srcdir"]).resolve()
BUILD = pathlib.Path(os.environ["top_builddir"]).resolve()
MODULES = BUILD / "modules/.libs"

WRITE = "pad 100000 60000\nstroke 300 10000 20000 60000 40000\nok\n"
NOBODY = "pad 100000 60000\n"  # waits until it is ended


# ---- what the harness reads ------------------------------------------------


class Tap:
    """Prints a line of TAP for each test."""

    def __init__(self):
        self.count = 0

    def tell(self, ok, name, why=""):
        self.count += 1
        print(f"{'ok' if ok else 'not ok'} {self.count} - {name}{why}")

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.rpartition("/")[2].replace("#", "")
        if report.skipped:
            self.tell(True, name, f" # SKIP {report.longrepr[2]}")
        elif report.when == "call" or report.failed:
            self.tell(report.passed, name)
            for line in report.longreprtext.splitlines():
                print("#", line)

    def pytest_sessionfinish(self, session):
        print(f"1..{self.count}", flush=True)


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    if os.environ.get("COUNTERSEAL_TAP"):
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(Tap(), "tap")


# ---- a hall ----------------------------------------------------------------


def need_module(name):
    if not (MODULES / f"{name}.so").exists():
        pytest.skip(f"there is no {name}")


def need_program(name):
    if shutil.which(name) is None:
        pytest.skip(f"there is no {name}: run build-aux/setup")


def make_input(kind, path):
    subprocess.run(
        ["/usr/bin/python3", SOURCE / "tests/interop/make-input", kind, path],
        check=True,
    )
    return path


def make_key(folder, name="hall"):
    """NAME.pem with certificate and key, NAME.crt, and NAME.p12 (PIN 1234)."""
    key, crt = folder / f"{name}.key", folder / f"{name}.crt"
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"]
    request += ["-subj", f"/CN=Test {name}", "-keyout", key, "-out", crt]
    bundle = ["pkcs12", "-export", "-passout", "pass:1234", "-in", crt]
    bundle += ["-inkey", key, "-out", folder / f"{name}.p12"]
    for arguments in (request, bundle):
        subprocess.run(
            ["openssl", *arguments], check=True, stderr=subprocess.DEVNULL
        )
    (folder / f"{name}.pem").write_bytes(key.read_bytes() + crt.read_bytes())


@pytest.fixture(scope="session")
def hall(tmp_path_factory):
    need_module("file-signer")
    folder = tmp_path_factory.mktemp("hall")
    make_key(folder)
    make_input("plain", folder / "order.pdf")
    make_input("png", folder / "seal.png")
    return folder


@pytest.fixture
def context():
    with counterseal.Context(module_dir=MODULES) as made:
        yield made


@pytest.fixture
def signer(hall, context):
    with counterseal.Signer.open(context, f"file:{hall}/hall.pem") as opened:
        yield opened


@pytest.fixture
def order(hall):
    with counterseal.Document.open(hall / "order.pdf") as opened:
        yield opened


@pytest.fixture
def pad(tmp_path):
    """pad(SCRIPT): the URI of a virtual pad that plays it."""
    need_module("virtual-pad")

    def make(script):
        path = tmp_path / f"{abs(hash(script))}.pad"
        path.write_text(script)
        return f"virtual:{path}"

    return make
