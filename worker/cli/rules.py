"""`rules`: what a machine checks of the routine, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import app, terminal
from worker.cli.session import Session

if TYPE_CHECKING:
    from policies.rule import Row
    from worker.language import Language


@app.command("rules")
def rules(
    ctx: typer.Context,
    rule_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="One rule, with its whole text.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the rules, the clauses that they come from, and what they say.

    Example: annonsvakt rules placement.audience-network
    """
    from policies.rules import CATALOGUE

    session: Session = ctx.obj
    language = session.language_in_any_case
    if rule_id is not None:
        _one(rule_id, CATALOGUE, language, json=json)
    elif json:
        terminal.emit([_as_json(one, language) for one in CATALOGUE])
    else:
        columns = (language.text("Rule"), language.text("Clause"), language.text("What it says"))
        terminal.table(columns, ((one.id, one.clause, _text(one, language)) for one in CATALOGUE))


def _one(rule_id: str, known: Sequence[Row[Any]], language: Language, *, json: bool) -> None:
    """One rule with all that it says.

    Raises:
        typer.BadParameter: there is none; the nearest ones are told.
    """
    rule = next((one for one in known if one.id == rule_id), None)
    if rule is None:
        ids = [one.id for one in known]
        raise typer.BadParameter(no_rule(rule_id, ids, language), param_hint="ID")
    paragraphs = [language.text(one) for one in rule.paragraphs]
    if json:
        terminal.emit(_as_json(rule, language) | {"text": "\n\n".join(paragraphs)})
        return
    terminal.fields(
        {
            language.text("Rule"): rule.id,
            language.text("Clause"): f"{rule.clause}, {clause_link(rule.clause)}",
            language.text("Severity"): severity(rule.severity, language),
            language.text("Closed by"): _closed_by(rule, language),
        }
    )
    if rule.remedy is not None:
        paragraphs.append(language.text("What to do: {what}", what=language.say(rule.remedy)))
    for paragraph in paragraphs:
        terminal.out()
        terminal.out(paragraph)


def no_rule(rule_id: str, known: Sequence[str], language: Language) -> str:
    """That there is no such rule, and which are called nearly so."""
    near = get_close_matches(rule_id, known, n=3)
    if not near:
        return language.text("no rule {rule}; `annonsvakt rules` lists them", rule=rule_id)
    return language.text("no rule {rule}; the nearest: {near}", rule=rule_id, near=", ".join(near))


def _as_json(rule: Row[Any], language: Language) -> dict[str, Any]:
    """A rule with its first sentence."""
    return {
        "id": rule.id,
        "clause": rule.clause,
        "severity": str(rule.severity),
        "event": rule.event,
        "text": _text(rule, language),
        "remedy": language.say(rule.remedy) if rule.remedy else None,
        "clause_link": clause_link(rule.clause),
    }


def clause_link(clause: str) -> str:
    """Where the clause stands, from the folder of the documentation's own."""
    return f"docs/routine.md#{clause.lower()}"


def _text(rule: Row[Any], language: Language) -> str:
    """The sentence that the rule enforces."""
    return language.text(rule.paragraphs[0])


def severity(word: str, language: Language) -> str:
    """How grave a breach is, in words."""
    return {
        "stop": language.text("must stop"),
        "warn": language.text("must be put right"),
        "info": language.text("good to know"),
    }.get(word, word)


def _closed_by(rule: Row[Any], language: Language) -> str:
    """What makes an end of its findings."""
    if rule.event:
        return language.text("a person, with `annonsvakt findings ack`")
    return language.text("the next sweep that sees it put right, or no longer able to run")
