#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-seal.sh -- sealed files, judged by qpdf, pdfsig and mutool.
. "${srcdir:-.}/tests/interop/seal.sh"

input plain eol hybrid rotated inherited form vector png jpeg
key rsa rsa:2048
key ec ec ec_paramgen_curve:P-256
key p384 ec ec_paramgen_curve:P-384
rsa="--signer file:$work/rsa.p12"
ec="--signer file:$work/ec.p12"
p384="--signer file:$work/p384.p12"

# ---- kinds of file -------------------------------------------------------

# shellcheck disable=SC2086
for kind in plain eol hybrid rotated inherited form; do
	ok "$kind is sealed" seal $kind.in $kind.pdf $rsa --seal
	ok "$kind is judged right" good $kind.pdf 1
	ok "what was in $kind is kept" kept $kind.in $kind.pdf
done
qpdf --object-streams=generate plain.in streams.in
qpdf --linearize plain.in linear.in
qpdf --linearize --object-streams=generate plain.in linear-streams.in
# shellcheck disable=SC2086
for kind in streams linear linear-streams; do
	ok "$kind is sealed three times" seal $kind.in $kind.pdf $rsa --seal \
	    $ec --seal $rsa --seal
	ok "$kind is judged right" good $kind.pdf 3
	ok "what was in $kind is kept" kept $kind.in $kind.pdf
done
ok 'a cross-reference stream is answered by one' \
    sh -c 'tail -c 4000 streams.pdf | grep -aq "/Type /XRef"'
not_ok 'and by no table' sh -c 'tail -c 4000 streams.pdf | grep -aq ^xref'

# ---- keys and algorithms -------------------------------------------------

# shellcheck disable=SC2086
{
	for digest in 1 2 3; do
		ok "RSA with digest $digest" seal plain.in d.pdf $rsa \
		    --digest $digest --seal
		ok "RSA with digest $digest is judged right" good d.pdf 1
		ok "P-384 with digest $digest" seal plain.in d.pdf $p384 \
		    --digest $digest --seal
		ok "P-384 with digest $digest is judged right" good d.pdf 1
	done
	ok 'RSA-PSS' seal plain.in pss.pdf $rsa --scheme 2 --seal
	ok 'RSA-PSS is judged right' clean pss.pdf
	ok 'P-384 takes SHA-384 by itself' seal plain.in d.pdf $p384 --seal
	ok 'so pdfsig says' sh -c 'pdfsig -nocert d.pdf | grep -q SHA-384'
}

# ---- what the dictionary says --------------------------------------------

# shellcheck disable=SC2086
ok 'a seal with all its texts' seal plain.in texts.pdf $rsa \
    --reason '同意 (I agree)' --location 'Hall \ 3' --contact 'a@b' \
    --name 'Somebody' --seal
qpdf --qdf --object-streams=disable texts.pdf texts.qdf
for text in '/Location (Hall \\\\ 3)' '/ContactInfo (a@b)' '/Name (Somebody)' \
    '/SubFilter /ETSI.CAdES.detached' '/Filter /Adobe.PPKLite' '/Type /Sig' \
    '/M (D:20.*Z)' '/SigFlags 3' '/F 132' '/Reason <feff540c610f'; do
	ok "it has $text" grep -aqi -e "$text" texts.qdf
done
not_ok 'and no mark of a virtual device' grep -aq CSEAL_Virtual texts.qdf
pdfsig -nocert texts.pdf > texts.out
ok 'pdfsig names the signer' grep -q 'Name: Seal rsa' texts.out

# ---- looks and places ----------------------------------------------------

# Every page as shown: 40 mm wide and high at 20, 30.  The last is shown at
# 297 x 209.9 mm, its user unit is two points.
quarters='30,40=red 50,40=green 30,60=blue 50,60=white 15,40=white 65,40=white
    40,25=white 40,75=white'
for look in png vector; do
	options=
	for page in 1 2 3 4; do
		options="$options --place $page:20,30,40,40 --seal"
	done
	# shellcheck disable=SC2086
	ok "four pages are sealed with $look" seal rotated.in $look.pdf $rsa \
	    --image $look.in $options
	ok "the seals with $look are judged right" good $look.pdf 4
	for page in 1 2 3 4; do
		test $page = 4 && unit=2
		# shellcheck disable=SC2086
		ok "$look on page $page is upright and in its place" \
		    seen $look.pdf $page $quarters
		unit=1
	done
done
# shellcheck disable=SC2086
{
	ok 'a look keeps its proportions and is centred' seal plain.in \
	    wide.pdf $rsa --image png.in --place last:20,30,120,40 --seal
	ok 'so two renderers show' seen wide.pdf 3 70,40=red 90,40=green \
	    70,60=blue 40,50=white 120,50=white
	ok 'a JPEG goes in' seal plain.in jpeg.pdf $rsa --image jpeg.in \
	    --place 1:20,30,40,40 --seal
	ok 'and is shown' seen jpeg.pdf 1 40,50=grey 15,50=white
	ok 'byte for byte' sh -c 'pdfimages -all jpeg.pdf j || true
	    qpdf --show-object="$(qpdf --json jpeg.pdf |
	    /usr/bin/python3 -c "
import json, sys
objects = json.load(sys.stdin)[\"qpdf\"][1]
print([n[4:-2].split()[0] for n, o in objects.items()
    if \"DCTDecode\" in str(o)][0])")" --raw-stream-data jpeg.pdf \
	    > j.raw && cmp j.raw jpeg.in'
	ok 'an invisible seal has an empty rectangle' sh -c \
	    'qpdf --qdf plain.pdf - | grep -aA6 "/Rect \[" | tr -d "\n" |
	    grep -q "0 *0 *0 *0"'
}

# ---- fields that are there -----------------------------------------------

# shellcheck disable=SC2086
{
	ok 'a merged field is filled' seal form.in merged.pdf $rsa \
	    --field Merged --image png.in --seal
	ok 'and judged right' good merged.pdf 1
	# 150 x 100 points at 100, 142 from the top left.
	ok 'and shown in its rectangle' seen merged.pdf 1 53,59=red \
	    70,59=green 53,76=blue 40,68=white
	ok 'a field with a widget of its own is filled' seal form.in \
	    parted.pdf $rsa --field Parted --image png.in --seal
	ok 'and judged right' good parted.pdf 1
	ok 'and shown in its rectangle' seen parted.pdf 1 124,59=red \
	    140,59=green 124,76=blue
	ok 'a field on a turned page is filled' seal form.in turned.pdf $rsa \
	    --field Turned --image vector.in --seal
	ok 'and judged right' good turned.pdf 1
	# Shown at 300, 200 points from the top left, 100 x 200.
	ok 'and is upright' seen turned.pdf 2 115,97=red 132,97=green \
	    115,114=blue 115,80=white
	ok 'a field in a group is filled' seal form.in group.pdf $rsa \
	    --field group.印 --seal
	ok 'and judged right' good group.pdf 1
	ok 'all of them one after another' seal form.in all.pdf $rsa \
	    --image png.in --field Merged --seal --field Parted --seal \
	    --field Turned --seal --field group.印 --seal --reset \
	    --field Fresh --seal --reset --seal
	ok 'and judged right' good all.pdf 6
	ok 'what is not a signature field is refused' \
	    refused REFUSED_FIELD form.in $rsa --field Text --seal
	ok 'a group is no field' \
	    refused REFUSED_FIELD form.in $rsa --field group --seal
	ok 'a field is signed once' refused REFUSED_FIELD merged.pdf $rsa \
	    --field Merged --seal
	ok 'a seed value that is required is respected' refused \
	    REFUSED_FORBIDDEN form.in $rsa --field Demanding --seal
}

# ---- what must not be signed ---------------------------------------------

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -days 30 -keyout tls.key -out tls.pem -subj "/CN=tls" \
    -addext keyUsage=critical,keyEncipherment 2> /dev/null
cat tls.key tls.pem > tls.both
qpdf --encrypt user owner 256 -- plain.in encrypted.in
# shellcheck disable=SC2086
{
	ok 'a certificate for something else is refused' refused \
	    REFUSED_CERT_USAGE plain.in --signer "file:$work/tls.both" --seal
	ok 'unless any will do' seal plain.in any.pdf \
	    --signer "file:$work/tls.both" --any-certificate --seal
	ok 'a file with a password is refused' refused COUNTER_PASSWORD_NEEDED \
	    encrypted.in $rsa --seal
	ok 'a place off the page is refused' refused REFUSED_PLACE plain.in \
	    $rsa --image png.in --place 1:200,30,40,40 --seal
	ok 'a page that is not there is refused' refused REFUSED_PLACE \
	    plain.in $rsa --image png.in --place 4:20,30,40,40 --seal
	ok 'page 0 is refused' refused FAULT_APPLICATION plain.in $rsa \
	    --image png.in --place 0:20,30,40,40 --seal
	ok 'an image that is none is refused' refused REFUSED_INPUT plain.in \
	    $rsa --image rsa.p12 --place 1:20,30,40,40 --seal
	ok 'a look of several pages is refused' refused REFUSED_INPUT \
	    plain.in $rsa --image plain.in --place 1:20,30,40,40 --seal
}
tap_done
