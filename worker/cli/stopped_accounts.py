"""The accounts of a stop and their campaigns, each on a line that fits the width."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from policies.crisis import Doing, Outcome, Row, by_budget, counts, key_of, spending
from policies.model import Money, Panel, Platform
from worker.language import Language
from worker.stopping.outcome import Result
from worker.stopping.wording import outcome_word

PLATFORMS = {Platform.META: "Meta", Platform.LINKEDIN: "LinkedIn", Platform.X: "X"}
"""Names as people write them."""
_SHORTEST = 12
"""Signs of a name that are shown at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One account's rows, the largest daily budget first."""

    platform: Platform
    account_id: str
    name: str
    rows: tuple[Row, ...]

    @property
    def place(self) -> str:
        """The account for people."""
        told = f"{PLATFORMS[self.platform]}, {self.name}" if self.name else PLATFORMS[self.platform]
        return f"{told} ({self.account_id})"


def parts(result: Result, outcomes: Iterable[Outcome]) -> list[Part]:
    """The accounts that have rows of these outcomes, where the most is spent a day first."""
    wanted = frozenset(outcomes)
    names = {(one.platform, str(one.account_id)): one.account_name for one in result.panels}
    found: defaultdict[tuple[Platform, str], list[Row]] = defaultdict(list)
    for row in result.rows:
        if row.outcome in wanted:
            found[row.switch.platform, str(row.switch.account_id)].append(row)
    told = [
        Part(
            platform=platform,
            account_id=account_id,
            name=names.get((platform, account_id)) or "",
            rows=_ordered(rows),
        )
        for (platform, account_id), rows in found.items()
    ]
    return sorted(told, key=lambda one: -spending(row.switch for row in one.rows))


def _ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    by_key = {row.key: row for row in rows}
    return tuple(by_key[key_of(one)] for one in by_budget(row.switch for row in by_key.values()))


def account_line(part: Part, language: Language) -> str:
    """An account with the number of its campaigns, their sums, and when they end."""
    facts = [language.text("campaigns: {n}", n=len(part.rows)), *sums(part.rows, language)]
    ends = sorted(
        one.switch.end.astimezone(language.zone).date() for one in part.rows if one.switch.end
    )
    if ends:
        facts.append(language.text("ends by {day} at the latest", day=ends[-1]))
    if len(ends) < len(part.rows):
        facts.append(language.text("without an end: {n}", n=len(part.rows) - len(ends)))
    return f"{part.place}: {', '.join(facts)}"


def sums(rows: Sequence[Row], language: Language) -> Iterator[str]:
    """What these spend a day, and what they may spend in all, by currency."""
    if daily := _sum((row.switch.daily_budget for row in rows), language):
        yield language.text("{money} a day", money=daily)
    if total := _sum((row.switch.total_budget for row in rows), language):
        yield language.text("{money} in all", money=total)


def _sum(amounts: Iterable[Money | None], language: Language) -> str:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in amounts:
        if one is not None:
            found[one.currency] += one.amount
    return " + ".join(
        language.money(Money(amount=amount, currency=currency))
        for currency, amount in found.items()
    )


def campaign_line(row: Row, doing: Doing, language: Language, *, width: int | None) -> str:
    """One campaign; a name that is too long for the width is cut, its number never."""
    one = row.switch
    facts = []
    if one.daily_budget:
        facts.append(language.text("{money} a day", money=language.money(one.daily_budget)))
    if one.total_budget:
        facts.append(language.text("{money} in all", money=language.money(one.total_budget)))
    if one.end:
        facts.append(language.text("ends {when}", when=language.instant(one.end)))
    if row.outcome is not Outcome.PLANNED:
        facts.insert(0, outcome_word(row.outcome, doing, language))
    if row.error:
        facts.append(language.say(row.error))
    rest = ", ".join((f" ({one.campaign_id})", *facts))
    return f"  {_cut(one.name, None if width is None else width - len(rest) - 2)}{rest}"


def _cut(name: str, room: int | None) -> str:
    """A name in so many signs."""
    if room is None or len(name) <= max(room, _SHORTEST):
        return name
    return name[: max(room, _SHORTEST) - 1].rstrip() + "…"


def quiet(result: Result, language: Language) -> Iterator[str]:
    """What was off already, as a number."""
    if off := counts(result.rows)[Outcome.ALREADY_OFF]:
        yield ""
        yield language.text("Off already, and left as it is: {n}.", n=off)


def unsure_accounts(panels: Iterable[Panel], language: Language) -> Iterator[str]:
    """Accounts that we may not stop, or of which nobody knows; they are tried all the same."""
    for panel in panels:
        place = Part(
            platform=panel.platform,
            account_id=panel.account_id,
            name=panel.account_name,
            rows=(),
        ).place
        if panel.may_turn is False:
            yield language.text(
                "{account}: NO RIGHT to stop it; it is tried all the same", account=place
            )
        elif panel.may_turn is not True:
            yield language.text("{account}: nobody can tell whether we may stop it", account=place)
