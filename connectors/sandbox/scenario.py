"""A scenario: what a sandbox is to be like, read from a TOML file.

seed = 7
latency_ms = 50
faults = "null=0.05,throttle=0.05"
city = true
[toggles]
"meta.read_only" = ["act_1"]
[crowd]
accounts = 4
linkedin_accounts = 1
campaigns = 50
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.sandbox import Sandbox, World, city_linkedin_crowd, city_meta_crowd

_Some = Annotated[int, Field(ge=0)]
_ON_LINKEDIN = {"linkedin_accounts", "linkedin_groups"}
"""Sizes of a crowd that Meta does not have."""


class FaultyScenario(ValueError):
    """A scenario that cannot be used; the text says what is wrong, its cause what was found."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Crowd(_Part):
    """Further accounts, each with so many campaigns, and so on down."""

    accounts: _Some = 0
    """On Meta."""
    linkedin_accounts: _Some = 0
    linkedin_groups: _Some = 1
    """Campaign groups in each account on LinkedIn, over which its campaigns are dealt out."""
    campaigns: _Some = 1
    old_campaigns: _Some = 0
    """On Meta only: more of them, over for two years."""
    ad_sets: _Some = 1
    """On Meta only: LinkedIn's campaigns are what Meta calls ad sets."""
    ads: _Some = 1
    comments: _Some = 0
    """On Meta only: under each post and media object of their ads."""


class Scenario(_Part):
    """What a sandbox is to be like; what is left out is as usual."""

    seed: int = 1
    latency_ms: Annotated[float, Field(ge=0)] = 0
    """Milliseconds that every answer waits."""
    faults: str = ""
    """A spec as in `connectors.sandbox.faults`."""
    city: bool = True
    """False: nothing exists but the `crowd`."""
    toggles: dict[str, Any] = {}
    crowd: Crowd = Crowd()


def read(path: Path) -> Scenario:
    """The scenario in a file.

    Raises:
        FaultyScenario: it cannot be read, is no TOML, or holds what does not belong there.
    """
    try:
        return Scenario.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise FaultyScenario(error.strerror or str(error)) from error
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise FaultyScenario("; ".join(faults)) from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise FaultyScenario(str(error)) from error


def stage(scenario: Scenario, clock: Callable[[], datetime]) -> Sandbox:
    """A sandbox like that, not yet serving.

    Raises:
        FaultySpec: its faults or toggles cannot be understood.
    """
    sandbox = Sandbox(
        scenario.seed,
        clock=clock,
        latency_ms=scenario.latency_ms,
        faults=scenario.faults,
        city=scenario.city,
        toggles=scenario.toggles,
    )
    _gather(sandbox.world, scenario.crowd)
    return sandbox


def _gather(world: World, wanted: Crowd) -> None:
    """Add the accounts that a scenario wants on each platform."""
    if wanted.accounts:
        city_meta_crowd.crowd(world, **wanted.model_dump(exclude=_ON_LINKEDIN))
    if wanted.linkedin_accounts:
        city_linkedin_crowd.crowd(
            world,
            accounts=wanted.linkedin_accounts,
            groups=wanted.linkedin_groups,
            campaigns=wanted.campaigns,
            ads=wanted.ads,
        )
