"""Telling of a stop by mail once its outcome is decided. Nothing here changes that outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from policies.crisis import EVERYTHING, review_until
from policies.model import Words
from worker.config import Settings
from worker.language import Language
from worker.posting.letter import Fate, Handed, Letter, Post
from worker.stopping.holds_told import finishes, is_news, turned_again
from worker.stopping.journal import Journal
from worker.stopping.letters import NO_OWNERS, letters, recipients
from worker.stopping.ordered import departments_of
from worker.stopping.ordering import Order
from worker.stopping.outcome import Result
from worker.stopping.places import Places
from worker.stopping.story import TOLD, NoJournal, Story, tell_story
from worker.stopping.tidings import Kind, Tidings, kind_of, turned_off


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """What telling needs."""

    settings: Settings
    said: Language
    """The language of the mails."""
    places: Places
    post: Post
    by_campaign: Mapping[str, str] = field(default_factory=lambda: NO_OWNERS)
    """Number of a campaign or group → id of the department that owns it, before what briefs say."""


def tell_result(
    teller: Teller, journal: Journal, result: Result, order: Order, *, at: datetime, held: bool
) -> tuple[Handed, ...] | None:
    """Tell of what was carried out, and journal who was told; None: there is nothing to tell.

    Of a plan nobody is told. `held`: it is a hold, of which nobody is told unless it turned
    something off, or could not and that is new. Raises nothing.
    """
    story = _story(result.stop_id, teller.places)
    if not result.confirmed or (held and not is_news(result, story)):
        return None
    again = held and not (story and finishes(story))
    tidings = Tidings(
        kind=Kind.HELD if again else kind_of(result),
        stop_id=result.stop_id,
        order=replace(order, listed=_listed(order, story)),
        at=at,
        head=result.head or journal.head,
        journal=result.journal or journal.place,
        scope=result.scope,
        rows=turned_again(result.rows) if again else result.rows,
        result=result,
        review_until=_review_until(story, at - timedelta(seconds=result.seconds)),
    )
    return _tell(teller, journal, tidings)


def tell_end(teller: Teller, journal: Journal, order: Order, *, at: datetime) -> tuple[Handed, ...]:
    """Tell that a stop is no longer in force though nothing was turned on. Raises nothing."""
    story = _story(journal.stop_id, teller.places)
    rows = turned_off(story) if story else ()
    tidings = Tidings(
        kind=Kind.ENDED,
        stop_id=journal.stop_id,
        order=order,
        at=at,
        head=journal.head,
        journal=journal.place,
        scope=story.scope if story else EVERYTHING,
        rows=rows,
        review_until=_review_until(story, at),
    )
    return _tell(teller, journal, tidings)


def _listed(order: Order, story: Story | None) -> bool:
    """Whether the operator is listed; who goes on with a stop in the same name is as listed."""
    if story is None or order.operator != story.operator:
        return order.listed
    return order.listed and story.opened.get("listed") is not False


def _story(stop_id: str, places: Places) -> Story | None:
    """The stop by its journal; None: it cannot be read, as when it went to standard error."""
    try:
        return tell_story(stop_id, places)
    except (NoJournal, ValueError, KeyError, TypeError):
        return None


def _review_until(story: Story | None, began: datetime) -> datetime | None:
    """Until when a second person has to review it; None: somebody has."""
    if story is None:
        return review_until(began)
    if story.countersigned is not None:
        return None
    return review_until(datetime.fromisoformat(story.opened_at))


def _tell(teller: Teller, journal: Journal, tidings: Tidings) -> tuple[Handed, ...]:
    """Send, and journal what became of it; whatever goes wrong is the fate of a mail."""
    sent: tuple[Letter, ...] = ()
    try:
        owned = departments_of(teller.places.state_dir, tidings.rows) | {**teller.by_campaign}
        sent = letters(tidings, teller.settings, teller.said, by_campaign=owned)
        handed = teller.post(sent) if sent else ()
    except KeyboardInterrupt:
        handed = _untold(teller, sent, BROKEN_OFF)
    except Exception as error:  # noqa: BLE001 no mail may change what a stop comes to
        kind = {"kind": type(error).__name__}
        handed = _untold(teller, sent, Words("The mail could not be made ({kind}).", kind))
    journal.add(TOLD, {"kind": tidings.kind, "to": [_to_json(one) for one in handed]})
    return handed


BROKEN_OFF = Words("It was interrupted; nobody knows whether the mail went.")


def _untold(teller: Teller, sent: Sequence[Letter], because: Words) -> tuple[Handed, ...]:
    """One fate for all who should have been told, as far as it is known who."""
    people = [one.mail.to[0] for one in sent] or recipients(teller.settings)
    return tuple(Handed(recipient=one, fate=Fate.FAILED, because=because) for one in people)


def _to_json(one: Handed) -> dict[str, Any]:
    """As in the journal: in English."""
    because = one.because.english() if one.because else None
    return {"recipient": one.recipient, "fate": one.fate, "because": because}
