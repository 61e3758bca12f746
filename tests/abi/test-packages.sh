#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-packages.sh -- debian/ has each module, and the one version.
. "${srcdir:-.}/tests/abi/tap.sh"

debian=$top_srcdir/debian
sed -n 's/^CSEAL_MODULE(\[\([a-z0-9-]*\)\].*/\1/p' \
    "$top_srcdir/configure.ac" | sort > "$scratch/modules"

sed -n '/^modules = /,/[^\\]$/{s/^modules =//;s/\\//;p;}' "$debian/rules" |
    tr -s ' \t' '\n' | grep . | sort | diff "$scratch/modules" - |
    sed -n 's/^</only in configure.ac:/p; s/^>/only in debian\/rules:/p' \
    > "$bad"
ok "every module is asked for" "$bad"

while read -r module; do
	grep -qx "Package: counterseal-$module" "$debian/control" ||
		echo "no package counterseal-$module" >> "$bad"
	grep -qxF "usr/lib/*/counterseal/modules-1/$module.so" \
	    "$debian/counterseal-$module.install" ||
		echo "counterseal-$module has no $module.so" >> "$bad"
done < "$scratch/modules"
ok "every module has a package with the module in it" "$bad"

# Whoever installs a module, and no tool, may use its device.
for file in "$top_srcdir"/modules/*/*.rules; do
	module=${file#"$top_srcdir"/modules/}
	module=${module%%/*}
	sed -n "/^Package: counterseal-$module\$/,/^\$/s/^Depends://p" \
	    "$debian/control" | grep -q '[ ,]counterseal-udev\>' ||
		echo "counterseal-$module has no ${file##*/}" >> "$bad"
done
for what in usr/lib/udev/rules.d usr/lib/sysusers.d; do
	[ "$(cd "$debian" && grep -lx "$what" -- *.install)" = \
	    counterseal-udev.install ] || echo "who has $what?" >> "$bad"
done
ok "a module whose device has a rule brings the rule and its group" "$bad"

sed -n 's/^Depends:.*/&/p' "$debian/control" | tr -d ' ' > "$scratch/depends"
grep -c . "$scratch/depends" > "$scratch/count"
grep -c '^Package:' "$debian/control" | diff - "$scratch/count" > "$bad"
ok "every package says what it needs" "$bad"

awk '/^[^ ]/ { on = /^Build-Depends:/; next } on { print $1 }' \
    "$debian/control" | tr -d , | grep -v '^debhelper\|^dh-' | sort \
    > "$scratch/needs"
"$top_srcdir/build-aux/setup" --list | sort | comm -23 "$scratch/needs" - |
    sed 's/$/ is not in build-aux\/setup/' > "$bad"
[ -s "$scratch/needs" ] || echo "nothing is needed" > "$bad"
ok "build-aux/setup installs what packages are built from" "$bad"

# make docs wants them for pictures of a screen, and skips what it has not.
for need in default-jre openssl poppler-utils python3-tk xvfb; do
	grep -qx "$need" "$scratch/needs" || echo "$need" >> "$bad"
done
ok "the pages are built with what their pictures need" "$bad"

version=$(sed -n 's/^m4_define(\[cseal_[a-z]*\], \[\([0-9]*\)\])/\1/p' \
    "$top_srcdir/configure.ac" | paste -s -d .)
head -n 1 "$debian/changelog" | grep -qF "counterseal ($version)" ||
	echo "configure.ac has $version" > "$bad"
head -n 4 "$top_srcdir/NEWS" | grep -qx "$version" ||
	echo "NEWS does not begin with $version" >> "$bad"
ok "debian/changelog and NEWS have the version of configure.ac" "$bad"

# What is packed elsewhere: made of configure.ac, or the same.
find "$top_srcdir/bindings" "$top_srcdir/debian" "$top_srcdir/pkgconfig" \
    -name 'pom.xml*' -o -name '*.pc.in' -o -name 'pyproject.toml*' \
    -o -name 'setup.*' -o -name '*.pom' -o -name 'METADATA*' |
    while read -r file; do
	grep -q '@PACKAGE_VERSION@\|@VERSION@' "$file" ||
		grep -qF "$version" "$file" ||
		echo "${file#"$top_srcdir"/} does not have $version"
    done >> "$bad"
grep -rnF "$version" "$top_srcdir"/*.am "$top_srcdir"/*/Makefile.inc \
    "$top_srcdir"/*/*/Makefile.inc "$top_srcdir/debian/rules" \
    "$top_srcdir/debian/control" >> "$bad"
ok "nothing else has a version of its own" "$bad"
tap_done
