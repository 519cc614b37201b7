"""Health over HTTP: what a watch is told, of both databases, and when nothing goes as it should."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert

from connectors.linkedin.grant import Grant
from policies.model import Platform
from tests.worker.made import DAY, NOON, a_post, a_snapshot, not_read, some_settings
from tests.worker.reporting.kept import finding, thread
from worker.health.measures import Measures
from worker.health.pinging import ping
from worker.health.serving import AT_ONCE, served
from worker.health.watch import Seen, Watch, look
from worker.logs.marks import FACTS
from worker.store import posts, slots, snapshots, sweeps, weeks
from worker.store.opening import open_store
from worker.store.slots import Made
from worker.store.sweeps import Finished
from worker.store.tables_service import outbox
from worker.tokens.apps import Side
from worker.tokens.keeping import keep

MINUTE = timedelta(minutes=1)


def read(connection, at, unread=(), topics=()):
    """A sweep of both platforms that ended then; a whole one, if no topics are named."""
    scope = {"platform": None, "account": None} | ({"topics": [*topics]} if topics else {})
    number = sweeps.begin(connection, scope, at - MINUTE)
    requests = {one: {"http": 3, "counted": 5} for one in ("meta", "linkedin")}
    outcome = Finished(
        started_at=at - MINUTE, finished_at=at, counts={}, requests=requests, unread=unread
    )
    sweeps.finish(connection, number, outcome)


def done(connection, job, at):
    """A slot of the job that came to its end then."""
    slots.make(connection, [Made(job=job, scheduled_at=at)], at)
    claimed = slots.claim(connection, job, holder="one", at=at, lease=MINUTE)
    slots.finish(connection, claimed, at)


def mail(connection, state):
    connection.execute(
        insert(outbox).values(
            kind="report", period=state, recipient="a@example.org", message_id="<1@example.org>",
            subject="x", digest="", made_at=NOON, state=state, attempts=0, next_at=NOON,
            until=NOON, unsure=0, token=0,
        )
    )  # fmt: skip


@pytest.fixture
def watch(store, tmp_path):
    mine = some_settings(
        state_dir=tmp_path, meta={"pages": ("1001",)}, linkedin={"organizations": ()}
    )
    return Watch(store=store, settings=lambda: mine, clock=lambda: NOON, idle=lambda: 60.0)


def _never() -> Seen:
    raise AssertionError("the database was asked")


@contextmanager
def asked(look, alive=lambda: True):
    """Asks a path; the answer's code and text."""
    with served(look, alive, "127.0.0.1:0") as address:

        def ask(path):
            try:
                with urlopen(f"{address}{path}") as answer:
                    return answer.status, answer.read().decode()
            except HTTPError as error:
                return error.code, error.read().decode()

        yield ask


def numbers(text):
    """Each sample by its name and labels."""
    return {
        (one.name.removeprefix("annonsvakt_"), *sorted(one.labels.values())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_a_service_that_reads_is_alive_and_ready_and_tells_its_numbers(store, watch, tmp_path):
    with store.writing() as connection:
        snapshots.keep(connection, a_snapshot())
        read(connection, NOON - 5 * MINUTE)
        finding(connection, "f1")
        finding(connection, "f2", outcome="unknown", because=None)
        finding(connection, "f3", state="muted", muted_until=NOON + DAY)
        finding(connection, "f4", state="muted", muted_until=NOON)
        thread(connection, "t1", due=NOON - MINUTE)
        thread(connection, "t2", due=NOON, owner="slk")
        thread(connection, "t3", state="answered")
        done(connection, "report", NOON - DAY)
        slots.make(connection, [Made(job="ads", scheduled_at=NOON - MINUTE)], NOON)
        claimed = slots.claim(connection, "ads", holder="one", at=NOON, lease=MINUTE)
        slots.finish(connection, claimed, NOON)
        mail(connection, "waiting")
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "nightly-19700101-001640.db").write_bytes(b"")
    with asked(lambda: look(watch)) as ask:
        assert ask("/healthz") == (200, '{"alive":true}\n')
        assert ask("/readyz")[0] == 200
        code, text = ask("/metrics")
    told = numbers(text)
    assert code == 200
    assert told["alive",] == told["ready",] == told["database_up",] == 1
    assert told["threads", "open", "trafik", "true"] == 1
    assert told["threads", "false", "open", "slk"] == 1
    assert told["findings", "fail", "placement.one"] == 2
    assert told["findings", "placement.one", "unknown"] == 1
    assert told["mails", "waiting"] == 1
    assert told["mails", "refused"] == told["mails", "given-up"] == 0  # a rise from nought shows
    assert told["requests_in_a_day", "http", "meta"] == 3
    assert told["requests_in_a_day", "counted", "linkedin"] == 5
    assert told["job_done_timestamp_seconds", "ads"] == NOON.timestamp()
    read_at = (NOON - 5 * MINUTE).timestamp()
    assert told["platform_read_timestamp_seconds", "meta"] == read_at
    assert told["account_read_timestamp_seconds", "act_1", "meta"] == NOON.timestamp()
    assert told["report_timestamp_seconds",] == (NOON - DAY).timestamp()
    assert told["backup_timestamp_seconds",] == 1000
    assert told["drill_timestamp_seconds",] == read_at - 60  # when work began


def test_what_was_never_read_makes_it_alive_but_not_ready(watch):
    with asked(lambda: look(watch)) as ask:
        assert ask("/healthz")[0] == 200
        code, text = ask("/readyz")
    assert code == 503
    told = json.loads(text)
    told.pop("workers", None)
    assert told == {
        "ready": False,
        "alive": True,
        "database": True,
        "not_read_lately": ["meta", "linkedin"],
        "takes_pieces": None,
    }


def test_a_worker_to_which_the_queue_gives_nothing_is_not_ready(store, watch):
    with store.writing() as connection:
        snapshots.keep(connection, a_snapshot())
        read(connection, NOON - 5 * MINUTE)
    for takes, code in ((True, 200), (False, 503)):
        worker = replace(watch, takes=lambda takes=takes: takes)
        with asked(lambda worker=worker: look(worker)) as ask:
            answer, text = ask("/readyz")
        assert (answer, json.loads(text)["takes_pieces"]) == (code, takes)


@pytest.mark.parametrize(("minutes", "ready"), [(90, True), (91, False)])
def test_three_intervals_without_a_reading_are_too_long(store, watch, minutes, ready):
    with store.writing() as connection:
        read(connection, NOON - minutes * MINUTE)
    assert look(watch).ready is ready


@pytest.mark.parametrize(
    ("watched", "lost", "late"),
    [(30, 30, (Platform.LINKEDIN,)), (30, 1, ()), (30, 29, ()), (0, 0, ())],
    ids=["none was read", "one was not", "one was", "none is watched"],
)
def test_a_topic_of_which_nothing_is_read_is_neither_ready_nor_a_sign_of_life(
    store, watch, watched, lost, late, httpserver
):
    httpserver.expect_request("/ping", method="POST").respond_with_data("OK")
    mine = [a_post(number, Platform.LINKEDIN) for number in range(watched)]
    unread = tuple(not_read(f"comments:{one.id}", Platform.LINKEDIN) for one in mine[:lost])
    with store.writing() as connection:
        posts.remember(connection, mine, NOON - DAY)
        for one in mine[lost:]:
            posts.read_in_full(connection, one, NOON - MINUTE)
        read(connection, NOON, topics=("ads", "messages"))
        read(connection, NOON, unread, topics=("comments",))
    seen = look(watch)
    assert (seen.late, seen.ready) == (late, not late)
    told = ping(httpserver.url_for("/ping"), seen)
    assert (told is None, len(httpserver.log)) == (not late, int(not late))
    with asked(lambda: seen) as ask:
        found = numbers(ask("/metrics")[1])
    assert (found["platform_read_timestamp_seconds", "linkedin"] == 0) is bool(late)
    assert found["platform_read_timestamp_seconds", "meta"] == NOON.timestamp()


def test_a_reading_of_a_time_to_come_is_none_and_no_sign_stays_green(store, watch, tmp_path):
    then = NOON + 20 * DAY
    with store.writing() as connection:
        read(connection, then)
        snapshots.keep(connection, replace(a_snapshot(), read_at=then))
        done(connection, "report", NOON - DAY)
        weeks.keep(connection, "2026-W50", {"sv": {"report.txt": b""}}, then)
        done(connection, "report", then)
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "nightly-20271124-120000.db").write_bytes(b"")
    seen = look(watch)
    assert not seen.ready
    assert len(seen.late) == 2
    with asked(lambda: seen) as ask:
        assert ask("/readyz")[0] == 503
        told = numbers(ask("/metrics")[1])
    assert told["clock_ahead",] == 3
    assert told["clock_timestamp_seconds",] == NOON.timestamp()
    assert told["platform_read_timestamp_seconds", "meta"] == 0
    assert {v for k, v in told.items() if k[0] == "account_read_timestamp_seconds"} == {0}
    assert told["report_timestamp_seconds",] == (NOON - DAY).timestamp()
    assert told["job_done_timestamp_seconds", "report"] == (NOON - DAY).timestamp()
    assert ("backup_timestamp_seconds",) not in told


@pytest.mark.parametrize(("seconds", "alive"), [(60, True), (61, False)])
def test_a_service_that_does_not_look_for_work_hangs(watch, seconds, alive):
    seen = look(replace(watch, idle=lambda: float(seconds)))
    assert seen.alive is alive
    assert replace(watch, idle=lambda: float(seconds)).alive() is alive
    with asked(_never, lambda: alive) as ask:
        assert ask("/healthz")[0] == (200 if alive else 503)


def test_a_database_that_is_away_is_told(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/a.db")
    store.close()
    (tmp_path / "a.db").write_bytes(b"no database " * 1000)
    mine = some_settings(state_dir=tmp_path, meta={"pages": ()})
    watch = Watch(store=store, settings=lambda: mine, clock=lambda: NOON, idle=lambda: 0.0)
    seen = look(watch)
    assert (seen.alive, seen.tables, seen.ready) == (True, None, False)
    with asked(lambda: seen) as ask:
        told = numbers(ask("/metrics")[1])
    assert told["database_up",] == 0
    assert ("ready",) in told
    assert not any(name == "threads" for name, *_ in told)


def test_the_ends_of_linkedins_tokens_are_told_and_no_token(watch, tmp_path):
    grant = Grant(
        access_token="secret-one",
        granted_at=NOON,
        expires_at=NOON + 60 * DAY,
        refresh_token="secret-two",
        refresh_expires_at=NOON + 365 * DAY,
    )
    keep(tmp_path, Side.ADS, grant, configured=None)
    with asked(lambda: look(watch)) as ask:
        text = ask("/metrics")[1]
    told = numbers(text)
    assert (
        told["token_end_timestamp_seconds", "linkedin.ads_token"] == (NOON + 60 * DAY).timestamp()
    )
    assert ("token_end_timestamp_seconds", "linkedin.ads_token.consent") in told
    assert "secret" not in text


def test_a_place_that_is_taken_is_logged_and_holds_nothing_up(watch, caplog):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with served(lambda: look(watch), watch.alive, listen) as address:
            assert address is None
    assert "health.not-served" in caplog.text
    with served(lambda: look(watch), watch.alive, "") as address:
        assert address is None


def ended(connection):
    """Whether the other side ended it."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_who_asks_slowly_or_much_takes_few_threads_and_lets_others_in_again():
    before = threading.active_count()
    with served(_never, lambda: True, "127.0.0.1:0") as address:
        place = ("127.0.0.1", int(address.rpartition(":")[2]))
        slow = [socket.create_connection(place, timeout=20) for _ in range(4 * AT_ONCE)]
        for one in slow:
            with suppress(OSError):
                one.sendall(b"GET /hea")
        assert all(ended(one) for one in slow[AT_ONCE:])
        # The server's own thread; for each let in one that answers and one that ends it.
        assert threading.active_count() <= before + 1 + 2 * AT_ONCE
        for one in slow:
            one.close()
        deadline = time.monotonic() + 20
        while threading.active_count() > before + 1 and time.monotonic() < deadline:
            time.sleep(0.01)
        with urlopen(f"{address}/healthz") as answer:
            assert answer.status == 200


def test_a_question_that_never_ends_is_ended():
    with served(_never, lambda: True, "127.0.0.1:0", patience=0.2) as address:
        place = ("127.0.0.1", int(address.rpartition(":")[2]))
        with socket.create_connection(place, timeout=20) as slow:
            slow.sendall(b"GET /hea")
            assert ended(slow)


def test_registering_the_numbers_opens_nothing():
    assert list(Measures(_never).describe()) == []


def test_the_newest_backup_counts_and_no_folder_is_no_backup(watch, tmp_path):
    assert look(watch).backed_up_at is None
    (tmp_path / "backups").mkdir()
    assert look(watch).backed_up_at is None
    for name in ("nightly-20261123-033000", "annonsvakt-20261124-033000", "gitea", "x-20261124-1"):
        (tmp_path / "backups" / f"{name}.db").write_bytes(b"")
    assert look(watch).backed_up_at == datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    assert look(watch).backups == 2


@pytest.mark.parametrize(
    "listen",
    ["127.0.0.1:99999", "127.0.0.1:65536", f"{'ö' * 64}.example:0", "a\0b:0"],
    ids=["99999", "65536", "long", "null"],
)
def test_an_address_that_cannot_be_leaves_the_service_at_work(listen, caplog):
    with served(_never, lambda: True, listen) as address:
        assert address is None
    (record,) = caplog.records
    assert record.getMessage() == "health.not-served"
    assert getattr(record, FACTS)["because"] not in ("", "?")
