"""C1: what is planned and spent under a brief stays within the budget agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.briefs.matching import Registered
from policies.model import Money, Platform, Words
from policies.model.spent import Share
from policies.register import Register
from policies.rule import (
    Breach,
    Facts,
    Pass,
    Rule,
    Said,
    Severity,
    Subject,
    Unknown,
    about_campaign,
    if_it_runs,
)
from policies.spending.facts import all_told, laid, rests_on
from policies.spending.shares import Entry, entries, gone, matched
from policies.spending.totals import Total, shown, total
from policies.spending.untold import unlisted
from policies.told import Told

_MISSING = Words("A campaign of the brief is missing from what was read.")


def keeps_to_the_budget(facts: Facts) -> Iterator[Said]:
    """What is planned and spent under a brief stays within the budget that was agreed.

    All campaigns under the brief count together, in every account and on both platforms; those that
    are over count with what they spent. Planned is a total budget, or what was spent and the daily
    budget for each day that is left. One without end counts until the brief's last day.

    Amounts are compared as they are written, with or without VAT. Money in another currency than
    the brief's is not converted: that part is unknown. What is known counts: where it alone is more
    than agreed, the rest does not matter.
    """
    books = _Books(facts, facts.register or Register())
    for branch, match in books.campaigns:
        subject = about_campaign(branch.campaign)
        said: Said = Pass(subject=subject, told=books.told)
        if match.found is not None:
            said = books.judge(match.found, subject, branch.campaign.link)
        if (left := if_it_runs(said, branch.runs)) is not None:
            yield left
        elif branch.on is not False:
            yield Pass(subject=subject, told=books.told)


class _Books:
    """The account's shares by brief; each brief is added up once, for all its campaigns."""

    def __init__(self, facts: Facts, register: Register) -> None:
        self.campaigns = matched(facts, register)
        self._laid = {one.branch.campaign.id: laid(one, facts) for one in self.campaigns}
        self.told = all_told(facts, register, self._laid.values())
        self._register = register
        self._facts = facts
        self._entries: dict[str, list[Entry]] = {}
        for one in entries(facts, register, self.campaigns):
            self._entries.setdefault(one.brief_id, []).append(one)
        self._gone: dict[str, list[Share]] = {}
        for brief_id, share in gone(facts.snapshot, register):
            self._gone.setdefault(brief_id, []).append(share)
        self._totals: dict[str, tuple[Total, Told]] = {}

    def judge(self, found: Registered, subject: Subject, link: str | None) -> Said:
        """What is to be said of one campaign under this brief."""
        agreed = found.brief.budget
        if agreed is None:
            words = Words("Its brief {brief} names no budget.", {"brief": found.id})
            told = self._rests(found.id)
            return Unknown(subject=subject, because=words, link=link, told=told)
        if found.id not in self._totals:
            self._totals[found.id] = self._total(found.id, agreed)
        added, rests = self._totals[found.id]
        evidence = {"brief": found.id, **added.evidence}
        if (message := _message(added, found)) is not None:
            return Breach(
                subject=subject, message=message, evidence=evidence, link=link, told=rests
            )
        if added.most is not None and added.most <= added.limit:
            return Pass(subject=subject, evidence=evidence, told=self.told)
        return Unknown(
            subject=subject,
            because=added.because or _MISSING,
            evidence=evidence,
            link=link,
            told=rests,
        )

    def _total(self, brief_id: str, agreed: Money) -> tuple[Total, Told]:
        """All that is known of a brief, and what of it rests on this account."""
        account = self._facts.snapshot.account
        away = [
            one
            for one in self._register.elsewhere.get(brief_id, ())
            if (one.platform, one.account_id) != (account.platform, account.id)
        ]
        here = [unlisted(one, self._facts, self._register) for one in self._gone.get(brief_id, ())]
        own = self._entries.get(brief_id, ())
        shares = [one.share for one in own]
        added = total(agreed, [*shares, *here], away, self._facts.as_of)
        return added, self._rests(brief_id, here)

    def _rests(self, brief_id: str, missing: Sequence[Share] = ()) -> Told:
        """What is said of this brief's campaigns rests on."""
        return rests_on(self._facts, self._entries.get(brief_id, ()), self._laid, missing)


def _message(added: Total, found: Registered) -> Words | None:
    """What is more than agreed; None: nothing that is known."""
    currency = added.agreed.currency
    values = {"brief": found.id, "agreed": shown(added.agreed.amount, currency)}
    if added.spent > added.limit:
        spent = shown(added.spent, currency)
        return Words(
            "{spent} has been spent under brief {brief}, for which {agreed} was agreed.",
            values | {"spent": spent},
        )
    if added.least > added.limit:
        planned = shown(added.least, currency)
        return Words(
            "{planned} is planned under brief {brief}, for which {agreed} was agreed.",
            values | {"planned": planned},
        )
    return None


BUDGET = Rule(
    id="brief.budget",
    clause="C1",
    severity=Severity.WARN,
    about="campaign",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=keeps_to_the_budget,
    by_register=True,
    remedy=Words("Lower the budgets of its campaigns, or have more agreed in the brief."),
)
