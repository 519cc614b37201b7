"""Everything in scope, read now: platforms and accounts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from connectors import Stopper, Visible
from connectors.silence import nothing_listed
from policies.crisis import NotCovered, Reading, Scope, left_out, unsure
from policies.model import AccountId, Beneath, Panel, Platform, Unread, Words
from worker.stopping.edge import attempt
from worker.stopping.means import Means
from worker.stopping.side_by_side import in_time
from worker.stopping.steps import Stage, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one platform gave."""

    platform: Platform
    listed: tuple[AccountId, ...] = ()
    """Every account that the platform named, in scope or not, readable or not."""
    panels: tuple[Panel, ...] = ()
    failed: tuple[Unread, ...] = ()
    """Accounts that we may see and that did not let themselves be read just now."""
    lacking: tuple[Unread, ...] = ()
    """Accounts that we may not see, and lists of accounts that failed."""
    left_out: tuple[AccountId, ...] = ()
    """Accounts that the token sees and the configuration does not name."""
    not_covered: tuple[NotCovered, ...] = ()
    """Accounts in scope that no stop reaches, and what nobody knows of such."""

    @property
    def seen(self) -> tuple[AccountId, ...]:
        """Every account that the token sees, reached by a stop or not."""
        return (*self.listed, *self.left_out)

    @property
    def all_listed(self) -> bool:
        """Whether the platform named all its accounts."""
        return not any(gap.what == "accounts" for gap in self.lacking)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What all platforms gave."""

    found: tuple[Found, ...]

    @property
    def reading(self) -> Reading:
        """Panels and gaps."""
        return Reading(
            panels=tuple(panel for one in self.found for panel in one.panels),
            unread=tuple(gap for one in self.found for gap in (*one.lacking, *one.failed)),
        )

    @property
    def not_covered(self) -> tuple[NotCovered, ...]:
        """Accounts that no stop reaches, and what nobody knows of such."""
        return tuple(gap for one in self.found for gap in one.not_covered)

    @property
    def listed(self) -> tuple[AccountId, ...]:
        """Every account that has a name here."""
        return tuple(account_id for one in self.found for account_id in one.listed)

    @property
    def all_listed(self) -> bool:
        """Whether every platform in scope named all its accounts."""
        return all(one.all_listed for one in self.found)


def read_everything(means: Means, scope: Scope, *, ads: bool = False) -> Read:
    """Every account in scope; a platform or account that does not answer in time is unread.

    `ads`: whether those in scope are looked at too. A plan does not: its first writes come first.
    """
    wanted = [one for one in means.stoppers if scope.has_platform(one)]
    given = in_time(
        lambda one: read_platform(means, one, scope, ads=ads),
        wanted,
        threads=len(wanted),
        late=2 * means.late,
    )
    late = [Found(platform=one, lacking=(_late("accounts", one),)) for one in wanted]
    return Read(found=tuple(was or never for was, never in zip(given, late, strict=True)))


def _late(what: str, platform: Platform, account_id: AccountId | None = None) -> Unread:
    because = Words("No answer in time.")
    return Unread(what=what, because=because, platform=platform, account_id=account_id)


def read_platform(means: Means, platform: Platform, scope: Scope, *, ads: bool = False) -> Found:
    """One platform's accounts in scope, as `read_everything`. Raises nothing."""
    stopper = means.stoppers[platform]
    visible = attempt(stopper.accounts, what="accounts", platform=platform)
    if isinstance(visible, Unread):
        return Found(platform=platform, lacking=(visible,))
    chosen = [one for one in visible.accounts if scope.has_account(platform, one)]
    results = read_accounts(means, stopper, chosen, beneath=scope.beneath if ads else None)
    lacking = lacking_of(platform, visible, scope)
    return Found(
        platform=platform,
        listed=_named(visible),
        panels=tuple(one for one in results if isinstance(one, Panel)),
        failed=tuple(one for one in results if isinstance(one, Unread)),
        lacking=(*lacking, *nothing_listed(platform, visible)),
        left_out=tuple(visible.left_out),
        not_covered=tuple(_not_covered(platform, visible, scope)),
    )


def lacking_of(platform: Platform, visible: Visible, scope: Scope) -> Iterator[Unread]:
    """What of a list of accounts is missing for this scope.

    Where an account is named and listed, what else there may be is none of the stop's business.
    """
    named = scope.account_id is not None and any(
        scope.has_account(platform, one) for one in _named(visible)
    )
    for one in visible.unread:
        beside = named and one.account_id is None
        if not beside and scope.has_account(platform, one.account_id):
            yield one


def _not_covered(platform: Platform, visible: Visible, scope: Scope) -> Iterator[NotCovered]:
    """What the configuration leaves out, and what the platform does not tell."""
    inside = {k: name for k, name in visible.left_out.items() if scope.has_account(platform, k)}
    yield from left_out(platform, inside)
    if scope.account_id is None:
        yield from unsure(platform, visible.notes)


def _named(visible: Visible) -> tuple[AccountId, ...]:
    """Every account that has a name here."""
    unread = (one.account_id for one in visible.unread if one.account_id is not None)
    return (*visible.accounts, *unread)


def read_accounts(
    means: Means,
    stopper: Stopper,
    accounts: Iterable[AccountId],
    *,
    beneath: Beneath | None = None,
) -> list[Panel | Unread]:
    """The panel of each account, in their order; one that fails, or is late, is unread."""
    wanted = list(accounts)

    def shown(stage: Stage, one: AccountId) -> None:
        means.step(Step(stage=stage, platform=stopper.platform, account_id=one))

    def read(one: AccountId) -> Panel | Unread:
        shown(Stage.READING, one)
        try:
            return read_panel(stopper, one, beneath)
        finally:
            shown(Stage.READ, one)

    for one in wanted:
        shown(Stage.LISTED, one)
    given = in_time(read, wanted, threads=means.threads, late=means.late)
    late = [_late("account", stopper.platform, one) for one in wanted]
    return [was or never for was, never in zip(given, late, strict=True)]


def read_panel(
    stopper: Stopper, account_id: AccountId, beneath: Beneath | None = None
) -> Panel | Unread:
    """One account's panel, read now; `beneath`: whose ads are looked at too."""
    return attempt(
        lambda: stopper.panel(account_id, beneath=beneath),
        what="account",
        platform=stopper.platform,
        account_id=account_id,
    )
