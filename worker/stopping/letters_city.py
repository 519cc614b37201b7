"""The mail to the city's own people: the whole of a stop, its proof, and what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policies.crisis import EVERYTHING, Outcome, counts
from worker.language import Language
from worker.pages.page import Cell, Grid, Page, Section, platform_name
from worker.stopping.covered import covers
from worker.stopping.first_sentence import first_sentence
from worker.stopping.letters_rows import by_account, by_hand, everything_of, unread
from worker.stopping.outcome import Result
from worker.stopping.owners import Owner
from worker.stopping.tidings import Kind, Tidings


def subject(tidings: Tidings, said: Language) -> str:
    """What matters first."""
    found = counts(tidings.rows)
    off = found[Outcome.STOPPED] + found[Outcome.ADDED]
    result = tidings.result
    left = len(result.left) + len(result.gaps) if result else 0
    if tidings.kind is Kind.ENDED:
        return said.text("AD STOP ENDED: still off: {off}", off=off)
    if tidings.kind is Kind.RESUMED:
        return said.text(
            "ADS ON AGAIN: {on} on, {skipped} left off, {left} unsettled",
            on=found[Outcome.RESUMED], skipped=found[Outcome.SKIPPED], left=left,
        )  # fmt: skip
    if result is None or not result.verified:
        return said.text("AD STOP, NOT EVERYTHING IS OFF: {left} by hand", left=left)
    if tidings.kind is Kind.HELD:
        return said.text("AD STOP HELD: {off} turned off again", off=off)
    if tidings.scope != EVERYTHING:
        return said.text("AD STOP of a part: {off} stopped, all of that part is off", off=off)
    return said.text("AD STOP: {off} stopped, everything we can reach is off", off=off)


def _first(tidings: Tidings, said: Language) -> str:
    """The first sentence, as on the screen."""
    if tidings.result is not None:
        return first_sentence(tidings.result, said)
    return said.text(
        "{stop_id} is not in force. What it turned off stays off.", stop_id=tidings.stop_id
    )


def page(tidings: Tidings, shares: Sequence[Owner], said: Language) -> Page:
    """The whole of it. `shares`: whose campaigns were turned."""
    result = tidings.result
    return Page(
        code=said.code,
        title=subject(tidings, said),
        alerts=tuple(_alerts(tidings, said)),
        verdict=_first(tidings, said),
        sentences=tuple(_sentences(tidings, said)),
        sections=(
            *(by_hand(result.left, result.gaps, said) if result else ()),
            *_to_do(tidings, said),
            *by_account(
                tidings.rows,
                result.panels if result else (),
                tidings.doing,
                said,
                whole=everything_of(tidings.stop_id),
            ),
            *_exempted(result, said),
            *_not_covered(result, tidings, said),
            *(unread(result.unread, said) if result else ()),
            *_shares(shares, said),
            _proof(tidings, said),
        ),
    )


def _alerts(tidings: Tidings, said: Language) -> Iterator[str]:
    if not tidings.order.listed:
        yield said.text(
            "Given with --not-listed: {operator} is not among [crisis] operators. Find out "
            "whether this was right.",
            operator=tidings.order.operator,
        )


def _sentences(tidings: Tidings, said: Language) -> Iterator[str]:
    """Who, when, where and why; and which stop it belongs to."""
    yield given_by(tidings, said)
    yield said.text("Reason: {reason}", reason=tidings.order.reason)
    scope = covers(tidings.scope, said, tidings.scope.exempt)
    yield said.text("The stop covers: {scope}", scope=scope)
    if tidings.kind is Kind.CONTINUED:
        yield said.text("It goes on with the stop {id}.", id=tidings.stop_id)
    if tidings.kind is Kind.HELD:
        yield said.text(
            "The stop {id} is in force; what had turned active was stopped again.",
            id=tidings.stop_id,
        )


def given_by(tidings: Tidings, said: Language) -> str:
    """Who gave the order, as they say themselves and as the operating system knows them."""
    who = tidings.order.who
    return said.text(
        "Given by {operator} on {when}, from the account {user} on {host}.",
        operator=tidings.order.operator,
        when=said.instant(tidings.at),
        user=who.os_user,
        host=who.host,
    )


def _to_do(tidings: Tidings, said: Language) -> Iterator[Section]:
    """The review by a second person, and how to undo."""
    sentences = []
    if tidings.review_until is not None:
        sentences += [
            said.text(
                "A second person has to review this stop within 24 hours, before {until}:",
                until=said.instant(tidings.review_until),
            ),
            f"annonsvakt stops countersign {tidings.stop_id} --by {said.text('WHO')}",
        ]
    if tidings.in_force:
        sentences += [
            said.text("When it is over, this turns on what the stop turned off, and nothing else:"),
            f"annonsvakt resume {tidings.stop_id} --reason {said.text('REASON')} "
            f"--operator {said.text('WHO')}",
        ]
    if tidings.kind is Kind.ENDED:
        sentences.append(
            said.text("Nothing was turned on. Whoever wants a campaign on turns it on by hand.")
        )
    if sentences:
        yield Section(heading=said.text("What is to be done"), sentences=tuple(sentences))


def _exempted(result: Result | None, said: Language) -> Iterator[Section]:
    """What a person has exempted from the stop."""
    if result is None or not result.exempted:
        return
    rows = tuple(
        (Cell(f"{one.switch.name} ({one.number})" if one.switch else one.number),)
        for one in result.exempted
    )
    grid = Grid(columns=(said.text("Campaign"),), rows=rows)
    yield Section(heading=said.text("Exempted from this stop by a person"), grid=grid)


def _not_covered(result: Result | None, tidings: Tidings, said: Language) -> Iterator[Section]:
    """Channels and accounts that no stop reaches."""
    if result is None or tidings.kind is Kind.RESUMED:
        return
    rows = tuple(
        (Cell(platform_name(one.channel), one.link), Cell(said.say(one.because)))
        for one in result.not_covered
    )
    columns = (said.text("Channel"), said.text("Why"))
    if rows:
        yield Section(heading=said.text("Not covered"), grid=Grid(columns=columns, rows=rows))


def _shares(shares: Iterable[Owner], said: Language) -> Iterator[Section]:
    """Whose campaigns they are, and whether there is an address to tell them at."""
    facts = tuple(
        (
            one.name if one.address else said.text("{owner} (no address)", owner=one.name),
            str(len(one.rows)),
        )
        for one in shares
    )
    if facts:
        yield Section(heading=said.text("Whose campaigns"), facts=facts)


def _proof(tidings: Tidings, said: Language) -> Section:
    """The journal, and how to find whether it is as it was when this mail was written."""
    return Section(
        heading=said.text("Journal"),
        facts=(
            (said.text("Stop"), tidings.stop_id),
            (said.text("Journal file"), tidings.journal),
            (said.text("Digest of its last record"), tidings.head),
        ),
        sentences=(
            said.text(
                "Keep this mail: with it anybody can check that the journal was not changed:"
            ),
            f"annonsvakt stops verify {tidings.stop_id} --head {tidings.head}",
        ),
    )
