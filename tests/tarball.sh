#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# tarball.sh SRCDIR TARBALL -- says how the tarball differs from the files of
# git; what autoreconf and SWIG make is allowed, and .gitignore may stay behind.
set -eu
LC_ALL=C
export LC_ALL
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat > "$scratch/made" <<'MADE'
Makefile.in
aclocal.m4
bindings/java/shim_wrap.cc
bindings/java/shim_wrap.h
bindings/python/counterseal/shim.py
bindings/python/shim_wrap.cc
bindings/python/shim_wrap.h
build-aux/ar-lib
build-aux/compile
build-aux/config.guess
build-aux/config.sub
build-aux/depcomp
build-aux/install-sh
build-aux/ltmain.sh
build-aux/missing
build-aux/tap-driver.sh
configure
m4/libtool.m4
m4/ltoptions.m4
m4/ltsugar.m4
m4/ltversion.m4
m4/lt~obsolete.m4
MADE
git -C "$1" ls-files | grep -v '^\.gitignore$' | sort > "$scratch/git"
tar tf "$2" | sed 's|^[^/]*/||' | grep -v '/$' | grep . | sort > "$scratch/tar"
grep -vxF -f "$scratch/made" "$scratch/tar" |
    grep -v '^bindings/java/made/.*\.java$' > "$scratch/rest" || true
if diff "$scratch/git" "$scratch/rest" > "$scratch/diff"; then
	echo "the tarball holds the $(wc -l < "$scratch/git") files of git"
	exit 0
fi
sed -n 's/^</only in git:/p; s/^>/only in the tarball:/p' "$scratch/diff"
exit 1
