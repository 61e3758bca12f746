#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-cli-lang.sh -- the tool speaks Chinese and English, wherever it runs.
. "${srcdir:-.}/tests/interop/cli.sh"

po=$source/examples/cli/po/zh_CN.po
mo=$top/examples/cli/share/locale/zh_CN/LC_MESSAGES/counterseal.mo
if test ! -f "$mo"; then
	skip 'the messages are translated' 'there was no msgfmt'
	finish
	exit
fi

# bare VARIABLE=VALUE...: nothing else that matters is in the environment.
bare()
{
	env -i PATH="$PATH" HOME="$HOME" LD_LIBRARY_PATH="$LD_LIBRARY_PATH" \
	    "$@" "$tool" dance 2>"$work/err"
	test $? -eq 2
}

chinese='没有命令 dance'
english='there is no command dance'

t 'without a word of a language it is English' bare
t 'in words' err_has "$english"
t '--lang zh_CN is understood' run 2 --lang zh_CN dance
t 'and followed' err_has "$chinese"
t 'also after the command' run 2 --json dance --lang=zh_CN
t 'and in JSON' json "d['notes'] == ['$chinese']"
t '--lang en is understood' bare LANG=zh_CN.UTF-8 LC_ALL=C.UTF-8
t 'LC_ALL goes before LANG' err_has "$english"
t 'LANG=zh_CN.UTF-8 is enough' bare LANG=zh_CN.UTF-8
t 'even where that locale was never made' err_has "$chinese"
t 'LANGUAGE works with C.UTF-8' bare LC_ALL=C.UTF-8 LANGUAGE=zh_CN
t 'as everywhere' err_has "$chinese"
t 'an unknown language is English' run 2 --lang xx_YY dance
t 'as there is nothing better' err_has "$english"
env -i PATH="$PATH" HOME="$HOME" LD_LIBRARY_PATH="$LD_LIBRARY_PATH" \
    LANG=zh_CN.UTF-8 "$tool" --lang en dance 2>"$work/err"
t '--lang goes before the environment' err_has "$english"

t 'help is translated' run 0 --lang zh_CN --help
t 'as a whole' out_has '^命令：'
t 'a status is translated' run 1 --lang zh_CN --module "$tool" devices
t 'as well as what to do' err_has '怎么办：'

t 'findings of the doctor are translated' run 0 --lang zh_CN doctor
t 'with their cures' out_has '解决办法：'

# A message that nobody translated, or that is gone, is a mistake.
if command -v xgettext >/dev/null && command -v msgcmp >/dev/null; then
	(cd "$source" && xgettext --language=C --from-code=UTF-8 \
	    --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --no-location \
	    --output="$work/tool.pot" examples/cli/*.c examples/cli/*.h)
	t 'every message of the tool is translated' \
	    msgcmp "$po" "$work/tool.pot" 2>"$work/err"
	t 'to the last one' test "$(msgattrib --untranslated --no-obsolete \
	    "$po" | wc -l)" -eq 0
else
	skip 'every message of the tool is translated' 'there is no xgettext'
fi

# The library's texts are messages, too; they end with a full stop.
tr '\n' ' ' <"$source/lib/status.c" | grep -o '"[^"]*[.]"' | tr -d '"' |
    sort -u >"$work/texts"
while read -r text; do
	grep -qF "msgid \"$text\"" "$po" || echo "$text"
done <"$work/texts" >"$work/missing"
t 'there are texts of statuses' test -s "$work/texts"
t 'every one is translated' test ! -s "$work/missing"

# Sentences of the library: each is still said somewhere.
/usr/bin/python3 - "$source" >"$work/out" <<'PYTHON'
import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])


def literals(path):
    """All text of the string literals; those side by side are one."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'"\s*\n\s*"', "", text)
    return text.replace('\\"', '"')


said = "".join(literals(path) for folder in ("lib", "modules")
               for path in sorted((top / folder).rglob("*.c")))
table = literals(top / "examples/cli/sentences.c")
sentences = re.findall(r'N_\("(.*?)"\)', table, re.S)
for sentence in sentences:
    for part in sentence.split("%s"):
        if part.strip(' :.",()') not in said:
            print(sentence)
print(len(sentences), file=sys.stderr)
PYTHON
t 'every sentence that is translated is still said' out_is_empty

finish
