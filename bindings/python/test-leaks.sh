#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-leaks.sh -- a customer of the hall, ink and callbacks under valgrind:
# nothing of ours is lost, and nothing is used that should not be.
#
# Python gets its memory from malloc(), so that valgrind sees each object; what
# Python itself does wrong is in a file that comes with it, and no matter here:
# only what has our library, our modules or the extension in its stack counts.
. "${srcdir:-.}/tests/abi/tap.sh"
top_srcdir=$(cd "$top_srcdir" && pwd)
top_builddir=$PWD
tests=$top_srcdir/bindings/python/tests
stage=$PWD/bindings/python/stage
# Of Debian's python3; elsewhere PYTHONMALLOC does nearly all of it.
python_supp=/usr/lib/valgrind/python3.supp

skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}
[ -e "$stage/counterseal" ] || skip_all 'the Python module was not built'
valgrind --version > "$scratch/version" 2>&1 ||
	skip_all 'there is no valgrind: run build-aux/setup'
"$PYTHON" -c 'import pytest' 2> "$scratch/said" ||
	skip_all "$PYTHON has no pytest"
[ -z "${SAN_CFLAGS-}" ] || skip_all 'a sanitizer is no friend of valgrind'
export top_srcdir top_builddir

# under_valgrind COMMAND...: what was wrong goes to $scratch/found.xml.
under_valgrind()
{
	set -- "--suppressions=$top_srcdir/tests/valgrind.supp" "$@"
	[ ! -e "$python_supp" ] || set -- "--suppressions=$python_supp" "$@"
	PYTHONPATH=$stage LD_LIBRARY_PATH=$PWD/.libs PYTHONMALLOC=malloc \
	    PYTHONDONTWRITEBYTECODE=1 valgrind --quiet --leak-check=full \
	    --show-leak-kinds=definite --num-callers=40 --keep-debuginfo=yes \
	    --xml=yes --xml-file="$scratch/found.xml" "$@"
}

# One line for each thing that has ours in its stack, then the stack.
ours()
{
	"$PYTHON" - "$1" <<'END'
import sys
import xml.etree.ElementTree as tree

OURS = ("/_shim.so", "/libcounterseal.so", "/modules/.libs/")
for error in tree.parse(sys.argv[1]).getroot().iter("error"):
    frames = list(error.iter("frame"))
    if any(o in f.findtext("obj", "") for f in frames for o in OURS):
        print(error.findtext("what") or error.findtext("xwhat/text"))
        for frame in frames[:20]:
            name = frame.findtext("obj", "?").rpartition("/")[2]
            print("   ", frame.findtext("fn", "?"), "of", name)
END
}

# They take long, and do nothing else than the others do.
cat > "$scratch/slow" <<'END'
test_what_a_callback_raises_comes_out_of_the_call
test_nothing_grows
test_two_threads_that_look_at_one_preview_are_no_crash
END
but_slow=$(sed 's/^/not /' "$scratch/slow" | paste -sd@ | sed 's/@/ and /g')
under_valgrind "$PYTHON" -m pytest -q -p no:cacheprovider --assert=plain \
    -o addopts= --rootdir "$tests" --basetemp "$scratch/pytest" \
    -k "$but_slow" "$tests/test_hall.py" "$tests/test_ink.py" \
    "$tests/test_callbacks.py" > "$scratch/said" 2>&1 ||
	cat "$scratch/said" >> "$bad"
grep -q ' passed' "$scratch/said" || echo 'no test was run' >> "$bad"
ok "what the hall does passes under valgrind" "$bad"
ours "$scratch/found.xml" > "$bad" 2>&1
ok "nothing is lost, and nothing used that should not be" "$bad"

# What a leak of ours looks like.
under_valgrind "$PYTHON" -c '
import counterseal.shim as shim
lost = shim.Cancel()
lost.this.disown()
del lost
' > "$scratch/said" 2>&1 || cat "$scratch/said" >> "$bad"
ours "$scratch/found.xml" > "$scratch/planted" 2>&1
grep -q 'lost' "$scratch/planted" ||
	{ echo 'a leak was not found:' && cat "$scratch/planted"; } >> "$bad"
ok "one that is planted is found" "$bad"
tap_done
