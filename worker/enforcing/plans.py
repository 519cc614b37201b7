"""Plans that were shown, and the phrase held against them: one file for each account."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from policies.crisis import is_stale
from policies.guarding import Plan, alike, is_phrase
from policies.model import Words
from worker.enforcing.book import Enforced, Unwritable, plan_from_json, plan_to_json
from worker.stopping.places import trusted, write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    plan: Plan
    made_at: datetime


def keep(plan: Plan, places: Enforced, *, at: datetime) -> None:
    """Keep a plan that is shown now.

    Raises:
        Unwritable: it could not be kept, and could not be confirmed.
    """
    told = {"made_at": at.isoformat(), "plan": plan_to_json(plan)}
    try:
        for folder in (places.state_dir, *places.folders()):
            trusted(folder)
        write_whole(_path(plan, places), json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise Unwritable from error


def confirm(typed: str, fresh: Plan, places: Enforced, *, at: datetime) -> Words | None:
    """Use up the plan that the phrase confirms; or why it confirms none. `fresh`: read anew."""
    shown = _newest(fresh, places)
    if shown is None or is_stale(shown.made_at, at):
        return Words(
            "No plan for this account was shown within the last 15 minutes. Read the one above, "
            "and type its phrase."
        )
    same = alike(shown.plan.before, fresh.before) and alike(shown.plan.aim, fresh.aim)
    if not same:
        return Words(
            "The account's controls have changed since the plan was shown. Read the new one above."
        )
    if not is_phrase(typed, fresh):
        return Words("That is not the phrase of the plan that was shown. Read the one above.")
    try:
        _path(fresh, places).unlink()
    except OSError:
        return Words("Somebody else has just confirmed that plan. Read the one above.")
    return None


def _newest(plan: Plan, places: Enforced) -> _Shown | None:
    """The plan last shown for this; None: there is none, or none that can be understood."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(_path(plan, places).read_text(encoding="utf-8"))
        kept, made_at = plan_from_json(told["plan"]), datetime.fromisoformat(told["made_at"])
        if kept is not None and made_at.tzinfo is not None:
            return _Shown(plan=kept, made_at=made_at)
    return None


def _path(plan: Plan, places: Enforced) -> Path:
    [folder] = places.folders()
    return folder / "plans" / f"{plan.doing}-{plan.before.account_id}.json"
