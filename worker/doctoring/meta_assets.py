"""What Meta's tokens see: ad accounts with the right to pause, Pages, Instagram accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from connectors.errors import ConnectorError
from connectors.meta.checkup import DELIVERING, may_pause
from connectors.meta.page_tokens import MESSAGING, MODERATE, Page, Pages
from policies.model import AdAccount, Unread, Words
from worker.doctoring.lines import Desk, Line, asking
from worker.doctoring.refused import not_told, refused


def accounts(found: Iterable[AdAccount | Unread | ConnectorError], place: str) -> Iterator[Line]:
    """The lines about ad accounts; `place`: where the token stands that would stop."""
    none = True
    for one in found:
        none = False
        if isinstance(one, AdAccount):
            yield _right(one, place)
            yield from _status(one)
        else:
            yield _unseen(one)
    if none:
        yield asking("meta.account").fail(
            Words("The token {token} sees no ad account.", {"token": place}),
            Words("Give its system user the ad accounts in Business settings."),
        )


def _unseen(one: Unread | ConnectorError) -> Line:
    """An account that nothing is known of."""
    desk = asking("meta.account", one.account_id or "")
    return not_told(desk, one) if isinstance(one, Unread) else refused(desk, one)


def _named(account: AdAccount) -> str:
    return account.id if account.name == account.id else f"{account.id} {account.name}"


def _right(account: AdAccount, place: str) -> Line:
    """Whether the account's campaigns can be paused."""
    desk, right = asking("meta.right_to_pause", _named(account)), may_pause(account)
    if isinstance(right, Unread):
        return not_told(desk, right)
    if right:
        return desk.ok(Words("Its campaigns can be paused."))
    return desk.fail(
        Words("Its campaigns cannot be paused with {token}.", {"token": place}),
        Words(
            "Give the system user of {token} the task ADVERTISE or MANAGE on the account in "
            "Business settings.",
            {"token": place},
        ),
    )


_STATUSES = {
    "2": Words("The account is disabled, so it shows no ads."),
    "3": Words("The account has unsettled bills, so it shows no ads."),
    "7": Words("The account is being reviewed for risks, so it shows no ads."),
    "100": Words("The account is about to be closed, so it shows no ads."),
    "101": Words("The account is closed, so it shows no ads."),
}
"""Ad Account, `account_status`, checked 2026-11-22."""


def _status(account: AdAccount) -> Iterator[Line]:
    """A line about an account that shows no ads, or does not tell."""
    desk = asking("meta.account_status", _named(account))
    look = Words("Look at the account under Billing in Ads Manager.")
    if account.status is None:
        yield desk.unknown(
            Words("Meta did not tell whether the account is active."), look, answered=True
        )
    elif account.status not in DELIVERING:
        other = Words("The account has the status {status}.", {"status": account.status})
        yield desk.warn(_STATUSES.get(account.status, other), look)


def pages(found: Pages) -> Iterator[Line]:
    """The lines about the city's own Pages."""
    if found.error is not None and set(found.configured) <= set(found.seen):
        yield refused(asking("meta.page"), found.error)
    for page_id in found.own:
        yield from _page(found, page_id)


def _page(found: Pages, page_id: str) -> Iterator[Line]:
    """The lines about one Page."""
    try:
        page, _ = found.speaking(page_id)
    except ConnectorError as error:
        yield refused(asking("meta.page", page_id), error)
        return
    desk = asking("meta.page", page.shown)
    if page.tasks is None:
        yield desk.unknown(
            Words("Meta did not tell which tasks the system user has on the Page."),
            _give(page, f"{MODERATE}, {MESSAGING}"),
            answered=True,
        )
    else:
        yield _tasks(desk, page)
    if page.instagram_id is None:
        yield asking("meta.page_instagram", page.shown).warn(
            Words("No Instagram account is linked to the Page, so no messages there are read."),
            Words("Link the account in the settings of the Page, if there is one."),
        )


def _tasks(desk: Desk, page: Page) -> Line:
    missing = [task for task in (MODERATE, MESSAGING) if not page.may(task)]
    if not missing:
        return desk.ok(Words("Comments and messages can be read."))
    tasks = ", ".join(missing)
    return desk.fail(
        Words("The system user lacks {tasks} on the Page.", {"tasks": tasks}), _give(page, tasks)
    )


def _give(page: Page, tasks: str) -> Words:
    return Words(
        "Give the system user {tasks} on Page {page} in Business settings.",
        {"tasks": tasks, "page": page.shown},
    )


def instagram(
    found: Mapping[str, str | ConnectorError], configured: Mapping[str, str]
) -> Iterator[Line]:
    """The lines about approved Instagram accounts; `configured`: their names by id."""
    for number, name in found.items():
        wanted = configured[number]
        desk = asking("meta.instagram", f"@{wanted} ({number})")
        if isinstance(name, ConnectorError):
            yield refused(desk, name)
        elif not name:
            yield desk.unknown(
                Words("Meta did not tell the name of the account."),
                Words("Look the account up in Instagram and try again."),
                answered=True,
            )
        elif name.lower() == wanted.lower():
            yield desk.ok(Words("The account has the configured name."))
        else:
            yield desk.warn(
                Words("The account is now called @{name}.", {"name": name}),
                Words(
                    "If that is the city's doing, write username = {name} in [meta] "
                    "approved_instagram; if not, find out who changed it.",
                    {"name": name},
                ),
            )
