#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-archive.sh -- PDF/A and PDF/UA are kept where the file claims them:
# veraPDF says so before and after, and the other witnesses call the
# signatures right.
. "${srcdir:-.}/tests/interop/seal.sh"

tool=$top/examples/cli/counterseal
source=$(cd "$here/../.." && pwd)
claims='1b 1a 2b 2u 2a 3b 4 ua1 2a+ua1'
key rsa rsa:2048
cat rsa.key rsa.pem > both.pem

sealed() {
	sealed_in=$1
	sealed_out=$2
	shift 2
	"$tool" --module "$top/modules/.libs/file-signer.so" \
	    --module "$top/modules/.libs/pango-typeset.so" seal "$sealed_in" \
	    -o "$sealed_out" --signer "file:$work/both.pem" "$@" > tool.out \
	    2>&1 || { cat tool.out; return 1; }
}

judged() {
	"$tool" verify --trust rsa.pem "$1" > judged.out 2>&1 ||
	    { cat judged.out; return 1; }
}

# conforming FILE...: each, named CLAIM-ANYTHING.pdf, to what it claims.
if jar=$("$source/build-aux/verapdf" "$top/verapdf" 2> why); then
	conforming() {
		: > vera.out
		for conforming_flavour in 1b 1a 2b 2u 2a 3b 4 ua1; do
			conforming_files=
			for conforming_file in "$@"; do
				case +${conforming_file%%-*}+ in
				*+$conforming_flavour+*)
					conforming_files="$conforming_files $conforming_file" ;;
				esac
			done
			test -z "$conforming_files" && continue
			# shellcheck disable=SC2086
			/usr/bin/java -XX:TieredStopAtLevel=1 -cp "$jar" \
			    org.verapdf.apps.GreenfieldCliWrapper \
			    -f "$conforming_flavour" --format text -v \
			    $conforming_files >> vera.out 2>&1
			for conforming_file in $conforming_files; do
				grep -q "^PASS .*/$conforming_file $conforming_flavour" \
				    vera.out || {
					grep -A9 "/$conforming_file " vera.out
					return 1
				}
			done
		done
	}
else
	why=$(tail -n 1 why)
	conforming() {
		return 0
	}
fi

# witnessed NAME FILE...
witnessed() {
	witnessed_name=$1
	shift
	if test -n "$jar"; then
		ok "$witnessed_name ($# files)" conforming "$@"
	else
		skip "$witnessed_name ($# files)" "$why"
	fi
}

for claim in $claims tagged; do
	for intent in none rgb grey cmyk; do
		"$here/make-archive" $claim $intent $claim-$intent.pdf ||
		    exit 99
	done
done
# shellcheck disable=SC2046
witnessed 'what is sealed conforms' $(for claim in $claims; do
	echo "$claim-none.pdf $claim-rgb.pdf $claim-grey.pdf $claim-cmyk.pdf"
done)

# ---- the structure of tagged files ----------------------------------------

thrice() {
	sealed "$1-rgb.pdf" "$1-one.pdf" --reason 'Contract signed' &&
	    sealed "$1-one.pdf" "$1-two.pdf" &&
	    sealed "$1-two.pdf" "$1-three.pdf" --reason 合同 &&
	    judged "$1-three.pdf" && good "$1-three.pdf" 3
}

for claim in $claims tagged; do
	ok "three seals on $claim" thrice "$claim"
done
# shellcheck disable=SC2046
witnessed 'three seals keep what is claimed' $(for claim in $claims; do
	echo "$claim-one.pdf $claim-three.pdf"
done)
tap_done
