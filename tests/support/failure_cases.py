"""Ways to break a plugin: where code goes into ``auto_score.py``, and which line must be named."""

from __future__ import annotations

import ast
import textwrap

from attrs import frozen

RULES = "grid/rules/auto_score.py"
MARK = "# breaks"
"""Stands on the line that a finding must name."""


@frozen
class Breakage:
    """Code that breaks a plugin, and what people must be told."""

    name: str
    code: str
    """With :data:`MARK` on the line that must be named. SIGKILL leaves no time to tell: then it is the
    line of the function that was called, and none at import."""
    expected_text: str = ""
    """Words that the finding must have."""


def at_import(source: str, code: str) -> str:
    """Put code between a module's imports and its first class."""
    tree = ast.parse(source)
    first = next(node for node in tree.body if isinstance(node, ast.ClassDef))
    line = first.decorator_list[0].lineno if first.decorator_list else first.lineno
    return _insert(source, line, code, indent=0)


def in_score(source: str, code: str) -> str:
    """Put code at the beginning of the rule's ``score``."""
    body = _score(source).body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    first = body[1] if documented else body[0]
    return _insert(source, first.lineno, code, indent=first.col_offset)


def instead_of_column(source: str, code: str) -> str:
    """Add a ``score_column`` with this body to the rule."""
    score = _score(source)
    method = "def score_column(self, column):  # breaks\n" + textwrap.indent(code, "    ")
    return _insert(source, score.lineno, method + "\n", indent=score.col_offset)


def _score(source: str) -> ast.FunctionDef:
    found = [
        node
        for each in ast.walk(ast.parse(source))
        if isinstance(each, ast.ClassDef)
        for node in each.body
        if isinstance(node, ast.FunctionDef) and node.name == "score"
    ]
    assert len(found) == 1
    return found[0]


def _insert(source: str, before: int, code: str, indent: int) -> str:
    lines = source.splitlines()
    lines[before - 1 : before - 1] = textwrap.indent(code, " " * indent).splitlines()
    return "\n".join(lines) + "\n"


def marked_line(source: str) -> int:
    """The line that must be named: the marked one, else that of ``def score``."""
    lines = [number for number, line in enumerate(source.splitlines(), 1) if line.endswith(MARK)]
    if not lines:
        return _score(source).lineno
    assert len(lines) == 1
    return lines[0]
