"""How briefs are told: as JSON, as a list, in detail, and what is asked back of whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from policies.briefs.answers import Part
from policies.briefs.reading import lacking
from policies.model import Words
from policies.model.briefs import Brief
from worker.briefs.standing import Stands
from worker.briefs.taking import Batch, Taken
from worker.cli import terminal
from worker.cli.stamps import stamp
from worker.config import Settings
from worker.language import Language
from worker.store.briefs import Event, Kept, to_value

_OURS = (
    "revision", "registered_at", "changed_at", "closed_at", "closed_by", "closed_reason", "lacks",
    "matched",
)  # fmt: skip
"""What the register adds to a brief, in its order."""


def as_taken(
    taken: Sequence[Taken], batch: Batch, settings: Settings, said: Language
) -> dict[str, Any]:
    """What became of every brief, and the message that asks back; null: nothing is asked."""
    return {
        "briefs": [
            {
                "place": one.found.place or None,
                "id": one.id,
                "became": one.became,
                "questions": [
                    {"part": str(q.part), "text": said.say(q.words)} for q in one.found.questions
                ],
            }
            for one in taken
        ],
        "reply": _reply(taken, batch, settings, said),
    }


def taken_nowhere(because: str) -> dict[str, Any]:
    """The same keys where there is no register to take them into; nothing is asked back."""
    return {"briefs": [], "reply": None, "because": because}


def _reply(
    taken: Sequence[Taken], batch: Batch, settings: Settings, said: Language
) -> dict[str, Any] | None:
    """One message with all that has to be asked."""
    asking = [one for one in taken if one.found.questions]
    if not asking:
        return None
    mailed = batch.mailed
    subject = (mailed.subject if mailed else None) or said.text("Your brief")
    return {
        "to": mailed.sender if mailed else None,
        "subject": said.text("Re: {subject}", subject=terminal.safe(subject)),
        "text": "\n".join(_letter(asking, settings, said)),
    }


def _letter(asking: Sequence[Taken], settings: Settings, said: Language) -> Iterator[str]:
    yield said.text("Hello,")
    yield ""
    yield said.text("Thank you for the brief. Before the ads can be planned we need to know:")
    for one in asking:
        yield ""
        if one.found.place:
            yield f"{one.found.place}: {one.found.brief.topic or one.id or '?'}"
        yield from (f"- {said.say(question.words)}" for question in one.found.questions)
    yield ""
    yield said.text("Answer in this mail, each answer below its question.")
    editorial = settings.contacts.editorial
    if editorial:
        yield said.text("Questions: {address}", address=editorial)


def tell_taken(taken: Sequence[Taken], batch: Batch, settings: Settings, said: Language) -> None:
    """A line for each brief, then the message that asks back."""
    for one in taken:
        parts = (one.found.place, one.id, one.found.brief.topic, _became(one.became, said))
        terminal.out(terminal.safe("  ".join(part for part in parts if part)))
    reply = _reply(taken, batch, settings, said)
    if reply is None:
        return
    terminal.out("")
    terminal.out(terminal.safe(said.text("ASK BACK: {to}", to=reply["to"] or "?")))
    terminal.out(terminal.safe(reply["subject"]))
    for line in reply["text"].split("\n"):
        terminal.out(terminal.safe(line))


def _became(word: str, said: Language) -> str:
    """What became of a brief, for people."""
    return {
        "registered": said.text("registered"),
        "changed": said.text("changed"),
        "same": said.text("as it was"),
        "nothing": said.text("NOT registered: no part of a brief was understood"),
        "closed": said.text("closed"),
        "reopened": said.text("reopened"),
    }[word]


def as_list(
    kept: Sequence[Kept], standing: Sequence[Stands], said: Language
) -> list[dict[str, Any]]:
    """Briefs with their campaigns."""
    return [_one(each, standing, said) for each in kept]


def as_unmatched(standing: Sequence[Stands]) -> list[dict[str, Any]]:
    """Campaigns without a brief."""
    return [_unmatched(each) for each in standing if each.match.found is None]


def as_one(
    kept: Kept, events: Sequence[Event], standing: Sequence[Stands], said: Language
) -> dict[str, Any]:
    """One brief with its history."""
    return _one(kept, standing, said) | {
        "history": [
            {
                "at": stamp(one.at, said.zone),
                "action": one.action,
                "by": one.by,
                "source": one.source,
            }
            for one in events
        ]
    }


def cannot_tell(brief_id: str, because: str) -> dict[str, Any]:
    """The same keys for a brief that cannot be read, for want of its database."""
    parts = (part.name for part in fields(Brief))
    return dict.fromkeys(("id", *parts, *_OURS, "history")) | {"id": brief_id, "because": because}


def _one(kept: Kept, standing: Sequence[Stands], said: Language) -> dict[str, Any]:
    return {
        "id": kept.id,
        **to_value(kept.brief),
        "revision": kept.revision,
        "registered_at": stamp(kept.registered_at, said.zone),
        "changed_at": stamp(kept.changed_at, said.zone),
        "closed_at": stamp(kept.closed_at, said.zone),
        "closed_by": kept.closed_by,
        "closed_reason": kept.closed_reason,
        "lacks": [str(question.part) for question in lacking(kept.brief, set())],
        "matched": [each.campaign.id for each in _of(kept, standing)],
    }


def _of(kept: Kept, standing: Sequence[Stands]) -> list[Stands]:
    return [one for one in standing if one.match.found and one.match.found.id == kept.id]


def _unmatched(one: Stands) -> dict[str, Any]:
    return {
        "platform": str(one.campaign.platform),
        "account_id": one.campaign.account_id,
        "campaign_id": one.campaign.id,
        "name": one.campaign.name,
        "several": list(one.match.several),
        "likeliest": one.match.likeliest,
    }


def draw(
    kept: Sequence[Kept],
    standing: Sequence[Stands],
    said: Language,
    *,
    only_unmatched: bool = False,
) -> None:
    """A table of the briefs, then what no brief is known for."""
    if kept:
        heads = (
            said.text("id"),
            said.text("Topic"),
            said.text("Dates"),
            said.text("Budget"),
            said.text("Campaigns"),
        )
        terminal.table(heads, [_row(each, standing, said) for each in kept])
    elif not only_unmatched:
        terminal.out(said.text("No brief is registered: annonsvakt brief import FILE"))
    without = [each for each in standing if each.match.found is None]
    if without:
        terminal.out("")
        terminal.out(said.text("Campaigns without a brief: {n}", n=len(without)))
        for one in without:
            terminal.out("  " + terminal.safe(_suggested(one, said)))


def _row(kept: Kept, standing: Sequence[Stands], said: Language) -> list[str]:
    one = kept.brief
    return [
        kept.id,
        one.topic or "-",
        _dates(one, said),
        said.money(one.budget) if one.budget else "-",
        str(len(_of(kept, standing))),
    ]


def _suggested(one: Stands, said: Language) -> str:
    """A campaign without a brief, and which one it may be."""
    name = f"{one.campaign.name} ({one.campaign.id})"
    if one.match.several:
        fits = ", ".join(one.match.several)
        return said.text("{name}: several briefs fit ({briefs})", name=name, briefs=fits)
    if one.match.likeliest:
        return said.text("{name}: perhaps {brief}", name=name, brief=one.match.likeliest)
    return name


def detail(kept: Kept, events: Sequence[Event], standing: Sequence[Stands], said: Language) -> None:
    """Everything about one brief, a line each."""
    for label, value in _facts(kept.brief, said):
        terminal.out(terminal.safe(f"{label}: {value}"))
    for question in lacking(kept.brief, set()):
        terminal.out(
            terminal.safe(said.text("LACKS: {question}", question=said.say(question.words)))
        )
    for one in _of(kept, standing):
        terminal.out(terminal.safe(f"  {one.campaign.name} ({one.campaign.id})"))
    if kept.closed_at:
        terminal.out(
            terminal.safe(
                said.text(
                    "Closed {when} by {who}: {reason}",
                    when=said.instant(kept.closed_at),
                    who=kept.closed_by or "-",
                    reason=kept.closed_reason or "-",
                )
            )
        )
    for event in events:
        parts = (said.instant(event.at), _became(event.action, said), event.by, event.source)
        terminal.out(terminal.safe("  ".join(part for part in parts if part)))


def _dates(brief: Brief, said: Language) -> str:
    """From which day to which."""
    return " – ".join(said.day(one) if one else "-" for one in (brief.starts, brief.ends))


def _facts(brief: Brief, said: Language) -> Iterator[tuple[str, str]]:
    """What the brief says, in the order of the form."""
    audience = brief.audience
    people = ", ".join(f"{one.first_name} <{one.mail or '?'}>" for one in brief.editors)
    told: dict[Part, str] = {
        Part.TOPIC: brief.topic or "-",
        Part.DATES: _dates(brief, said),
        Part.BUDGET: said.money(brief.budget) if brief.budget else "-",
        Part.AUDIENCE: audience.text if audience else "-",
        Part.EDITORS: people or "-",
        Part.ACCESSIBILITY: {None: "-", True: said.text("yes"), False: said.text("no")}[
            brief.accessible
        ],
        Part.DEPARTMENT: brief.department or "-",
        Part.AGENCY: brief.agency or "-",
        Part.ACCOUNTS: ", ".join(brief.accounts) or "-",
        Part.POSTS: ", ".join(brief.posts) or "-",
        Part.CAMPAIGNS: ", ".join((*brief.campaigns, *brief.patterns)) or "-",
    }
    yield from ((said.say(_LABELS[part]), value) for part, value in told.items())


_LABELS = {
    Part.TOPIC: Words("Topic"),
    Part.DATES: Words("Dates"),
    Part.BUDGET: Words("Budget"),
    Part.AUDIENCE: Words("Audience"),
    Part.EDITORS: Words("Editors"),
    Part.ACCESSIBILITY: Words("Accessibility is part of the order"),
    Part.DEPARTMENT: Words("Department"),
    Part.AGENCY: Words("Agency"),
    Part.ACCOUNTS: Words("Ad accounts"),
    Part.POSTS: Words("Posts"),
    Part.CAMPAIGNS: Words("Campaigns"),
}
