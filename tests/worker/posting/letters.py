"""Letters for the outbox's tests, and an office that posts them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from worker.config import Settings
from worker.mail import Mail, Pace, message_id
from worker.posting.laying import put_letter
from worker.posting.letter import Letter
from worker.posting.outbox import deliver_due, post_to
from worker.store.outbox import State, of_states

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SENDER = "annonsvakt@example.org"
QUICK = Pace(step=5, answer=5, whole=10)


def letter(recipient="anna@example.org", *, kind="report", period="2026-W47", text="Åtta.\n"):
    return Letter(
        kind=kind,
        period=period,
        mail=Mail(
            sender=SENDER,
            to=(recipient,),
            subject=f"Veckorapport {period}",
            text=text,
            message_id=message_id(SENDER, kind, period, recipient),
            at=NOON,
            language="sv",
        ),
    )


def settings(url, folder):
    return Settings(state_dir=folder, mail={"url": url, "sender": SENDER})


def unreadable(state_dir):
    """Notes that can be neither read nor written, not even by root."""
    state_dir.mkdir(exist_ok=True)
    (state_dir / "handed").symlink_to("x" * 300)  # a name that no file system takes


class Office:
    """Posts and delivers by a clock that the test moves."""

    def __init__(self, store, url, folder):
        self.store = store
        self.settings = settings(url, folder)
        self.at = NOON

    def clock(self):
        return self.at

    def put(self, *letters):
        with self.store.writing() as connection:
            return [put_letter(connection, one, self.at) for one in letters]

    def post(self, *letters, **how):
        return post_to(self.store, self.settings, self.clock, pace=QUICK, **how)(letters)

    def deliver(self):
        return deliver_due(self.store, self.settings, self.clock, pace=QUICK)

    def deliver_for(self, span, step=10 * MINUTE):
        """Deliver what is due, again and again, as the service does."""
        end = self.at + span
        while self.at <= end:
            self.deliver()
            self.at += step

    def rows(self):
        with self.store.reading() as connection:
            return of_states(connection, tuple(State))

    def states(self):
        return {one.recipient: str(one.state) for one in self.rows()}
