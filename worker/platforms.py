"""The platforms in one literal table: no plug-in can register itself and be handed a token."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from connectors import Guardian, Reader, Stopper
from connectors.http import Patience
from policies.model import Permitted, Platform, Unread, Words
from worker.clock import Clock
from worker.config import Settings

if TYPE_CHECKING:
    from pydantic import SecretStr

    from connectors.linkedin import LinkedInAccess
    from connectors.linkedin.checkup import LinkedInCheckup
    from connectors.meta import MetaAccess
    from connectors.meta.checkup import MetaCheckup
    from connectors.meta.read_token import Worth
    from connectors.recall import Recall
    from worker.config.sections import LinkedIn, Meta

CONNECTED = (Platform.META, Platform.LINKEDIN)
"""Platforms with a connector, in the order they are read."""


def enabled(settings: Settings) -> tuple[Platform, ...]:
    """The platforms whose section stands in the configuration and is not switched off."""
    sections = {Platform.META: settings.meta, Platform.LINKEDIN: settings.linkedin}
    return tuple(p for p in CONNECTED if (section := sections[p]) is not None and section.enabled)


def reader(
    platform: Platform,
    settings: Settings,
    *,
    patience: Patience,
    clock: Clock,
    recall: Recall | None = None,
) -> Reader:
    """The reader of an enabled platform; a missing token shows when something is read.

    `recall`: what earlier runs learnt of it, and where this one leaves what it learns.
    """
    if platform is Platform.META:
        from connectors.meta import MetaReader

        access = _meta(settings, stop=False)
        return MetaReader(access, patience=patience, clock=clock, recall=recall)
    from connectors.linkedin import LinkedInReader

    linkedin = _linkedin(settings, stop=False)
    return LinkedInReader(linkedin, patience=patience, clock=clock, recall=recall)


def stopper(platform: Platform, settings: Settings, *, patience: Patience, clock: Clock) -> Stopper:
    """The stopper of an enabled platform, with its stop token; for the crisis stop alone."""
    if platform is Platform.META:
        from connectors.meta import MetaStopper

        return MetaStopper(_meta(settings, stop=True), patience=patience, clock=clock)
    from connectors.linkedin import LinkedInStopper

    return LinkedInStopper(_linkedin(settings, stop=True), patience=patience, clock=clock)


def guardian(settings: Settings, *, patience: Patience, clock: Clock) -> Guardian:
    """Meta's guardian, with the token that reads; for `enforce` alone.

    LinkedIn has none: all placements there are allowed.
    """
    from connectors.meta import MetaGuardian

    return MetaGuardian(_meta(settings, stop=False), patience=patience, clock=clock)


def meta_checkup(
    settings: Settings, *, stop: bool, patience: Patience, clock: Clock
) -> MetaCheckup:
    """What the reading token is asked about itself, or with `stop` the one that would stop."""
    from connectors.meta.checkup import MetaCheckup

    place = "[meta] stop_token" if stop and own_stop_token(settings.meta) else "[meta] access_token"
    access = _meta(settings, stop=stop)
    return MetaCheckup(access, patience=patience, clock=clock, place=place)


def linkedin_checkup(settings: Settings, *, patience: Patience, clock: Clock) -> LinkedInCheckup:
    """What the token that would stop is asked about its accounts."""
    from connectors.linkedin.checkup import LinkedInCheckup

    own = own_stop_token(settings.linkedin)
    place = "[linkedin] stop_token" if own else "[linkedin] ads_token"
    access = _linkedin(settings, stop=True)
    return LinkedInCheckup(access, patience=patience, clock=clock, place=place)


def own_stop_token(section: Meta | LinkedIn | None) -> bool:
    """Whether a platform is stopped with another token than it is read with."""
    return section is not None and _plain(section.stop_token) is not None


def renewed(settings: Settings, at: datetime, only: Platform | None = None) -> tuple[Words, ...]:
    """Renew what can be renewed of the tokens before reading; what a person should know of them."""
    if Platform.LINKEDIN not in enabled(settings) or only not in (None, Platform.LINKEDIN):
        return ()
    from worker.tokens import Side, renew

    section = settings.linkedin
    if section is None:
        return ()
    return tuple(words for side in Side for words in renew(section, side, settings.state_dir, at))


def permitted(
    settings: Settings, clock: Clock, only: Platform | None = None
) -> dict[Platform, Permitted]:
    """What is known of the token that stops on each platform, besides its rights in accounts.

    Meta's tokens are asked about where nobody has within a day, a new one at once; LinkedIn's were
    as they were `renewed`. Where Meta can be asked and nothing is known, that is unknown.
    """
    found: dict[Platform, Permitted] = {}
    for platform in enabled(settings):
        if only in (None, platform):
            if platform is Platform.META:
                _ask(settings, clock)
                found[platform] = _of_meta(settings)
            else:
                found[platform] = _linkedin(settings, stop=True).permitted
    return found


def _ask(settings: Settings, clock: Clock) -> None:
    """Ask about the token that stops Meta; what does not come is not known, and told as such."""
    from connectors.errors import ConnectorError
    from worker.tokens.permissions import FRESH, told_of

    section = settings.meta
    if section is None or _plain(section.app_secret) is None:
        return
    place, token = _place(section, stop=True)
    told = told_of(settings.state_dir, place, token)
    if token is None or (told is not None and abs(clock() - told.at) < FRESH):
        return
    checkup = meta_checkup(settings, stop=True, patience=Patience(0), clock=clock)
    with suppress(ConnectorError):
        note_worth(settings, checkup.worth(), stop=True, at=clock())


def note_worth(settings: Settings, worth: Worth, *, stop: bool, at: datetime) -> None:
    """Keep what Meta said of a token, for sweeps and for a stop, which asks nobody."""
    from worker.tokens.permissions import note

    if settings.meta is not None:
        place, token = _place(settings.meta, stop=stop)
        note(settings.state_dir, place, token, worth, at)


def _of_meta(settings: Settings) -> Permitted:
    access = _meta(settings, stop=True)
    known = access.permitted
    if known.scopes is not None or not (access.token and access.app_secret):
        return known
    because = Words(
        "Meta did not tell which permissions the city's token has. Run annonsvakt doctor."
    )
    unread = Unread(what="account.rights", because=because, platform=Platform.META)
    return replace(known, scopes=unread)


def _place(section: Meta, *, stop: bool) -> tuple[str, str | None]:
    """The key under which a token stands, and the token."""
    own = _plain(section.stop_token) if stop else None
    return ("stop_token", own) if own else ("access_token", _plain(section.access_token))


def _plain(secret: SecretStr | None) -> str | None:
    """The text of a secret; empty counts as missing."""
    return secret.get_secret_value() or None if secret else None


def _meta(settings: Settings, *, stop: bool) -> MetaAccess:
    """What the Meta connector needs to know."""
    from connectors.meta import MetaAccess

    section = settings.meta
    if section is None:
        raise ValueError("only an enabled platform can be asked for")
    from worker.tokens.permissions import permitted_to

    place, token = _place(section, stop=stop)
    return MetaAccess(
        base_url=section.base_url,
        api_version=section.api_version,
        app_id=section.app_id,
        app_secret=_plain(section.app_secret),
        token=token,
        ad_accounts=section.ad_accounts,
        pages=section.pages,
        instagram=tuple(account.id for account in section.approved_instagram),
        watch_after_days=settings.watch_after_days,
        permitted=permitted_to(settings.state_dir, place, token),
    )


def _linkedin(settings: Settings, *, stop: bool) -> LinkedInAccess:
    """What the LinkedIn connector needs to know."""
    from connectors.linkedin import LinkedInAccess
    from worker.tokens import Side, held

    section = settings.linkedin
    if section is None:
        raise ValueError("only an enabled platform can be asked for")
    ads = held(section, Side.ADS, settings.state_dir)
    community = held(section, Side.COMMUNITY, settings.state_dir)
    own = _plain(section.stop_token) if stop else None
    return LinkedInAccess(
        base_url=section.base_url,
        version=section.version,
        ads_token=own or ads.token,
        community_token=community.token,
        ad_accounts=section.ad_accounts,
        organizations=section.organizations,
        tier=section.tier,
        community_tier=section.community_tier,
        editable_accounts=section.editable_accounts,
        watch_after_days=settings.watch_after_days,
        ads_issued_at=ads.grant.granted_at if ads.grant and not own else None,
        community_issued_at=community.grant.granted_at if community.grant else None,
        ads_scopes=(ads.grant.scopes or None) if ads.grant and not own else None,
    )
