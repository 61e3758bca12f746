#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-reading.sh -- what the strict policy reads in files that qpdf wrote is
# what qpdf and mutool read in them.
set -u
reading=$PWD/tests/interop/reading
work=$(mktemp -d "${TMPDIR:-/tmp}/counterseal-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work" || exit 1
count=0
failed=0

ok()
{
	name=$1
	shift
	count=$((count + 1))
	if "$@" > said 2>&1; then
		echo "ok $count - $name"
	else
		failed=$((failed + 1))
		echo "not ok $count - $name"
		sed 's/^/# /' said
	fi
}

same_xref()
{
	qpdf --show-xref "$1" > theirs && "$reading" xref "$1" > ours &&
	    diff theirs ours
}

# mutool writes the box and the rotation that a page has itself, and qpdf gives
# it those that it inherits, when it takes it out.
same_pages()
{
	qpdf --empty --pages "$1" 1-z -- flat.pdf || return 1
	mutool pages flat.pdf | awk '
	/<MediaBox/ {
		gsub(/[a-z]+="|"|\/>/, "")
		box = $2 " " $3 " " $4 " " $5
		angle = 0
	}
	/<Rotate/ { gsub(/v="|"|\/>/, ""); angle = ($2 % 360 + 360) % 360 }
	/<\/page>/ { print box, angle }' > theirs &&
	    "$reading" pages "$1" > ours && diff theirs ours &&
	    test "$(qpdf --show-npages "$1")" = "$(wc -l < ours)"
}

same_streams()
{
	"$reading" streams "$1" > numbers || return 1
	test -s numbers || return 1
	while read -r number; do
		# qpdf does not decode its own file structure.
		"$reading" stream "$1" "$number" > ours || return 1
		qpdf --show-object="$number" --filtered-stream-data "$1" \
		    > theirs 2> errors || return 1
		cmp theirs ours || return 1
	done < numbers
}

same()
{
	ok "$2: every row is where qpdf has it" same_xref "$1"
	ok "$2: every page is as mutool has it" same_pages "$1"
	ok "$2: every stream is as qpdf decodes it" same_streams "$1"
}

for program in qpdf mutool; do
	command -v $program > found && continue
	echo "1..0 # SKIP $program is not there"
	exit 0
done

ok 'a file is made' "$reading" make base.pdf
ok 'qpdf finds nothing wrong with it' qpdf --check base.pdf
same base.pdf 'three revisions'
while read -r variant options; do
	# shellcheck disable=SC2086
	ok "qpdf writes a file: $variant" \
	    qpdf --deterministic-id $options base.pdf "$variant.pdf"
	same "$variant.pdf" "$variant"
done << END
table --object-streams=disable
packed --object-streams=generate
plain --object-streams=generate --stream-data=uncompress
linear --linearize
linear-packed --linearize --object-streams=generate
qdf --qdf
old --force-version=1.3 --object-streams=disable
END
echo "1..$count"
test $failed = 0
