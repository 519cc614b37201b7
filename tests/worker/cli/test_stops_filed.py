"""`stops verify`, `countersign`, `export` and `import`, run as commands."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tests.worker.cli.test_stopping import Office, office, sandbox  # noqa: F401 fixtures
from worker.clock import now
from worker.service.filing import file_stops
from worker.stopping.identity import Identity
from worker.stopping.journal import Journal
from worker.stopping.ordering import Order
from worker.stopping.places import Places
from worker.store.opening import open_store

STOP_ID = "20261124-232543-9f3a"
ANNA = Order(
    reason="olycka", operator="Anna Berg", who=Identity(os_user="x", host="y", terminal=None)
)


@pytest.fixture
def desk(office):  # noqa: F811
    return Desk(office)


class Desk:
    """An office in which stops were given some hours ago."""

    def __init__(self, office):  # noqa: F811
        self.office = office
        self.places = Places(state_dir=office.folder / "var")
        self.run, self.json = office.run, office.json

    def journal(self, stop_id=STOP_ID, *, ago=1):
        clock = lambda: now() - timedelta(hours=ago)  # noqa: E731
        return Journal(stop_id, self.places, clock=clock, warn=print, last_resort=print)

    def stop(self, stop_id=STOP_ID, *, ago=1):
        made = self.journal(stop_id, ago=ago)
        named = {"version": 1, "stop_id": stop_id}
        scope = {"platform": None, "account_id": None, "campaign_id": None}
        made.add("opened", {**ANNA.to_json(()), **named, "scope": scope})
        made.add("verified", {"verified": True, "outcomes": [], "unread": []})
        return made

    def path(self, stop_id=STOP_ID):
        return self.places.folders()[0] / f"{stop_id}.jsonl"


@pytest.fixture
def other(tmp_path_factory, office):  # noqa: F811
    """Another machine."""
    return Desk(Office(tmp_path_factory.mktemp("other"), office.url, office.capsys))


# --- verify ------------------------------------------------------------------------------------


def test_verify_tells_each_fault_by_file_and_line(desk):
    made = desk.stop()
    assert desk.run("stops", "verify", STOP_ID, "--head", made.head)[0] == 0
    desk.path().write_bytes(desk.path().read_bytes().replace(b"olycka", b"skojar"))
    code, told, _ = desk.json("stops", "verify", STOP_ID, "--head", made.head)
    assert (code, told["intact"]) == (1, False)
    assert f"{desk.path()}:1: inte som den skrevs." in told["faults"]
    assert told["files"] == [str(desk.path())]
    assert f"{desk.path()}:1:" in desk.run("stops", "verify", STOP_ID)[1]


@pytest.mark.parametrize("part", [12, 63])
def test_verify_takes_no_part_of_a_digest_for_proof(desk, part):
    made = desk.stop()
    code, told, _ = desk.json("stops", "verify", STOP_ID, "--head", made.head[:part])
    assert (code, told["intact"]) == (1, False)
    assert f"den här har {part}" in told["faults"][0]


def test_verify_without_an_id_checks_all(desk):
    assert desk.json("stops", "verify")[:2] == (0, [])
    desk.stop()
    desk.stop("20261125-000000-0000")
    code, told, _ = desk.json("stops", "verify")
    assert (code, [one["intact"] for one in told]) == (0, [True, True])
    desk.path().write_bytes(b"x" + desk.path().read_bytes())
    code, told, _ = desk.json("stops", "verify")
    assert (code, [one["intact"] for one in told]) == (1, [False, True])
    assert desk.run("stops", "verify")[1].count("stops") >= 1
    code, out, err = desk.run("stops", "verify", "--head", "0" * 64)
    assert (code, out) == (2, "")
    assert "--head" in err


def test_a_journal_of_a_newer_program_is_refused_by_name(desk):
    desk.journal().add("opened", {"version": 2, "scope": {}})
    code, out, err = desk.run("stops", "show", STOP_ID)
    assert (code, out) == (2, "")
    assert "nyare version" in err
    assert desk.json("stops")[1] == [{"stop_id": STOP_ID, "state": "unreadable"}]
    code, told, _ = desk.json("stops", "verify", STOP_ID)
    assert code == 1
    assert "journalen har version 2" in told["faults"][0]


# --- countersign -------------------------------------------------------------------------------


def test_a_second_person_reviews_a_stop_in_time(desk):
    desk.stop()
    assert desk.json("stops")[1][0]["countersign"]["state"] == "waiting"
    assert "inte än, ska göras senast" in desk.run("stops", "show", STOP_ID)[1]
    sign = ("stops", "countersign", STOP_ID, "--by", " Bo Ek ", "--remarks", "i sin ordning")
    code, told, _ = desk.json(*sign)
    assert code == 0
    assert told["already"] is False
    review = told["countersign"]
    assert (review["state"], review["by"]) == ("done", "Bo Ek")
    assert (review["remarks"], review["same_account"]) == ("i sin ordning", False)
    assert desk.json("stops", "show", STOP_ID)[1]["records"][-1]["event"] == "countersigned"
    assert desk.run("stops", "verify", STOP_ID, "--head", told["head"])[0] == 0
    assert "av Bo Ek" in desk.run("stops", "show", STOP_ID)[1]


def test_twice_is_told_and_not_written(desk):
    desk.stop()
    desk.run("stops", "countersign", STOP_ID, "--by", "Bo Ek")
    before = desk.path().read_bytes()
    code, told, err = desk.json("stops", "countersign", STOP_ID, "--by", "Cilla")
    assert (code, told["already"], told["countersign"]["by"]) == (0, True, "Bo Ek")
    assert "Bo Ek har redan granskat" in err
    assert desk.path().read_bytes() == before


@pytest.mark.parametrize("name", ["Anna Berg", " anna  BERG", "", "  "])
def test_nobody_and_the_one_who_gave_it_cannot_review_it(desk, name):
    desk.stop()
    before = desk.path().read_bytes()
    code, out, err = desk.run("stops", "countersign", STOP_ID, "--by", name)
    assert (code, out) == (2, "")
    assert "--by" in err
    assert desk.path().read_bytes() == before


def test_late_is_accepted_and_said(desk):
    desk.stop(ago=25)
    assert desk.json("stops")[1][0]["countersign"]["state"] == "missing"
    assert "SAKNAS sedan" in desk.run("stops", "show", STOP_ID)[1]
    assert "SAKNAS" in desk.run("stops")[1]
    code, told, _ = desk.json("stops", "countersign", STOP_ID, "--by", "Bo Ek")
    assert (code, told["countersign"]["state"]) == (0, "late")
    assert "FÖR SENT" in desk.run("stops", "show", STOP_ID)[1]


def test_the_same_account_on_the_computer_is_said(desk):
    from worker.stopping.identity import whoami

    made = desk.journal()
    order = Order(reason="olycka", operator="Anna", who=whoami())
    scope = {"platform": None, "account_id": None, "campaign_id": None}
    made.add("opened", {**order.to_json(()), "version": 1, "scope": scope})
    code, out, _ = desk.run("stops", "countersign", STOP_ID, "--by", "Bo")
    assert code == 0
    assert "från samma konto på datorn" in out


# --- export and import -------------------------------------------------------------------------


def test_an_export_comes_home_on_another_machine_and_is_in_force_there(desk, other, tmp_path):
    made = desk.stop()
    code, told, _ = desk.json("stops", "export", STOP_ID, "--out", str(tmp_path / "usb"))
    assert (code, told["head"], told["intact"]) == (0, made.head, True)
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=told["folder"], check=True)
    code, home, err = other.json("stops", "import", told["folder"], "--head", made.head)
    assert code == 0
    [row] = home["imported"]
    assert (row["stop_id"], row["outcome"], row["added"]) == (STOP_ID, "new", 2)
    assert (row["head"], row["in_force"], row["faults"]) == (made.head, True, [])
    assert "GÄLLER NU ÄVEN HÄR" in err
    assert other.json("stops")[1][0]["state"] == "in-force"
    assert "gäller" in other.run("queue")[2].lower()
    code, out, _ = other.run("stops", "import", told["folder"])
    assert (code, "allt fanns redan här" in out) == (0, True)
    assert other.run("stops", "end", STOP_ID, "--by", "Bo", "--reason", "klart")[0] == 0
    code, home, _ = desk.json("stops", "import", str(other.places.folders()[0]))
    assert home["imported"][0]["outcome"] == "added"
    assert desk.json("stops")[1][0]["state"] == "ended"


def test_an_unfinished_stop_is_told_loudly(desk, other):
    made = desk.stop()
    made.add("continued", ANNA.to_json(()))
    err = other.run("stops", "import", str(desk.path()))[2]
    assert f"annonsvakt stops continue {STOP_ID}" in err


def test_a_fork_is_refused_with_code_1(desk, other):
    desk.stop()
    other.run("stops", "import", str(desk.path()))
    desk.run("stops", "end", STOP_ID, "--by", "Anna", "--reason", "klart")
    other.run("stops", "countersign", STOP_ID, "--by", "Bo")
    code, told, _ = other.json("stops", "import", str(desk.path()))
    assert (code, told["imported"][0]["outcome"]) == (1, "refused")
    code, out, _ = other.run("stops", "import", str(desk.path()))
    assert (code, "AVVISAT" in out) == (1, True)
    assert "post 3 skiljer sig åt" in out


@pytest.mark.parametrize("source", ["gone.jsonl", ".", "annonsvakt.toml"])
def test_what_holds_no_journal_is_wrong_use(desk, source):
    code, out, err = desk.run("stops", "import", str(desk.office.folder / source))
    assert (code, out) == (2, "")
    assert "FIL_ELLER_MAPP: " in err


def test_nothing_is_overwritten_by_an_export(desk, tmp_path):
    desk.stop()
    assert desk.run("stops", "export", STOP_ID, "--out", str(tmp_path / "usb"))[0] == 0
    code, out, err = desk.run("stops", "export", STOP_ID, "--out", str(tmp_path / "usb"))
    assert (code, out) == (2, "")
    assert "finns redan" in err


@pytest.mark.parametrize(
    ("below", "reason"),
    [("/proc/xx", "filen eller mappen finns inte"), ("file/b", "det är ingen mapp")],
    ids=["nowhere", "no-folder"],
)
def test_a_folder_that_cannot_be_made_is_wrong_use_and_told_in_the_language(
    desk, tmp_path, below, reason
):
    desk.stop()
    (tmp_path / "file").write_text("")
    for more in ([], ["--json"]):
        out = str(tmp_path / below)
        code, told, err = desk.run("stops", "export", STOP_ID, "--out", out, *more)
        assert (code, told) == (2, "")
        [line] = [one for one in err.splitlines() if one.startswith("--out: ")]
        assert line.startswith(f"--out: stoppet kan inte skrivas i {out}"[:40])
        assert line.endswith(f": {reason}")


def test_a_damaged_journal_is_exported_with_code_1(desk, tmp_path):
    desk.stop()
    desk.path().write_bytes(desk.path().read_bytes().replace(b"olycka", b"skojar"))
    code, told, _ = desk.json("stops", "export", STOP_ID, "--out", str(tmp_path / "usb"))
    assert (code, told["intact"]) == (1, False)
    assert told["faults"][0].startswith(f"{desk.path()}:1:")
    manifest = json.loads((Path(told["folder"]) / "manifest.json").read_text())
    assert manifest["faults"][0] == f"{STOP_ID}.jsonl:1: not as it was written."


def test_what_is_gone_from_the_disk_comes_back_from_the_database(desk, tmp_path):
    url = f"sqlite:///{tmp_path / 'annonsvakt.db'}"
    desk.office.write(more=f'[database]\nurl = "{url}"\n')
    made = desk.stop()
    store = open_store(url)
    file_stops(store, desk.places, at=now())
    store.close()
    raw = desk.path().read_bytes()
    desk.path().unlink()
    assert desk.json("stops")[1] == []
    export = ("stops", "export", STOP_ID, "--from-database", "--out", str(tmp_path / "usb"))
    code, told, _ = desk.json(*export)
    assert (code, told["head"]) == (0, made.head)
    assert desk.run("stops", "import", told["folder"], "--head", made.head)[0] == 0
    assert [one.read_bytes() for one in desk.path().parent.glob("*.jsonl")] == [raw]
    manifest = json.loads(
        (tmp_path / "usb" / f"annonsvakt-stop-{STOP_ID}/manifest.json").read_text()
    )
    assert manifest["intact"] is True
    code, out, err = desk.run("stops", "export", "20990101-000000-0000", "--from-database")
    assert (code, out) == (2, "")
    assert STOP_ID in err


def test_the_list_of_stops_never_opens_the_database(desk, tmp_path):
    desk.office.write(more='[database]\nurl = "postgresql+psycopg://127.0.0.1:1/none"\n')
    desk.stop()
    for arguments in (
        ["stops"],
        ["stops", "show", STOP_ID],
        ["stops", "verify"],
        ["stops", "countersign", STOP_ID, "--by", "Bo"],
        ["stops", "export", STOP_ID, "--out", str(tmp_path / "usb")],
        ["stops", "import", str(desk.path())],
    ):
        assert desk.run(*arguments)[0] == 0, arguments


def test_a_folder_that_cannot_be_looked_into_is_not_an_empty_one(desk):
    folder = desk.places.folders()[0]
    folder.parent.mkdir(exist_ok=True)
    folder.symlink_to(folder)  # a link to itself: even root cannot look into it
    for arguments in (["stops"], ["stops", "list"], ["stops", "verify"]):
        code, out, err = desk.run(*arguments, "--json")
        assert (code, json.loads(out)) == (4, [])
        assert f"{folder} går inte att läsa" in err
    assert f"{folder} går inte att läsa" in desk.run("queue")[2]
    code, out, err = desk.run("stops", "show", STOP_ID)
    assert (code, out) == (2, "")
    assert f"{folder} går inte att läsa" in err
