#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-pages.sh -- what the pages of doc/ tell a reader to do works.
#
# Every block of code with a fence is tried: "c FILE" and the like is a part of
# that file, "sh" is run, in the order of the page.  What is only indented needs
# a system of its own.
. "${srcdir:-.}/tests/abi/tap.sh"

build=$PWD
source=$(cd "$top_srcdir" && pwd)
here=$scratch

# said SENTENCE COMMAND...: the command succeeds, or what it said is shown.
said()
{
	sentence=$1
	shift
	(cd "$here" && "$@") > "$scratch/said" 2>&1 || {
		echo "exit status $?"
		tail -n 40 "$scratch/said"
	} >> "$bad"
	ok "$sentence" "$bad"
}

# open_page NAME: its files, and its commands as 1.sh, 2.sh, ...
open_page()
{
	here=$scratch/$1
	mkdir "$here"
	awk -v folder="$here" -v page="$1.md" '
	    /^```/ && open { open = 0; file = ""; next }
	    /^```/ {
		open = 1
		split(substr($0, 4), word, / +/)
		if (word[2] != "") file = folder "/" word[2]
		else if (word[1] == "sh") file = folder "/" ++n ".sh"
		else print page ":" FNR ": nobody tries this block"
		next
	    }
	    file != "" { print > file }' "$source/doc/$1.md" >> "$bad"
	ok "every block of $1.md is tried" "$bad"
}

for page in "$source"/doc/*.md; do
	sed -n 's/.*](\([a-z]*\)\.md[)#].*/\1/p' "$page" | while read -r name; do
		[ -e "$source/doc/$name.md" ] ||
			echo "${page##*/} links to $name.md"
	done >> "$bad"
done
ok "pages link to pages that exist" "$bad"

need=
[ -f modules/.libs/file-signer.so ] || need=file-signer
[ -f modules/.libs/pango-typeset.so ] || need=pango-typeset
command -v openssl > /dev/null || need=openssl
if [ -n "$need" ]; then
	skip "the pages are tried" "there is no $need"
	tap_done
fi

# The tool and pkg-config as they are where everything is installed.
mkdir "$scratch/bin" "$scratch/home"
{
	echo '#!/bin/sh'
	printf "exec '%s/examples/cli/counterseal'" "$build"
	for module in file-signer pango-typeset pkcs11-signer; do
		[ ! -f "modules/.libs/$module.so" ] ||
			printf " --module '%s/modules/.libs/%s.so'" "$build" \
			    "$module"
	done
	echo ' "$@"'
} > "$scratch/bin/counterseal"
printf '#!/bin/sh\necho "-I%s/include -I%s/include"\n' "$source" "$build" \
    > "$scratch/bin/pkg-config"
printf '#!/bin/sh\nexec %s "$@"\n' "${CC:-cc} ${SAN_CFLAGS:-}" > "$scratch/bin/cc"
chmod +x "$scratch/bin"/*
PATH=$scratch/bin:$PATH
HOME=$scratch/home
export HOME
unset XDG_CONFIG_HOME

# ---- the tutorial --------------------------------------------------------

open_page tutorial
"$source/tests/interop/make-input" plain "$here/order.pdf"
said "the tutorial's certificate is made" sh -eu 1.sh
said "and its signer is known to the tool" sh -eu 2.sh

# seals LANGUAGE COMMAND...
seals()
{
	language=$1
	shift
	said "its program in $language seals" "$@" order.pdf "$language.pdf" \
	    "file:$here/hall.pem" hall.crt
	said "and the order is valid" \
	    counterseal verify "$language.pdf" --trust hall.crt
	said "and says who acts where the signer is not there" sh -c \
	    '! "$@" 2> who && grep "^administrator: " who' sh \
	    "$@" order.pdf none.pdf "file:$here/none.pem" hall.crt
}

"$source/tests/abi/build-sample" "$here/seal-order.c" "$here/seal-order" \
    >> "$bad" 2>&1
ok "the tutorial's program in C compiles without a warning" "$bad"
seals C ./seal-order
for part in cancel-button capture; do
	# shellcheck disable=SC2086
	${CC:-cc} -std=c11 -Wall -Wextra -Werror "-I$source/include" \
	    -Iinclude ${SAN_CFLAGS:-} -c -o "$here/$part.o" "$here/$part.c" \
	    >> "$bad" 2>&1
	ok "and $part.c, too" "$bad"
done

if [ -e "$build/bindings/python/stage/counterseal" ] &&
    [ -z "${SAN_CFLAGS:-}" ]; then
	# As in test-samples.sh, the modules are those of the build.
	cat > "$scratch/bin/in-python" <<TOOL
#!/bin/sh
PYTHONPATH='$build/bindings/python/stage:$source/tests/abi' \
    PYTHONDONTWRITEBYTECODE=1 TEST_MODULE_DIR='$build/modules/.libs' \
    LD_LIBRARY_PATH='$build/.libs' exec '$PYTHON' "\$@"
TOOL
	chmod +x "$scratch/bin/in-python"
	seals Python in-python seal_order.py
	said "capture.py has names that exist" in-python -c \
	    'import capture; assert callable(capture.capture)'
else
	skip "its program in Python seals" \
	    "the Python module was not built, or with sanitizers"
fi

if [ -e "$build/bindings/java/counterseal.jar" ] && [ -z "${SAN_CFLAGS:-}" ]
then
	options="new Context.Options().moduleDir(Path.of(\"$build/modules/.libs\"))"
	sed "s|new Context()|new Context($options)|" "$here/SealOrder.java" \
	    > "$scratch/SealOrder.java"
	cat > "$scratch/bin/in-java" <<TOOL
#!/bin/sh
LD_LIBRARY_PATH='$build/.libs' exec '$JAVA_HOME/bin/java' \
    -Djava.library.path='$build/bindings/java/.libs' \
    -cp '$build/bindings/java/counterseal.jar' "\$@"
TOOL
	chmod +x "$scratch/bin/in-java"
	seals Java in-java "$scratch/SealOrder.java"
else
	skip "its program in Java seals" \
	    "the Java package was not built, or with sanitizers"
fi

# ---- the page for authors of modules -------------------------------------

open_page module
"$source/tests/interop/make-input" jpeg "$here/photo.jpg"
${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror "-I$source/include" \
    -Iinclude -fsyntax-only "$here/folder-camera.c" >> "$bad" 2>&1
ok "its module compiles without a warning" "$bad"
said "it is built, loaded, and takes a picture" sh -eu 1.sh
said "exports one symbol" sh -c \
    'nm -D --defined-only folder-camera.so | grep " T " | grep -v cseal_module_v1 |
    grep -v asan && exit 1; exit 0'
said "and a picture is taken once" sh -c 'test -z "$(ls pictures)"'
said "a file that is no picture is left alone until the time is over" sh -c \
    'echo no > pictures/no.jpg; counterseal \
    --module "$PWD/folder-camera.so" photo --timeout 1 \
    --camera "folder:$PWD/pictures" -o none.jpg; test $? = 75 &&
    test -e pictures/no.jpg && test ! -e none.jpg'
said "a folder that is not there is no device" sh -c 'counterseal \
    --module "$PWD/folder-camera.so" photo --camera folder:/nonexistent \
    -o none.jpg; test $? = 3'
said "it is listed, and the doctor asks it" sh -eu 2.sh
said "which says what is wrong" sh -c 'counterseal --config folder.conf \
    --module "$PWD/folder-camera.so" doctor | grep "mkdir"'

# ---- the page for administrators -----------------------------------------

open_page administrator
"$source/tests/interop/make-input" plain "$here/order.pdf"
for commands in 1 2 3 4 5 6 7 8 9 10 11 12; do
	[ -e "$here/$commands.sh" ] || continue
	said "its commands work: $(grep -m 1 . "$here/$commands.sh" |
	    cut -c 1-50)" sh -eu "$commands.sh"
done
for conf in "$here"/*.conf; do
	said "${conf##*/} is a configuration" counterseal --config "$conf" doctor
done

# What is said of files and names is so.
{
	sed -n 's/^CSEAL_MODULE(\[\([^]]*\)\].*/\1/p' "$source/configure.ac" |
	    while read -r module; do
		grep -q "\`$module\`" "$source/doc/administrator.md" ||
			echo "administrator.md does not name $module"
	    done
	grep -o '70-counterseal-[a-z]*\.rules' "$source/doc/administrator.md" |
	    sort -u | while read -r rule; do
		[ -n "$(find "$source/modules/" -name "$rule")" ] ||
			echo "there is no $rule"
	    done
} >> "$bad"
ok "it names every module, and rules that exist" "$bad"
tap_done
