"""The service's jobs in one literal table: when each is due, and what is made up for."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from policies.rules.budget import BUDGET
from policies.rules.delivered import AUDIENCE_NETWORK_DELIVERED
from worker.config import Settings
from worker.platforms import enabled
from worker.service.alarms import alarms
from worker.service.calendars import keep_calendar
from worker.service.chores import PURGES, deliver, file, hold_here, purge, report, with_hold
from worker.service.digesting import digest, with_floods
from worker.service.office import Job, Work
from worker.service.pinging import send_sign_of_life
from worker.service.polling import poll, share_in
from worker.service.rounds import judge_rounds
from worker.service.ticks import CatchUp, Daily, Every
from worker.service.upkeep import check_tokens, make_backup, remind_of_drill
from worker.sweeping.means import Topic

_BY_FIGURES = (AUDIENCE_NETWORK_DELIVERED, BUDGET)
"""The rules that go by figures, which have an interval of their own."""
MORNING = time(7, 30)
"""When tokens are looked at and drills thought of: who gets a mail about them is at work soon."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def jobs(settings: Settings) -> tuple[Job, ...]:
    """What this configuration asks for."""
    return (*_polls(settings), *_chores(settings))


def _polls(settings: Settings) -> list[Job]:
    """Each topic that an enabled platform has, at its own interval."""
    on, poll_of, off = enabled(settings), settings.poll, settings.rules.off
    polled = partial(_poll, shared=settings.engine == "embedded")
    found = []
    if on:
        found += [
            # Journals lie on the host where a stop was given: whoever polls may not have them.
            replace(
                polled(Topic.ADS, poll_of.ads_minutes, with_hold(poll(Topic.ADS))),
                apart=hold_here,
            ),
            # Which posts are watched is known from the ads.
            replace(
                polled(Topic.COMMENTS, poll_of.comments_minutes, with_floods(poll(Topic.COMMENTS))),
                after=str(Topic.ADS),
            ),
            polled(Topic.MESSAGES, poll_of.messages_minutes, with_floods(poll(Topic.MESSAGES))),
        ]
    if any(
        platform in on for rule in _BY_FIGURES if rule.id not in off for platform in rule.platforms
    ):
        found.append(polled(Topic.DELIVERED, poll_of.delivered_minutes, poll(Topic.DELIVERED)))
    return found


def _poll(topic: Topic, minutes: int, do: Work, *, shared: bool) -> Job:
    """`shared`: with who else runs the service; else workers do it (`worker.service.hands`)."""
    return Job(
        name=str(topic),
        schedule=Every(timedelta(minutes=minutes)),
        catch_up=CatchUp.LATEST,
        do=do,
        help=share_in(topic) if shared else None,
    )


def _chores(settings: Settings) -> list[Job]:
    monday = Daily(
        (settings.report.at,), ZoneInfo(settings.timezone), WEEKDAYS.index(settings.report.day)
    )
    return [
        # Each host has journals of its own.
        replace(_chore("stops", 5, file), apart=file),
        _chore("outbox", 1, deliver),
        _chore("purge", PURGES // timedelta(minutes=1), purge),
        _chore("calendar", 5, keep_calendar),
        # What was overdue long before the first reading is told once that is done, all together.
        replace(
            _chore("alarms", 5, alarms),
            after=str(Topic.COMMENTS) if enabled(settings) else None,
            by_date=True,
        ),
        Job(name="report", schedule=monday, catch_up=CatchUp.EACH, do=report, by_date=True),
        *_digests(settings),
        *_rounds(settings),
        *_pings(settings),
        *_upkeep(settings),
    ]


def _pings(settings: Settings) -> list[Job]:
    """The sign of life; none if nobody waits for it."""
    health = settings.health
    return [_chore("ping", health.ping_minutes, send_sign_of_life)] if health.ping_url else []


def _digests(settings: Settings) -> list[Job]:
    """At each round's time, once comments have had their first reading; none without rounds."""
    times = settings.sla.rounds
    job = Job(
        name="digest",
        schedule=Daily(times, ZoneInfo(settings.timezone)),
        catch_up=CatchUp.LATEST,
        do=digest,
        after=str(Topic.COMMENTS) if enabled(settings) else None,
        by_date=True,
    )
    return [job] if times else []


def _rounds(settings: Settings) -> list[Job]:
    """The day that ended is judged shortly after midnight; none without rounds."""
    job = Job(
        name="rounds",
        schedule=Daily((time(0, 10),), ZoneInfo(settings.timezone)),
        catch_up=CatchUp.EACH,
        do=judge_rounds,
        by_date=True,
    )
    return [job] if settings.sla.rounds else []


def _upkeep(settings: Settings) -> list[Job]:
    """What is looked at once a day; after some time without a process, once."""
    found: list[Job] = []
    if settings.backup.on and settings.backup.at is not None:
        found.append(_daily(settings, "backup", settings.backup.at, make_backup))
    if enabled(settings):
        # When a token ends, and when a drill is overdue, is told by the date.
        found += [
            replace(_daily(settings, "tokens", MORNING, check_tokens), by_date=True),
            replace(_daily(settings, "drill-reminder", MORNING, remind_of_drill), by_date=True),
        ]
    return found


def _daily(settings: Settings, name: str, at: time, do: Work) -> Job:
    schedule = Daily((at,), ZoneInfo(settings.timezone))
    return Job(name=name, schedule=schedule, catch_up=CatchUp.LATEST, do=do)


def _chore(name: str, minutes: int, do: Work) -> Job:
    return Job(
        name=name,
        schedule=Every(timedelta(minutes=minutes)),
        catch_up=CatchUp.LATEST,
        do=do,
    )
