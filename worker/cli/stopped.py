"""How a stop and its undoing are told to a person: the truth first, what to type last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.crisis import Doing, Outcome, Row, account_link, counts
from worker.cli import terminal
from worker.cli.stopped_accounts import (
    PLATFORMS,
    Part,
    account_line,
    campaign_line,
    parts,
    quiet,
    sums,
    unsure_accounts,
)
from worker.cli.stopped_after import afterwards, doubts, how_long
from worker.cli.stopped_json import as_json, link_of, phrase_of
from worker.language import Language
from worker.stopping.covered import covers
from worker.stopping.first_sentence import first_sentence
from worker.stopping.outcome import Result

__all__ = ["as_json", "show", "tell"]

_UNCONFIRMED = 3


def show(result: Result, language: Language, *, json: bool, full: bool = False) -> None:
    """Print it; `full`: every campaign on a line, however many there are."""
    if json:
        terminal.emit(as_json(result, language))
    else:
        tell(result, language, full=full)


def tell(result: Result, language: Language, *, full: bool = False) -> None:
    """The whole of it in words, on one screen if that can be."""
    screen = terminal.screen()
    short = list(_lines(result, language, full=False, width=screen.width))
    long = list(_lines(result, language, full=True, width=screen.width))
    for line in long if full or len(long) < screen.lines else short:
        terminal.out(terminal.safe(line))


def _lines(result: Result, language: Language, *, full: bool, width: int | None) -> Iterator[str]:
    yield first_sentence(result, language)
    yield _covered(result, language)
    if result.joined:
        yield language.text("It goes on with the stop {id}.", id=result.stop_id)
    if result.confirmed:
        yield from _by_hand(result, language)
        yield from _done(result, language, full=full, width=width)
    else:
        yield from _planned(result, language, full=full, width=width)
        yield from quiet(result, language)
        yield from doubts(result, list(unsure_accounts(result.panels, language)), language)
        yield from _by_hand(result, language)
    yield from _skipped(result, language, width=width)
    yield from _exempted(result, language)
    yield from _not_reached(result, language)
    if result.confirmed:
        yield from afterwards(result, language)
    else:
        yield from _question(result, language, full=full)


def _covered(result: Result, language: Language) -> str:
    """Of what it is the stop: everything, or a part."""
    scope = covers(result.scope, language, result.scope.exempt)
    if result.doing is Doing.STOP:
        return language.text("Covers: {scope}", scope=scope)
    return language.text("The stop covers: {scope}", scope=scope)


def _planned(result: Result, language: Language, *, full: bool, width: int | None) -> Iterator[str]:
    """What would be turned, account by account."""
    stop = result.doing is Doing.STOP
    found = parts(result, {Outcome.PLANNED})
    if not found:
        return
    yield ""
    yield (
        language.text("WOULD BE STOPPED, the largest daily budget first:")
        if stop
        else language.text("WOULD BE TURNED ON, the largest daily budget first:")
    )
    yield from _accounts(found, result.doing, language, full=full, width=width)


def _accounts(
    found: Iterable[Part], doing: Doing, language: Language, *, full: bool, width: int | None
) -> Iterator[str]:
    """A line for each account, and with `full` one for each campaign."""
    for part in found:
        yield account_line(part, language)
        if full:
            for row in part.rows:
                yield campaign_line(row, doing, language, width=width)


def _done(result: Result, language: Language, *, full: bool, width: int | None) -> Iterator[str]:
    """What was turned; with `full` one by one, and in any case what was not in the plan."""
    word = Outcome.STOPPED if result.doing is Doing.STOP else Outcome.RESUMED
    if found := parts(result, {word}):
        yield ""
        yield language.text("STOPPED:") if word is Outcome.STOPPED else language.text("ON AGAIN:")
        if full:
            yield from _accounts(found, result.doing, language, full=True, width=width)
        else:
            yield "  " + _in_short(found, language)
            yield "  " + language.text("One by one: annonsvakt stops show {id}", id=result.stop_id)
    added = [row for part in parts(result, {Outcome.ADDED}) for row in part.rows]
    if added:
        yield ""
        yield language.text("TURNED ON AFTER THE PLAN, and stopped too:")
        yield from (campaign_line(row, result.doing, language, width=width) for row in added)
    yield from quiet(result, language)


def _in_short(found: list[Part], language: Language) -> str:
    """Many campaigns as one line."""
    rows = [row for part in found for row in part.rows]
    number = language.text("{n} campaigns in {accounts} accounts", n=len(rows), accounts=len(found))
    return ", ".join((number, *sums(rows, language)))


def _by_hand(result: Result, language: Language) -> Iterator[str]:
    """What a person must finish, each with the page on which it is done."""
    if not result.gaps and not (result.left and result.confirmed):
        return
    yield ""
    yield (
        language.text("FINISH BY HAND:")
        if result.confirmed
        else language.text("COULD NOT BE READ, and may be on:")
    )
    if result.confirmed:
        for part in parts(result, {row.outcome for row in result.left}):
            yield from (_left(part, row, language) for row in part.rows)
    for gap in result.gaps:
        place = " ".join(filter(None, (PLATFORMS[gap.platform], gap.account_id)))
        link = account_link(gap.platform, gap.account_id)
        yield f"  {place}: {language.say(gap.because)} {link}"


def _left(part: Part, row: Row, language: Language) -> str:
    """One that is left, why, and where to turn it."""
    because = language.say(row.error) if row.error else ""
    return " ".join(
        filter(
            None,
            (
                f"  {part.place}, {row.switch.name} ({row.switch.campaign_id}):",
                because,
                link_of(row),
            ),
        )
    )


def _skipped(result: Result, language: Language, *, width: int | None) -> Iterator[str]:
    """What a resume leaves off, with its reasons."""
    if not result.skipped:
        return
    yield ""
    yield language.text("STAYS OFF, and why:")
    for row in result.skipped:
        yield campaign_line(row, result.doing, language, width=None if row.error else width)


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


def _question(result: Result, language: Language, *, full: bool) -> Iterator[str]:
    """How long it takes, and last of all what to type."""
    if result.code != _UNCONFIRMED or result.withheld:
        return
    yield from how_long(result, language)
    yield ""
    found = parts(result, {Outcome.PLANNED})
    if found:
        yield language.text("In all: {what}.", what=_in_short(found, language))
    if not full and counts(result.rows)[Outcome.PLANNED]:
        yield language.text("With --full each campaign stands on a line of its own.")
    yield language.text("The phrase counts once, within 15 minutes; after that, begin again.")
    yield language.text("To go on, type: {phrase}", phrase=phrase_of(result, language))
