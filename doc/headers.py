# SPDX-License-Identifier: Apache-2.0
"""headers.py -- what the headers say, taken apart.

A comment at the left edge belongs to the declarations under it; one with a
blank line under it is about all that follows.  Declarations without a blank
line between them are one item.  The form of our own headers is all that is
known."""
import re
from dataclasses import dataclass, field
from pathlib import Path

NAME = r"cseal_[a-z0-9_]+"


@dataclass
class Declaration:
    kind: str  # "function", "object", "struct", "enum", "type", "constant"
    name: str
    text: str  # as written, comments and all


@dataclass
class Item:
    words: list[str]  # paragraphs of the comment
    declarations: list[Declaration] = field(default_factory=list)

    @property
    def functions(self):
        """Those, and the objects: what has an address."""
        return [
            d for d in self.declarations if d.kind in ("function", "object")
        ]


@dataclass
class Header:
    name: str  # "seal.h"
    summary: str
    words: list[str]
    items: list[Item]  # those without declarations are text between


def paragraphs(comment):
    """The paragraphs of a comment."""
    body = re.sub(r"^/\*+|\*/$", "", comment.strip())
    first, *more = body.split("\n")
    lines = [first] + [re.sub(r"^ ?\* ?", "", line) for line in more]
    out, now = [], []
    for line in lines + [""]:
        if line.strip():
            now.append(line.strip())
        elif now:
            out.append(" ".join(now))
            now = []
    return [re.sub(r"(?<=[.:;]) {2,}", " ", text) for text in out]


def pieces(text):
    """Comments at the left edge, declarations, and "" for blank lines."""
    at = 0
    while at < len(text):
        if text[at] == "\n":
            yield ""
            at += 1
        elif text.startswith("/*", at):
            end = text.index("*/", at) + 2
            yield text[at:end]
            at = end + 1
        else:
            end = end_of(text, at)
            yield text[at:end]
            at = end + 1


def end_of(text, at):
    """Behind the last line of the declaration that begins there."""
    if text[at] == "#":
        while True:
            end = text.find("\n", at)
            comment = text.find("/*", at, end)
            if comment >= 0 and text.find("*/", comment, end) < 0:
                end = text.index("\n", text.index("*/", comment))
            if text[end - 1] != "\\":
                return end
            at = end + 1
    depth = 0
    while True:
        if text.startswith("/*", at):
            at = text.index("*/", at) + 2
            continue
        if text[at] in "{(":
            depth += 1
        elif text[at] in "})":
            depth -= 1
            # The body of a function has no semicolon behind it.
            if depth == 0 and text.startswith("}\n", at):
                return at + 1
        elif text[at] == ";" and depth == 0:
            return text.index("\n", at)
        at += 1


def declaration(text):
    """What it declares; None for what is no interface."""
    bare = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    if bare.startswith("#"):
        found = re.match(
            r"#define (CSEAL_[A-Z0-9_]+)\b(?!\w*_H\b)(.*)", bare, re.S
        )
        if not found or found[1] in (
            "CSEAL_API",
            "CSEAL_API_DATA",
            "CSEAL_PRINTF",
        ):
            return None
        return Declaration("constant", found[1], text)
    if bare.startswith("CSEAL_API_DATA"):
        return Declaration("object", re.findall(NAME, bare)[-1], text)
    if bare.startswith(("CSEAL_API", "static inline")):
        name = re.search(rf"({NAME})\(", bare)[1]
        return Declaration("function", name, text)
    if bare.startswith("typedef enum"):
        return Declaration("enum", re.search(NAME, bare)[0], text)
    if bare.startswith("struct"):
        return Declaration("struct", re.search(NAME, bare)[0], text)
    if bare.startswith("typedef"):
        name = re.search(rf"\(\*({NAME})\)|({NAME});", bare)
        return Declaration("type", name[1] or name[2], text)
    raise ValueError(f"what is this? {text[:70]!r}")


def read(path):
    """One header."""
    text = path.read_text(encoding="utf-8").split("\n", 1)[1]
    header, items, item = None, [], None
    for piece in pieces(text):
        if piece == "":
            if item is not None and not item.declarations and item.words:
                items.append(item)
            item = None
        elif piece.startswith("/*"):
            words = paragraphs(piece)
            if header is None:
                first = re.sub(r"^\S+ -- ", "", words[0])
                summary, _, rest = first.partition(". ")
                words = ([rest] if rest else []) + words[1:]
                header = Header(
                    path.name.removesuffix(".in"),
                    summary.rstrip("."),
                    words,
                    items,
                )
                continue
            if item is not None and not item.declarations:
                items.append(item)
            item = Item(words)
        elif (one := declaration(piece)) is not None:
            if item is None:
                item = Item([])
            if not item.declarations:
                items.append(item)
            item.declarations.append(one)
    return header


def read_all(folder):
    """All of them, by name; counterseal.h only includes the others."""
    paths = sorted([*Path(folder).glob("*.h"), *Path(folder).glob("*.h.in")])
    return [read(path) for path in paths if path.name != "counterseal.h"]


def prototype(one):
    """A function as it is called: without what is for the compiler."""
    text = re.sub(r"/\*.*?\*/", "", one.text, flags=re.S)
    text = re.sub(r"\s*CSEAL_PRINTF\([^)]*\)", "", text)
    text = re.sub(r"^(CSEAL_API_DATA|CSEAL_API|static inline)\s+", "", text)
    text = text.split("{")[0].rstrip().rstrip(";") + ";"
    return re.sub(r"\s+", " ", text).replace("( ", "(")


def split_status(words):
    """The comment without the sentences that say "Status: ...", and those."""
    rest, said = [], []
    for text in words:
        while found := re.search(r"\bStatus: ", text):
            depth, end = 0, found.end()
            while end < len(text):
                depth += (text[end] == "(") - (text[end] == ")")
                if (
                    text[end] == "."
                    and depth == 0
                    and text[end + 1 : end + 2] in " "
                ):
                    break
                end += 1
            said.append(text[found.end() : end] + ".")
            text = (text[: found.start()] + text[end + 1 :].lstrip()).strip()
        if text:
            rest.append(text)
    return rest, said


def statuses(headers):
    """The values of cseal_status without CSEAL_, and what each means."""
    for header in headers:
        for item in header.items:
            for one in item.declarations:
                if one.name == "cseal_status" and one.kind == "enum":
                    return {
                        name: meaning or ""
                        for name, meaning in re.findall(
                            r"CSEAL_([A-Z_]+)\s*=\s*\d+,?[ \t]*"
                            r"(?:/\* (.*?) \*/)?",
                            one.text,
                        )
                    }
    raise ValueError("no cseal_status")


def types_of(headers):
    """Structures, enumerations and types of functions, by name, each with the
    header and the item it is in."""
    return {
        one.name: (header, item, one)
        for header in headers
        for item in header.items
        for one in item.declarations
        if "{" in one.text and one.kind != "function" or "(*" in one.text
    }


def types_in(text, types):
    """Names of those types that a prototype or a structure has."""
    bare = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    return [
        name for name in dict.fromkeys(re.findall(NAME, bare)) if name in types
    ]
