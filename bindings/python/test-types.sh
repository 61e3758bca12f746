#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-types.sh -- the types of the package agree with it, and with who uses it.
. "${srcdir:-.}/tests/abi/tap.sh"
here=$top_srcdir/bindings/python
stage=bindings/python/stage

if [ ! -e "$stage/counterseal" ]; then
	echo '1..0 # SKIP the Python module was not built'
	exit 0
fi
if mypy --version > "$scratch/version" 2>&1; then
	check() {
		MYPYPATH=$stage mypy --config-file "$here/mypy.ini" \
		    --cache-dir "$scratch/cache" "$@"
	}
else
	echo '1..0 # SKIP there is no mypy'
	exit 0
fi

check "$stage/counterseal" > "$scratch/said" 2>&1 || cat "$scratch/said" >> "$bad"
ok "mypy --strict has nothing against the package" "$bad"

cat > "$scratch/right.py" <<'END'
import pathlib

from counterseal import Cancel, Context, Document, Error, Ink, Seal, Signer, run

with Context() as context, Document.open(pathlib.Path("a.pdf")) as document:
    signer = Signer.open(context, "file:/a", pin=lambda request: request.uri)
    level: str = document.seal(signer, Seal(reason="x")).level.word
    trust: list[str] = [s.trust for s in document.verify(["a.pem"]).signatures]
    data: bytes = document.to_bytes()
    view: memoryview = document.view()


async def capture(context: Context) -> Ink:
    return await run(Ink.capture, context, cancel=Cancel(), timeout=30)


try:
    document.save(b"a.pdf")
except Error as error:
    notes: tuple[str, ...] = error.notes
END
check "$scratch/right.py" > "$scratch/said" 2>&1 || cat "$scratch/said" >> "$bad"
ok "an application that is right has right types" "$bad"

cat > "$scratch/wrong.py" <<'END'
from counterseal import Context, Document, Ink, Seal, Signer, run

Document.open(3)
Seal(reason=b"x")
Signer.open(Context(), "file:/a", pin=lambda: "1234")
Document.open("a").seal("file:/a")
count: str = Document.open("a").page_count
first = run(Ink.capture, "virtual:/a")
second = run(Ink.capture, Context(), nonsense=3)
third = run(Document.open("a").save, path=4)
END
check "$scratch/wrong.py" > "$scratch/said" 2>&1
for line in 3 4 5 6 7 8 9 10; do
	grep -q "wrong.py:$line: error" "$scratch/said" ||
		echo "line $line was taken" >> "$bad"
done
ok "one that is wrong is told where" "$bad"

# What can be seen has words: every class and method, every field and parameter;
# but for those that are everywhere and that the package itself explains.
PYTHONPATH=$stage LD_LIBRARY_PATH=$PWD/.libs "$PYTHON" - > "$bad" 2>&1 <<'END'
import dataclasses
import inspect
import re

import counterseal

EVERYWHERE = {"self", "cls", "timeout", "cancel", "context"}


def words(thing):
    return set(re.findall(r"\w+", inspect.getdoc(thing) or ""))


def fields(thing):
    if dataclasses.is_dataclass(thing):
        return {field.name for field in dataclasses.fields(thing)}
    return set(getattr(thing, "_fields", ()))


def look_at(name, thing, owner=None):
    if isinstance(thing, (classmethod, staticmethod)):
        thing = thing.__func__
    if not inspect.getdoc(thing):
        print(name, "has no docstring")
        return
    missing = fields(thing) if inspect.isclass(thing) else set()
    if inspect.isfunction(thing):
        missing = set(inspect.signature(thing).parameters) - EVERYWHERE
    for word in sorted(missing - words(thing) - words(owner)):
        print(f"{name} says nothing of {word}")


count = 0
for name in counterseal.__all__:
    thing = getattr(counterseal, name)
    if name == "LAST_PAGE":
        continue
    look_at(name, thing)
    for member, value in vars(thing).items() if inspect.isclass(thing) else ():
        if member.startswith("_") or not thing.__module__.startswith("counters"):
            continue
        if isinstance(value, (classmethod, staticmethod, property)) or (
            inspect.isfunction(value)
        ):
            count += 1
            look_at(f"{name}.{member}", value, thing)
if count < 80:
    print("too few members were found:", count)
END
ok "everything public has a docstring, with its fields and parameters" "$bad"
tap_done
