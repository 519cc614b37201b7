"""LinkedIn: both apps' tokens, and the right to pause in each account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.http import Patience
from policies.model import Platform, Unread, Words
from worker import platforms
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.beyond import beyond
from worker.doctoring.lines import Desk, Line, asking
from worker.doctoring.linkedin_tokens import stop_token, token
from worker.doctoring.refused import not_told, refused

if TYPE_CHECKING:
    from connectors.linkedin.checkup import Right
    from worker.config.sections import LinkedIn

Check = Callable[[], Iterable[Line]]


def checks(settings: Settings, section: LinkedIn, clock: Clock) -> Mapping[str, Check]:
    """The checks of LinkedIn by name; each stands by itself and may run beside the others."""
    from worker.tokens import Side

    found: dict[str, Check] = {
        f"linkedin.token_{side}": partial(token, settings, section, side, clock) for side in Side
    }
    if platforms.own_stop_token(section):
        found["linkedin.token_stop"] = partial(stop_token, section, clock)
    return {
        **found,
        "linkedin.account": partial(_accounts, settings, clock),
        "linkedin.version": partial(_version, section, clock),
    }


def _version(section: LinkedIn, clock: Clock) -> Iterator[Line]:
    """Whether the configured version still answers, by what LinkedIn has published."""
    from connectors.linkedin.versions import Fate, fate

    desk = Desk("linkedin.version", section.version)
    newer = Words("Set a newer one in [linkedin] version.")
    found, words = fate(section.version, clock().date())
    if found is Fate.FINE:
        yield desk.ok(Words("Nothing is known against this version."))
    elif found is Fate.ENDS_SOON:
        yield desk.warn(words, newer)
    else:
        yield desk.fail(words, newer)


def _accounts(settings: Settings, clock: Clock) -> Iterator[Line]:
    """Every ad account with the right to pause, by the token that would stop."""
    checkup = platforms.linkedin_checkup(settings, patience=Patience(0), clock=clock)
    try:
        found = checkup.rights()
    except ConnectorError as error:
        yield refused(asking("linkedin.account"), error)
        return
    for one in found:
        yield _right(one)
    yield from beyond(Platform.LINKEDIN, checkup.visible)
    if not found:
        yield asking("linkedin.account").fail(
            Words("The token sees no ad account."),
            Words("Give its member a role on the ad accounts in Campaign Manager."),
        )


def _right(one: Right | Unread) -> Line:
    if isinstance(one, Unread):
        return not_told(asking("linkedin.account", one.account_id or ""), one)
    desk = asking("linkedin.right_to_pause", one.account_id)
    if isinstance(one.may_turn, Unread):
        return not_told(desk, one.may_turn)
    if one.may_turn:
        return desk.ok(Words("Its campaigns can be paused."))
    return desk.fail(
        Words("The member of the token has no role with which campaigns can be paused."),
        Words("Give the member the role of campaign manager on the account in Campaign Manager."),
    )
