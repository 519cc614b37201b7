"""Journals of stops filed in a real database; where its kind may matter, in both kinds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from policies.crisis import EVERYTHING, phrase
from tests.policies.switches import campaign
from tests.worker.stopping.board import NOON, ORDER, Board, desk
from worker.service.filing import Filed, file_stops
from worker.stopping.chain import START, Record
from worker.stopping.giving import end, go_on, pause, resume
from worker.stopping.holding import hold
from worker.stopping.journal import read_journal
from worker.stopping.lines import Part, read_lines
from worker.stopping.story import tell_story
from worker.stopping.verifying import verify
from worker.store.slots import Made, finish, make
from worker.store.slots import claim as claimed
from worker.store.stops import filed, hashes_of, journal_of, stop_ids

LATER = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def _nobody_elses_temporary_folder(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))


@pytest.fixture
def board():
    return Board(campaign(1), campaign(2), campaign(3, account="act_2"))


@pytest.fixture
def here(board, tmp_path):
    return desk(board, state_dir=tmp_path / "var")


def types(plan):
    return phrase(plan.doing, plan.number, "sv")


def stop(here):
    return pause(here, ORDER, EVERYTHING, typed=None, ask=types).result


def path_of(here, stop_id):
    return here.places.folders()[0] / f"{stop_id}.jsonl"


def kept(store, stop_id):
    with store.reading() as connection:
        return filed(connection)[stop_id]


def english(result):
    return [one.english() for _, one in result.wrong]


def test_nothing_to_file_is_nothing(lite, here):
    assert file_stops(lite, here.places, at=NOON) == Filed(stops=0, records=0, wrong=())


def test_a_stop_is_filed_once_and_gives_its_bytes_back(store, here):
    done = stop(here)
    raw = path_of(here, done.stop_id).read_bytes()
    lines = len(raw.splitlines())
    assert file_stops(store, here.places, at=NOON) == Filed(stops=1, records=lines, wrong=())
    assert file_stops(store, here.places, at=LATER) == Filed(stops=0, records=0, wrong=())
    assert journal_of(store, done.stop_id) == (raw, ())
    assert stop_ids(store) == (done.stop_id,)
    row = kept(store, done.stop_id)
    assert (row.head, row.wrong) == (done.head, ())
    assert row.told.opened_at == NOON
    assert (row.told.operator, row.told.reason) == ("Anna", "olycka")
    assert (row.told.verified, row.told.over) == (True, None)


def test_only_what_is_new_is_added_and_the_row_follows(lite, here, board):
    done = stop(here)
    first = file_stops(lite, here.places, at=NOON)
    board.set(campaign(1), "ACTIVE")
    go_on(here, ORDER, tell_story(done.stop_id, here.places))
    resume(here, ORDER, tell_story(done.stop_id, here.places), typed=None, ask=types)
    more = file_stops(lite, here.places, at=LATER)
    raw = path_of(here, done.stop_id).read_bytes()
    assert (more.stops, first.records + more.records) == (0, len(raw.splitlines()))
    assert journal_of(lite, done.stop_id)[0] == raw
    assert kept(lite, done.stop_id).told.over == "resumed"


def test_cut_lines_and_half_signs_are_kept_to_the_byte(store, tmp_path):
    here = desk(Board(campaign(1, name="\ud83d \0 å")), state_dir=tmp_path / "var")
    done = stop(here)
    path = path_of(here, done.stop_id)
    path.write_bytes(path.read_bytes() + '{"at":"2026 å'.encode()[:-1])
    end(here.open_journal(done.stop_id), ORDER)
    assert file_stops(store, here.places, at=NOON).wrong == ()
    assert journal_of(store, done.stop_id)[0] == path.read_bytes()


def test_a_journal_in_two_files_is_put_together(lite, here):
    done = stop(here)
    path = path_of(here, done.stop_id)
    raw = path.read_bytes()
    lines = raw.splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3]))
    (path.parent / f"{done.stop_id}.screen.jsonl").write_bytes(b"".join(lines[2:]))
    assert file_stops(lite, here.places, at=NOON).wrong == ()
    assert journal_of(lite, done.stop_id)[0] == raw


def test_what_is_cut_from_the_file_stays_in_the_database_and_is_told_each_time(lite, here):
    done = stop(here)
    path = path_of(here, done.stop_id)
    raw = path.read_bytes()
    file_stops(lite, here.places, at=NOON)
    path.write_bytes(b"".join(raw.splitlines(keepends=True)[:-2]))
    for _ in range(2):
        told = english(file_stops(lite, here.places, at=LATER))
        assert told[0].startswith("The database holds 2 records that the journal lacks")
    assert journal_of(lite, done.stop_id)[0] == raw
    assert kept(lite, done.stop_id).told.verified is True
    assert kept(lite, done.stop_id).wrong
    path.write_bytes(raw)
    assert file_stops(lite, here.places, at=LATER).wrong == ()
    assert kept(lite, done.stop_id).wrong == ()


def test_a_file_that_is_gone_altogether_is_told(lite, here):
    done = stop(here)
    raw = path_of(here, done.stop_id).read_bytes()
    file_stops(lite, here.places, at=NOON)
    path_of(here, done.stop_id).unlink()
    assert "--from-database` gives them back" in english(file_stops(lite, here.places, at=LATER))[0]
    given = read_lines([Part(name="database", raw=journal_of(lite, done.stop_id)[0])])
    assert verify(given, head=done.head).intact
    path_of(here, done.stop_id).write_bytes(raw)
    assert tell_story(done.stop_id, here.places).reason == "olycka"


def test_a_forged_file_changes_nothing_that_is_filed_and_is_kept_beside_it(store, here):
    done = stop(here)
    path = path_of(here, done.stop_id)
    raw = path.read_bytes()
    file_stops(store, here.places, at=NOON)
    forged = raw.replace(b"olycka", b"skojar", 1)
    path.write_bytes(forged)
    told = english(file_stops(store, here.places, at=LATER))
    assert f"{path}:1: not as it was written." in told
    assert journal_of(store, done.stop_id)[0] == raw
    assert [one.content for one in journal_of(store, done.stop_id)[1]] == [forged]
    assert kept(store, done.stop_id).told.reason == "olycka"
    file_stops(store, here.places, at=LATER)
    assert len(journal_of(store, done.stop_id)[1]) == 1


def test_records_of_another_chain_are_not_added_to_the_one_that_is_filed(lite, here):
    """A forger who writes all of it anew, longer and without a fault, changes nothing."""
    done = stop(here)
    raw = path_of(here, done.stop_id).read_bytes()
    file_stops(lite, here.places, at=NOON)
    before, forged = START, []
    for one in [*read_journal(done.stop_id, here.places).records] * 2:
        told = {**one.told, "reason": "skoj"}
        n = len(forged) + 1
        forged.append(Record(n=n, at=one.at, event=one.event, told=told, before=before))
        before = forged[-1].digest
    path_of(here, done.stop_id).write_bytes(b"".join(one.line() for one in forged))
    result = file_stops(lite, here.places, at=LATER)
    assert result.records == 0
    assert english(result)[0].startswith("The database holds")
    given, copies = journal_of(lite, done.stop_id)
    assert given == raw
    assert len(copies) == 1


@pytest.mark.parametrize("raw", [b"rubbish\n", b"", b"\xff\x00\n" * 3, b'{"at":"'])
def test_a_journal_that_cannot_be_understood_is_filed_as_it_stands(store, here, raw):
    path = path_of(here, "20261124-120000-0000")
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    result = file_stops(store, here.places, at=NOON)
    assert result.stops == 1
    assert "cannot be understood" in english(result)[-1]
    [copy] = journal_of(store, "20261124-120000-0000")[1]
    assert (copy.name, copy.content) == (path.name, raw)
    assert kept(store, "20261124-120000-0000").told is None


def test_a_damaged_one_does_not_hold_up_the_others(lite, here):
    done = stop(here)
    path = path_of(here, "20200101-120000-0000")
    path.write_bytes(b"rubbish\n")
    (path.parent / "notes.jsonl").write_bytes(b"{}\n")
    result = file_stops(lite, here.places, at=NOON)
    assert {one for one, _ in result.wrong} == {"20200101-120000-0000", "notes"}
    assert stop_ids(lite) == ("20200101-120000-0000", done.stop_id)
    assert journal_of(lite, done.stop_id)[0] == path_of(here, done.stop_id).read_bytes()


def test_of_a_fork_one_branch_is_filed_and_both_files_are_kept(lite, here):
    done = stop(here)
    path = path_of(here, done.stop_id)
    raw = path.read_bytes()
    end(here.open_journal(done.stop_id), ORDER)
    one = path.read_bytes()
    path.write_bytes(raw)
    here.means.clock.sleep(60)
    end(here.open_journal(done.stop_id), ORDER)
    (path.parent / f"{done.stop_id}.other.jsonl").write_bytes(one)
    told = english(file_stops(lite, here.places, at=LATER))
    assert "was written in two ways" in told[0]
    given, copies = journal_of(lite, done.stop_id)
    assert given in (one, path.read_bytes())
    assert {copy.content for copy in copies} == {one, path.read_bytes()}
    assert file_stops(lite, here.places, at=LATER).records == 0


def test_two_that_file_at_once_file_it_once(store, here):
    done = stop(here)
    raw = path_of(here, done.stop_id).read_bytes()
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: file_stops(store, here.places, at=NOON), range(4)))
    assert all(one.wrong == () for one in results)
    assert journal_of(store, done.stop_id)[0] == raw


def test_the_digests_that_are_filed_are_those_of_the_journal(lite, here):
    done = stop(here)
    file_stops(lite, here.places, at=NOON)
    lines = read_journal(done.stop_id, here.places)
    with lite.reading() as connection:
        held = hashes_of(connection, done.stop_id)
    assert held == {one.n: one.digest for one in lines.records}


def at_work(store, host):
    """A service on this host has ended a slot."""
    made = Made(job="outbox", scheduled_at=NOON)
    with store.writing() as connection:
        make(connection, [made], NOON)
        claim = claimed(
            connection, "outbox", holder=f"{host}:7:abc", at=NOON, lease=timedelta(minutes=1)
        )
        finish(connection, claim, NOON)


@pytest.fixture
def there(board, tmp_path):
    """The desk of another host, with a state folder of its own."""
    return desk(board, state_dir=tmp_path / "other")


def test_a_stop_that_lies_on_the_host_where_it_was_given_is_no_fault_on_another(store, here, there):
    done = stop(here)
    file_stops(store, here.places, at=NOON, host="vakt")
    at_work(store, "vakt")
    assert file_stops(store, there.places, at=NOON, host="reserv").wrong == ()
    assert kept(store, done.stop_id).wrong == ()


def test_a_file_that_is_gone_from_the_host_where_its_stop_was_given_is_told_there(lite, here):
    done = stop(here)
    file_stops(lite, here.places, at=NOON, host="vakt")
    at_work(lite, "reserv")
    path_of(here, done.stop_id).unlink()
    (told,) = english(file_stops(lite, here.places, at=NOON, host="vakt"))
    assert told.startswith("The database holds 8 records of a journal that is not here")


def test_a_file_that_is_gone_from_a_host_that_held_its_stop_is_told_there(lite, here, board):
    """As with containers: the stop was given in one of its own, beside the service's."""
    done = stop(here)
    board.set(campaign(1), "ACTIVE")
    held = replace(ORDER, who=replace(ORDER.who, host="tjanst"))
    hold(here, held, tell_story(done.stop_id, here.places))
    file_stops(lite, here.places, at=NOON, host="tjanst")
    at_work(lite, "reserv")
    path_of(here, done.stop_id).unlink()
    assert english(file_stops(lite, here.places, at=NOON, host="tjanst"))


def test_lines_cut_from_a_file_are_told_whoever_else_is_at_work(lite, here):
    done = stop(here)
    file_stops(lite, here.places, at=NOON, host="vakt")
    at_work(lite, "vakt")
    path = path_of(here, done.stop_id)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert english(file_stops(lite, here.places, at=NOON, host="reserv"))


def test_where_no_other_host_works_any_more_a_journal_that_is_nowhere_is_told(lite, here, there):
    stop(here)
    file_stops(lite, here.places, at=NOON, host="vakt")
    at_work(lite, "vakt")
    for at, told in ((NOON + timedelta(hours=23), False), (NOON + timedelta(hours=25), True)):
        assert bool(file_stops(lite, there.places, at=at, host="reserv").wrong) is told
