"""How a stop and its undoing are told: as JSON, and in words whose first sentence is the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from policies.crisis import Doing, NotCovered, Outcome, Row, account_link, counts, phrase
from policies.model import Panel, Platform, Unread
from worker.cli import terminal
from worker.language import Language
from worker.stopping.first_sentence import first_sentence
from worker.stopping.outcome import Result, Spared
from worker.stopping.wording import outcome_word

PLATFORMS = {Platform.META: "Meta", Platform.LINKEDIN: "LinkedIn", Platform.X: "X"}
"""Names as people write them."""


def show(result: Result, language: Language, *, json: bool) -> None:
    """Print it."""
    if json:
        terminal.emit(as_json(result, language))
    else:
        tell(result, language)


def as_json(result: Result, language: Language) -> dict[str, Any]:
    """The keys of the contract."""
    return {
        "stop_id": result.stop_id,
        "phrase": _phrase(result, language),
        "targets": [_target(row, language) for row in result.rows],
        "verified": result.verified,
        "residue": [
            *(_target(row, language) | {"link": _link(row)} for row in result.left),
            *(_account(gap, language) for gap in result.gaps),
        ],
        "unread": [_unread(gap, language) for gap in result.unread],
        "not_covered": [_not_covered(one, language) for one in result.not_covered],
        "exempted": [_spared(one) for one in result.exempted],
        "requests": {str(name): counted for name, counted in result.requests.items()},
        "seconds": round(result.seconds, 3),
        "joined": result.joined,
        "journal": result.journal,
        "head": result.head,
    }


def _phrase(result: Result, language: Language) -> str | None:
    """The phrase; null where none is asked for."""
    if not result.number and (result.doing is Doing.STOP or not result.rows):
        return None
    return phrase(result.doing, result.number, language.code)


def _target(row: Row, language: Language) -> dict[str, Any]:
    one = row.switch
    return {
        "platform": one.platform,
        "account_id": one.account_id,
        "campaign_id": one.campaign_id,
        "level": one.level,
        "name": one.name,
        "before": one.intent,
        "outcome": row.outcome,
        "error": language.say(row.error) if row.error else None,
    }


def _link(row: Row) -> str:
    return row.switch.link or account_link(row.switch.platform, row.switch.account_id)


def _account(gap: Unread, language: Language) -> dict[str, Any]:
    """An account, or a platform, that could not be read, as a row of the residue."""
    return {
        "platform": gap.platform,
        "account_id": gap.account_id,
        "campaign_id": None,
        "level": None,
        "name": None,
        "before": None,
        "outcome": Outcome.UNKNOWN,
        "error": language.say(gap.because),
        "link": account_link(gap.platform, gap.account_id),
    }


def _unread(gap: Unread, language: Language) -> dict[str, Any]:
    return {
        "platform": gap.platform,
        "account": gap.account_id,
        "what": gap.what,
        "because": language.say(gap.because),
    }


def _not_covered(one: NotCovered, language: Language) -> dict[str, Any]:
    return {"channel": one.channel, "because": language.say(one.because), "link": one.link}


def _spared(one: Spared) -> dict[str, Any]:
    """What a person has exempted, as it was read; null where no reading held it."""
    switch = one.switch
    return {
        "exempt": one.number,
        "platform": switch.platform if switch else None,
        "account_id": switch.account_id if switch else None,
        "campaign_id": switch.campaign_id if switch else one.number,
        "level": switch.level if switch else None,
        "name": switch.name if switch else None,
        "status": switch.intent if switch else None,
    }


def tell(result: Result, language: Language) -> None:
    """The whole of it in words."""
    for line in _lines(result, language):
        terminal.out(terminal.safe(line))


def _lines(result: Result, language: Language) -> Iterator[str]:
    yield first_sentence(result, language)
    if result.joined:
        yield language.text("It goes on with the stop {id}.", id=result.stop_id)
    yield from _by_account(result, language)
    yield from _by_hand(result, language)
    yield from _exempted(result, language)
    yield from _not_reached(result, language)
    yield from _epilogue(result, language)


def _by_account(result: Result, language: Language) -> Iterator[str]:
    """Each account with its rows."""
    names = {(one.platform, one.account_id): one for one in result.panels}
    accounts = dict.fromkeys((r.switch.platform, r.switch.account_id) for r in result.rows)
    for platform, account_id in accounts:
        rows = [
            row
            for row in result.rows
            if (row.switch.platform, row.switch.account_id) == (platform, account_id)
        ]
        panel = names.get((platform, account_id))
        yield ""
        yield _heading(platform, account_id, panel, language)
        yield from _rows(rows, result.doing, language)


def _heading(platform: Platform, account_id: str, panel: Panel | None, language: Language) -> str:
    """An account, and whether we may turn its switches."""
    heading = f"{PLATFORMS[platform]}, {panel.account_name if panel else ''} ({account_id})"
    if panel is None or panel.may_turn is True:
        return heading
    if panel.may_turn is False:
        return language.text(
            "{account}: NO RIGHT to stop it; it is tried all the same", account=heading
        )
    return language.text("{account}: nobody can tell whether we may stop it", account=heading)


def _rows(rows: list[Row], doing: Doing, language: Language) -> Iterator[str]:
    """What is turned, one a line; what was off already, as a number."""
    quiet = counts(rows)[Outcome.ALREADY_OFF]
    for row in rows:
        if row.outcome is not Outcome.ALREADY_OFF or row.error:
            yield "  " + _row(row, doing, language)
    if quiet:
        yield "  " + language.text("already off: {n}", n=quiet)


def _row(row: Row, doing: Doing, language: Language) -> str:
    one = row.switch
    facts = [f"{outcome_word(row.outcome, doing, language)}: {one.name} ({one.campaign_id})"]
    if one.daily_budget:
        facts.append(language.text("{money} a day", money=language.money(one.daily_budget)))
    if one.total_budget:
        facts.append(language.text("{money} in all", money=language.money(one.total_budget)))
    if one.end:
        facts.append(language.text("ends {when}", when=language.instant(one.end)))
    if row.error:
        facts.append(language.say(row.error))
    return ", ".join(facts)


def _by_hand(result: Result, language: Language) -> Iterator[str]:
    """What a person must finish, with links."""
    if not (result.left or result.gaps):
        return
    yield ""
    yield language.text("FINISH BY HAND:")
    for row in result.left:
        yield f"  {row.switch.name} ({row.switch.campaign_id}): {_link(row)}"
    for gap in result.gaps:
        place = " ".join(filter(None, (PLATFORMS[gap.platform], gap.account_id)))
        link = account_link(gap.platform, gap.account_id)
        yield f"  {place}: {language.say(gap.because)} {link}"


def _exempted(result: Result, language: Language) -> Iterator[str]:
    """What a person has exempted: this stop leaves it as it is."""
    if not result.exempted:
        return
    yield ""
    yield language.text("EXEMPTED, left as it is:")
    for one in result.exempted:
        if one.switch is None:
            yield "  " + language.text("{number}: no reading holds it", number=one.number)
            continue
        name = f"{one.switch.name} ({one.switch.campaign_id})"
        on = language.text("may be on") if one.may_be_on else language.text("off")
        yield f"  {PLATFORMS[one.switch.platform]} {one.switch.account_id}, {name}: {on}"


def _not_reached(result: Result, language: Language) -> Iterator[str]:
    """Channels that no stop reaches."""
    if result.doing is Doing.RESUME:
        return
    yield ""
    yield language.text("NOT COVERED:")
    for one in result.not_covered:
        yield f"  {PLATFORMS[one.channel]}: {language.say(one.because)} {one.link}"
    yield "  " + language.text(
        "Accounts that only a brief names are not compared with what our tokens see."
    )


def _epilogue(result: Result, language: Language) -> Iterator[str]:
    """What to do next."""
    typed = _phrase(result, language)
    yield ""
    if result.code == 3 and not result.confirmed:  # noqa: PLR2004 the exit code of the contract
        yield language.text("To go on, type: {phrase}", phrase=typed)
    if result.confirmed:
        yield from _afterwards(result, language)


def _afterwards(result: Result, language: Language) -> Iterable[str]:
    """Where the record is, and what nobody does for you."""
    lines = [
        language.text("Stop {id}. Journal: {place}", id=result.stop_id, place=result.journal),
        language.text("Note the digest of its last record: {head}", head=result.head),
    ]
    if result.doing is Doing.STOP:
        lines += [
            language.text(
                "Nothing is kept off: if somebody turns something on, give the command again."
            ),
            language.text(
                "When it is over: annonsvakt resume {id} --reason R --operator O",
                id=result.stop_id,
            ),
        ]
    return lines
