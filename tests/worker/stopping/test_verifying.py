"""Verifying, held against random journals and random tampering."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worker.stopping.board import Clock
from worker.stopping.chain import START, Record, digest_of, loose_end, plain, read_line
from worker.stopping.journal import Journal, read_journal
from worker.stopping.lines import Part, read_lines
from worker.stopping.places import Places
from worker.stopping.verifying import verify

AT = "2026-11-24T12:00:00.000+00:00"
text = st.text(st.characters(exclude_categories=()), max_size=6)
told = st.dictionaries(text, st.one_of(text, st.integers(), st.none(), st.lists(text, max_size=2)))
kills = st.lists(st.integers(1, 60), max_size=2)
"""Bytes of a record that were written before each kill."""


events = st.lists(
    st.tuples(st.sampled_from(["opened", "x", "y"]), told, kills), min_size=1, max_size=6
)


@st.composite
def journals(draw):
    """The bytes of a journal, some of whose writes were cut off, as the program makes them."""
    raw, n, before = b"", 0, START
    for event, holds, cuts in [*draw(events), ("last", {}, [])]:
        record = following(raw, n, before, event, holds)
        for cut in cuts:
            raw += begin(raw) + record.line()[:cut]
            record = following(raw, n, before, event, holds)
        raw += begin(raw) + record.line()
        n, before = n + 1, record.digest
    return raw


def following(raw, n, before, event, holds):
    loose = loose_end(raw)
    torn = None if loose is None else digest_of(loose)
    return Record(n=n + 1, at=AT, event=event, told=dict(plain(holds)), before=before, torn=torn)


def begin(raw):
    return b"" if not raw or raw.endswith(b"\n") else b"\n"


@settings(max_examples=20, deadline=None)
@given(events)
def test_the_program_writes_such_journals(made):
    raw = b""
    with tempfile.TemporaryDirectory() as folder:
        places = Places(state_dir=Path(folder))
        path = places.folders()[0] / "a.jsonl"
        for event, holds, cuts in made:
            for cut in cuts:
                length = path.stat().st_size if path.exists() else 0
                journal(places).add(event, holds)
                path.write_bytes(path.read_bytes()[: length + len(begin(raw)) + cut])
                raw = path.read_bytes()
            journal(places).add(event, holds)
            raw = path.read_bytes()
        lines = read_journal("a", places)
    expected = [(n, event, dict(plain(holds))) for n, (event, holds, _) in enumerate(made, 1)]
    assert [(one.n, one.event, one.told) for one in lines.records] == expected
    assert verify(lines, head=lines.head).faults == ()


def journal(places):
    return Journal("a", places, clock=Clock(), warn=print, last_resort=print)


def lines_of(*raws):
    return read_lines(Part(name=f"file{n}", raw=raw) for n, raw in enumerate(raws))


def english(words):
    return [one.english() for one in words]


def lines_in(raw):
    return raw.removesuffix(b"\n").split(b"\n")


def joined(lines):
    return b"".join(one + b"\n" for one in lines)


@settings(max_examples=60, deadline=None)
@given(journals())
def test_what_the_program_wrote_is_intact_however_often_it_was_killed(raw):
    lines = lines_of(raw)
    verdict = verify(lines, head=lines.head)
    assert verdict.faults == ()
    assert verdict.cannot_tell == ()
    assert b"".join(lines.places[one.digest].raw for one in lines.records) == raw


def flip(raw, draw):
    at = draw(st.integers(0, len(raw) - 1))
    return raw[:at] + bytes([raw[at] ^ (1 << draw(st.integers(0, 7)))]) + raw[at + 1 :]


def drop(raw, draw):
    lines = lines_in(raw)
    del lines[draw(st.integers(0, len(lines) - 1))]
    return joined(lines)


def double(raw, draw):
    lines = lines_in(raw)
    lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(lines)))
    return joined(lines)


def reorder(raw, draw):
    return joined(draw(st.permutations(lines_in(raw))))


def cut(raw, draw):
    return raw[: draw(st.integers(0, len(raw) - 1))]


def insert(raw, draw):
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + draw(st.binary(min_size=1, max_size=9)) + raw[at:]


def blank(raw, draw):
    """Spaces and line ends that JSON does not mind."""
    at = draw(st.sampled_from([n for n, one in enumerate(raw) if one in b'{}:,"\n']))
    return raw[:at] + draw(st.sampled_from([b" ", b"\r", b"\n", b"\t"])) + raw[at:]


def forge(raw, draw):
    """A record before the last written anew, with its own digest right; not those after it."""
    lines = lines_in(raw)
    places = [n for n, one in enumerate(lines[:-1]) if read_line(one)]
    at = draw(st.sampled_from(places))
    one = read_line(lines[at])
    anew = Record(
        n=one.n, at=one.at, event="forged", told=one.told, before=one.before, torn=one.torn
    )
    return joined([*lines[:at], anew.line().rstrip(b"\n"), *lines[at + 1 :]])


TAMPERS = st.sampled_from([flip, drop, double, reorder, cut, insert, blank, forge])


@settings(max_examples=200, deadline=None)
@given(journals(), TAMPERS, st.data())
def test_tampering_shows(raw, tamper, data):
    original = lines_of(raw)
    changed = tamper(raw, data.draw)
    found = lines_of(changed)
    with_head, blind = verify(found, head=original.head), verify(found, head=None)
    if with_head.intact:
        # All that was written is there, in its order; what can follow is a write cut off.
        assert found.records == original.records
        assert changed.startswith(raw.removesuffix(b"\n"))
        assert changed in (raw, raw.removesuffix(b"\n")) or found.torn
    if blind.intact:
        # Only the end can be gone, and then it is said that nobody can tell.
        assert found.records == original.records[: len(found.records)]
        assert blind.cannot_tell
    if not with_head.intact:
        assert english(with_head.faults)


def rechained(records):
    """Records whose digests a forger has made anew."""
    before, made = START, []
    for one in records:
        made.append(
            Record(n=one.n, at=one.at, event=one.event, told=one.told, before=before, torn=one.torn)
        )
        before = made[-1].digest
    return made


@settings(max_examples=40, deadline=None)
@given(journals(), st.data())
def test_a_forger_who_writes_the_rest_anew_is_found_by_the_head_alone(raw, data):
    original = lines_of(raw)
    at = data.draw(st.integers(0, len(original.records) - 1))
    records = list(original.records)
    one = records[at]
    records[at] = Record(
        n=one.n, at=one.at, event=one.event, told={**one.told, "forged": 1}, before=one.before
    )
    forged = [Record(n=r.n, at=r.at, event=r.event, told=r.told, before="") for r in records]
    found = lines_of(b"".join(r.line() for r in rechained(forged)))
    assert verify(found, head=None).intact
    assert "Without --head" in verify(found, head=None).cannot_tell[0].english()
    assert not verify(found, head=original.head).intact
    # What was noted before the forged record still holds; then it is said that more follow.
    if at and not any(r.torn for r in original.records):
        noted = verify(found, head=original.records[at - 1].digest)
        assert noted.intact
        assert noted.cannot_tell[0].english().startswith(f"{len(records) - at} records follow")


@settings(max_examples=60, deadline=None)
@given(journals(), st.data())
def test_two_files_that_overlap_are_one_journal(raw, data):
    lines = lines_of(raw)
    raws = [lines.places[one.digest].raw for one in lines.records]
    end = data.draw(st.integers(1, len(raws)))
    begin = data.draw(st.integers(0, end))
    files = [b"".join(raws[:end]), b"".join(raws[begin:])]
    both = lines_of(*data.draw(st.permutations(files)))
    assert verify(both, head=lines.head).intact
    assert both.records == lines.records
    if end < len(raws):
        gap = lines_of(files[0], b"".join(raws[end + 1 :]))
        assert not verify(gap, head=lines.head).intact


@settings(max_examples=40, deadline=None)
@given(journals(), st.data())
def test_a_fork_is_found_and_both_records_are_named(raw, data):
    lines = lines_of(raw)
    at = data.draw(st.integers(0, len(lines.records) - 1))
    one = lines.records[at]
    other = Record(n=one.n, at=one.at, event="other", told={}, before=one.before)
    raws = [lines.places[r.digest].raw for r in lines.records[:at]]
    found = lines_of(raw, b"".join(raws) + other.line())
    verdict = verify(found, head=None)
    assert found.forked
    assert not verdict.intact
    [named] = [
        words for words in english(verdict.faults) if f"Record {one.n} was written in" in words
    ]
    assert "file0:" in named
    assert "file1:" in named
    assert len(found.records) == len(lines.records) + 1


# --- the head as people give it ----------------------------------------------------------------


@pytest.fixture
def three(tmp_path):
    places = Places(state_dir=tmp_path)
    for event in ("a", "b", "c"):
        journal(places).add(event, {})
    return read_journal("a", places)


def test_the_head_may_be_in_capitals_and_in_groups(three):
    head = three.head.upper()
    grouped = " ".join(head[at : at + 8] for at in range(0, 64, 8))
    assert verify(three, head=f"  {grouped}\n").intact
    assert verify(three, head=f"  {grouped}\n").cannot_tell == ()


@pytest.mark.parametrize("wrong", ["", " ", "…", "0" * 63, "0" * 65, "g" * 64, "٣" * 64])
def test_what_is_no_digest_proves_nothing(three, wrong):
    verdict = verify(three, head=wrong)
    assert not verdict.intact
    assert "no whole digest" in verdict.faults[0].english()


def test_the_beginning_of_a_digest_proves_nothing(three):
    assert not verify(three, head=three.head[:12]).intact


@pytest.mark.parametrize(("back", "after"), [(1, 2), (2, 1)])
def test_an_older_head_tells_how_many_came_after(three, back, after):
    verdict = verify(three, head=three.records[back - 1].digest)
    assert verdict.intact
    assert verdict.cannot_tell[0].english().startswith(f"{after} records follow")


# --- lines that are valid JSON and not ours ------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"null",
        b"7",
        b"{}",
        b'{"n":1}',
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"at":1,"before":"","event":"","hash":"","n":"1","told":{}}',
    ],
)
def test_a_line_that_is_no_record_is_a_fault_and_no_crash(line):
    assert read_line(line) is None
    assert not verify(lines_of(line + b"\n"), head=None).intact


def test_a_record_of_wrong_kinds_is_none_even_with_its_digest():
    for wrong in ({"n": True}, {"n": "1"}, {"told": []}, {"at": None}, {"event": 3}):
        fields = {"n": 1, "at": "", "event": "", "told": {}, "before": START, **wrong}
        assert read_line(Record(**fields).line().rstrip(b"\n")) is None


def test_nothing_at_all_is_not_intact():
    assert not verify(lines_of(), head=None).intact
    assert not verify(lines_of(b""), head=None).intact


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path):
    places = Places(state_dir=tmp_path)
    journal(places).add("a", {})
    (tmp_path / "stops" / "a.more.jsonl").mkdir()
    verdict = verify(read_journal("a", places), head=None)
    assert "a.more.jsonl cannot be read (Is a directory)." in verdict.faults[0].english()


def test_two_halves_of_a_sign_that_meet_are_one_sign(tmp_path):
    places = Places(state_dir=tmp_path)
    journal(places).add("a", {"name": "\ud83d" + "\ude00"})
    lines = read_journal("a", places)
    assert verify(lines, head=None).intact
    assert lines.records[0].told == {"name": "😀"}
