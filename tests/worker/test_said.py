"""What the sources say to people: nothing past the catalogue, and no value past its form."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.worker.pseudo import WORD
from worker.forms import DATED, PRICED

ROOT = Path(__file__).parents[2]
TOLD = {"out", "note", "live", "prompt", "Cell", "Section", "BadParameter", "Page"}
"""What shows a text to a person as it is given; `Words`, `text` and `help=` go by the catalogue."""
ID_LIKE = re.compile(r"annonsvakt|--[a-z-]+|[a-z]+://\S*")
DATES = re.compile(r"isoformat|strftime|%Y|%H|between\(")
DRAWN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
TAGS = re.compile(r"<style.*?</style>|<[^>]*>|&\w+;", re.DOTALL)


@cache
def calls(room):
    return list(_calls(room))


def _calls(room):
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                yield f"{path.relative_to(ROOT)}:{node.lineno}", name, node


def literals(node):
    """Texts that stand in an argument itself, not in a call within it."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield from (one.value for one in parts if isinstance(one, ast.Constant))
        case ast.BinOp() | ast.BoolOp() | ast.IfExp() | ast.Tuple() | ast.List():
            for below in ast.iter_child_nodes(node):
                yield from literals(below)


def shown(call):
    return [*call.args, *(one.value for one in call.keywords if one.arg in ("heading", "title"))]


def test_no_text_is_shown_past_the_catalogue():
    left = [
        (where, text)
        for where, name, call in calls("worker")
        if name in TOLD
        for argument in shown(call)
        for text in literals(argument)
        if WORD.search(ID_LIKE.sub("", text))
    ]
    assert left == []


@pytest.mark.parametrize("template", sorted((ROOT / "worker/pages/templates").iterdir()), ids=str)
def test_templates_of_pages_have_no_words_of_their_own(template):
    drawn = DRAWN.sub(" ", template.read_text("utf-8"))
    assert WORD.findall(TAGS.sub(" ", drawn)) == []


def values():
    """Every value of a sentence with its name, as it is written in the sources."""
    for room in ("policies", "connectors", "worker"):
        for where, name, call in calls(room):
            if name == "Words" and len(call.args) > 1 and isinstance(call.args[1], ast.Dict):
                for key, value in zip(call.args[1].keys, call.args[1].values, strict=True):
                    if isinstance(key, ast.Constant):
                        yield where, key.value, ast.unparse(value)


def test_days_and_instants_in_sentences_have_names_that_give_them_their_form():
    left = [
        one
        for one in values()
        if DATES.search(one[2]) and one[1] not in DATED | {"date", "closes", "opens"}
    ]
    assert left == []


def test_amounts_in_sentences_have_names_that_give_them_their_form():
    money = re.compile(r"_spend\(|_told\((?:was|now)\)|shown\(.*currency")
    found = [one for one in values() if money.search(one[2])]
    assert len(found) >= 4
    assert [one for one in found if one[1] not in PRICED] == []
