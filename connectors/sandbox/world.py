"""The sandbox's mutable state: every record of both platforms, in the platforms' own shapes."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from connectors.sandbox.faults import Faults

Record = dict[str, Any]
"""One record as the platform writes it: its JSON object."""
Tables = dict[str, dict[str, Record]]
"""Records by table name and id."""


@dataclass(slots=True)
class Node:
    """One object of Meta's graph."""

    kind: str
    """The platform's type name, as it stands in its error texts: `AdAccount`, `Campaign`, …"""
    fields: Record
    """What a reader may ask for; `id` is always there."""
    edges: dict[str, list[str]] = field(default_factory=dict)
    """Ids of connected objects by edge name, oldest first."""
    hidden: Record = field(default_factory=dict)
    """What the platform knows and never shows."""


@dataclass(slots=True)
class World:
    """Everything that exists in the sandbox. Hold `lock` while reading or writing records.

    `random` is for building the city only: what is drawn while serving comes from `faults`.
    """

    clock: Callable[[], datetime]
    """Gives the present instant, aware."""
    seed: int
    random: Random
    faults: Faults
    lock: threading.RLock = field(default_factory=threading.RLock)
    meta: dict[str, Node] = field(default_factory=dict)
    """Objects of Meta's graph by id."""
    linkedin: Tables = field(default_factory=lambda: defaultdict(dict))
    """LinkedIn's records by table (`adAccounts`, `creatives`, …) and id."""
    counted: Counter[str] = field(default_factory=Counter)
    """Operations that a platform charges, by platform: each item of a batch is one."""
    used: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What counts towards a platform's limits, by whose and which limit it is."""


def empty(seed: int, clock: Callable[[], datetime], faults: Faults) -> World:
    """A world without a city."""
    return World(clock=clock, seed=seed, random=Random(seed), faults=faults)  # noqa: S311 (not for secrets)
