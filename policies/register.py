"""What the city knows of an account's ads from people: briefs, proofs, attestations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from policies.briefs.matching import Index, Registered
from policies.model import CampaignId
from policies.model.attested import Attestation
from policies.model.proofs import Proof
from policies.model.spent import Share
from policies.proofs.covering import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The register as it stood when the account was judged; closed briefs are in it too."""

    briefs: tuple[Registered, ...] = ()
    proofs: tuple[Proof, ...] = ()
    """Those of the account that nobody took back."""
    attested: tuple[Attestation, ...] = ()
    """What people attest of the account; some may have run out or been ended."""
    since: date | None = None
    """The first day on which briefs and proofs are asked for; None: they always were."""
    zone: str = "Europe/Stockholm"
    """The city's time zone, an IANA name."""
    elsewhere: Mapping[str, tuple[Share, ...]] = field(default_factory=dict)
    """What campaigns plan and spend under each brief, by its id, as last read in any account."""
    ran: Mapping[CampaignId, datetime | None] | None = None
    """Of campaigns of the account that ever ran while watched: when each did so no more; an instant
    of None: it was not seen ended. None: nobody noted it."""
    index: Index = field(init=False, repr=False, compare=False)
    """The briefs, ready to be looked up by every rule."""

    seen: Seen = field(init=False, repr=False, compare=False)
    """The proofs, likewise."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", Index(self.briefs))
        object.__setattr__(self, "seen", Seen(self.proofs))

    def asks(self, at: datetime) -> bool:
        """Whether briefs and proofs are asked for at this instant."""
        return self.since is None or self.day(at) >= self.since

    def day(self, at: datetime) -> date:
        """The city's day."""
        return at.astimezone(ZoneInfo(self.zone)).date()
