"""What a person should know beside the rows: doubts and time before, the next steps after."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from policies.crisis import Doing
from worker.cli.stopped_accounts import PLATFORMS
from worker.cli.stopped_json import link_of
from worker.language import Language
from worker.stopping.outcome import Result


def doubts(result: Result, accounts: Sequence[str], language: Language) -> Iterator[str]:
    """What may not let itself be stopped, and why; `accounts`: those without a known right."""
    if result.doing is Doing.RESUME or not (accounts or result.left):
        return
    yield ""
    yield language.text("NOT CERTAIN TO STOP:")
    yield from (f"  {one}" for one in accounts)
    for row in result.left:
        because = language.say(row.error) if row.error else ""
        yield f"  {row.switch.name} ({row.switch.campaign_id}): {because} {link_of(row)}"


def how_long(result: Result, language: Language) -> Iterator[str]:
    """Accounts that let themselves be written only a little at a time."""
    if not result.paced:
        return
    yield ""
    yield language.text("IT TAKES TIME, and goes on by itself; do not interrupt it:")
    for one in sorted(result.paced, key=lambda each: -each.seconds):
        yield "  " + language.text(
            "{platform} {account}: {n} campaigns, {at_once} at a time; about {minutes} minutes",
            platform=PLATFORMS[one.platform],
            account=one.account_id,
            n=one.writes,
            at_once=one.at_once,
            minutes=math.ceil(one.seconds / 60),
        )


def afterwards(result: Result, language: Language) -> Iterable[str]:
    """What happens next, and where the record is."""
    values = {"id": result.stop_id}
    yield ""
    if result.doing is Doing.STOP:
        yield language.text("WHAT NOW:")
        yield "  " + language.text(
            "If somebody turns something on: annonsvakt stops hold {id} (the service does so "
            "by itself, where it runs and [crisis] hold is true)",
            **values,
        )
        yield "  " + language.text(
            "When it is over: annonsvakt resume {id} --reason R --operator O", **values
        )
        yield "  " + language.text(
            "Within 24 hours somebody else reads it and signs: annonsvakt stops countersign {id} "
            "--by WHO",
            **values,
        )
    yield language.text("Stop {id}. Journal: {place}", id=result.stop_id, place=result.journal)
    yield language.text("Note the digest of its last record: {head}", head=result.head)
