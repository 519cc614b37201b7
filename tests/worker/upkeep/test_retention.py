"""Files and rows that are too old, by a clock that may be wrong."""

from __future__ import annotations

import os
import resource
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from policies.model import CampaignId, Platform
from policies.retention import strict
from tests.worker.made import DAY, NOON, a_comment, a_post, some_settings
from tests.worker.queued import put
from tests.worker.store.filling import fill, tables_of
from worker.config.sections import Database
from worker.config.times import Backup
from worker.doctoring.retained import retention
from worker.store import holds, posts, sweeps
from worker.store.backing_up import UNFINISHED
from worker.store.errors import Unreachable
from worker.store.purging import pending, purge
from worker.store.sweeps import Finished
from worker.store.tables import post_campaigns
from worker.upkeep.retention import erase, look

HOUR = timedelta(hours=1)
YEAR = 365 * DAY


@pytest.fixture
def settings(tmp_path):
    return some_settings(state_dir=tmp_path / "var")


def reports(settings, *names):
    for name in names:
        folder = settings.state_dir / "reports" / name
        folder.mkdir(parents=True)
        (folder / "report.html").write_text("Stadens annonser")
        (folder / "report.txt").write_text("Stadens annonser")


def there(settings):
    return sorted(one.name for one in (settings.state_dir / "reports").iterdir())


def test_rendered_reports_go_with_their_week_and_nothing_else_of_the_folder(lite, settings):
    reports(settings, "2025-W47", "2025-W48", "2026-W47", "keep-2020-W01", "2020-W01b")
    told = look(lite, settings, at=NOON)
    assert told.erased["reports"] == 2
    done = erase(lite, settings, at=NOON)
    assert done.erased["reports"] == 2
    assert there(settings) == ["2020-W01b", "2025-W48", "2026-W47", "keep-2020-W01"]
    assert erase(lite, settings, at=NOON).erased["reports"] == 0


@pytest.mark.parametrize("keep", [0, 14])
def test_copies_go_with_their_time_whether_or_not_nightly_ones_are_made(lite, settings, keep):
    mine = settings.model_copy(update={"backup": Backup(keep=keep)})
    mine.backups.mkdir(parents=True)
    names = ["before-upgrade-20251001-000000.db", "nightly-20261001-000000.db", "by-hand.db"]
    names += [f"annonsvakt-202611{day}-000000.db" for day in ("10", "20")]
    for one in names:
        (mine.backups / one).write_bytes(b"")
        os.utime(mine.backups / one, ((NOON - YEAR).timestamp(),) * 2)
    assert look(lite, mine, at=NOON).erased["copies"] == 2
    assert len([*mine.backups.iterdir()]) == 5
    assert erase(lite, mine, at=NOON).erased["copies"] == 2
    assert {one.name for one in mine.backups.iterdir()} == {*names[2:]}
    assert erase(lite, mine, at=NOON + YEAR, sure=True).erased["copies"] == 1
    assert {one.name for one in mine.backups.iterdir()} == {names[2], names[4]}


def test_copies_go_from_the_state_folder_too_where_another_was_set(lite, settings, tmp_path):
    mine = settings.model_copy(update={"backup": Backup(dir=tmp_path / "kept")})
    old, new = mine.state_dir / "backups", tmp_path / "kept"
    for folder, day in ((old, "01"), (old, "02"), (new, "03")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"nightly-202610{day}-000000.db").write_bytes(b"")
    left = old / f"{UNFINISHED}x"
    left.mkdir()
    (left / "copy.db").write_text("what members wrote")
    os.utime(left, ((NOON - 2 * HOUR).timestamp(),) * 2)
    assert erase(lite, mine, at=NOON).erased["copies"] == 2
    assert [[*old.iterdir()], [one.name for one in new.iterdir()]] == [
        [], ["nightly-20261003-000000.db"]
    ]  # fmt: skip


@pytest.mark.parametrize("spelt", ["link", "linked files", "around", "plain"])
def test_the_newest_copy_stays_by_whatever_name_its_folder_is_called(
    lite, settings, tmp_path, spelt
):
    kept, own = tmp_path / "kept", settings.state_dir / "backups"
    kept.mkdir(parents=True)
    files = [kept / f"nightly-202610{day}-000000.db" for day in ("01", "02")]
    for file in files:
        file.write_bytes(b"")
    own.parent.mkdir(parents=True, exist_ok=True)
    if spelt == "linked files":
        own.mkdir()
        for file in files:
            (own / file.name).symlink_to(file)
    else:
        own.symlink_to(kept)
    around = settings.state_dir / ".." / settings.state_dir.name / own.name
    folder = {"around": around, "plain": own}.get(spelt, kept)
    mine = settings.model_copy(update={"backup": Backup(dir=folder)})
    assert look(lite, mine, at=NOON).erased["copies"] == 1
    assert erase(lite, mine, at=NOON).erased["copies"] == 1
    assert erase(lite, mine, at=NOON).erased["copies"] == 0
    assert [*kept.iterdir()] == files[1:]


@pytest.mark.parametrize("linked", [False, True])
def test_what_a_killed_restore_left_beside_the_database_goes(lite, sqlite_url, settings, linked):
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    named = file
    if linked:
        (named := file.parent / "elsewhere" / "linked.db").parent.mkdir()
        named.symlink_to(file)
    mine = settings.model_copy(update={"database": Database(url=SecretStr(f"sqlite:///{named}"))})
    left = file.parent / f"{UNFINISHED}x"
    left.mkdir()
    (left / "fresh.db").write_text("what was restored")
    os.utime(left, ((NOON - 2 * HOUR).timestamp(),) * 2)
    erase(lite, mine, at=NOON)
    assert not left.exists()


def test_what_would_be_too_old_before_the_next_time_goes_now(lite, settings):
    put(lite, a_comment("7", post=a_post(1, Platform.LINKEDIN)), post=a_post(1, Platform.LINKEDIN))
    for hours, again_in, gone in ((46.9, 1, 0), (47, 0, 0), (47, 1, 1)):
        at, again = NOON + hours * HOUR, again_in * HOUR
        done = erase(lite, settings, at=at, again_in=again)
        assert done.erased["linkedin_comments"] == gone


def swept(store, at, *, answered=1):
    """A sweep of which the platform answered so many requests."""
    requests = {"meta": {"http": 3, "counted": 3, "answered": answered}}
    done = Finished(started_at=at, finished_at=at, counts={}, requests=requests, unread=())
    with store.writing() as connection:
        sweeps.finish(connection, sweeps.begin(connection, {}, at), done)


def test_a_clock_that_jumped_a_year_erases_nothing_but_what_is_read_anew(store, settings):
    """LinkedIn's text is fetched again by the next reading; what is gone of a year is gone."""
    with store.writing() as connection:
        tables = [one for one in tables_of(connection) if one.name not in ("sweeps", "comments")]
        fill(connection, tables, NOON)
    for day in range(10):
        swept(store, NOON - day * DAY)
    reports(settings, "2026-W30")
    put(store, a_comment("7", post=a_post(1, Platform.LINKEDIN)), post=a_post(1, Platform.LINKEDIN))
    jumped = NOON + 2 * YEAR
    before = pending(store, strict(), at=jumped, sure=True).erased
    for hours in range(0, 24, 6):  # it goes on reading, by the wrong clock
        swept(store, jumped + hours * HOUR)
        done = erase(store, settings, at=jumped + hours * HOUR)
        assert {name for name, rows in done.erased.items() if rows} <= {"linkedin_comments"}
        assert set(done.waiting) == {
            name for name, rows in before.items() if rows and name != "linkedin_comments"
        }
    assert there(settings) == ["2026-W30"]
    assert pending(store, strict(), at=NOON).waiting == ()


def test_by_a_clock_to_which_no_platform_answers_nothing_is_erased_however_long(store, settings):
    """After a jump of years certificates are no longer good, and a week end passes unseen."""
    with store.writing() as connection:
        fill(connection, [one for one in tables_of(connection) if one.name != "sweeps"], NOON)
    swept(store, NOON)
    reports(settings, "2026-W30")
    jumped = NOON + 2 * YEAR
    for day in range(12):
        swept(store, jumped + day * DAY, answered=0)
        done = erase(store, settings, at=jumped + day * DAY)
        assert {name for name, rows in done.erased.items() if rows} <= {"linkedin_comments"}
        assert "linkedin_ads" in done.waiting
    assert there(settings) == ["2026-W30"]
    swept(store, jumped + 12 * DAY)
    assert erase(store, settings, at=jumped + 13 * DAY).erased["linkedin_ads"]


def test_a_service_that_was_off_for_a_year_erases_a_day_after_it_came_back(store, settings):
    with store.writing() as connection:
        fill(connection, [one for one in tables_of(connection) if one.name != "sweeps"], NOON)
    swept(store, NOON)
    back = NOON + 2 * YEAR
    swept(store, back)
    assert erase(store, settings, at=back + 23 * HOUR).waiting
    done = erase(store, settings, at=back + 24 * HOUR)
    assert (done.waiting, done.erased["linkedin_ads"] > 0) == ((), True)


def test_a_person_may_vouch_for_the_clock(lite, settings):
    with lite.writing() as connection:
        fill(connection, tables_of(connection), NOON)
    reports(settings, "2026-W30")
    done = erase(lite, settings, at=NOON + 2 * YEAR, sure=True)
    assert (done.waiting, there(settings)) == ((), [])


def test_what_a_clock_ahead_has_fetched_does_not_stay_for_the_years_it_was_ahead(store):
    """A restored clock finds rows of next year: what they hold may be of any age."""
    post = a_post(1, Platform.LINKEDIN)
    put(store, a_comment("1", post=post), post=post, at=NOON + YEAR)
    put(store, a_comment("2", post=post), post=post, at=NOON + 20 * HOUR)
    assert purge(store, strict(), at=NOON).erased["linkedin_comments"] == 1


def lines(settings, at):
    return [(one.state, one.words.english()) for one in retention(settings, lambda: at)]


def test_the_doctor_tells_what_is_kept_beyond_its_time_and_what_waits(lite, sqlite_url, settings):
    settings = settings.model_copy(
        update={"database": settings.database.model_copy(update={"url": SecretStr(sqlite_url)})}
    )
    ((state, words),) = lines(settings, NOON)
    assert (state, words) == ("ok", "Nothing is kept beyond its time.")
    for platform, diary in ((Platform.META, None), (Platform.LINKEDIN, "SLK 2026/77")):
        post = a_post(1, platform)
        with lite.writing() as connection:
            posts.remember(connection, [post], NOON)
            connection.execute(
                post_campaigns.insert(),
                {"platform": str(platform), "post_id": post.id, "campaign_id": "c1",
                 "account_id": "1", "ran_until": NOON},
            )  # fmt: skip
            holds.add(
                connection,
                holds.Wanted(platform=platform, campaign_id=CampaignId("c1"), by="Anna",
                             reason="mål", comments_diary=diary),
                NOON,
            )  # fmt: skip
    told = dict(lines(settings, NOON))
    assert set(told) == {"ok", "warn"}
    assert "campaign c1 on Meta is kept beyond its time since 2026-11-24, by Anna" in told["ok"]
    assert "beyond LinkedIn's 48 hours since 2026-11-24, by Anna under SLK 2026/77" in told["warn"]
    swept(lite, NOON)
    put(lite, a_comment("9", post=a_post(2)), state="answered", post=a_post(2))
    waiting = lines(settings, NOON + YEAR)
    assert any("nothing was read for a week" in words for _, words in waiting)
    broken = settings.database.model_copy(update={"url": SecretStr("sqlite:////nowhere/x/y.db")})
    assert lines(settings.model_copy(update={"database": broken}), NOON) == []


def test_a_full_disk_lets_go_of_files_first_and_loses_nothing_of_the_database(lite, settings):
    reports(settings, "2024-W30")
    put(lite, a_comment("1", post=a_post(1, Platform.LINKEDIN)), post=a_post(1, Platform.LINKEDIN))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))  # no file grows beyond a byte
    try:
        with pytest.raises(Unreachable):
            erase(lite, settings, at=NOON + 3 * DAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert there(settings) == []
    assert look(lite, settings, at=NOON + 3 * DAY).erased["linkedin_comments"] == 1
    assert erase(lite, settings, at=NOON + 3 * DAY).erased["linkedin_comments"] == 1
