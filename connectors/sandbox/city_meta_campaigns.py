"""The invented city's campaigns on Meta, one line each: where, what, how it stands, who sends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """One campaign in a line."""

    account: str
    name: str
    state: str
    """A key of `city_meta_shapes.STATES`, or its `YEARS_AGO`."""
    placement: str
    """A key of `city_meta_shapes.PLACEMENTS`."""
    sender: str
    """A key of `city_meta_creatives.SENDERS`."""
    talk: int = 0
    """How much people write: half as many threads under each of its posts on Facebook, and a
    third under its media on Instagram."""
    sets: int = 1
    ads: int | None = None
    """Ads in each ad set; None: two in a single one, else one in each."""
    reach: str = "town"
    """A key of `city_meta_shapes.REACHES`."""


STORIES = tuple(
    Story(*line)
    for line in (
        ("act_1", "Öppna förskolan på vinterlovet", "delivering", "manual", "city", 12, 2),
        ("act_1", "Ungdomsrådet söker dig", "delivering", "automatic", "city", 8, 1),
        ("act_1", "Energirådgivning för villaägare", "delivering", "network", "city", 7, 1),
        ("act_1", "Trygghetsvandring", "delivering", "soft_opt_out", "city", 8, 1),
        ("act_1", "Kontaktcenter öppet längre", "delivering", "effective_network", "city", 6, 1),
        ("act_1", "Stadens julmarknad", "scheduled", "manual", "city", 0, 2),
        ("act_1", "Sök plats på äldreboende", "in_review", "automatic", "city", 0, 1),
        ("act_1", "Information på lätt svenska", "delivering", "manual", "legacy", 6, 1),
        ("act_1", "Fritidskortet", "delivering", "manual", "other_instagram", 9, 1),
        ("act_1", "Brandsäkert hem", "with_issues", "manual", "city", 4, 1),
        ("act_1", "Återbruk i kvarteret", "paused", "automatic", "city", 3, 1),
        ("act_1", "Sommarjobb i staden", "ended", "manual", "city", 10, 2),
        ("act_1", "Medborgarpanelen", "archived", "automatic", "city", 3, 1),
        ("act_1", "Nyårsfirande vid vattnet", "deleted", "manual", "city", 0, 1),
        ("act_2", "Vinterväghållning", "delivering", "automatic", "city", 12, 2),
        ("act_2", "Cykla i vinter", "delivering", "manual", "city", 8, 1),
        ("act_2", "Ny taxa för parkering", "delivering", "chosen_late", "city", 14, 1),
        ("act_2", "Ombyggnaden av kajen", "delivering", "network", "city", 6, 1),
        ("act_2", "Dubbdäck och luften", "scheduled", "automatic", "city", 0, 1),
        ("act_2", "Trygg väg till skolan", "in_process", "manual", "override", 4, 1),
        ("act_2", "Arbete på bron", "adset_paused", "manual", "city", 4, 2),
        ("act_2", "Lånecyklar", "ended", "automatic", "city", 5, 1),
        ("act_2", "Cykelgaraget", "archived", "manual", "city", 0, 1),
        ("act_3", "Kulturskolan har platser", "delivering", "automatic", "city", 9, 1),
        ("act_3", "Läslov på biblioteken", "delivering", "manual", "page_backed", 6, 1),
        ("act_3", "Museinatten", "delivering", "manual", "partner", 7, 1),
        ("act_3", "Konst i stadsdelen", "delivering", "manual", "none", 5, 1),
        ("act_3", "Teater i parken", "scheduled", "manual", "city", 0, 1),
        ("act_3", "Kulturnatten", "delivering", "manual", "other_page", 7, 1),
        ("act_3", "Barnens vecka", "ended", "manual", "city", 6, 1),
        ("act_3", "Poesi på bussen", "paused", "network", "city", 0, 1),
        ("act_4", "Simskola för alla", "delivering", "automatic", "city", 10, 2),
        ("act_4", "Öppna idrottshallar", "delivering", "automatic", "city", 6, 1),
        ("act_4", "Isbanor i vinter", "delivering", "facebook", "dynamic", 5, 1),
        ("act_4", "Seniorgympa", "delivering", "manual", "boosted", 7, 1, None, "wide"),
        ("act_4", "Utegym hela året", "in_review", "manual", "city", 0, 1),
        ("act_4", "Ny sporthall", "disapproved", "manual", "city", 0, 1),
        ("act_4", "Virtuella skidspår", "delivering", "unknown_platform", "city", 3, 1),
        ("act_4", "Fritidsgårdar", "archived", "manual", "city", 0, 1),
        ("act_5", "Drick kranvatten", "delivering", "manual", "city", 8, 1),
        ("act_5", "Inget fett i avloppet", "delivering", "automatic", "unresolved", 6, 1),
        ("act_5", "Regnvatten i trädgården", "delivering", "manual", "ad_set_instagram", 4, 1),
        ("act_5", "Vattenmuseet", "long_ended", "manual", "city", 3, 1),
        ("act_6", "Hemtjänst nära dig", "delivering", "automatic", "city", 4, 1),
        ("act_6", "Stöd till anhöriga", "paused", "manual", "city", 2, 1),
    )
)
"""Every campaign of the city on Meta."""
CAMPAIGN_WITH_ERROR = "Öppna idrottshallar"
"""The campaign that the guard of its account does not reach."""
