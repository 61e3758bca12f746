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
cat >"$work/cleared.pad" <<'SCRIPT'
realtime yes
stroke 300 10000 30000 50000 10000
clear
stroke 300 30000 35000 70000 20000
ok
SCRIPT

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
t '--digest without --seal-for is a usage error' run 2 --module "$pad" \
    ink capture --pad "virtual:$work/sign.pad" --digest x.pdf -o "$out/no.fir"
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

# ---- ink capture --preview ------------------------------------------------

# pictures KIND FILE LEAST [LAST]: at least so many whole PNG or JPEG files, one
# after another, the last of which is that file; prints its width.
pictures()
{
	/usr/bin/python3 - "$@" <<'PYTHON'
import struct
import sys
import zlib


def png(data):
    """Checked by ISO/IEC 15948: every CRC, and as many bytes as the rows of
    grey with alpha have."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, name = 8, b"", b""
    while name != b"IEND":
        size, name = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        crc, = struct.unpack(">I", data[at + 8 + size:at + 12 + size])
        assert crc == zlib.crc32(name + body)
        if name == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (depth, colour) == (8, 4)
        if name == b"IDAT":
            packed += body
        at += size + 12
    assert len(zlib.decompress(packed)) == height * (1 + 2 * width)
    return at, width


def jpeg(data):
    assert data[:2] == b"\xff\xd8"
    return data.index(b"\xff\xd9") + 2, 0


kind, path, least = sys.argv[1:4]
with open(path, "rb") as file:
    data = file.read()
found = []
while data:
    size, width = (png if kind == "PNG" else jpeg)(data)
    found.append(data[:size])
    data = data[size:]
assert len(found) >= int(least), len(found)
if kind == "PNG":
    assert all(a != b for a, b in zip(found, found[1:-1]))
    print(width)
if len(sys.argv) > 4:
    with open(sys.argv[4], "rb") as file:
        assert found[-1] == file.read()
PYTHON
}

{ echo 'realtime yes' && cat "$work/sign.pad"; } >"$work/slow.pad"
mkfifo "$work/fifo"
cat "$work/fifo" >"$work/stream" &
reader=$!
t 'what is written is shown meanwhile' run 0 --module "$pad" ink capture \
    --pad "virtual:$work/slow.pad" --preview "$work/fifo" -o "$work/slow.fir"
wait $reader
width=$(pictures PNG "$work/stream" 3)
t 'as whole pictures' test "${width:-0}" -gt 100
t 'a drawing of the signature' run 0 ink render "$work/slow.fir" \
    --width "${width:-1}" -o "$work/last.png"
t 'is the last of them' pictures PNG "$work/stream" 3 "$work/last.png"
t 'a descriptor takes them, too' run 0 --module "$pad" ink capture \
    --pad "virtual:$work/slow.pad" --preview fd:7 -o "$work/slow.fir" \
    7>"$work/stream"
t 'likewise' pictures PNG "$work/stream" 3 "$work/last.png"
t 'and a file that only its owner reads' run 0 --module "$pad" ink capture \
    --pad "virtual:$work/slow.pad" --preview "$work/stream.png" \
    -o "$work/slow.fir"
t 'which it is' mode_is_600 "$work/stream.png"
t 'cleared ink is not shown at the end' eval 'run 0 --module "$pad" \
    ink capture --pad "virtual:$work/cleared.pad" --preview fd:7 \
    -o "$work/cleared.fir" 7>"$work/stream" && \
    run 0 ink render "$work/cleared.fir" \
    --width "$(pictures PNG "$work/stream" 1)" -o "$work/last.png" && \
    pictures PNG "$work/stream" 1 "$work/last.png"'

# A reader that never reads, and one that goes.
sleep 60 <"$work/fifo" &
reader=$!
t 'a reader that does not read holds up nothing' run 0 --json --module "$pad" \
    ink capture --pad "virtual:$work/slow.pad" --preview "$work/fifo" \
    -o "$work/slow.fir"
t 'and loses no sample' json 'd["capture"]["lost"] == 0'
kill $reader
{ sleep 0.3 && head -c 100 "$work/fifo" >/dev/null; } &
t 'nor does one that comes late, and goes' run 0 --module "$pad" ink capture \
    --pad "virtual:$work/slow.pad" --preview "$work/fifo" -o "$work/slow.fir"
wait $!
t 'nobody at the pipe is an error of the set-up' run 1 --module "$pad" \
    ink capture --pad "virtual:$work/slow.pad" --preview "$work/fifo" \
    -o "$work/no.fir"
t 'a descriptor that is not open is a usage error' run 2 --module "$pad" \
    ink capture --pad "virtual:$work/slow.pad" --preview fd:9 -o "$work/no.fir"
t 'so is one that has another meaning' run 2 --module "$pad" \
    ink capture --pad "virtual:$work/slow.pad" --preview fd:1 -o "$work/no.fir"
t 'and a folder' run 1 --module "$pad" \
    ink capture --pad "virtual:$work/slow.pad" --preview "$work" \
    -o "$work/no.fir"
t 'none of them captured anything' test ! -e "$work/no.fir"

# ---- ink export, ink render ----------------------------------------------

t 'ink is exported' run 0 ink export "$out/sign.fir" -o "$out/copy.fir"
t 'byte for byte' cmp "$out/sign.fir" "$out/copy.fir"
t 'the mark of a virtual pad stays' out_has '^VIRTUAL'
t 'ink is exported as InkML' run 0 ink export "$out/sign.fir" \
    --format inkml -o "$work/sign.inkml"
t 'which another program reads' /usr/bin/python3 -c '
import sys
import xml.etree.ElementTree as tree
name = "{http://www.w3.org/2003/InkML}"
ink = tree.parse(sys.argv[1]).getroot()
assert ink.tag == name + "ink"
channels = [c.get("name") for c in ink.iter(name + "channel")]
assert channels == ["X", "Y", "F", "T"], channels
assert [c.get("units") for c in ink.iter(name + "channel")] == [
    "mm", "mm", "dev", "ms"]
traces = list(ink.iter(name + "trace"))
assert [t.get("type") for t in traces] == ["penDown", "penUp", "penDown"]
assert all(t.get("contextRef") == "#context" for t in traces)
points = [[float(v) for v in p.split()] for t in traces
          for p in t.text.split(",")]
assert all(len(p) == 4 for p in points) and len(points) > 100
assert abs(points[0][0] - 10) < 0.02 and abs(points[0][1] - 30) < 0.02
assert all(a[3] <= b[3] for a, b in zip(points, points[1:]))
assert all((p[2] > 0) == (t.get("type") == "penDown") for t in traces
           for p in [[float(v) for v in q.split()]
                     for q in t.text.split(",")])
' "$work/sign.inkml"
t 'and which is marked as virtual' grep -q 'from a virtual pad' \
    "$work/sign.inkml"
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

# ---- sealed ink ----------------------------------------------------------

openssl=$(command -v openssl)
for kind in rsa:3072 ec; do
	name=${kind%%:*}
	if test $kind = ec; then
		set -- ec -pkeyopt ec_paramgen_curve:P-256
	else
		set -- rsa:3072
	fi
	openssl req -x509 -newkey "$@" -nodes -keyout "$work/$name.key" \
	    -subj "/CN=Escrow $name" -days 2 -out "$work/$name.pem" 2>/dev/null
done
"$source/tests/interop/make-input" plain "$work/order.pdf"
t 'ink is sealed as it is captured' run 0 --json --module "$pad" \
    ink capture --pad "virtual:$work/sign.pad" --seal-for "$work/rsa.pem" \
    --seal-for "$work/ec.pem" --digest "$work/order.pdf" \
    --drawing "$work/ink.pdf" -o "$work/ink.p7m"
t 'and it is told for whom' json 'd["sealed_for"] == ["CN=Escrow rsa",
    "CN=Escrow ec"] and len(d["document"]["sha256"]) == 64'
t 'only its owner reads it' mode_is_600 "$work/ink.p7m"
t 'nothing in it is clear' sh -c '! grep -q SDI "$1"' sh "$work/ink.p7m"
t 'the drawing can be stamped' run 0 stamp "$work/order.pdf" \
    -o "$work/stamped.pdf" --image "$work/ink.pdf" --at 1:20,20,60,25
for name in rsa ec; do
	t "openssl opens it with the key of $name" "$openssl" cms -decrypt \
	    -binary -inform DER -in "$work/ink.p7m" -inkey "$work/$name.key" \
	    -recip "$work/$name.pem" -out "$work/clear"
	t 'a line of JSON and a record are in it' /usr/bin/python3 -c '
import hashlib
import json
import sys
line, record = open(sys.argv[1], "rb").read().split(b"\n", 1)
d = json.loads(line)
assert d["record"]["sha256"] == hashlib.sha256(record).hexdigest()
assert d["record"]["bytes"] == len(record) and record[:4] == b"SDI\0"
order = open(sys.argv[2], "rb").read()
assert d["document"]["sha256"] == hashlib.sha256(order).hexdigest()
assert d["document"]["bytes"] == len(order)
drawing = open(sys.argv[3], "rb").read()
assert d["appearance"]["sha256"] == hashlib.sha256(drawing).hexdigest()
assert d["capture"]["lost"] == 0 and d["capture"]["link"] == "clear"
assert d["virtual"] is True
' "$work/clear" "$work/order.pdf" "$work/ink.pdf"
	t "so does ink open" run 0 --json ink open "$work/ink.p7m" \
	    --key "$work/$name.key" --digest "$work/order.pdf" \
	    -o "$work/$name.fir"
	t 'with all that was said' json 'd["fits"] is True and
	    d["capture"]["device"] == "Virtual pad" and d["virtual"] is True'
	t 'and the same record' sh -c 'tail -n +2 "$1" | cmp - "$2"' sh \
	    "$work/clear" "$work/$name.fir"
done
t 'what was added to the document does not matter' run 0 ink open \
    "$work/ink.p7m" --key "$work/ec.key" --digest "$work/stamped.pdf"
t 'and people are told' out_has '^It was written for '
t 'without -o nothing is written' run 0 --json ink open "$work/ink.p7m" \
    --key "$work/ec.key"
t 'but told' json '"output" not in d and d["strokes"] == 2'
t 'another document is not valid' run 7 --json ink open "$work/ink.p7m" \
    --key "$work/ec.key" --digest "$work/ink.pdf" -o "$out/no.fir"
t 'and it says so' json 'd["fits"] is False'
t 'and nothing is written' test ! -e "$out/no.fir"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout "$work/other.key" -subj /CN=Other -days 2 -out "$work/other.pem" \
    2>/dev/null
t 'another key does not open it' run 1 --json ink open "$work/ink.p7m" \
    --key "$work/other.key"
t 'and it is told' json 'd["class"] == "refused"'
t 'a record is sealed afterwards' run 0 --json ink export "$out/sign.fir" \
    --seal-for "$work/ec.pem" -o "$work/later.p7m"
t 'without what nobody knows any more' json 'd["capture"] is None and
    d["document"] is None'
openssl pkey -in "$work/ec.key" -aes256 -passout pass:open \
    -out "$work/locked.key" 2>/dev/null
echo open >"$work/phrase"
t 'a key has a pass phrase' run 0 ink open "$work/later.p7m" \
    --key "$work/locked.key" --pin-from "file:$work/phrase"
echo shut >"$work/phrase"
t 'a wrong one ends it with 5' run 5 ink open "$work/later.p7m" \
    --key "$work/locked.key" --pin-from "file:$work/phrase"
t 'a certificate that is none is told before anybody signs' run 1 --json \
    --module "$pad" ink capture --pad "virtual:$work/never.pad" \
    --seal-for "$work/phrase" -o "$out/no.p7m"
t 'by name' json '"phrase" in d["notes"][0] and
    d["status"] == "REFUSED_INPUT"'
t 'a document that is none, too' run 1 --module "$pad" ink capture \
    --pad "virtual:$work/never.pad" --seal-for "$work/ec.pem" \
    --digest "$work/phrase" -o "$out/no.p7m"
t 'ink open needs a key' run 2 ink open "$work/ink.p7m"
t 'sealed InkML does not exist' run 2 ink export "$out/sign.fir" \
    --format inkml --seal-for "$work/ec.pem" -o "$out/no.p7m"

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

# ---- photo --preview ------------------------------------------------------

for _ in 1 2 3 4 5; do
	printf 'frame gray.jpg\nsleep 100\n'
done >"$work/seen.camera"

# show EXIT WHERE: with a line on standard input after a while.
show()
{
	{ sleep 1 && echo; } | run "$1" --json --module "$camera" photo \
	    --camera "virtual:$work/seen.camera" --preview "$2" \
	    -o "$out/shown.jpg"
}

t 'a camera is looked through' eval 'show 0 fd:7 7>"$work/stream"'
t 'and the photo is the last picture' pictures JPEG "$work/stream" 3 \
    "$out/shown.jpg"
cat "$work/fifo" >"$work/stream" &
t 'through a named pipe, too' show 0 "$work/fifo"
wait $!
t 'likewise' pictures JPEG "$work/stream" 3 "$out/shown.jpg"
sleep 60 <"$work/fifo" &
t 'a reader that does not read holds up nobody' show 0 "$work/fifo"
kill $!
rm "$out/shown.jpg"
t 'nobody who takes it takes none' eval 'run 4 --json --module "$camera" \
    photo --camera "virtual:$work/seen.camera" --preview fd:7 \
    -o "$out/shown.jpg" </dev/null 7>"$work/stream"'
t 'a camera that goes is absent' eval '{ sleep 1 && echo; } |
    run 3 --json --module "$camera" \
    photo --camera "virtual:$work/gone.camera" --preview fd:7 \
    -o "$out/shown.jpg" 7>"$work/stream"'
t 'and there is no photo' test ! -e "$out/shown.jpg"

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
