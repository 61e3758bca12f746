# SPDX-License-Identifier: Apache-2.0
# on-umockdev.sh -- for test scripts that source it: a program on a kernel's
# files that umockdev makes.

skip()
{
	echo "1..0 # SKIP $1"
	exit 0
}

# run_on RUNNER PROGRAM: runs the program, a path in the build folder, below one
# of tests/hall, in the place of this script.
run_on()
{
	runner=$(cd "${srcdir:-.}/tests/hall" && pwd)/$1
	program=$PWD/$2
	command -v umockdev-wrapper >/dev/null || skip 'there is no umockdev'
	/usr/bin/python3 -c 'import gi; gi.require_version("UMockdev", "1.0")' \
	    2>/dev/null || skip 'umockdev has no Python here'
	# What libtool made may be a script, which umockdev's library is not
	# for.
	[ ! -f "${program%/*}/.libs/${program##*/}" ] ||
	    program=${program%/*}/.libs/${program##*/}
	LD_LIBRARY_PATH=$PWD/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
	export LD_LIBRARY_PATH
	# The sanitizer's library would want to come first.
	ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
	export ASAN_OPTIONS
	exec umockdev-wrapper "$runner" "$program"
}
