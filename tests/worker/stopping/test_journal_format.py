"""The format as docs/journal.md specifies it, checked by a program that knows only that page."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from policies.crisis import EVERYTHING, phrase
from tests.policies.switches import campaign
from tests.worker.stopping.board import ORDER, Board, desk
from worker.stopping import story
from worker.stopping.giving import end, pause
from worker.stopping.lines import Part, read_lines
from worker.stopping.story import story_of_lines
from worker.stopping.verifying import verify

PAGE = (Path(__file__).parents[3] / "docs" / "journal.md").read_text(encoding="utf-8")
[EXAMPLE] = re.findall(r"```jsonl\n(.*?)```", PAGE, flags=re.DOTALL)
STOP_ID = "20261124-232543-9f3a"


def sha(raw):
    return hashlib.sha256(raw).hexdigest()


def checked(raw):
    """The digest of the last record, if the chain holds; it knows nothing of ours."""
    before, n, cut = "0" * 64, 0, []
    for line in raw.removesuffix(b"\n").split(b"\n"):
        try:
            record = json.loads(line)
        except ValueError:
            cut.append(line)
            continue
        assert list(record) == sorted(record)
        assert set(record) - {"torn"} == {"at", "before", "event", "hash", "n", "told"}
        head, _, rest = line.partition(b'"hash":"')
        assert sha(head + rest[66:]) == record["hash"] == rest[:64].decode()
        assert (record["n"], record["before"]) == (n + 1, before)
        assert record.get("torn") == (sha(b"\n".join(cut)) if cut else None)
        before, n, cut = record["hash"], record["n"], []
    assert not cut
    return before


def test_the_example_holds_by_the_page_alone_and_by_the_program():
    head = checked(EXAMPLE.encode())
    lines = read_lines([Part(name="example", raw=EXAMPLE.encode())])
    assert verify(lines, head=head).faults == ()
    assert verify(lines, head=head).cannot_tell == ()
    assert len(lines.records) == 3


def test_the_example_tells_what_the_page_says():
    told = story_of_lines(STOP_ID, read_lines([Part(name="example", raw=EXAMPLE.encode())]))
    assert (told.operator, told.in_force, told.verified) == ("Anna Ek", True, True)
    assert told.countersigned.told["operator"] == "Bo Ek"


def test_what_the_program_writes_holds_by_the_page_alone(tmp_path):
    name = 'Å "b" \\ \x07 \ud83d 😀 ,"hash":"' + "0" * 64
    here = desk(Board(campaign(1, name=name), campaign(2)), state_dir=tmp_path)
    done = pause(
        here, ORDER, EVERYTHING, typed=None,
        ask=lambda plan: phrase(plan.doing, plan.number, "sv"),
    ).result  # fmt: skip
    path = tmp_path / "stops" / f"{done.stop_id}.jsonl"
    assert checked(path.read_bytes()) == done.head
    path.write_bytes(path.read_bytes() + b'{"at":"2026')
    path.write_bytes(path.read_bytes() + b'\n{"at":')
    end(here.open_journal(done.stop_id), ORDER)
    lines = read_lines([Part(name="", raw=path.read_bytes())])
    assert checked(path.read_bytes()) == lines.head
    assert verify(lines, head=done.head).intact


def test_every_event_has_its_row_and_every_row_its_event():
    events = {
        value for name, value in vars(story).items() if name.isupper() and isinstance(value, str)
    }
    rows = set(re.findall(r"^\| `(\w+)` \|", PAGE.partition("## Events")[2], flags=re.MULTILINE))
    assert events == rows
