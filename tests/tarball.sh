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
bindings/java/made/org/counterseal/shim/Cancel.java
bindings/java/made/org/counterseal/shim/Context.java
bindings/java/made/org/counterseal/shim/ContextOptions.java
bindings/java/made/org/counterseal/shim/Device.java
bindings/java/made/org/counterseal/shim/DeviceList.java
bindings/java/made/org/counterseal/shim/Document.java
bindings/java/made/org/counterseal/shim/Finding.java
bindings/java/made/org/counterseal/shim/FindingList.java
bindings/java/made/org/counterseal/shim/Finish.java
bindings/java/made/org/counterseal/shim/Identity.java
bindings/java/made/org/counterseal/shim/IdentityJudging.java
bindings/java/made/org/counterseal/shim/IdentityOptions.java
bindings/java/made/org/counterseal/shim/Ink.java
bindings/java/made/org/counterseal/shim/InkAccount.java
bindings/java/made/org/counterseal/shim/InkAccountList.java
bindings/java/made/org/counterseal/shim/LogSink.java
bindings/java/made/org/counterseal/shim/Look.java
bindings/java/made/org/counterseal/shim/Mark.java
bindings/java/made/org/counterseal/shim/PageSize.java
bindings/java/made/org/counterseal/shim/Pending.java
bindings/java/made/org/counterseal/shim/Photo.java
bindings/java/made/org/counterseal/shim/PhotoLikeness.java
bindings/java/made/org/counterseal/shim/PhotoQuality.java
bindings/java/made/org/counterseal/shim/PinRequest.java
bindings/java/made/org/counterseal/shim/PinSource.java
bindings/java/made/org/counterseal/shim/Place.java
bindings/java/made/org/counterseal/shim/Preparation.java
bindings/java/made/org/counterseal/shim/Reached.java
bindings/java/made/org/counterseal/shim/ReachedList.java
bindings/java/made/org/counterseal/shim/Report.java
bindings/java/made/org/counterseal/shim/ReportFinding.java
bindings/java/made/org/counterseal/shim/ReportFindingList.java
bindings/java/made/org/counterseal/shim/ReportOptions.java
bindings/java/made/org/counterseal/shim/Seal.java
bindings/java/made/org/counterseal/shim/Seals.java
bindings/java/made/org/counterseal/shim/Secret.java
bindings/java/made/org/counterseal/shim/Shim.java
bindings/java/made/org/counterseal/shim/ShimConstants.java
bindings/java/made/org/counterseal/shim/ShimJNI.java
bindings/java/made/org/counterseal/shim/Signature.java
bindings/java/made/org/counterseal/shim/SignatureList.java
bindings/java/made/org/counterseal/shim/Signer.java
bindings/java/made/org/counterseal/shim/SignerOptions.java
bindings/java/made/org/counterseal/shim/Stamps.java
bindings/java/made/org/counterseal/shim/Straddle.java
bindings/java/made/org/counterseal/shim/StringList.java
bindings/java/made/org/counterseal/shim/Watch.java
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
grep -vxF -f "$scratch/made" "$scratch/tar" > "$scratch/rest" || true
if diff "$scratch/git" "$scratch/rest" > "$scratch/diff"; then
	echo "the tarball holds the $(wc -l < "$scratch/git") files of git"
	exit 0
fi
sed -n 's/^</only in git:/p; s/^>/only in the tarball:/p' "$scratch/diff"
exit 1
