#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-archive.sh -- PDF/A and PDF/UA are kept where the file claims them:
# veraPDF says so before and after, and the other witnesses call the
# signatures right.
. "${srcdir:-.}/tests/interop/seal.sh"

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

# witnessed NAME FILE...: the files, named CLAIM-ANYTHING.pdf, conform to what
# they claim.  veraPDF is asked of all of them at the end, as most of its time
# goes into starting it.
: > witnessed.list
witnessed() {
	witnessed_name=$(printf '%s' "$1" | tr ' ' '~')
	shift
	echo "$witnessed_name $*" >> witnessed.list
}

# Everything that claims a flavour: -f FLAVOUR.
ask_verapdf() {
	for ask_flavour in 1b 1a 2b 2u 2a 3b 4 ua1; do
		ask_files=
		for ask_file in $(cut -d ' ' -f 2- witnessed.list); do
			case +${ask_file%%-*}+ in
			*+$ask_flavour+*) ask_files="$ask_files $ask_file" ;;
			esac
		done
		# shellcheck disable=SC2086
		/usr/bin/java -XX:TieredStopAtLevel=1 -cp "$jar" \
		    org.verapdf.apps.GreenfieldCliWrapper \
		    -f "$ask_flavour" --format text -v $ask_files
	done > vera.out 2>&1
}

conforming() {
	for conforming_file in "$@"; do
		for conforming_flavour in $(echo "${conforming_file%%-*}" |
		    tr + ' '); do
			grep -q "^PASS .*/$conforming_file $conforming_flavour" \
			    vera.out || {
				grep -A9 "/$conforming_file " vera.out
				return 1
			}
		done
	done
}

witnesses_say() {
	if ! jar=$("$source/build-aux/verapdf" "$top/verapdf" 2> why); then
		while read -r say_name say_files; do
			skip "$(echo "$say_name" | tr '~' ' ')" \
			    "$(tail -n 1 why)"
		done < witnessed.list
		return
	fi
	ask_verapdf
	while read -r say_name say_files; do
		# shellcheck disable=SC2086
		ok "$(echo "$say_name" | tr '~' ' ') ($(echo $say_files |
		    wc -w) files)" conforming $say_files
	done < witnessed.list
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

# ---- looks ------------------------------------------------------------------

pad=$top/modules/.libs/virtual-pad.so
input png jpeg
printf 'ink 0 1000 1000 9000 200000 4000 3000 20000 400000 9000 1000 9000\nok\n' \
    > pad.script
if test -f "$pad" && "$tool" --module "$pad" ink capture \
    --pad "virtual:$work/pad.script" -o ink.fir > /dev/null 2>&1; then
	ink=ink.fir
fi

# looks CLAIM-INTENT: one file for each kind of look.
looks() {
	looks_at='--at 2:20,30,40,30'
	# shellcheck disable=SC2086
	sealed "$1.pdf" "$1-png.pdf" --image png.in $looks_at \
	    --also-on 1,3 --turn 30 &&
	    sealed "$1.pdf" "$1-jpeg.pdf" --image jpeg.in $looks_at &&
	    sealed "$1.pdf" "$1-vector.pdf" --image sheet.pdf $looks_at &&
	    sealed "$1.pdf" "$1-text.pdf" --text 'Test Hall 合同专用章' \
		--color c01010 $looks_at &&
	    sealed "$1.pdf" "$1-edges.pdf" --image png.in --straddle right &&
	    if test -n "${ink-}"; then
		    sealed "$1.pdf" "$1-ink.pdf" --ink "$ink" $looks_at
	    fi
	looks_done=$?
	for looks_kind in png jpeg vector text edges ink; do
		test -f "$1-$looks_kind.pdf" && all="$all $1-$looks_kind.pdf"
	done
	return $looks_done
}

# A look that is a PDF of its own: a page of what is written here, whose only
# type is drawn in it.
"$here/make-archive" 2b rgb sheets.pdf && qpdf sheets.pdf --pages . 1 -- sheet.pdf
all=
for claim in $claims; do
	for intent in none rgb; do
		ok "looks on $claim, $intent" looks "$claim-$intent"
	done
done
for claim in 1b 2b 4; do
	for intent in grey cmyk; do
		ok "looks on $claim, $intent" looks "$claim-$intent"
	done
done
# shellcheck disable=SC2086
witnessed 'looks keep what is claimed' $all
# shellcheck disable=SC2086
sound() {
	for sound_file in "$@"; do
		judged "$sound_file" && good "$sound_file" 1 || return 1
	done
}
ok 'they are judged right' sound 1b-rgb-png.pdf 1a-none-edges.pdf \
    2u-none-text.pdf 4-cmyk-vector.pdf ua1-rgb-png.pdf

# The picture's quarters: red, green, blue, clear.
for file in 1b-none 1b-rgb 2b-none 2b-rgb 2a-cmyk; do
	sealed $file.pdf quarters.pdf --image png.in --at 1:20,20,40,40 ||
	    exit 99
	ok "the picture is seen on $file, and what is clear in it" seen \
	    quarters.pdf 1 30,30=red 50,30=green 30,58=blue 50,58=white
	not_ok 'through which the text is seen' seen quarters.pdf 1 46,47=white
done

# ---- files inside -------------------------------------------------------------

attached() {
	"$tool" attach "$1" -o attached.pdf --file "$2" --relation data \
	    --description 'What was ordered, 订单' > tool.out 2>&1 &&
	    sealed attached.pdf "$3" && judged "$3" && good "$3" 1 ||
	    { cat tool.out; return 1; }
}
printf '{"order": 1}' > order.json
ok 'a file goes into PDF/A-3' attached 3b-rgb.pdf order.json 3b-file.pdf
ok 'PDF/A-1 goes into PDF/A-2' attached 2b-rgb.pdf 1b-rgb.pdf 2b-file.pdf
witnessed 'files keep what is claimed' 3b-file.pdf 2b-file.pdf
not_ok 'no other file goes into PDF/A-2' attached 2b-rgb.pdf order.json no.pdf
not_ok 'none goes into PDF/A-1' attached 1b-rgb.pdf 1a-rgb.pdf no.pdf

# ---- what cannot be ------------------------------------------------------------

refuses() {
	refuses_words=$1
	refuses_in=$2
	shift 2
	rm -f no.pdf
	"$tool" --module "$top/modules/.libs/file-signer.so" seal \
	    "$refuses_in" -o no.pdf --signer "file:$work/both.pem" \
	    --at 1:20,20,40,40 "$@" > tool.out 2>&1
	test $? = 1 && test ! -e no.pdf && grep "$refuses_words" tool.out ||
	    { cat tool.out; return 1; }
}
ok 'opacity on PDF/A-1' refuses 'PDF/A-1: its look cannot have an opacity' \
    1b-rgb.pdf --image jpeg.in --opacity 50
ok 'and on PDF/A-2 without an output intent' refuses \
    'PDF/A-2 without an output intent' 2b-none.pdf --image jpeg.in --opacity 50
input plain
qpdf plain.in --pages . 1 -- plain-sheet.pdf
ok 'a font that is not embedded' refuses 'a font that is not embedded' \
    2b-rgb.pdf --image plain-sheet.pdf
"$here/make-archive" 2b cmyk sheets.pdf &&
    qpdf sheets.pdf --pages . 1 -- cmyk-sheet.pdf
ok 'a page in CMYK' refuses 'CMYK' 1b-none.pdf --image cmyk-sheet.pdf
ok 'a page in CMYK' refuses 'CMYK' 2b-rgb.pdf --image cmyk-sheet.pdf
ok 'which is right where the intent is' sealed 2b-cmyk.pdf 2b-cmyk-same.pdf \
    --image cmyk-sheet.pdf --at 1:20,20,40,40
ok 'opacity on PDF/A-2' sealed 2b-rgb.pdf 2b-rgb-faded.pdf \
    --image jpeg.in --opacity 50 --at 1:20,20,40,40
ok 'and on PDF/A-4' sealed 4-cmyk.pdf 4-cmyk-faded.pdf \
    --image png.in --opacity 50 --at 1:20,20,40,40
witnessed 'these keep what is claimed' 2b-cmyk-same.pdf 2b-rgb-faded.pdf \
    4-cmyk-faded.pdf

# ---- what is stamped ----------------------------------------------------------

stamped() {
	"$tool" --module "$top/modules/.libs/pango-typeset.so" stamp "$1.pdf" \
	    -o "$1-stamped.pdf" --image png.in --at 1:20,20,40,40 \
	    --text 合同 --at 2:20,20,40,40 > tool.out 2>&1 ||
	    { cat tool.out; return 1; }
}
all=
for file in 1b-none 1b-cmyk 2b-none 2b-rgb 3b-grey 4-cmyk; do
	ok "stamps on $file" stamped $file
	all="$all $file-stamped.pdf"
done
# shellcheck disable=SC2086
witnessed 'stamps keep what is claimed, where nothing is tagged' $all

# ---- levels, and signatures made elsewhere ---------------------------------------

http=$top/modules/.libs/http-fetch.so
if test -f "$http"; then
	pki=$work/pki
	"$source/tests/levels/authority" "$pki" > authority.log 2>&1 &
	authority=$!
	trap 'kill $authority; rm -rf "$work"' EXIT
	for i in $(seq 100); do
		test -f "$pki/port" && break
		sleep 0.1
	done
	all=
	for claim in $claims; do
		ok "level LTA on $claim" "$tool" \
		    --module "$top/modules/.libs/file-signer.so" \
		    --module "$http" seal "$claim-rgb.pdf" \
		    -o "$claim-lta.pdf" --signer "file:$pki/signer.pem" \
		    --level LTA --tsa "http://127.0.0.1:$(cat "$pki/port")/tsa"
		all="$all $claim-lta.pdf"
	done
	# shellcheck disable=SC2086
	witnessed 'validation data and time-stamps keep what is claimed' $all
	for claim in 1a ua1 2a+ua1; do
		ok "level LTA on $claim is judged right" "$tool" verify \
		    --trust "$pki/root.crt" --trust "$pki/ca.crt" \
		    "$claim-lta.pdf"
	done
else
	skip 'validation data keep what is claimed' 'there is no http-fetch'
fi

elsewhere() {
	"$tool" prepare "$1.pdf" -o prepared.pdf --certificate rsa.pem \
	    --state state --to-sign to-sign --image png.in \
	    --at 1:20,20,40,40 > tool.out 2>&1 &&
	    openssl dgst -sha256 -sign rsa.key -out value to-sign &&
	    "$tool" finish prepared.pdf -o "$1-elsewhere.pdf" --state state \
		--value value >> tool.out 2>&1 && judged "$1-elsewhere.pdf" ||
		{ cat tool.out; return 1; }
}
for claim in 1a 2b ua1; do
	ok "a signature made elsewhere on $claim" elsewhere $claim-rgb
done
witnessed 'which keep what is claimed' 1a-rgb-elsewhere.pdf \
    2b-rgb-elsewhere.pdf ua1-rgb-elsewhere.pdf
witnesses_say
tap_done
