"""`attest`: a person's word for what no platform tells."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.spoken import Group, Spoken

if TYPE_CHECKING:
    from worker.store.errors import UnknownId
    from worker.store.judged import Judged


class _Given(Group):
    """`attest FINDING_ID` gives a word, without a command's name in between."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; what begins with no command's name is a word that is given."""
        if args and args[0] not in (*self.commands, "--help"):
            args = ["give", *args]
        return super().parse_args(ctx, args)


attest = Spoken(
    cls=_Given,
    no_args_is_help=True,
    help="Attest what no platform tells, such as captions burned into a film: attest FINDING_ID.",
)
app.add_typer(attest, name="attest")

By = Annotated[str, typer.Option("--by", metavar="WHO", help="Your name.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@attest.command("give")
def give(
    ctx: typer.Context,
    finding_id: Annotated[str, typer.Argument(help="As `findings` shows it.")],
    *,
    by: By,
    evidence: Annotated[
        str, typer.Option("--evidence", metavar="TEXT", help="What you saw, and where.")
    ],
    until: Annotated[
        str | None,
        typer.Option(
            "--until", metavar="DATE", help="The last day on which it holds: 90 days at the most."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Say that something complies which nobody could tell, and how you know.

    It holds for 90 days, or until a check shows that it fails, and only as long as the same thing
    is shown. The next sweep clears the finding; when the word has run out, it is back.

    Code 0: it is registered. 1: the finding is closed. 2: there is no such finding, or no word of a
    person can stand for it.

    Example: annonsvakt attest 5f0a91c2b7e4 --by Anna --evidence "texten är inbränd, sedd i flödet"
    """
    from policies.model.attested import Attestation
    from worker.cli.attested import cannot_tell, tell
    from worker.cli.findings import no_such_finding, signed
    from worker.cli.opened import opened
    from worker.clock import now
    from worker.store import attested
    from worker.store.errors import UnknownId
    from worker.store.judged import one

    session: Session = ctx.obj
    at = now()
    who, what = signed(session, by), _evidence(session, evidence)
    end = _end(session, until, at)
    instead = partial(cannot_tell, finding_id=finding_id) if json else None
    try:
        with opened(session, instead=instead) as store, store.writing() as connection:
            found = one(connection, finding_id, at)
            _still_open(session, found, json=json)
            word = Attestation(
                id=attested.word_id(found.id, who, at),
                rule=found.rule,
                subject=found.subject[:2],
                tied_to=_tied_to(session, found),
                by=who,
                evidence=what,
                at=at,
                until=end,
            )
            kept = attested.Kept(
                word=word, finding_id=found.id, platform=found.platform, account_id=found.account_id
            )
            attested.give(connection, kept)
            events = attested.history(connection, word.id)
    except UnknownId as unknown:
        raise no_such_finding(session, unknown) from None
    tell(session.language, kept, events, given=True, json=json)


@attest.command("list")
def list_words(
    ctx: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Those that ran out or were ended too.")
    ] = False,
    json: Json = False,
) -> None:
    """List what people attest, the first to run out first.

    Example: annonsvakt attest list
    """
    from worker.cli.attested import as_list, draw
    from worker.cli.opened import empty_list, opened
    from worker.clock import now
    from worker.store import attested

    session: Session = ctx.obj
    at = now()
    with (
        opened(session, instead=empty_list if json else None) as store,
        store.reading() as connection,
    ):
        kept = attested.listed(connection, at, everything=everything)
        told = [(one, attested.history(connection, one.word.id)) for one in kept]
    if json:
        terminal.emit(as_list(told, at, session.language))
    else:
        draw(told, at, session.language)


@attest.command("end")
def end(
    ctx: typer.Context,
    word_id: Annotated[str, typer.Argument(metavar="ID", help="As `attest list` shows it.")],
    *,
    by: By,
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Why, in a few words.")],
    json: Json = False,
) -> None:
    """End a word before its time; the next sweep tells again that nobody can tell.

    Code 1: it was ended before.

    Example: annonsvakt attest end k3x7q2mbat --by Anna --reason "fel film"
    """
    from worker.cli.attested import cannot_tell, tell
    from worker.cli.findings import signed, why
    from worker.cli.opened import opened
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.clock import now
    from worker.store import attested
    from worker.store.errors import UnknownId

    session: Session = ctx.obj
    who, because = signed(session, by), why(session, reason)
    instead = partial(cannot_tell, id=word_id) if json else None
    try:
        with opened(session, instead=instead) as store, store.writing() as connection:
            done = attested.end(connection, word_id, by=who, reason=because, at=now())
            kept = attested.one(connection, word_id)
            events = attested.history(connection, word_id)
    except UnknownId as unknown:
        raise _no_such_word(session, unknown) from None
    if not done:
        terminal.note(session.language.text("Nothing done: it was ended before."))
    tell(session.language, kept, events, json=json)
    raise typer.Exit(DONE if done else NEEDS_A_PERSON)


def _evidence(session: Session, text: str) -> str:
    """What was seen.

    Raises:
        typer.BadParameter: nothing was.
    """
    if not text.strip():
        raise typer.BadParameter(session.language.text("say what you saw"), param_hint="--evidence")
    return text.strip()


def _end(session: Session, day: str | None, at: datetime) -> datetime:
    """Until when it holds.

    Raises:
        typer.BadParameter: it is no day, it is past, or it is too far away.
    """
    from policies.model.attested import LONGEST
    from worker.cli.days import end_of, read_day

    said = session.language
    if day is None:
        return at + LONGEST
    end = end_of(session, day, at)
    last = (at + LONGEST).astimezone(said.zone).date()
    if read_day(session, day, "--until") > last:
        raise typer.BadParameter(
            said.text("it holds for 90 days at the most: until {day}", day=last),
            param_hint="--until",
        )
    return min(end, at + LONGEST)


def _still_open(session: Session, found: Judged, *, json: bool) -> None:
    """See that there is something to be cleared.

    Raises:
        typer.BadParameter: it was seen to fail.
        typer.Exit: it is closed; code 1.
    """
    from worker.cli.attested import cannot_tell
    from worker.cli.found import state
    from worker.cli.run import NEEDS_A_PERSON

    said = session.language
    if found.verdict == "fail":
        raise typer.BadParameter(
            said.text("it was seen to fail, which no attestation puts right"), param_hint="ID"
        )
    if found.state not in ("open", "muted"):
        because = said.text("Nothing done: the finding is {state}.", state=state(found.state, said))
        terminal.note(because)
        if json:
            terminal.emit(cannot_tell(because, finding_id=found.id))
        raise typer.Exit(NEEDS_A_PERSON)


def _tied_to(session: Session, found: Judged) -> str:
    """What a word for this finding is tied to.

    Raises:
        typer.BadParameter: no word can stand for it.
    """
    from policies.attesting import ATTEST

    said = session.language
    tied = found.evidence.get(ATTEST)
    if tied is None:
        raise typer.BadParameter(
            said.text(
                "no word of a person can stand for this: {because}",
                because=said.say(found.because or found.message),
            ),
            param_hint="ID",
        )
    return str(tied)


def _no_such_word(session: Session, unknown: UnknownId) -> typer.BadParameter:
    return typer.BadParameter(
        session.language.text(
            "no attestation {wanted}; the nearest: {near}",
            wanted=unknown.wanted,
            near=", ".join(unknown.near) or "-",
        ),
        param_hint="ID",
    )
