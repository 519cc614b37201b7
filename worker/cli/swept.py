"""How a sweep is told: as JSON, and as a few lines for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.model import Unread
from worker.cli import terminal
from worker.cli.requested import requests_of
from worker.language import Language, platform_name
from worker.store.errors import StoreError
from worker.sweeping.means import AccountRead, Swept, leaves_a_gap
from worker.terms import unread_name

_READ = ("campaigns", "ad_sets", "ads", "comments", "messages")
_PLACES = 5
"""Places named for one reason."""
_FINDINGS = ("opened", "open", "resolved", "unknown")


def as_json(swept: Swept, language: Language) -> dict[str, Any]:
    """The keys of the contract.

    `unread` is what makes the code 4; what is unread of single ads, of which their verdicts tell
    too, stands with the account as `unread_parts`.
    """
    beside = {one.what for account in swept.accounts for one in account.unread}
    unread = (one for one in swept.unread if leaves_a_gap(one) or one.what not in beside)
    return {
        "accounts": [_account(account, language) for account in swept.accounts],
        "read": dict(swept.read),
        "unread": [_unread(one, language) for one in unread],
        "findings": dict(swept.findings),
        "requests": requests_of(
            {
                platform: {"http": meter.http, "counted": meter.counted}
                for platform, meter in swept.requests.items()
            }
        ),
        "seconds": round(swept.seconds, 3),
    }


def nothing_read(error: StoreError, language: Language) -> dict[str, Any]:
    """The same keys for a sweep that could not begin, for want of its database."""
    because = language.say(error.words)
    return {
        "accounts": [],
        "read": dict.fromkeys(_READ, 0),
        "unread": [{"platform": None, "account": None, "what": "database", "because": because}],
        "findings": dict.fromkeys(_FINDINGS, 0),
        "requests": requests_of({}),
        "seconds": 0.0,
    }


def _account(account: AccountRead, language: Language) -> dict[str, Any]:
    """One account."""
    return {
        "platform": str(account.platform),
        "id": account.id,
        "name": account.name,
        "campaigns": account.campaigns,
        "ad_sets": account.ad_sets,
        "ads": account.ads,
        "read": account.read,
        "unread_parts": [_unread(one, language) for one in account.unread if not leaves_a_gap(one)],
    }


def _unread(one: Unread, language: Language) -> dict[str, Any]:
    """One thing that was not read."""
    return {
        "platform": str(one.platform),
        "account": one.account_id,
        "what": one.what,
        "because": language.say(one.because),
    }


def summary(swept: Swept, language: Language) -> None:
    """What was read, what is wrong, what could not be read."""
    text = language.text
    terminal.out(
        text(
            "Read: {accounts} accounts, {campaigns} campaigns, {ad_sets} ad sets, {ads} ads, "
            "{comments} comments, {messages} messages, in {seconds} s.",
            accounts=sum(account.read for account in swept.accounts),
            seconds=language.number(round(swept.seconds, 1)),
            **swept.read,
        )
    )
    terminal.out(
        text(
            "Findings: {opened} new, {open} open, {resolved} resolved, {unknown} that nobody could "
            "tell. See annonsvakt findings and annonsvakt queue.",
            **swept.findings,
        )
    )
    _gaps(swept, language)


def _gaps(swept: Swept, language: Language) -> None:
    """What could not be read: one line for each reason."""
    if not swept.unread:
        return
    terminal.out(language.text("Could not be read:"))
    for because, places in _by_reason(swept, language).items():
        terminal.out(terminal.safe(f"  {', '.join(places)}: {because}"))


def _by_reason(swept: Swept, language: Language) -> Mapping[str, list[str]]:
    """Reason → where it struck; beyond `_PLACES` only their number."""
    found: dict[str, list[str]] = {}
    for one in swept.unread:
        what = unread_name(one.what, language)
        place = " ".join(filter(None, (platform_name(one.platform), one.account_id, what)))
        found.setdefault(language.say(one.because), []).append(place)
    return {
        because: [*places[:_PLACES], f"+{len(places) - _PLACES}"]
        if len(places) > _PLACES
        else places
        for because, places in found.items()
    }
