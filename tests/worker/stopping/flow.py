"""A stop in this very process, over HTTP, with a sleep that does not wait."""

from __future__ import annotations

from connectors.http import Patience
from policies.crisis import EVERYTHING, phrase
from tests.worker.stopping.board import ORDER
from worker.clock import now
from worker.config.load import load_for_stop
from worker.platforms import enabled, stopper
from worker.stopping.giving import Desk, pause, resume
from worker.stopping.journal import Journal
from worker.stopping.means import Means
from worker.stopping.places import Places


def open_quick_desk(folder):
    """A desk of the configuration in `folder` that never waits."""
    settings, _ = load_for_stop(folder / "annonsvakt.toml")
    places = Places(state_dir=settings.state_dir)
    stoppers = {
        platform: stopper(
            platform, settings, patience=Patience(1e9, sleep=lambda _: None), clock=now
        )
        for platform in enabled(settings)
    }
    means = Means(stoppers=stoppers, clock=now, sleep=lambda _: None, tell=lambda _: None)
    return Desk(
        means=means,
        places=places,
        not_covered=(),
        open_journal=lambda stop_id: Journal(
            stop_id, places, clock=now, warn=lambda _: None, last_resort=lambda _: None
        ),
    )


def stop_in_process(folder, scope=EVERYTHING):
    """Plan and confirm; the result."""
    return stop_by(open_quick_desk(folder), scope)


def stop_by(desk, scope=EVERYTHING, order=ORDER):
    """Plan and confirm at this desk; the result."""

    def types(plan):
        return phrase(plan.doing, plan.number, "sv")

    return pause(desk, order, scope, typed=None, ask=types).result


def undo_by(desk, story):
    """Plan the undoing of a stop and confirm; the result."""

    def types(plan):
        return phrase(plan.doing, plan.number, "sv")

    return resume(desk, ORDER, story, typed=None, ask=types).result
