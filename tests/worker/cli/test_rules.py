"""`rules` on the command line: needs no configuration, speaks both languages."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from policies.rules import CATALOGUE
from worker.cli.rules import _closed_by, severity
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
    assert run(["rules", "zzz"]) == 2


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
