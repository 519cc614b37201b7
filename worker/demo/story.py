"""The story: a city is read, judged, stopped, given back and reported, all on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from connectors.http import Patience
from connectors.sandbox import Sandbox
from policies.model import Words
from worker.briefs.taking import Taken
from worker.clock import Clock
from worker.config import Settings
from worker.demo.city import city_settings
from worker.demo.mailing import write_mails
from worker.demo.ordering import take_in_briefs
from worker.demo.proving import see_proofs
from worker.demo.rehearsal import Rehearsal, rehearse
from worker.language import Language
from worker.platforms import enabled, reader
from worker.reporting import Written, mail_as_file, write_report
from worker.stopping.desk import open_desk, places_of
from worker.stopping.giving import Desk
from worker.store import judged, queueing
from worker.store.judged import Judged
from worker.store.opening import Store, open_store
from worker.store.queueing import Queued
from worker.store.recalled import recalling
from worker.sweeping.means import Scope, Swept, Topic, means
from worker.sweeping.sweep import sweep

Tell = Callable[[Words], None]
"""Says how far the story has come."""
PATIENCE_SECONDS = 10.0
"""The sandbox throttles nobody who behaves; who has to wait longer has found a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the story is played with."""

    folder: Path
    """Emptied already; everything is written here."""
    configuration: Callable[[int], str]
    """The sandbox's configuration, as TOML, for a port."""
    clock: Clock
    tell: Tell
    last_resort: Callable[[str], None]
    """Takes the lines of a journal that no disk takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happened."""

    settings: Settings
    folder: Path
    at: datetime
    """When the queue was looked at."""
    briefs: tuple[Taken, ...]
    """The city's briefs, as they were registered before anything was read."""
    proofs: int
    """How many proofs of ads were registered as seen."""
    swept: Swept
    findings: tuple[Judged, ...]
    """What is open: fails first, then what nobody could tell."""
    queue: tuple[Queued, ...]
    """What waits for an answer, the first deadline first."""
    rehearsal: Rehearsal
    written: Written
    mails: tuple[Path, ...]


def play(stage: Stage, language: Language) -> Story:
    """Play the whole story; it talks to nothing but the port that it opens.

    Raises:
        OSError: no port could be had, or a file not be written.
        RealStop: a real stop is in force beside the demo.
        StoreError: the demo's own database failed.
    """
    with Sandbox(clock=stage.clock) as sandbox:
        address = sandbox.start()
        stage.tell(Words("An invented city is served on {address}.", {"address": address}))
        printed = stage.configuration(urlsplit(address).port or 0)
        settings = city_settings(printed, stage.folder, language.code)
        settings.state_dir.mkdir(mode=0o700)
        store = open_store(settings.database.url.get_secret_value())
        try:
            return _play(stage, settings, store, language)
        finally:
            store.close()


def _play(stage: Stage, settings: Settings, store: Store, language: Language) -> Story:
    """The acts, one after the other."""
    stage.tell(Words("Takes in the briefs of the city's campaigns."))
    briefs = take_in_briefs(store, settings, language, stage.folder, stage.clock())
    stage.tell(Words("Reads the ads, and registers the proofs that were seen of them."))
    _read(stage, settings, store, only_ads=True)
    proofs = see_proofs(store, language, stage.clock())
    stage.tell(Words("Reads every ad, comment and message."))
    swept = _read(stage, settings, store)
    at = stage.clock()
    findings, queue = _look(store, settings, at)
    stage.tell(Words("Rehearses a stop of all ads, and gives them back."))
    rehearsal = rehearse(_desk(stage, settings), language)
    stage.tell(Words("Writes the week's report, and the mails that would go out now."))
    written = write_report(store, settings, language, at=stage.clock(), out=stage.folder)
    mails = (
        mail_as_file(written, settings, stage.folder),
        *write_mails(store, settings, language, stage.folder, stage.clock()),
    )
    return Story(
        settings=settings,
        folder=stage.folder,
        at=at,
        briefs=briefs,
        proofs=proofs,
        swept=swept,
        findings=findings,
        queue=queue,
        rehearsal=rehearsal,
        written=written,
        mails=mails,
    )


def _read(stage: Stage, settings: Settings, store: Store, *, only_ads: bool = False) -> Swept:
    """A sweep, as `sweep` does it; `only_ads`: the ads are read, and nothing is judged."""
    patience = Patience(PATIENCE_SECONDS)
    with recalling(store, enabled(settings)) as recalls:
        readers = {
            platform: reader(
                platform, settings, patience=patience, clock=stage.clock, recall=recall
            )
            for platform, recall in recalls.items()
        }
        all_means = means(settings, store=store, clock=stage.clock, tell=stage.tell)
        if only_ads:
            all_means = replace(all_means, rules=(), post_rules=())
            return sweep(all_means, readers, Scope(topics=frozenset((Topic.ADS,))))
        return sweep(all_means, readers, Scope())


def _desk(stage: Stage, settings: Settings) -> Desk:
    """A desk at which stops are given, as `pause-all` has it."""
    return open_desk(
        settings,
        places_of(settings, None),
        clock=stage.clock,
        tell=stage.tell,
        last_resort=stage.last_resort,
    )


def _look(
    store: Store, settings: Settings, at: datetime
) -> tuple[tuple[Judged, ...], tuple[Queued, ...]]:
    """Findings and queue, as `findings` and `queue` list them."""
    with store.reading() as connection:
        findings = judged.listed(connection, at=at)
        # Nothing of LinkedIn's was fetched after the present: what members wrote is left out.
        queue = queueing.listed(connection, linkedin_fetched_after=at)
    return tuple(findings), tuple(queue)
