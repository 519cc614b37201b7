"""The pages and mails that people get, made of rows and values."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

from sqlalchemy import insert, select

from policies.crisis import Doing, Outcome
from policies.model import Money, Platform, Unread, Words
from policies.threads import Decision
from tests.policies.switches import unread
from tests.worker.digests import desk
from tests.worker.made import a_post
from tests.worker.reporting.kept import (
    DAY,
    HOUR,
    NOON,
    account,
    entry,
    finding,
    settings,
    swept,
    thread,
    turn,
)
from tests.worker.stopping import mailed as stopped
from worker.alarms.contacts import Terms
from worker.alarms.overdue import tell_overdue
from worker.alarms.question import question
from worker.config.sections import Contacts
from worker.digests.floods import tell_floods
from worker.digests.letters import digest_letters
from worker.doctoring.ageing import ageing
from worker.doctoring.lines import Desk
from worker.pages.rendering import as_html
from worker.reporting import write_report
from worker.stopping.tidings import Kind
from worker.store import queueing
from worker.store.alarms import Step
from worker.store.asks import Ask
from worker.store.nouns import words_to_value
from worker.store.opening import open_store
from worker.store.tables import comments, finding_events, findings, thread_events, threads
from worker.store.tables_service import outbox
from worker.upkeep import backups, drills
from worker.upkeep.letters import page_of
from worker.upkeep.notices import look
from worker.upkeep.token_letters import matter_of

FINDINGS, THREADS = 5000, 2000
"""Of a catastrophic week."""
LINK = "https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=1&selected_campaign_ids={}"


def week(folder, said, *leave, **how):
    """The report of week 47, of what the functions leave in an empty database; and its files."""
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(f"sqlite:///{folder / 'gallery.db'}")
    try:
        with store.writing() as connection:
            for one in leave:
                one(connection)
        how = {"at": NOON + 3 * HOUR, "banner": None} | how
        return write_report(store, settings(folder), said, out=folder / said.code, **how)
    finally:
        store.close()


def ordinary(connection):
    """Something in every section."""
    account(connection)
    gap = Unread(
        what="ads", because=Words("Not today."), platform=Platform.META, account_id="act_1"
    )
    swept(connection, unread=[gap])
    finding(connection, "f1", link=LINK.format(1), subject_name="Sök plats på äldreboende")
    finding(connection, "f2", outcome="unknown", link=None)
    finding(connection, "f3", state="muted", muted_until=NOON + DAY)
    turn(connection, "f3", "muted", NOON + HOUR, by="Anna", reason="Klart", until=NOON + DAY)
    finding(connection, "f4", state="resolved", history=("opened", "resolved"))
    finding(connection, "f5", state="acknowledged", history=("opened", "acknowledged"))
    finding(connection, "f6", subject_name="Sommarlovskonstkursanmälan" * 12)
    thread(connection, "t1", due=NOON)
    thread(connection, "t2", platform="linkedin", owner="slk")


def weeks(connection):
    """Seven weeks before, in the third of which nothing was read to its end."""
    for back in range(1, 8):
        at = NOON - back * 7 * DAY
        swept(connection, at, minutes=None if back == 3 else 5)
        for number in range(back % 4 + 1):
            name = f"w{back}f{number}"
            finding(connection, name, at=at, state="resolved")
            turn(connection, name, "resolved", at + 4 * DAY + number * 7 * DAY)
        for number in range(4):
            name = f"w{back}t{number}"
            thread(connection, name, at=at)
            answered(connection, name, at + (back % 3 + 1) * (number + 1) ** 2 * HOUR / 2)


def answered(connection, number, at):
    """The thread was seen to be answered."""
    entry(connection, number, "answered", at)
    done = threads.update().where(threads.c.id == number)
    connection.execute(done.values(state="answered", due_at=None))


def catastrophe(connection):
    """5,000 findings and 2,000 threads, all at once."""
    account(connection)
    swept(connection)
    finding(connection, "one")
    thread(connection, "one", due=NOON + 9 * DAY)
    one = connection.execute(findings.select()).mappings().one()
    many = [
        dict(one) | {
            "id": f"f{n:04}", "subject_id": str(n), "link": LINK.format(n),
            "subject_name": f"Kampanj {n} för alla stadsdelar – grupp {n % 7}",
            "message": words_to_value(Words("It may show on {where}.", {"where": "Instagram"})),
            "severity": "stop" if n % 100 == 0 else "other",
        }
        for n in range(1, FINDINGS)
    ]  # fmt: skip
    connection.execute(insert(findings), many)
    _repeat(connection, finding_events, [{"finding_id": row["id"]} for row in many])
    waits = connection.execute(threads.select()).mappings().one()
    more = [
        dict(waits) | {
            "id": f"t{n:04}", "thread_id": f"c-{n}", "comment_id": f"c-{n}",
            "due_at": NOON + timedelta(minutes=n),
        }
        for n in range(1, THREADS)
    ]  # fmt: skip
    connection.execute(insert(threads), more)
    _repeat(
        connection, thread_events, [{"thread": row["id"], "due_at": row["due_at"]} for row in more]
    )
    said = [
        {"id": row["comment_id"], "thread": row["id"], "link": LINK.format(row["id"])}
        for row in more
    ]
    _repeat(connection, comments, said)


def _repeat(connection, table, rows):
    """The table's one row again and again, with these changes."""
    one = dict(connection.execute(table.select()).mappings().first())
    if "id" not in rows[0]:
        one.pop("id")
    connection.execute(insert(table), [one | row for row in rows])


def stop_mails(said):
    """The mails of a stop, by name: the whole, a part that failed, what came after."""
    money = Money(amount=Decimal(1200), currency="SEK")
    done = [stopped.row("1", name="Broar", daily_budget=money), stopped.row("2", name="Fester")]
    failed = stopped.row("3", Outcome.FAILED, link="https://example.org/3", name="Bad i sommar")
    shapes = {
        "stop": (stopped.result(*done), {}),
        "stop-left": (
            stopped.result(*done, failed, verified=False, gaps=(unread(account="act_7"),)), {},
        ),
        "stop-held": (stopped.result(*done), {"kind": Kind.HELD}),
        "stop-ended": (stopped.result(*done), {"kind": Kind.ENDED}),
        "resumed": (
            stopped.result(
                stopped.row("1", Outcome.RESUMED), stopped.row("2", Outcome.SKIPPED),
                doing=Doing.RESUME,
            ),
            {"kind": Kind.RESUMED},
        ),
    }  # fmt: skip
    made = {}
    for name, (came, how) in shapes.items():
        sent = stopped.mailed(came, said=said, **how)
        made[name] = sent["first@example.org"].mail
        made[f"{name}-owner"] = sent["social@example.org"].mail
    return made


def queue_mails(folder, said):
    """The mails about the queue, by name: digest, flood, alarm and question."""
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(f"sqlite:///{folder / 'queue.db'}")
    try:
        settings = desk.configured(folder, sla={"flood": 3})
        settings = settings.model_copy(
            update={"contacts": Contacts(first="first@example.org", editorial="e@example.org")}
        )
        ids = _queued(store)
        terms = Terms(settings=settings, said=said, at=desk.AT)
        return {
            "digest": digest_letters(store, settings, said, at=desk.AT)[0].mail.html,
            "flood": _laid(store, tell_floods, settings, said, at=desk.AT - 1.5 * desk.HOUR),
            "alarm": _laid(store, tell_overdue, terms),
            "ask": _asked(store, ids[0], terms),
        }
    finally:
        store.close()


def upkeep_mails(said):
    """The mails about the service itself, by name: a token, a backup that failed, the drill."""
    at, place = desk.AT, "[linkedin] ads_token"
    login = Words("Run annonsvakt linkedin login.")
    lines = [
        ageing(Desk("linkedin.consent_end", place), at + 3 * DAY, at, login),
        Desk("linkedin.token", place).fail(Words("The token is not valid."), login),
    ]
    (looked,) = look(lines, {}, at)
    failed = backups.BackupFailed(
        Words("The database is locked by another program. Wait until it is done, or end it, and "
              "try again.")
    )  # fmt: skip
    matters = {
        "token": matter_of(looked),
        "backup-failed": backups.matter_of(failed, Path("/srv/backup"), "2026-11-24"),
        "drill-reminder": drills.reminder(None, at - 60 * DAY, at, said.zone),
    }
    return {name: as_html(page_of(one, said, at=at)) for name, one in matters.items()}


def _queued(store):
    """Threads overdue, due soon and later, referred; on Meta and LinkedIn; one of them hostile."""
    evil = (
        "Hur ansöker jag? " + "<b>" + "\u202e" + "Z" + "\u0351" * 90 + " https://evil.example.org"
    )
    linkedin = a_post(7, Platform.LINKEDIN)
    return [
        desk.waits(store, "1", due=desk.AT - desk.HOUR, text="När öppnar badet?"),
        desk.waits(store, "2", due=desk.AT + desk.HOUR, text=evil),
        desk.waits(store, "3", due=desk.AT + 30 * desk.HOUR, text="Ordningsregler" * 40),
        desk.waits(store, "4", due=desk.AT + desk.HOUR, state="referred"),
        desk.waits(store, "5", due=desk.AT - desk.HOUR, post=linkedin),
    ]


def _laid(store, tell, *matter, **how):
    """The last of the mails that are laid down by telling."""
    tell(store, *matter, **how)
    with store.reading() as connection:
        query = select(outbox.c.content).order_by(outbox.c.id.desc())
        raw = connection.execute(query).scalars().first()
    return message_from_bytes(raw, policy=SMTP).get_body(("html",)).get_content()


def _asked(store, thread, terms):
    """The mail by which somebody asks about a thread."""
    with store.reading() as connection:
        (row,) = queueing.some(connection, [thread], linkedin_fetched_after=terms.at)
    made = Decision(action="ask", by="anna@example.org", at=terms.at, reason="Gäller det här oss?")
    ask = Ask(id=1, thread=thread, made=made, second_at=None, ended_by=None)
    return question(ask, row, Step.FIRST, terms).mail.html
