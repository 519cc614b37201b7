"""Meta: every token, and what it sees and may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.http import Patience
from policies.model import Platform, Words
from worker import platforms
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.beyond import beyond
from worker.doctoring.lines import Desk, Line, asking
from worker.doctoring.refused import refused

if TYPE_CHECKING:
    from connectors.meta.checkup import MetaCheckup
    from connectors.meta.scopes import Need
    from worker.config.sections import Meta

Check = Callable[[], Iterable[Line]]
_READ, _STOP = "[meta] access_token", "[meta] stop_token"


def checks(settings: Settings, section: Meta, clock: Clock) -> Mapping[str, Check]:
    """The checks of Meta by name; each stands by itself and may run beside the others."""
    from connectors.meta.scopes import READING, STOPPING

    own = platforms.own_stop_token(section)
    reading = _Holder(settings, section, clock, place=_READ, stop=False)
    stopping = _Holder(settings, section, clock, place=_STOP, stop=True) if own else reading
    found: dict[str, Check] = {
        "meta.token": lambda: reading.token(READING if own else READING + STOPPING),
        "meta.account": stopping.accounts,
        "meta.page": reading.pages,
    }
    if own:
        found["meta.stop_token"] = lambda: stopping.token(STOPPING)
    if section.approved_instagram:
        found["meta.instagram"] = reading.instagram
    return found


@dataclass(frozen=True, slots=True)
class _Holder:
    """One token, and what is asked with it."""

    settings: Settings
    section: Meta
    clock: Clock
    place: str
    stop: bool

    def _checkup(self) -> MetaCheckup:
        """Whom to ask; a throttle is not waited for."""
        return platforms.meta_checkup(
            self.settings, stop=self.stop, patience=Patience(0), clock=self.clock
        )

    def token(self, needs: Sequence[Need]) -> Iterator[Line]:
        """What the token is worth."""
        from worker.doctoring.meta_tokens import judge

        section = self.section
        desk, asked = Desk("meta.token", self.place), asking("meta.token", self.place)
        if not _set(section, "stop_token" if self.stop else "access_token"):
            yield desk.fail(Words("The token is missing."), _create(self.place))
        elif not _set(section, "app_secret"):
            yield desk.unknown(
                Words("Without [meta] app_secret nobody can ask what the token is worth."),
                Words("Set [meta] app_secret: it stands in the app dashboard."),
            )
        else:
            try:
                worth = self._checkup().worth()
            except ConnectorError as error:
                yield refused(asked, error)
                return
            platforms.note_worth(self.settings, worth, stop=self.stop, at=self.clock())
            reach = _reach(section, stop=self.stop)
            yield from judge(
                worth,
                self.place,
                app_id=section.app_id,
                needs=needs,
                reach=reach,
                at=self.clock(),
            )

    def accounts(self) -> Iterator[Line]:
        """Every ad account, with the token that would stop."""
        from worker.doctoring.meta_assets import accounts

        checkup = self._checkup()
        try:
            yield from accounts(checkup.accounts(), self.place)
        except ConnectorError as error:
            yield refused(asking("meta.account"), error)
        yield from beyond(Platform.META, checkup.visible)
        if says := checkup.upgraded:
            yield asking("meta.version").warn(
                Words(
                    "Meta no longer serves version {version} and answers as if a newer one had "
                    "been asked for: {says}",
                    {"version": self.section.api_version, "says": says},
                ),
                Words(
                    "Set [meta] api_version to a version that Meta serves, and report it to the "
                    "developers."
                ),
            )

    def pages(self) -> Iterator[Line]:
        """Every Page of the city's own."""
        from worker.doctoring.meta_assets import pages

        yield from pages(self._checkup().pages())

    def instagram(self) -> Iterator[Line]:
        """Every approved Instagram account."""
        from worker.doctoring.meta_assets import instagram

        names = {one.id: one.username for one in self.section.approved_instagram}
        yield from instagram(self._checkup().instagram(), names)


def _set(section: Meta, name: str) -> bool:
    secret = getattr(section, name)
    return secret is not None and bool(secret.get_secret_value())


def _create(place: str) -> Words:
    return Words(
        "Create a token for the system user in Business settings and set it in {token}.",
        {"token": place},
    )


def _reach(section: Meta, *, stop: bool) -> dict[str, tuple[str, ...]]:
    """Ids that a token must reach: what is configured, by kind."""
    if stop:
        return {"ad_accounts": section.ad_accounts}
    return {
        "ad_accounts": section.ad_accounts,
        "pages": section.pages,
        "instagram": tuple(one.id for one in section.approved_instagram),
    }
