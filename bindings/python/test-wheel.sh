#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-wheel.sh -- the wheel is whole, and what pip installs of it seals.
. "${srcdir:-.}/tests/abi/tap.sh"
top_srcdir=$(cd "$top_srcdir" && pwd)
build=$PWD

skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}
[ -e bindings/python/stage/counterseal ] ||
	skip_all 'the Python module was not built'
[ -z "${SAN_CFLAGS-}" ] || skip_all 'a wheel has no sanitizer'
"$PYTHON" -m venv "$scratch/venv" > "$scratch/said" 2>&1 ||
	skip_all 'there is no python3-venv: run build-aux/setup'
python=$scratch/venv/bin/python
# Not the folder of the build, nor what a user installed.
unset PYTHONPATH
export LD_LIBRARY_PATH="$build/.libs" PYTHONDONTWRITEBYTECODE=1

make_wheel()
{
	make -s wheel wheeldir="$1" > "$scratch/said" 2>&1 &&
	    wheel=$(echo "$1"/counterseal-*.whl) && [ -e "$wheel" ]
}
make_wheel "$scratch/again" && make_wheel "$scratch/wheel" &&
    cmp "$scratch/again"/*.whl "$wheel" >> "$scratch/said" 2>&1 ||
	cat "$scratch/said" >> "$bad"
ok "make wheel makes a wheel, and the same one again" "$bad"

# Names, hashes and tags, by a reader that did not write them.
"$PYTHON" - "$wheel" "$build" > "$bad" 2>&1 <<'END'
import base64
import email.parser
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile

path, build = sys.argv[1:]
with open(f"{build}/Makefile") as configured:
    version = re.search(r"^VERSION = (.*)$", configured.read(), re.M)[1]
archive = zipfile.ZipFile(path)
info = f"counterseal-{version}.dist-info"
named = set()
for line in archive.read(f"{info}/RECORD").decode().splitlines():
    name, digest, size = line.split(",")
    named.add(name)
    if name == f"{info}/RECORD":
        continue
    data = archive.read(name)
    found = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
    if digest != "sha256=" + found.rstrip(b"=").decode():
        print(name, "has another digest")
    if int(size) != len(data):
        print(name, "has another size")
if named != set(archive.namelist()):
    print("not in RECORD:", named ^ set(archive.namelist()))
parse = email.parser.Parser().parsestr
metadata = parse(archive.read(f"{info}/METADATA").decode())
wheel = parse(archive.read(f"{info}/WHEEL").decode())
if (metadata["Name"], metadata["Version"]) != ("counterseal", version):
    print("the metadata is of", metadata["Name"], metadata["Version"])
if os.path.basename(path) != f"counterseal-{version}-{wheel['Tag']}.whl":
    print(path, "is not of", wheel["Tag"])
with tempfile.TemporaryDirectory() as folder:
    shim = archive.extract("counterseal/_shim.so", folder)
    said = subprocess.run(
        ["readelf", "-d", shim], capture_output=True, text=True
    ).stdout
if build in said:
    print("the extension looks for the library in the build folder")
if "libcounterseal.so.0" not in said:
    print("the extension does not need the library")
END
ok "it says what it has, and needs nothing of the build folder" "$bad"

"$python" -m pip --disable-pip-version-check install --quiet --no-index \
    --no-deps "$wheel" > "$scratch/said" 2>&1 || cat "$scratch/said" >> "$bad"
ok "pip installs it" "$bad"

openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Test hall' \
    -keyout "$scratch/hall.pem" -out "$scratch/hall.crt" 2> "$scratch/said"
cat "$scratch/hall.crt" >> "$scratch/hall.pem"
"$top_srcdir/tests/interop/make-input" plain "$scratch/order.pdf"
(cd "$scratch" && "$python" - "$build/modules/.libs" > "$scratch/said" 2>&1) \
    <<'END' || cat "$scratch/said" >> "$bad"
import importlib.metadata
import os
import sys

import counterseal
from counterseal import Context, Document, Seal, Signer

assert "venv" in counterseal.__file__, counterseal.__file__
assert importlib.metadata.version("counterseal") == counterseal.version()
with Context(module_dir=sys.argv[1]) as context, \
        Document.open("order.pdf") as order, \
        Signer.open(context, f"file:{os.getcwd()}/hall.pem") as signer:
    order.seal(signer, Seal(reason="Contract"))
    assert order.verify(["hall.crt"]).is_valid
END
ok "what it installed seals" "$bad"

# A terminal without the library: which one is missing is said.
LD_LIBRARY_PATH='' "$python" -c 'import counterseal' > "$scratch/said" 2>&1 &&
	installed=yes || installed=no
[ $installed = yes ] || grep -q 'libcounterseal.so.0' "$scratch/said" ||
	cat "$scratch/said" >> "$bad"
ok "without the library it names it" "$bad"
tap_done
