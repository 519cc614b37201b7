"""What a platform told although it need not: absent, it may be gone or only left out this time.

Meta leaves out what is empty or not so: soft exclusions, a partner, the Page in an account's place.
What stood in a list may be left out alike. A finding that rests on such a fact is not put right by
the fact's absence alone; the object that carried it must have changed. A creative never changes, an
ad then shows another one; an ad set's `updated` moves with its settings (Ad Set, Ad Creative,
checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from policies.model import AdSet, Creative, Placement, SenderKind, Unread

Fact: TypeAlias = tuple[str, str]
"""The object that carries it, in the state in which it was read, and the fact's name."""

CHOSEN = "publisher_platforms"
POSITIONS = "audience_network_positions"
SOFT = "placement_soft_opt_out"
EFFECTIVE = "effective_publisher_platforms"
OVERRIDE = "use_page_actor_override"


class Told(NamedTuple):
    """The objects that were read, and which of these facts they carried, whatever their values."""

    objects: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    def and_also(self, other: Told) -> Told:
        """Both together."""
        return Told(self.objects + other.objects, self.facts + other.facts)

    def only(self, *names: str) -> Told:
        """The facts of these names."""
        return Told(self.objects, tuple(fact for fact in self.facts if fact[1] in names))

    def lacks(self, rests_on: Iterable[Sequence[str]]) -> list[str]:
        """The facts that the same objects carried before and do not carry now, by name."""
        return sorted(
            {
                name
                for carrier, name in rests_on
                if carrier in self.objects and (carrier, name) not in self.facts
            }
        )


NOTHING = Told()


def told_of_placement(ad_set: AdSet | None, guard: str = "") -> Told:
    """What was told of where an ad set shows, each list by what stands in it.

    Effective placements belong to the ad set in any state: who was told them once is told them
    again. What stands among them may change with the account's controls too: `guard` is the state
    of these.
    """
    if ad_set is None or isinstance(ad_set.placement, Unread):
        return NOTHING
    state, always = _state(ad_set), f"ad_set {ad_set.id}"
    guarded = f"{state} {guard}"
    found = [(state, name) for name in _settings(ad_set.placement)]
    effective = ad_set.placement.effective_platforms
    if effective is not None:
        found.append((always, EFFECTIVE))
        found += [(guarded, f"{EFFECTIVE} {one}") for one in effective]
    return Told((state, always, guarded), tuple(found))


def told_of_running(account: str, ad_sets: Iterable[str]) -> Told:
    """Ad sets that an account listed: none of them is over because a list left it out."""
    carrier = f"account {account}"
    return Told((carrier,), tuple((carrier, f"ad_set {one}") for one in ad_sets))


def _settings(place: Placement) -> Iterator[str]:
    """The settings that are there, and what stands in each."""
    for one in place.platforms or ():
        yield f"{CHOSEN} {one}"
    if place.platforms:
        yield CHOSEN
    for one in place.positions.get(POSITIONS, ()):
        yield f"{POSITIONS} {one}"
    if place.positions.get(POSITIONS):
        yield POSITIONS
    if not isinstance(place.soft_opt_out, Unread) and any(place.soft_opt_out.values()):
        yield SOFT
        for name, positions in place.soft_opt_out.items():
            yield from (f"{SOFT} {name} {one}" for one in positions)


def told_of_senders(creative: Creative, ad_set: AdSet | None, kinds: Sequence[SenderKind]) -> Told:
    """Where senders of these kinds were told: each place is a fact."""
    carrier = f"creative {creative.id}"
    found = [(carrier, one.where) for one in creative.senders if one.kind in kinds]
    if creative.page_actor_override:
        found.append((carrier, OVERRIDE))
    if ad_set is None:
        return Told((carrier,), tuple(found))
    state = _state(ad_set)
    found += [(state, one.where) for one in ad_set.senders if one.kind in kinds]
    return Told((carrier, state), tuple(found))


def _state(ad_set: AdSet) -> str:
    """An ad set with its last change."""
    return f"ad_set {ad_set.id} {ad_set.updated}"
