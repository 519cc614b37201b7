"""The invented city on LinkedIn, one line each: campaign groups, campaigns, and its own posts."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.sandbox.city_linkedin_shapes import CITY, NIGHT

OURS, AGENCY = "5001", "5002"
ACCOUNTS: tuple[tuple[str, str, str, str], ...] = (
    (OURS, "Stockholms stad – LinkedIn", "BUSINESS", "CAMPAIGN_MANAGER"),
    (AGENCY, "Byrån Granhage – LinkedIn", "ENTERPRISE", "ACCOUNT_MANAGER"),
)
"""Number, name, type, and the role of the token's member."""
DELETED_ACCOUNTS = ("5090", "5091")
"""Accounts that are gone; the member's roles in them are still listed."""


@dataclass(frozen=True, slots=True)
class GroupStory:
    """One campaign group in a line."""

    account: str
    name: str
    status: str = "ACTIVE"
    backfilled: bool = False
    """A default group that LinkedIn lets nobody change."""
    daily: int | None = None
    total: int | None = None
    """The budget that its campaigns share, in kronor."""


GROUPS = tuple(
    GroupStory(*line)
    for line in (
        (OURS, "Default Campaign Group"),
        (OURS, "Jobba i Stockholm", "ACTIVE", False, None, 90_000),
        (OURS, "Näringsliv och möten", "ACTIVE", False, 2_500),
        (OURS, "Vilande insatser", "PAUSED"),
        (AGENCY, "Default Campaign Group", "ACTIVE", True),
        (AGENCY, "Grön omställning", "ACTIVE", False, None, 60_000),
        (AGENCY, "Planering inför våren", "DRAFT"),
    )
)
"""Every campaign group of the city."""


@dataclass(frozen=True, slots=True)
class Story:
    """One campaign in a line."""

    account: str
    group: str
    name: str
    state: str
    """A key of `city_linkedin_shapes.STATES`."""
    contents: tuple[str, ...]
    """Its creatives: keys of `city_linkedin_posts.CONTENTS`."""
    talk: int = 0
    """Conversations under each of its posts."""
    offsite: bool = False
    """Whether LinkedIn's Audience Network is on, which the routine allows."""
    sender: str = CITY
    test: bool = False


_DEFAULT, _JOBS, _MEETINGS = "Default Campaign Group", "Jobba i Stockholm", "Näringsliv och möten"
_RESTING, _GREEN, _SPRING = "Vilande insatser", "Grön omställning", "Planering inför våren"
STORIES = tuple(
    Story(*line)
    for line in (
        (OURS, _JOBS, "Undersköterskor sökes", "delivering", ("image", "article"), 3, True),
        (OURS, _JOBS, "Bli förskollärare", "delivering", ("video", "carousel"), 2),
        (OURS, _JOBS, "Därför jobbar jag i staden", "delivering", ("shared", "shared"), 5),
        (OURS, _JOBS, "Chefer till socialtjänsten", "delivering", ("shared", "image"), 2, True),
        (OURS, _JOBS, "Trainee i staden", "scheduled", ("image",)),
        (OURS, _JOBS, "Vikarier till jul", "ended", ("image",), 3),
        (OURS, _MEETINGS, "Företagsdagen", "delivering", ("event", "document"), 2, True),
        (OURS, _MEETINGS, "Tillstånd för uteservering", "budget_spent", ("image",), 3),
        (OURS, _MEETINGS, "Kulturnatten för företag", "delivering", ("image",), 3, False, NIGHT),
        (OURS, _MEETINGS, "Samråd om översiktsplanen", "removed", ("image",)),
        (OURS, _RESTING, "Enklare upphandling", "group_paused", ("article",), 1),
        (OURS, _RESTING, "Innovationspriset", "paused", ("image",), 1),
        (OURS, _DEFAULT, "Prov av format", "delivering", ("test",), 0, False, CITY, True),
        (AGENCY, _GREEN, "Fossilfri byggplats", "delivering", ("image", "video", "test"), 2, True),
        (AGENCY, _GREEN, "Laddplatser för lastbilar", "in_review", ("image",)),
        (AGENCY, _GREEN, "Solceller på taket", "open", ("text", "text"), 0, True),
        (AGENCY, _GREEN, "Återbruk i byggbranschen", "completed", ("image",), 2),
        (AGENCY, _GREEN, "Mässan om hållbara städer", "canceled", ("image",)),
        (AGENCY, _DEFAULT, "Klimatpakten", "delivering", ("organic",), 2),
        (AGENCY, _DEFAULT, "Cirkulär ekonomi", "rejected", ("image",)),
        (AGENCY, _DEFAULT, "Klimatfrukost", "archived", ("image",)),
        (AGENCY, _SPRING, "Grönare logistik", "draft", ("image",)),
    )
)  # fmt: skip
"""Every campaign of the city on LinkedIn."""

AGES = {"Trainee i staden": ((18, 24), (25, 34))}
"""Age ranges that a campaign was directed at; without them it is shown to all."""
EXPANDED = frozenset(("Företagsdagen",))
"""Campaigns in which LinkedIn may look for more people of the same sort."""

OWN_POSTS = (
    ("Nu söker du sommarjobb", 12, 42),
    ("Så märks budgeten", 4, 2),
    ("Vi bygger om torget", 14, 2),
    ("Tack för ett fint år", 21, 1),
    ("Ny på jobbet", 27, 1),
    ("Sommarens feriearbetare", 48, 0),
)
"""Posts that no ad shows: name, age in days, conversations."""
