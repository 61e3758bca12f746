# SPDX-License-Identifier: Apache-2.0
"""languages.py -- which operation of Python and Java calls what of C.

Through the shim (bindings/swig): C++ methods that call C, and methods written
by hand that call those.  Words, not grammar: the form of our own sources is all
that is known."""
import ast
import re
from dataclasses import dataclass
from pathlib import Path

NAME = r"cseal_[a-z0-9_]+"


@dataclass
class Operation:
    owner: str  # class
    name: str
    signature: str
    words: str  # docstring or Javadoc
    shim: set  # (class of the shim, method)
    functions: set  # of C


def bare(text):
    """Without comments, and without what stands in quotes."""
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r"//[^\n]*", " ", text)


def shim(folder):
    """(class or "", method) of the shim: functions of C that it calls."""
    calls = {}
    for path in sorted(Path(folder).glob("*.cc")):
        text = bare(path.read_text(encoding="utf-8"))
        # Definitions are at the left edge, and end at "}" there.
        for found in re.finditer(
            r"^(?:(\w+)::)?(\w+)\([^;{]*?\)[^;{]*\{(.*?)^\}", text, re.M | re.S
        ):
            key = (found[1] or "", found[2])
            calls.setdefault(key, set()).update(re.findall(NAME, found[3]))
    for path in sorted(Path(folder).glob("*.h")):
        text = bare(path.read_text(encoding="utf-8"))
        for owner, body in re.findall(
            r"^class (\w+)[^;{]*\{(.*?)^\};", text, re.M | re.S
        ):
            for found in re.finditer(
                r"(\w+)\([^;{]*?\)[^;{]*\{(.*?)\n?\t?\}", body, re.S
            ):
                key = (owner, found[1])
                calls.setdefault(key, set()).update(re.findall(NAME, found[2]))
    # What calls another method of its class, or a free function.
    return calls


def functions_of(used, calls):
    out = set()
    for key in used:
        out |= calls.get(key, set())
    return out


def python(folder, calls):
    """Public methods and properties of the package."""
    out = []
    for path in sorted(Path(folder).glob("*.py")):
        if path.name == "shim.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for owner in [
            node for node in tree.body if isinstance(node, ast.ClassDef)
        ]:
            for node in owner.body:
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    out.append(python_operation(owner.name, node, calls))
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                out.append(python_operation("", node, calls))
    return out


def python_operation(owner, node, calls):
    used = set()
    for one in ast.walk(node):
        if not isinstance(one, ast.Attribute):
            continue
        value = one.value
        if isinstance(value, ast.Attribute) and value.attr == "_shim":
            used.add((owner, one.attr))
        elif (
            isinstance(value, ast.Attribute)
            and getattr(value.value, "id", "") == "shim"
        ):
            used.add((value.attr, one.attr))
        elif getattr(value, "id", "") == "shim":
            used |= {("", one.attr), (one.attr, one.attr)}
    return Operation(
        owner,
        node.name,
        f"({ast.unparse(node.args)})",
        ast.get_docstring(node) or "",
        used,
        functions_of(used, calls),
    )


JAVA = re.compile(
    r"(?:/\*\*(?P<words>(?:(?!\*/).)*)\*/\s*)?"
    r"^  (?P<head>(?:@Override\s+)?"
    r"(?:public |private |protected |static |final )*"
    r"[\w.<>\[\]?, ]+ (?P<name>\w+)\([^{};]*\)[^{};]*)\{(?P<body>.*?)^  \}",
    re.M | re.S,
)


def java(folder, calls):
    """Methods of the package, public or not."""
    out = []
    for path in sorted(Path(folder).glob("*.java")):
        text = path.read_text(encoding="utf-8")
        owner = path.stem
        for found in JAVA.finditer(text):
            used = set()
            body = bare(found["body"])
            for call in re.finditer(r"(?:\b([A-Za-z.]+)\.)?\b(\w+)\(", body):
                at, name = call[1] or "", call[2]
                last = at.rsplit(".", 1)[-1]
                if last == "shim":
                    used.add((owner, name))
                elif last == "Shim":
                    used.add(("", name))
                elif last[:1].isupper():
                    used.add((last, name))
            for name in re.findall(
                r"new org\.counterseal\.shim\.(\w+)\(", body
            ):
                used.add((name, name))
            words = re.sub(r"^\s*\* ?", "", found["words"] or "", flags=re.M)
            head = " ".join(found["head"].split())
            out.append(
                Operation(
                    owner,
                    found["name"],
                    head,
                    words.strip(),
                    used,
                    functions_of(used, calls),
                )
            )
    return out


def is_public(operation, language):
    if language == "Java":
        return "public " in operation.signature
    return not operation.name.startswith(
        "_"
    ) and not operation.owner.startswith("_")
