"""`round`: which rounds of watching were held, and a person's mark that they watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.spoken import Spoken

if TYPE_CHECKING:
    from worker.store.kept import Connection
    from worker.store.watches import Over

rounds = Spoken(
    no_args_is_help=True, help="The rounds of watching: which were held, and who watched."
)
app.add_typer(rounds, name="round")

By = Annotated[str, typer.Option("--by", metavar="WHO", help="Your name.")]
Campaign = Annotated[
    str | None,
    typer.Option("--campaign", metavar="CAMPAIGN", help="A campaign's id, as the platform's."),
]
Slk = Annotated[
    bool, typer.Option("--slk", help="SLK's own: messages, and posts of no running campaign.")
]
Account = Annotated[
    str | None,
    typer.Option("--account", metavar="ACCOUNT", help="Where two accounts have such an id."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@rounds.command("done")
def done(
    ctx: typer.Context,
    *,
    by: By,
    campaign: Campaign = None,
    slk: Slk = False,
    account: Account = None,
    json: Json = False,
) -> None:
    """Note that you have looked through a campaign's comments in the round that is open now.

    It says that a person watched, and takes the place neither of reading nor of the digest. The
    first mark of a round stays, and none is taken back: no verdict rests on it, and the next round
    is a few hours away. Code 1 if nothing was noted.

    Example: annonsvakt round done --campaign 120210000000001 --by Anna
    """
    from worker.cli.opened import opened
    from worker.cli.rounded import mark_as_json, tell_mark
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.clock import now
    from worker.sweeping.round_marks import mark
    from worker.sweeping.round_terms import round_terms

    session: Session = ctx.obj
    said = session.language
    if not by.strip():
        raise typer.BadParameter(said.text("say something"), param_hint="--by")
    if slk is (campaign is not None):
        raise typer.BadParameter(
            said.text("name one campaign with --campaign, or give --slk"), param_hint="--campaign"
        )
    at = now()
    wanted = "slk" if slk or campaign is None else campaign
    instead = (lambda because: {"because": because}) if json else None
    with opened(session, instead=instead) as store:
        with store.reading() as connection:
            over = _over(session, connection, wanted, account)
        made = mark(store, round_terms(session.settings), over, by=by.strip(), at=at)
    if json:
        terminal.emit(mark_as_json(made, over, said))
    else:
        terminal.out(terminal.safe(tell_mark(made, said)))
    raise typer.Exit(DONE if made.noted else NEEDS_A_PERSON)


@rounds.command("list")
def listing(
    ctx: typer.Context,
    *,
    day: Annotated[
        str | None, typer.Option("--day", metavar="DATE", help="As 2026-11-29; default today.")
    ] = None,
    campaign: Campaign = None,
    json: Json = False,
) -> None:
    """List a day's rounds: what was read when, whether the owner got a digest, who watched.

    Read and watched are two facts. A round is held when everything was read in it and the owner's
    digest was handed over that day, or there was nothing to send.

    Example: annonsvakt round list --day 2026-11-29
    """
    from worker.cli.days import read_day
    from worker.cli.opened import empty_list, opened
    from worker.cli.rounded import as_json, draw
    from worker.clock import now
    from worker.sweeping.round_terms import round_terms
    from worker.sweeping.rounded import rounded

    session: Session = ctx.obj
    at = now()
    terms = round_terms(session.settings)
    wanted = read_day(session, day, "--day") if day else at.astimezone(terms.zone).date()
    with (
        opened(session, instead=empty_list if json else None) as store,
        store.reading() as connection,
    ):
        over = _over(session, connection, campaign, None) if campaign else None
        told = rounded(connection, terms, [wanted])
    if over is not None:
        told = [one for one in told if one.subject.id == over.campaign_id]
    if json:
        terminal.emit([as_json(one, session.language, at) for one in told])
    else:
        draw(told, session.language, at, wanted)


def _over(session: Session, connection: Connection, wanted: str, account: str | None) -> Over:
    """What is watched over.

    Raises:
        typer.BadParameter: no such campaign is known, or several are.
    """
    from worker.store.errors import UnknownId
    from worker.sweeping.round_marks import Ambiguous, over_which

    said = session.language
    try:
        return over_which(connection, wanted, account)
    except Ambiguous as several:
        text = said.text(
            "several accounts have a campaign {wanted}: name one with --account ({accounts})",
            wanted=wanted,
            accounts=", ".join(several.accounts),
        )
    except UnknownId as unknown:
        if unknown.near:
            text = said.text(
                "no campaign {wanted} was met running; did you mean {near}?",
                wanted=unknown.wanted,
                near=", ".join(unknown.near),
            )
        else:
            text = said.text(
                "no campaign {wanted} was met running; `annonsvakt round list` names those that do",
                wanted=unknown.wanted,
            )
    raise typer.BadParameter(text, param_hint="--campaign")
