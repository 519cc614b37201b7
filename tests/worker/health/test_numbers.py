"""The numbers that tell of a year ahead: tokens, limits, jobs that fail, room on disk, backups."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from connectors.meta.notes import everything, note
from connectors.meta.usage import APP, Bucket, Usage
from connectors.recall import Recall
from policies.model import Platform
from tests.worker.engine.conftest import queued, queued_url, with_queue
from tests.worker.health.test_health import mail, numbers, read
from tests.worker.made import DAY, NOON, a_snapshot, an_account, not_read, some_settings
from worker.doctoring.lines import ENDLESS
from worker.health.disks import free
from worker.health.measures import Measures
from worker.health.watch import Watch, look
from worker.store import recalled, slots, snapshots, token_states
from worker.store.slots import Made
from worker.store.token_states import TokenState

__all__ = ["queued", "queued_url", "with_queue"]
ROOT = Path(__file__).parents[3]
RULES = ROOT / "contrib" / "prometheus" / "annonsvakt.rules.yml"


def watching(store, folder):
    mine = some_settings(state_dir=folder, meta={"pages": ()}, linkedin={"organizations": ()})
    return Watch(store=store, settings=lambda: mine, clock=lambda: NOON, idle=lambda: 0.0)


@pytest.fixture
def watch(lite, tmp_path):
    return watching(lite, tmp_path)


def scraped(watch):
    registry = CollectorRegistry()
    registry.register(Measures(lambda: look(watch)))
    return generate_latest(registry).decode()


def told(watch):
    return numbers(scraped(watch))


def a_token(name="access_token", **changed):
    plain = {"platform": Platform.META, "state": "valid", "checked_at": NOON}
    return TokenState(name=name, **plain | changed)


def test_days_to_the_end_of_every_token_are_told_from_the_last_look(lite, watch):
    states = [
        a_token(ends={"token": ENDLESS, "data_access": NOON + 20 * DAY}),
        a_token("stop_token", state="unknown", ends={"token": NOON + 2 * DAY}),
        a_token("rights", state="lacking"),
    ]
    with lite.writing() as connection:
        token_states.save(connection, {one.label: one for one in states})
    found = told(replace(watch, clock=lambda: NOON + DAY))
    assert found["token_days_left", "meta.access_token"] == math.inf
    assert found["token_end_timestamp_seconds", "meta.access_token"] == math.inf
    assert found["token_days_left", "meta.access_token.data_access"] == 19
    assert found["token_days_left", "meta.stop_token"] == 1
    assert found["token_state", "meta.stop_token", "unknown"] == 1
    assert found["token_state", "meta.stop_token", "valid"] == 0
    assert found["token_state", "lacking", "meta.rights"] == 1
    assert found["token_checked_timestamp_seconds", "meta.access_token"] == NOON.timestamp()


def test_a_token_that_is_gone_from_the_configuration_is_forgotten(lite):
    with lite.writing() as connection:
        token_states.save(connection, {"a": a_token(), "b": a_token("stop_token")})
        token_states.save(connection, {"a": a_token(told=("x",), open={"y": NOON})})
    with lite.reading() as connection:
        assert token_states.load(connection) == {
            "meta.access_token": a_token(told=("x",), open={"y": NOON})
        }


def heard(*usages, at=NOON, place="https://graph.example.org 1"):
    recall = Recall()
    for usage in usages:
        note(recall, place, usage, at)
    return recall


def used(percent, bucket=APP):
    return Usage(bucket=bucket, percent=percent, window_seconds=3600.0)


def test_how_far_limits_are_used_is_told_as_last_heard_and_fades(lite, watch):
    account = Bucket("1", "ad_account")
    with lite.writing() as connection:
        recalled.save(connection, Platform.META, heard(used(40), used(80, account)))
    found = told(watch)
    assert found["limit_used_ratio", "", "app", "meta"] == 0.4
    assert found["limit_used_ratio", "1", "ad_account", "meta"] == 0.8
    later = told(replace(watch, clock=lambda: NOON + timedelta(minutes=30)))
    assert later["limit_used_ratio", "", "app", "meta"] == 0.2
    gone = told(replace(watch, clock=lambda: NOON + 2 * DAY))
    assert ("limit_used_ratio", "", "app", "meta") not in gone


def test_of_two_apps_the_fuller_limit_counts_and_what_cannot_be_read_is_passed_over():
    recall = heard(used(40))
    note(recall, "https://graph.example.org 2", used(60), NOON)
    note(recall, "https://graph.example.org 3", used(50), NOON)
    recall.put("usage", "no bucket", {"percent": 99}, NOON)
    recall.put("usage", "x /app", "no usage", NOON)
    assert {bucket: usage.percent for bucket, (usage, _) in everything(recall, NOON).items()} == {
        APP: 60
    }


def test_what_was_never_read_is_the_longest_ago_and_what_could_not_be_is_counted(lite, watch):
    mine = watch.settings()
    meta = mine.meta.model_copy(update={"ad_accounts": ("act_1", "act_2")})
    mine = mine.model_copy(update={"meta": meta})
    watch = replace(watch, settings=lambda: mine)
    assert told(watch)["platform_read_timestamp_seconds", "meta"] == 0
    with lite.writing() as connection:
        snapshots.keep(connection, a_snapshot())
        read(connection, NOON, unread=(not_read("ads"), not_read("own_posts")))
    found = told(watch)
    assert found["account_read_timestamp_seconds", "act_2", "meta"] == 0
    assert found["account_read_timestamp_seconds", "act_1", "meta"] == NOON.timestamp()
    assert (found["unread", "meta"], found["unread", "linkedin"]) == (2, 0)


def accounts_told(watch, **meta):
    """The accounts in the numbers, with this in `[meta]`."""
    mine = watch.settings()
    mine = mine.model_copy(update={"meta": mine.meta.model_copy(update=meta)})
    found = told(replace(watch, settings=lambda: mine))
    return {labels[0] for name, *labels in found if name == "account_read_timestamp_seconds"}


def test_an_account_that_is_not_to_be_read_is_in_no_number(lite, watch):
    with lite.writing() as connection:
        for number, days in (("act_1", 0), ("act_2", 90), ("act_3", 91)):
            at = NOON - days * DAY
            snapshots.keep(connection, a_snapshot(an_account(number), at=at))
    assert watch.settings().watch_after_days == 90
    assert accounts_told(watch) == {"act_1", "act_2"}
    assert accounts_told(watch, ad_accounts=("act_1",)) == {"act_1"}
    assert accounts_told(watch, ad_accounts=("act_3", "act_4")) == {"act_3", "act_4"}
    assert accounts_told(watch, enabled=False) == set()


def test_jobs_that_fail_are_counted_while_they_are_tried_again_and_when_given_up(store, tmp_path):
    watch, at = watching(store, tmp_path), NOON - timedelta(hours=1)
    with store.writing() as connection:
        slots.make(connection, [Made(job="backup", scheduled_at=at)], at)
        claimed = slots.claim(connection, "backup", holder="a", at=at, lease=timedelta(minutes=1))
        slots.put_off(connection, claimed, at, None)
    found = told(watch)
    assert (found["job_tried_again", "backup"], found["job_given_up_in_a_day", "backup"]) == (1, 0)
    with store.writing() as connection:
        claimed = slots.claim(connection, "backup", holder="a", at=at, lease=timedelta(minutes=1))
        slots.fail(connection, claimed, at, None)
    found = told(watch)
    assert (found["job_tried_again", "backup"], found["job_given_up_in_a_day", "backup"]) == (0, 1)
    later = told(replace(watch, clock=lambda: NOON + DAY))
    assert later.get(("job_given_up_in_a_day", "backup"), 0) == 0


def test_since_when_mail_waits_is_told_while_it_does(lite, watch):
    assert ("mail_waiting_since_timestamp_seconds",) not in told(watch)
    with lite.writing() as connection:
        mail(connection, "sent")
        mail(connection, "waiting")
    assert told(watch)["mail_waiting_since_timestamp_seconds",] == NOON.timestamp()


def test_backups_and_room_are_told_where_they_are_written(watch, tmp_path):
    found = told(watch)
    assert found["backups",] == 0
    assert found["disk_free_bytes", "state_dir"] > 0
    assert found["disk_free_bytes", "backup"] > 0
    off = watch.settings()
    off = off.model_copy(update={"backup": off.backup.model_copy(update={"keep": 0})})
    found = told(replace(watch, settings=lambda: off))
    assert ("backups",) not in found
    assert ("disk_free_bytes", "backup") not in found
    nowhere = off.model_copy(update={"state_dir": tmp_path / "not" / "yet"})
    assert free(nowhere)["state_dir"] > 0


def test_who_only_reads_for_a_service_elsewhere_misses_neither_backups_nor_drills(lite, watch):
    with lite.writing() as connection:
        read(connection, NOON)
    mine = {"backups", "backup_timestamp_seconds", "drill_timestamp_seconds"}
    told_by = {name for name, *_ in told(replace(watch, only_reads=True))}
    assert {name for name, *_ in told(watch)} - told_by == mine - {"backup_timestamp_seconds"}
    assert "report_timestamp_seconds" in told_by


def rules():
    """Each alarm's rule, by its name."""
    (group,) = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    return {one["alert"]: one for one in group["rules"]}


def fires(alert, watch):
    """Whether a rule about the age of one number holds now."""
    age = r"time\(\) - annonsvakt_(\w+) > (\d+) \* 86400"
    name, days = re.fullmatch(age, rules()[alert]["expr"]).groups()
    seconds = watch.clock().timestamp() - told(watch)[name,]
    return seconds > int(days) * DAY.total_seconds()


@pytest.mark.parametrize("begun", ["sweep", "slot", "account"])
def test_a_report_and_a_drill_that_never_were_are_missed_since_work_began(lite, watch, begun):
    assert ("report_timestamp_seconds",) not in told(watch)  # nothing ever began here
    with lite.writing() as connection:
        if begun == "sweep":
            read(connection, NOON)
        elif begun == "slot":
            slots.make(connection, [Made(job="ads", scheduled_at=NOON)], NOON)
        else:
            snapshots.keep(connection, a_snapshot(at=NOON))
            read(connection, NOON + 80 * DAY)  # the sweeps before it are forgotten
    for days, report, drill in ((7, 0, 0), (9, 1, 0), (89, 1, 0), (91, 1, 1)):
        then = replace(watch, clock=lambda days=days: NOON + days * DAY)
        assert fires("AnnonsvaktReportMissing", then) is bool(report)
        assert fires("AnnonsvaktDrillOverdue", then) is bool(drill)


def beside_a_queue(watch, store):
    """The same, with the task queue of another database."""
    mine = watch.settings().model_copy(update={"engine": "procrastinate"})
    return replace(watch, store=store, settings=lambda: mine)


def test_that_there_are_no_workers_is_told_where_there_should_be_some_alone(lite, watch, queued):
    assert ("workers",) not in told(watch)
    assert told(beside_a_queue(watch, queued))["workers",] == 0


def test_every_alarm_asks_for_numbers_that_there_are_and_is_explained(
    lite, watch, tmp_path, queued
):
    with lite.writing() as connection:
        mail(connection, "waiting")
        read(connection, NOON)
        token_states.save(connection, {"a": a_token(ends={"token": ENDLESS})})
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "nightly-20261124-033000.db").write_bytes(b"")
    text = scraped(watch) + scraped(beside_a_queue(watch, queued))
    families = {one.name for one in text_string_to_metric_families(text)}
    guide = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for rule in rules().values():
        asked = set(re.findall(r"annonsvakt_\w+", rule["expr"]))
        assert asked <= families, rule["alert"]
        assert f"### {rule['alert']}\n" in guide, rule["alert"]
        assert rule["labels"]["severity"] in ("warning", "critical")
