"""Mails of a stop as values, made of rows that a test names."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from policies.crisis import EVERYTHING, Doing, Outcome, Row, not_covered
from policies.model import Platform, Words
from tests.policies.switches import campaign, panel
from tests.worker.stopping.board import NOON, ORDER
from worker.config.sections import Contacts, Department, MailDoor
from worker.config.settings import Settings
from worker.language import Language
from worker.stopping.letters import letters
from worker.stopping.outcome import Result
from worker.stopping.tidings import Kind, Tidings

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SWEDISH, ENGLISH = Language("sv", STOCKHOLM), Language("en", STOCKHOLM)
STOP, HEAD = "20261124-120000-9f3a", "5d41" * 16
CITY = Settings(
    mail=MailDoor(
        sender="vakt@example.org", report_to=("redaktion@example.org", "chef@example.org")
    ),
    contacts=Contacts(
        first="first@example.org", editorial="Redaktion@example.org", slk="slk@example.org"
    ),
    departments=(
        Department(id="trafik", name="Trafikkontoret", mail="social@example.org"),
        Department(id="kultur", name="Kulturförvaltningen", mail="kultur@example.org"),
        Department(id="bibliotek", name="Biblioteken", mail="KULTUR@example.org"),
    ),
)  # fmt: skip
OWNED = {"1": "trafik", "2": "kultur", "3": "bibliotek", "9": "nedlagd"}


def row(number, outcome=Outcome.STOPPED, **changed):
    error = Words("Not allowed.") if outcome is Outcome.FAILED else None
    return Row(switch=campaign(number, **changed), outcome=outcome, error=error)


def result(*rows, verified=True, **changed):
    told = {
        "doing": Doing.STOP, "stop_id": STOP, "scope": EVERYTHING, "confirmed": True, "rows": rows,
        "panels": (panel(*(one.switch for one in rows)),), "gaps": (), "unread": (),
        "not_covered": not_covered(enabled=(Platform.META,), present=(Platform.META,)),
        "verified": verified, "requests": {}, "seconds": 2.0, "number": len(rows), "head": HEAD,
        "journal": "/var/stops/x.jsonl",
    }  # fmt: skip
    return Result(**(told | changed))


def tidings(came, *, kind=Kind.STOP, order=ORDER):
    return Tidings(
        kind=kind, stop_id=STOP, order=order, at=NOON, head=HEAD, journal=came.journal,
        scope=came.scope, rows=came.rows, result=came,
        review_until=NOON + timedelta(hours=24),
    )  # fmt: skip


def mailed(came, settings=CITY, *, said=SWEDISH, by_campaign=OWNED, **changed):
    told = tidings(came, **changed)
    return {one.mail.to[0]: one for one in letters(told, settings, said, by_campaign=by_campaign)}
