"""`rules` on the command line: needs no configuration, speaks both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from policies.rules import CATALOGUE, remedy_of, sender
from worker.cli.rules import _closed_by, clause_link, severity
from worker.cli.run import run
from worker.language import LANGUAGES, Language, catalogue

ZONE = ZoneInfo("Europe/Stockholm")


@pytest.fixture(autouse=True)
def _nowhere(tmp_path, monkeypatch):
    """A folder without a configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANNONSVAKT_LANGUAGE", raising=False)


def test_every_rule_is_listed_with_its_clause_and_its_sentence(capsys):
    assert run(["--lang", "en", "rules", "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert json.loads(out) == [
        {
            "id": rule.id,
            "clause": rule.clause,
            "severity": str(rule.severity),
            "event": rule.event,
            "text": rule.paragraphs[0],
            "remedy": rule.remedy.english() if rule.remedy else None,
            "clause_link": f"docs/routine.md#{rule.clause.lower()}",
        }
        for rule in CATALOGUE
    ]


def test_the_list_is_for_people_too_and_swedish_by_default(capsys):
    assert run(["rules"]) == 0
    out = capsys.readouterr().out
    assert all(rule.id in out for rule in CATALOGUE)
    assert "Punkt" in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_rule_is_told_with_its_whole_text(language, capsys):
    rule = CATALOGUE[0]
    said = Language(language, ZONE)
    assert run(["--lang", language, "rules", rule.id]) == 0
    out = capsys.readouterr().out
    assert all(said.text(paragraph) in out for paragraph in rule.paragraphs)
    assert rule.clause in out
    assert run(["--lang", language, "rules", rule.id, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["text"] == "\n\n".join(said.text(one) for one in rule.paragraphs)


def test_a_rule_that_does_not_exist_is_refused_with_the_nearest(capsys):
    assert run(["rules", "sender.instagran", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "sender.instagram" in err
    assert "Traceback" not in err
    assert run(["--lang", "en", "rules", "nope"]) == 2
    err = capsys.readouterr().err
    assert "no rule nope; `annonsvakt rules` lists them" in err
    assert not any(rule.id in err for rule in CATALOGUE)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_every_paragraph_of_every_rule_is_published_in_swedish(rule):
    swedish = catalogue("sv")
    assert rule.paragraphs
    for paragraph in rule.paragraphs:
        assert swedish[paragraph] != paragraph
        assert "{" not in paragraph


def test_the_end_of_an_event_and_every_severity_have_words():
    from dataclasses import replace

    said = Language("en", ZONE)
    assert "findings ack" in _closed_by(replace(CATALOGUE[0], event=True), said)
    assert severity("warn", said) != severity("info", said)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_the_link_of_a_clause_leads_to_its_place_in_the_routine(rule):
    page, _, anchor = clause_link(rule.clause).partition("#")
    text = (Path(__file__).parents[3] / page).read_text("utf-8")
    assert text.count(f'<a id="{anchor}"></a>\n\n### {rule.clause} ') == 1


def test_all_eighteen_clauses_have_their_place():
    text = (Path(__file__).parents[3] / "docs" / "routine.md").read_text("utf-8")
    assert re.findall(r'<a id="c(\d+)"></a>', text) == [str(one) for one in range(1, 19)]
    assert re.findall(r"(?m)^\| \[C(\d+)\]", text) == [str(one) for one in range(1, 19)]


def test_every_rule_says_what_to_do_or_its_messages_do():
    silent = {rule.id for rule in CATALOGUE if rule.remedy is None}
    assert silent == {"access.unseen-account", "access.editor"}


@pytest.mark.parametrize(("language", "begins"), [("sv", "Gör så här: "), ("en", "What to do: ")])
@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_a_rule_tells_what_to_do_in_both_languages(rule, language, begins, capsys):
    said = Language(language, ZONE)
    assert run(["--lang", language, "rules", rule.id]) == 0
    out = capsys.readouterr().out
    assert (f"{begins}{said.say(rule.remedy)}" if rule.remedy else "") in out
    assert (begins in out) == (rule.remedy is not None)
    assert clause_link(rule.clause) in out


def test_a_remedy_names_the_account_that_it_is_for():
    words = remedy_of("placement.audience-network", "act_7")
    assert "annonsvakt enforce placements --account act_7." in words.english()
    assert remedy_of("sender.page", "act_7") == sender.PAGE.remedy
    assert remedy_of("access.unseen-account", "act_7") is None
    assert remedy_of("a.rule-that-is-gone", "act_7") is None
