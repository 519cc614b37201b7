"""The ground that the program stands on, its database and its mail, looked at side by side."""

from __future__ import annotations

import socket
import threading
import time
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from connectors.sandbox import Sandbox
from policies.model import Platform
from policies.model.briefs import Brief
from tests.worker.doctoring.made import DAY, NOON, states, told
from tests.worker.made import not_read
from tests.worker.postbox import PASSWORD, USER, Postbox, free_port, served
from worker.config import Settings
from worker.config.sections import Contacts
from worker.doctoring import ground, guarded, postal, storage
from worker.doctoring.examine import checks, examine
from worker.store import briefs, sweeps
from worker.store.opening import open_store
from worker.store.sweeps import Finished

LONG_AGO = NOON - 3650 * DAY


@pytest.fixture
def platform():
    """A platform whose clock the test sets."""
    now = [NOON]
    with Sandbox(clock=lambda: now[0], city=False) as sandbox:
        yield sandbox.start()


def some(tmp_path, **changed):
    """A configuration with a database and a folder of the test's own."""
    plain = {
        "state_dir": tmp_path / "var",
        "database": {"url": f"sqlite:///{tmp_path / 'a.db'}"},
        "mail": {"report_to": ("redaktion@example.org",)},
    }
    return Settings(**plain | changed)


def swept(url, at, *, unread=()):
    store = open_store(url)
    with store.writing() as connection:
        number = sweeps.begin(connection, {"platform": None, "account": None}, at)
        outcome = Finished(
            started_at=at, finished_at=at, counts={}, requests={"meta": {}}, unread=unread
        )
        sweeps.finish(connection, number, outcome)
    store.close()


def test_a_configuration_without_a_platform_is_warned_of(tmp_path):
    assert states(ground.configuration(some(tmp_path, meta={}))) == {"configuration": "ok"}
    assert states(ground.configuration(some(tmp_path))) == {"configuration": "warn"}
    assert states(ground.clock(some(tmp_path), lambda: NOON)) == {"clock.zone": "ok"}


def test_a_clock_that_agrees_with_the_platform_is_in_order(tmp_path, platform):
    from worker.clock import now

    settings = some(tmp_path, meta={"base_url": platform})
    assert states(ground.clock(settings, now))["clock"] == "ok"


@pytest.mark.parametrize("off", [timedelta(minutes=-2), timedelta(hours=1)])
def test_a_clock_that_is_off_by_more_than_a_minute_is_a_fault(tmp_path, platform, off):
    from worker.clock import now

    settings = some(tmp_path, linkedin={"base_url": platform, "oauth_url": platform})
    assert states(ground.clock(settings, lambda: now() + off))["clock"] == "fail"


def test_a_clock_with_nobody_to_compare_with_is_unknown(tmp_path):
    nowhere = f"http://127.0.0.1:{free_port()}"
    settings = some(tmp_path, meta={"base_url": nowhere})
    assert states(ground.clock(settings, lambda: NOON))["clock"] == "unknown"


def test_a_folder_of_ones_own_is_in_order_and_made_where_it_was_missing(tmp_path):
    settings = some(tmp_path)
    assert states(guarded.folders(settings)) == {"state_dir": "ok"}
    assert settings.state_dir.stat().st_mode & 0o777 == 0o700
    assert list(settings.state_dir.iterdir()) == []


@pytest.mark.parametrize("name", ["", "tokens", "stops"])
def test_a_folder_that_others_may_look_into_is_named(tmp_path, name):
    settings = some(tmp_path)
    folder = settings.state_dir / name
    settings.state_dir.mkdir(mode=0o700)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    (line,) = guarded.folders(settings)
    assert (line.state, line.words.values["folders"]) == ("warn", str(folder))


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path):
    Path(tmp_path / "file").write_text("", "utf-8")
    (line,) = guarded.folders(some(tmp_path, state_dir=tmp_path / "file" / "var"))
    assert (line.state, line.words.values["reason"]) == ("fail", "Not a directory")


def test_a_platform_that_was_just_read_is_in_order(tmp_path):
    settings = some(tmp_path, meta={})
    swept(settings.database.url.get_secret_value(), NOON - timedelta(minutes=90))
    found = list(storage.database(settings, lambda: NOON))
    assert states(found) == {"database": "ok", "poll": "ok", "register": "warn"}
    assert "2026-11-24 11:30" in found[1].words.english()


def register_line(settings):
    found = [one for one in storage.database(settings, lambda: NOON) if one.check == "register"]
    (line,) = found
    return line


def test_an_empty_register_that_is_asked_is_noted_and_no_fault(tmp_path):
    line = register_line(some(tmp_path, meta={}))
    assert line.state == "warn"
    assert "brief import" in line.remedy.english()


def test_a_register_with_briefs_is_in_order(tmp_path):
    settings = some(tmp_path, meta={})
    store = open_store(settings.database.url.get_secret_value())
    with store.writing() as connection:
        briefs.save(connection, "sim", Brief(topic="Simskola"), source="a", by=None, at=NOON)
    store.close()
    line = register_line(settings)
    assert (line.state, line.words.values) == ("ok", {"n": "1"})


def test_the_day_from_which_briefs_are_asked_for_is_told_until_it_comes(tmp_path):
    later = register_line(some(tmp_path, meta={}, rules={"since": date(2026, 11, 25)}))
    assert (later.state, later.words.values) == ("ok", {"day": "2026-11-25"})
    now = register_line(some(tmp_path, meta={}, rules={"since": date(2026, 11, 24)}))
    assert now.state == "warn"


def test_a_reading_that_left_something_out_is_warned_of(tmp_path):
    settings = some(tmp_path, meta={}, linkedin={"enabled": False})
    url = settings.database.url.get_secret_value()
    swept(url, NOON, unread=(not_read("comments", Platform.LINKEDIN),))
    assert states(storage.database(settings, lambda: NOON))["poll"] == "ok"
    swept(url, NOON, unread=(not_read("comments"),))
    assert states(storage.database(settings, lambda: NOON))["poll"] == "warn"


def test_a_reading_of_long_ago_and_none_at_all_are_faults(tmp_path):
    settings = some(tmp_path, meta={}, linkedin={})
    swept(settings.database.url.get_secret_value(), NOON - timedelta(minutes=91))
    polls = [line for line in storage.database(settings, lambda: NOON) if line.check == "poll"]
    assert [(line.subject, str(line.state)) for line in polls] == [
        ("meta", "fail"), ("linkedin", "fail")
    ]  # fmt: skip
    assert "never" in polls[1].words.english()


def test_the_longest_interval_counts(tmp_path):
    settings = some(tmp_path, poll={"ads_minutes": 5, "comments_minutes": 15})
    assert storage.interval(settings) == timedelta(minutes=15)


def test_without_a_database_the_last_reading_is_unknown(tmp_path):
    Path(tmp_path / "a.db").write_bytes(b"no database at all" * 100)
    found = list(storage.database(some(tmp_path, meta={}), lambda: NOON))
    assert states(found) == {"database": "fail", "poll": "unknown"}
    assert not found[0].answered


def test_a_database_that_others_hold_is_a_fault(tmp_path):
    settings = some(tmp_path)
    open_store(settings.database.url.get_secret_value()).close()
    holder = open_store(settings.database.url.get_secret_value())
    try:
        with holder.writing():
            found = storage.database(settings, lambda: NOON, patience=0.1)
            assert states(found) == {"database": "fail"}
    finally:
        holder.close()


def test_a_mail_server_that_takes_mail_gets_none(tmp_path):
    box = Postbox()
    with served(box) as address:
        settings = some(tmp_path, mail={"url": f"smtp://{address}"})
        nobody = ("mail.recipients", "mail.digests", "mail.operations")
        warned = {"mail": "ok", **dict.fromkeys(nobody, "warn")}
        assert states(postal.post(settings)) == warned
        slk = settings.model_copy(update={"contacts": Contacts(slk="slk@example.org")})
        assert states(postal.post(slk)) == {"mail": "ok", "mail.recipients": "warn"}
    assert box.envelopes == []


def test_a_password_that_the_mail_server_refuses_is_a_fault_and_stays_secret(tmp_path):
    box = Postbox()
    with served(box, authenticator=box.log_in, auth_require_tls=False) as address:
        for password, state in ((PASSWORD, "ok"), ("wrong-word", "fail")):
            door = {"url": f"smtp://{address}", "username": USER, "password": password}
            found = list(postal.post(some(tmp_path, mail=door)))
            assert states(found)["mail"] == state
            assert password not in f"{found}"
    assert box.envelopes == []


def test_a_mail_server_that_is_not_there_is_a_fault_with_its_address(tmp_path):
    url = f"smtp://127.0.0.1:{free_port()}"
    (line,) = postal.post(some(tmp_path, mail={"url": url, "report_to": ["a@example.org"]}))
    assert (line.state, line.subject, line.answered) == ("fail", url, False)


def test_a_mail_server_that_offers_no_encryption_is_a_fault(tmp_path):
    with served(Postbox()) as address:
        door = {"url": f"smtp+starttls://{address}", "report_to": ["a@example.org"]}
        (line,) = postal.post(some(tmp_path, mail=door))
    assert "no encryption that can be trusted" in line.remedy.english()


def test_mail_that_goes_openly_over_a_network_is_warned_of(tmp_path):
    found = list(postal.post(some(tmp_path, mail={"url": "smtp://mail.invalid:25"})))
    assert states(found)["mail.encryption"] == "warn"


def test_a_mail_server_that_never_speaks_holds_nothing_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        wanted = {
            "mail": partial(postal.post, some(tmp_path, mail={"url": url})),
            "configuration": partial(ground.configuration, some(tmp_path, meta={})),
        }
        began = time.monotonic()
        found = examine(wanted, limit=0.3)
        assert time.monotonic() - began < 3
    assert [(line.check, str(line.state)) for line in found] == [
        ("mail", "unknown"), ("configuration", "ok")
    ]  # fmt: skip


def test_a_check_that_breaks_is_unknown_and_in_the_log_and_the_others_go_on(tmp_path, caplog):
    def broken():
        raise RuntimeError("nobody foresaw this")

    whole = partial(ground.configuration, some(tmp_path, meta={}))
    found = examine({"clock": broken, "configuration": whole})
    said = "The check failed in a way that nobody foresaw."
    assert told(found)[0] == ("clock", "unknown", said)
    (noted,) = caplog.records
    assert (noted.message, noted.exc_info[0]) == ("doctor.check-failed", RuntimeError)
    assert found[1].state == "ok"


def test_checks_run_beside_each_other():
    meeting = threading.Barrier(2, timeout=5)

    def waiting():
        meeting.wait()
        return ()

    assert examine({"clock": waiting, "mail": waiting}) == ()


def test_only_what_is_switched_on_is_looked_at(tmp_path):
    always = {
        "configuration", "configuration.host", "clock", "calendar", "state_dir", "disk",
        "database", "database.encryption", "service", "health", "retention", "backup", "mail",
    }  # fmt: skip
    assert set(checks(some(tmp_path, meta={"enabled": False}), lambda: NOON)) == always
    both = some(tmp_path, meta={"stop_token": "stop"}, linkedin={})
    assert set(checks(both, lambda: NOON)) - always == {
        "meta.token", "meta.stop_token", "meta.account", "meta.page",
        "linkedin.token_ads", "linkedin.token_community", "linkedin.account", "linkedin.version",
        "drill",
    }  # fmt: skip
