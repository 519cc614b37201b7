"""The house keeps its own rules."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from importlib import import_module
from pathlib import Path

import grimp
import pytest
from typer.main import get_command

from policies.rules import CATALOGUE
from worker.cli import app
from worker.cli.run import TOPICS
from worker.cli.spoken import texts
from worker.language import catalogue

ROOT = Path(__file__).parent.parent
ROOMS = ("policies", "connectors", "worker")
PURE = {
    "__future__", "bisect", "collections", "dataclasses", "datetime", "decimal", "difflib", "enum",
    "fractions", "functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "re",
    "statistics", "string", "types", "typing", "unicodedata", "zoneinfo",
}  # fmt: skip
"""All that a policy may import besides its own room."""


def modules(*rooms):
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def calls(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def name_of(call):
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


KEPT_SENTENCES = ROOT / "worker" / "store" / "nouns.py"
"""Gives back sentences as they were kept: their templates stood as literals elsewhere."""


def templates():
    """Every sentence for people: (where, template or None if it is not a literal)."""
    for path in modules(*ROOMS):
        for call in calls(path):
            if name_of(call) in ("Words", "text") and call.args and path != KEPT_SENTENCES:
                first = call.args[0]
                literal = first.value if isinstance(first, ast.Constant) else None
                if literal == "" or (name_of(call) == "text" and in_store(path)):
                    continue  # nothing to say; SQL
                if name_of(call) == "Words" or isinstance(literal, str):
                    yield f"{path.relative_to(ROOT)}:{call.lineno}", literal


def in_store(path):
    return "store" in path.parts


def test_policies_import_nothing_but_the_plain_standard_library():
    graph = grimp.build_graph("policies", include_external_packages=True)
    outside = {
        imported.split(".")[0]
        for module in graph.modules
        if module.split(".")[0] == "policies"
        for imported in graph.find_modules_directly_imported_by(module)
    } - {"policies"}
    assert outside <= PURE, outside - PURE


def test_no_module_is_over_300_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules(*ROOMS)
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_every_rule_cites_a_clause_of_the_routine():
    routine = (ROOT / "docs" / "routine.md").read_text(encoding="utf-8")
    for rule in CATALOGUE:
        assert re.search(rf"\b{rule.clause}\b", routine), rule
        assert f"`{rule.id}`" in routine, rule


def test_rules_have_ids_of_their_own_and_a_published_sentence():
    ids = [rule.id for rule in CATALOGUE]
    assert len(ids) == len(set(ids))
    for rule in CATALOGUE:
        sentence = (rule.check.__doc__ or "").split("\n")[0]
        assert sentence.endswith("."), rule.id


def test_every_file_of_rules_has_its_file_of_tests():
    tests = {path.name for path in (ROOT / "tests" / "policies").rglob("test_*.py")}
    for path in (ROOT / "policies" / "rules").glob("[a-z]*.py"):
        assert f"test_{path.name}" in tests


@pytest.mark.parametrize(("where", "template"), list(templates()))
def test_every_sentence_for_people_is_in_the_catalogue(where, template):
    assert template is not None, f"{where}: the template must be a literal"
    swedish = catalogue("sv")
    assert template in swedish, f"{where}: no Swedish for {template!r}"
    assert placeholders(swedish[template]) == placeholders(template), where


def placeholders(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_the_catalogue_holds_nothing_that_nobody_says():
    said = {template for _, template in templates()}
    said |= {paragraph for rule in CATALOGUE for paragraph in rule.paragraphs}
    said |= {*texts(whole_command()), "Show this message and exit."}
    unsaid = sorted(set(catalogue("sv")) - said)
    assert unsaid == []


def whole_command():
    """The program's command, with every topic's commands below it."""
    for topic in TOPICS:
        import_module(f"worker.cli.{topic}")
    return get_command(app)


def test_only_the_crisis_stop_holds_a_stopper():
    holders = {
        path.relative_to(ROOT).parts[:2]
        for path in modules("worker")
        if "stopper(" in path.read_text(encoding="utf-8")
    }
    assert holders <= {("worker", "platforms.py"), ("worker", "stopping"), ("worker", "cli")}
    for path in (ROOT / "worker" / "cli").glob("*.py"):
        if path.name not in ("stopping.py", "demo.py"):
            assert "stopper(" not in path.read_text(encoding="utf-8"), path.name


def test_only_enforce_holds_a_guardian():
    holders = {
        str(path.relative_to(ROOT))
        for path in modules("worker")
        if "guardian(" in path.read_text(encoding="utf-8")
    }
    assert holders == {"worker/platforms.py", "worker/cli/enforce.py"}


def test_the_readme_gives_the_two_commands_each_on_a_line_of_its_own():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    make = "python3 -m venv .venv && .venv/bin/pip install -e "
    assert f"{make}. && .venv/bin/annonsvakt demo" in lines
    assert f"{make}'.[test]' && .venv/bin/pytest" in lines


def test_every_dependency_has_a_lower_and_an_upper_bound_and_a_tested_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    for one in wanted:
        name = re.split(r"[\[>=<]", one)[0].lower().replace("_", "-")
        assert ">=" in one, one
        assert f"\n{name}==" in pinned, name
    assert "://" not in pinned


def test_the_relative_links_of_the_documentation_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
