#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-capture.sh -- photo and ink: what is captured becomes a file.
. "${srcdir:-.}/tests/interop/cli.sh"

pad=$(module virtual-pad)
camera=$(module virtual-camera)
out=$work/out.d
mkdir "$out"

cat >"$work/sign.pad" <<'SCRIPT'
pad 120000 60000
stroke 600 10000 30000 20000 10000 30000 30000 40000 10000 50000 30000
stroke 300 30000 35000 70000 20000
sleep 100
ok
SCRIPT
echo 'cancel' >"$work/no.pad"
printf 'ink 0 1000 1000 9000\nok\n' >"$work/short.pad"
printf 'ink 0 1000 1000 9000\nunplug\n' >"$work/gone.pad"
printf 'busy\n' >"$work/busy.pad"
: >"$work/never.pad"

# ---- ink capture ---------------------------------------------------------

t 'ink is captured' run 0 --json --module "$pad" ink capture \
    --pad "virtual:$work/sign.pad" -o "$out/sign.fir"
t 'and told of' json 'd["strokes"] == 2 and d["samples"] > 100 and
    d["virtual"] is True and d["output"].endswith("sign.fir") and
    d["bytes"] > 0 and d["duration_ms"] > 0'
t 'with how it came' json 'd["capture"]["device"] == "Virtual pad" and
    d["capture"]["link"] == "clear" and d["capture"]["tally"] == "count" and
    d["capture"]["received"] >= d["samples"] and d["capture"]["lost"] == 0 and
    d["capture"]["module"] == "virtual-pad" and
    d["capture"]["began"] <= d["capture"]["ended"]'
t 'only its owner reads it' mode_is_600 "$out/sign.fir"
t 'nothing else is left behind' only "$out" sign.fir
umask 000
t 'whatever the umask' run 0 --module "$pad" ink capture \
    --pad "virtual:$work/sign.pad" -o "$out/sign.fir"
t 'it is so' mode_is_600 "$out/sign.fir"
umask 022
t 'people are told that no pad wrote it' out_has '^VIRTUAL'
t 'and how it came' out_has '^Samples: [0-9]* came, 0 were lost'
t 'a customer who declines ends it with 4' run 4 --json --module "$pad" \
    ink capture --pad "virtual:$work/no.pad" -o "$out/no.fir"
t 'and the class stopped' json 'd["status"] == "STOPPED_DECLINED" and
    d["class"] == "stopped" and d["exit"] == 4'
t 'too little ink is tried again' run 75 --json --module "$pad" \
    ink capture --pad "virtual:$work/short.pad" -o "$out/no.fir"
t 'by the customer' json 'd["class"] == "again"'
t 'an unplugged pad is absent' run 3 --json --module "$pad" \
    ink capture --pad "virtual:$work/gone.pad" -o "$out/no.fir"
t 'at the counter' json 'd["status"] == "COUNTER_DEVICE_GONE"'
t 'a busy pad is tried again later' run 75 --module "$pad" \
    ink capture --pad "virtual:$work/busy.pad" -o "$out/no.fir"
t 'time runs out' run 75 --json --module "$pad" ink capture --timeout 1 \
    --pad "virtual:$work/never.pad" -o "$out/no.fir"
t 'with its own status' json 'd["status"] == "STOPPED_TIMEOUT"'
t 'a pad that is not there is absent' run 3 --module "$pad" \
    ink capture --pad virtual:/nowhere.pad -o "$out/no.fir"
t 'a kind of URI without module is an error of the set-up' \
    run 1 --json ink capture --pad no:where -o "$out/no.fir"
t 'that says so' json 'd["status"] == "SETUP_NO_MODULE"'
t '--digest belongs to a later version' run 2 --module "$pad" ink capture \
    --pad "virtual:$work/sign.pad" --digest x.pdf -o "$out/no.fir"
t 'no output is a usage error' run 2 --module "$pad" ink capture \
    --pad "virtual:$work/sign.pad"
t 'a folder as output is a usage error' run 2 --module "$pad" ink capture \
    --pad "virtual:$work/sign.pad" -o "$out"
t 'a folder that is not there is an error of the set-up' run 1 --module \
    "$pad" ink capture --pad "virtual:$work/sign.pad" -o "$out/no/sign.fir"
t 'none of them left a file' only "$out" sign.fir

# SIGTERM while the customer writes: cancelled, nothing written.
"$tool" --json --module "$pad" ink capture --pad "virtual:$work/never.pad" \
    -o "$out/no.fir" >"$work/out" 2>"$work/err" &
pid=$!
sleep 1
kill -TERM $pid
wait $pid
t 'a signal cancels the capture' test $? -eq 4
t 'with its status' json 'd["status"] == "STOPPED_CANCELLED"'
t 'and without a file' only "$out" sign.fir

# ---- ink export, ink render ----------------------------------------------

t 'ink is exported' run 0 ink export "$out/sign.fir" -o "$out/copy.fir"
t 'byte for byte' cmp "$out/sign.fir" "$out/copy.fir"
t 'the mark of a virtual pad stays' out_has '^VIRTUAL'
t 'inkml belongs to a later version' run 2 ink export "$out/sign.fir" \
    --format inkml -o "$out/no.xml"
t 'and it says so' err_has 'later version'
t 'an unknown format is a usage error' run 2 ink export "$out/sign.fir" \
    --format bmp -o "$out/no.bmp"
t 'the input is never the output' run 2 ink export "$out/sign.fir" \
    -o "$out/../out.d/sign.fir"
ln -s sign.fir "$out/link.fir"
t 'not through a link either' run 2 ink export "$out/sign.fir" \
    -o "$out/link.fir"
t 'what is no record is refused' run 1 --json ink export "$tool" \
    -o "$out/no.fir"
t 'as input' json 'd["status"] == "REFUSED_INPUT"'
t 'what is not there is told' run 1 --json ink export "$work/none" \
    -o "$out/no.fir"
t 'by name' json 'd["status"] == "SETUP_FILE" and "none" in d["notes"][0]'
rm "$out/link.fir" "$out/copy.fir"

for format in svg pdf png; do
	t "ink is drawn as $format" run 0 ink render "$out/sign.fir" \
	    -o "$out/sign.$format"
	t 'and only its owner reads it' mode_is_600 "$out/sign.$format"
done
t 'the format can be named' run 0 --json ink render "$out/sign.fir" \
    --format png --width 360 -o "$out/drawing"
t 'and is told' json 'd["format"] == "png"'
t 'a drawing without format is a usage error' run 2 ink render \
    "$out/sign.fir" -o "$out/other"
t 'a drawing without width is a usage error' run 2 ink render \
    "$out/sign.fir" --width 0 -o "$out/other.png"
t 'the PNG says that no pad wrote it' \
    grep -q 'counterseal: from a virtual pad' "$out/drawing"

# The witness draws the PDF; our pixels must be much the same.
if command -v mutool >/dev/null; then
	size=$(/usr/bin/python3 -c '
import struct, sys
print("-w %d -h %d" % struct.unpack(">II", open(sys.argv[1], "rb").read()[16:24]))
' "$out/sign.png")
	for kind in png pdf; do
		# shellcheck disable=SC2086
		mutool draw -q -c gray $size -f -o "$work/$kind.pgm" \
		    "$out/sign.$kind" 2>/dev/null
	done
	t 'it looks like the PDF does' /usr/bin/python3 -c '
import sys
def pixels(name):
    data = open(name, "rb").read().split(b"\n", 3)
    return data[1], data[3]
(a, ours), (b, theirs) = (pixels(n) for n in sys.argv[1:])
dark = sum(255 - p for p in theirs)
off = sum(abs(p - q) for p, q in zip(ours, theirs))
more = sum(255 - p for p in ours) - dark
print("# %.3f of the ink is beside it" % (off / dark))
sys.exit(not (a == b and dark > 0 and off < 0.1 * dark
              and abs(more) < 0.02 * dark))
' "$work/png.pgm" "$work/pdf.pgm"
else
	skip 'it looks like the PDF does' 'there is no mutool'
fi

# ---- photo ---------------------------------------------------------------

"$source/tests/interop/make-input" jpeg "$work/gray.jpg"
echo 'frame gray.jpg' >"$work/see.camera"
echo 'unplug' >"$work/gone.camera"
echo 'garbage' >"$work/blind.camera"

t 'a photo is taken' run 0 --json --module "$camera" photo \
    --camera "virtual:$work/see.camera" -o "$out/photo.jpg"
t 'and told of' json 'd["width"] > 0 and d["height"] > 0 and
    d["virtual"] is True and d["bytes"] > 100'
t 'only its owner sees it' mode_is_600 "$out/photo.jpg"
t 'people are told that no camera took it' run 0 --module "$camera" photo \
    --camera "virtual:$work/see.camera" -o "$out/photo.jpg"
t 'in words' out_has '^VIRTUAL'
t 'an unplugged camera is absent' run 3 --module "$camera" photo \
    --camera "virtual:$work/gone.camera" -o "$out/no.jpg"
t 'what is no picture is tried again' run 75 --json --module "$camera" \
    photo --camera "virtual:$work/blind.camera" -o "$out/no.jpg"
t 'by the class again' json 'd["class"] == "again"'
t 'none of them left a file' test ! -e "$out/no.jpg"
t 'no camera is an absent device' run 3 --json photo -o "$out/no.jpg"
t 'with advice' json 'd["status"] == "COUNTER_NO_DEVICE" and
    "doctor" in d["advice"]'

# ---- its quality ---------------------------------------------------------

gauge=$(module jpeg-gauge)
matcher=$top/tests/modules/.libs/mock-matcher.so
if test -f "$gauge"; then
	t 'what could be better is told' run 0 --json --module "$camera" \
	    --module "$gauge" photo --camera "virtual:$work/see.camera" \
	    -o "$out/photo.jpg"
	t 'by name and in words' json 'd["quality"]["usable"] is False and
	    "too-small" in d["quality"]["flaws"] and
	    "larger size" in " ".join(d["quality"]["advice"]) and
	    0 <= d["quality"]["light"] <= 255'
	t 'people are told, too' run 0 --lang zh_CN --module "$camera" \
	    --module "$gauge" photo --camera "virtual:$work/see.camera" \
	    -o "$out/photo.jpg"
	t 'what to do' out_has '^照片太小'
	t 'a picture that is not good is refused' run 75 --module "$camera" \
	    --module "$gauge" photo --check \
	    --camera "virtual:$work/see.camera" -o "$out/no.jpg"
	t 'with the reason' err_has 'choose a larger size'
	t 'and not written' test ! -e "$out/no.jpg"
else
	skip 'the quality of a photo' 'there is no jpeg-gauge'
fi
printf '%s' '{"document_type": "cn-resident", "name": "A", "reader":
    {"uri": "sdt:x", "module": "sdt-reader"}, "virtual": false,
    "read_at": "2026-01-02T03:04:05+00:00", "portrait":
    {"media_type": "application/x-wlt", "base64": "V0xmAA=="}}' \
    >"$work/id.json"
t 'a matcher compares it with a portrait' run 0 --json --module "$camera" \
    --module "$matcher" photo --camera "virtual:$work/see.camera" \
    --compare "$work/id.json" -o "$out/photo.jpg"
t 'its score has its name' json 'd["likeness"]["score"] > 0 and
    d["likeness"]["threshold"] == 0.5 and d["likeness"]["virtual"] is True and
    d["likeness"]["matcher"].startswith("Mock 1.0")'
t 'without a matcher there is no score' run 1 --json --module "$camera" \
    photo --camera "virtual:$work/see.camera" --compare "$work/id.json" \
    -o "$out/no.jpg"
t 'an administrator must install one' json 'd["status"] == "SETUP_NO_MODULE"'
t 'and there is no photo' test ! -e "$out/no.jpg"

t 'a wrong size is a usage error' run 2 photo --size 640 -o "$out/no.jpg"
t 'a size of nothing is a usage error' run 2 photo --size 0x10 \
    -o "$out/no.jpg"
t 'no output is a usage error' run 2 photo

finish
