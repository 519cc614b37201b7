"""Tokens looked at over HTTP, what is kept of them, and the mails about them."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta
from email import policy
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from connectors.sandbox import Sandbox
from connectors.sandbox.meta import TOGGLES
from tests.worker.made import some_settings
from tests.worker.postbox import free_port
from worker.doctoring.lines import ENDLESS
from worker.language import Language
from worker.store import token_states
from worker.store.jumped import put_right
from worker.store.tables_service import outbox
from worker.upkeep.tokens import look_at_tokens

DAY = timedelta(days=1)
OPERATIONS, SLK = "drift@example.org", "slk@example.org"
SWEDISH = Language("sv", ZoneInfo("Europe/Stockholm"))
META = {
    "app_id": "1",
    "app_secret": "sandbox-secret",
    "access_token": "sandbox-meta",
    "ad_accounts": ["act_1"],
    "pages": ["1001"],
}
MEMBER = {
    f"{side}_{name}": value
    for side in ("ads", "community")
    for name, value in (
        ("token", f"sandbox-{side}"), ("client_id", "1"), ("client_secret", "sandbox-secret")
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(clock=lambda: datetime.now(UTC)) as sandbox:
        sandbox.base_url = sandbox.start()
        yield sandbox


class Office:
    """Somebody who looks at the tokens once a day."""

    def __init__(self, store, sandbox, folder, **contacts):
        self.store, self.sandbox = store, sandbox
        self.late, self.folder = timedelta(), folder
        people = {"operations": OPERATIONS, "slk": SLK} | contacts
        self.people = {name: one for name, one in people.items() if one}
        self.configure()
        self.toggle()

    def configure(self, meta=None, linkedin=None):
        """Good tokens, save for what is given otherwise."""
        hosts = {"base_url": self.sandbox.base_url}
        oauth = {"oauth_url": self.sandbox.base_url}
        self.settings = some_settings(
            state_dir=self.folder,
            meta=META | hosts | (meta or {}),
            linkedin=MEMBER | hosts | oauth | (linkedin or {}),
            contacts=self.people,
        )

    def toggle(self, **toggles):
        self.fault({f"meta.{name}": value for name, value in toggles.items()}, TOGGLES)

    def fault(self, toggles, known=None):
        self.sandbox.world.faults.toggles = {}
        self.sandbox.world.faults.set_toggles(toggles, known or toggles)

    def look(self):
        return look_at_tokens(
            self.store, self.settings, SWEDISH, lambda: datetime.now(UTC) + self.late
        )

    def states(self):
        with self.store.reading() as connection:
            return token_states.load(connection)

    def mails(self):
        with self.store.reading() as connection:
            query = select(outbox).order_by(outbox.c.id)
            return [(one.recipient, one.subject) for one in connection.execute(query)]

    def told(self):
        """How the mails stand."""
        with self.store.reading() as connection:
            return connection.execute(select(outbox.c.state).order_by(outbox.c.id)).scalars().all()

    def content(self):
        with self.store.reading() as connection:
            return b"".join(connection.execute(select(outbox.c.content)).scalars()).decode()


@pytest.fixture
def office(lite, sandbox, tmp_path):
    return Office(lite, sandbox, tmp_path)


def test_good_tokens_are_known_with_their_ends_and_nobody_is_told(office):
    told = office.look()
    assert (told.tokens, told.mails, told.unknown, told.gaps) == (3, 0, 0, 0)
    found = office.states()
    assert {one.state for one in found.values()} == {"valid"}
    assert found["meta.access_token"].ends["token"] == ENDLESS
    assert found["linkedin.ads_token"].ends["token"] > datetime.now(UTC)
    assert office.mails() == []


def test_an_end_within_days_is_told_to_operations_once_however_often_it_is_looked_at(
    store, sandbox, tmp_path
):
    office = Office(store, sandbox, tmp_path)
    office.toggle(token_expires_in_days=10)
    assert (office.look().mails, office.look().mails) == (1, 0)
    ((to, subject),) = office.mails()
    assert to == OPERATIONS
    assert subject.startswith("Meta: access_token går ut ")
    office.late = 8 * DAY
    assert office.look().mails >= 2
    assert {(OPERATIONS, subject), (SLK, subject)} <= set(office.mails())


def back(office):
    """The clock that was ahead is put right."""
    office.late = timedelta()
    at = datetime.now(UTC)
    with office.store.writing() as connection:
        put_right(connection, at, week=f"{at:%G-W%V}", day=at.date())


def test_what_a_clock_that_was_ahead_told_of_an_end_is_void_and_told_when_it_is_so(
    store, sandbox, tmp_path
):
    office = Office(store, sandbox, tmp_path)
    office.toggle(token_expires_in_days=9)
    assert office.look().mails == 1
    (soon,) = office.mails()
    office.late = 3 * DAY
    assert office.look().mails == 1
    back(office)
    assert [*office.told()] == ["waiting", "given-up"]
    assert office.states()["meta.access_token"].checked_at <= datetime.now(UTC)
    office.late = 3 * DAY
    assert office.look().mails == 1, "the step has come"
    assert office.look().mails == 0
    assert [*office.told()] == ["waiting", "given-up", "waiting"]
    assert office.mails() == [soon] * 3


def test_what_is_wrong_since_a_time_to_come_is_wrong_since_now_and_told_anew(office):
    office.late = 3 * DAY
    office.toggle(read_only=["act_1"])
    assert office.look().mails == 2
    back(office)
    (since,) = office.states()["meta.rights"].open.values()
    assert since <= datetime.now(UTC)
    assert office.look().mails == 2
    assert [*office.told()] == ["given-up", "given-up", "waiting", "waiting"]


def test_a_token_that_is_refused_is_one_mail_and_not_one_for_each_account(office, caplog):
    office.toggle(token_expired=True)
    office.look()
    assert sorted(office.mails()) == [
        (OPERATIONS, "Meta: access_token räcker inte till allt den ska"),
        (SLK, "Meta: access_token räcker inte till allt den ska"),
    ]
    assert office.states()["meta.access_token"].state == "invalid"
    assert "token.notice" in caplog.text
    for secret in ("sandbox-meta", "sandbox-secret", "sandbox-ads"):
        assert secret not in caplog.text + office.content() + repr(office.states())


def test_a_right_that_was_lost_is_told_with_the_account(office):
    office.look()
    office.toggle(read_only=["act_1"])
    assert office.look().mails == 2
    assert {subject for _, subject in office.mails()} == {"Meta: rättigheter saknas"}
    assert office.states()["meta.rights"].state == "lacking"
    assert office.look().mails == 0


NO_RIGHT = {"linkedin.read_only": ["5001"]}
LOST = "LinkedIn: rättigheter saknas"


@pytest.mark.parametrize(
    "wrong",
    [{"community_token": "gone"}, {"community_token": None}, {"ads_client_secret": "wrong"}],
    ids=["another token ended", "another token is missing", "the app may not ask"],
)
def test_a_right_that_was_lost_is_told_whatever_else_of_the_platform_is_no_good(office, wrong):
    office.configure(linkedin=wrong)
    office.look()
    before = office.mails()
    office.fault(NO_RIGHT)
    assert office.look().mails == 2
    assert [one for one in office.mails() if one not in before] == [
        (OPERATIONS, LOST), (SLK, LOST)
    ]  # fmt: skip
    assert office.states()["linkedin.rights"].state == "lacking"


def test_a_right_of_the_token_that_stops_is_told_though_the_one_that_reads_is_no_good(office):
    office.configure(meta={"access_token": "gone", "stop_token": "sandbox-meta"})
    office.look()
    assert office.states()["meta.access_token"].state == "invalid"
    assert office.states()["meta.rights"].state == "unknown"
    office.toggle(read_only=["act_1"])
    assert office.look().mails == 2
    assert "act_1" in office.content()
    assert office.states()["meta.rights"].state == "lacking"


@pytest.mark.parametrize("stop", [None, "gone"], ids=["the token for all", "its own token"])
def test_a_right_that_is_lost_stays_lost_while_its_token_is_no_good(office, caplog, stop):
    office.fault(NO_RIGHT)
    office.look()
    office.configure(linkedin={"stop_token": stop} if stop else {"ads_token": "gone"})
    assert office.look().unknown == 1
    assert "token.unknown" in caplog.text
    rights = office.states()["linkedin.rights"]
    assert rights.state == "lacking"
    assert [subject for _, subject in office.mails()].count(LOST) == 2
    office.configure()
    assert office.look().mails == 0
    assert office.states()["linkedin.rights"].open == rights.open
    office.toggle()
    office.look()
    assert office.states()["linkedin.rights"].state == "valid"


def test_of_rights_that_were_never_told_nothing_is_known_while_their_token_is_no_good(office):
    office.configure(linkedin={"ads_token": "gone"})
    office.look()
    found = {name: one.state for name, one in office.states().items() if "linkedin" in name}
    assert found == {
        "linkedin.ads_token": "invalid",
        "linkedin.community_token": "valid",
        "linkedin.rights": "unknown",
    }
    assert LOST not in {subject for _, subject in office.mails()}


def test_a_refused_token_is_told_by_its_rights_where_nobody_may_ask_about_it(office):
    office.configure(linkedin={"ads_token": "gone", "ads_client_secret": None})
    assert office.look().mails == 2
    assert {subject for _, subject in office.mails()} == {LOST}


def test_a_platform_that_does_not_answer_leaves_its_tokens_unknown_and_their_ends_known(
    office, caplog
):
    office.toggle(token_expires_in_days=40)
    office.look()
    known = office.states()["meta.access_token"].ends
    nowhere = office.settings.meta.model_copy(
        update={"base_url": f"http://127.0.0.1:{free_port()}"}
    )
    office.settings = office.settings.model_copy(update={"meta": nowhere})
    told = office.look()
    assert (told.mails, told.unknown) == (0, 2)
    assert office.states()["meta.access_token"].state == "unknown"
    assert office.states()["meta.access_token"].ends == known
    assert "token.unknown" in caplog.text


def test_what_nobody_can_be_told_is_logged_and_counted(lite, sandbox, tmp_path, caplog):
    office = Office(lite, sandbox, tmp_path, operations=None, slk=None)
    office.toggle(token_expired=True)
    assert office.look().gaps == 1
    assert "token.nobody" in caplog.text


def test_the_mail_tells_what_to_do_where_it_is_written_and_no_jargon_for_a_title(office):
    office.toggle(missing_scopes=["ads_management"])
    office.look()
    with office.store.reading() as connection:
        first = connection.execute(select(outbox.c.content)).scalars().first()
    text = email.message_from_bytes(first, policy=policy.default).get_body(("plain",)).get_content()
    assert "ads_management" in text
    assert "docs/operations.md, under Tokens of Meta" in text
    assert "annonsvakt doctor" in text
