"""`drill`, run as a command against the served sandbox: not one write reaches it."""

from __future__ import annotations

import copy
import io
import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from connectors.sandbox.serving import Server
from policies.crisis import EVERYTHING
from tests.worker.cli.test_stopping import (  # noqa: F401 fixtures
    WHO,
    Office,
    meta_on,
    office,
    sandbox,
)
from worker.clock import now
from worker.config.load import load_for_stop
from worker.doctoring.drilled import drill as drill_line
from worker.stopping.drills import VALID_FOR, drills, last_drill
from worker.stopping.places import Places


class Tapped:
    """The sandbox's application, with everything that was posted to it written down."""

    def __init__(self, app):
        self.app, self.posted = app, []

    def __call__(self, environ, start):
        if environ["REQUEST_METHOD"] != "GET":
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            method = environ.get("HTTP_X_RESTLI_METHOD", "")
            self.posted.append((environ["PATH_INFO"], method, body.decode()))
        return self.app(environ, start)

    def writes(self):
        """What would change something: each item of a batch, and each request by itself."""
        for path, restli, body in self.posted:
            if restli in ("FINDER", "GET", "BATCH_GET", "GET_ALL"):
                continue  # a query that is too long for an address
            batch = parse_qs(body).get("batch")
            for item in json.loads(batch[0]) if batch else [{"method": "POST", "body": body}]:
                if item["method"] != "GET":
                    yield path, item.get("body", "")


@pytest.fixture
def tapped(sandbox, tmp_path, capsys, monkeypatch):  # noqa: F811
    """An office whose sandbox is written down, and the tap."""
    tap = Tapped(sandbox.app)
    server = Server(tap, port=0)
    yield Office(tmp_path, server.base_url, capsys), tap
    server.stop()


def state(sandbox):  # noqa: F811
    meta = {key: (one.fields, one.hidden) for key, one in sandbox.world.meta.items()}
    return copy.deepcopy((meta, dict(sandbox.world.linkedin)))


def test_not_one_write_reaches_a_platform_but_dry_runs(tapped, sandbox):  # noqa: F811
    office, tap = tapped  # noqa: F811
    before = state(sandbox)
    code, told, _ = office.json("drill", "--operator", "Anna Berg")
    assert code == 1  # the city has an account that we may not stop
    assert state(sandbox) == before
    writes = list(tap.writes())
    dry = [body for _, body in writes if "validate_only" in parse_qs(body)["execution_options"][0]]
    assert len(writes) == len(dry) == sum(told["drill"]["rehearsed"].values()) > 0
    office.stop("--account", "act_2")  # the tap does see a write that is one
    assert len(list(tap.writes())) > len(writes)


def test_a_drill_can_never_be_taken_for_a_stop(office, sandbox):  # noqa: F811
    code, told, _ = office.json("drill", "--account", "act_2")
    assert code == 0
    planned = [one for one in told["targets"] if one["outcome"] == "planned"]
    assert len(planned) == told["drill"]["planned"] == 8
    assert (told["phrase"], told["stop_id"], told["verified"]) == (None, None, False)
    stops = office.folder / "var" / "stops"
    assert [one.name for one in stops.iterdir()] == ["drills"]
    assert office.json("stops")[1] == []
    before = meta_on(sandbox)
    confirm = ["--confirm", "PAUSA 8"]
    assert office.run("pause-all", *WHO, "--account", "act_2", *confirm)[0] == 3
    assert meta_on(sandbox) == before
    assert "PAUSA" not in office.run("drill", "--account", "act_2")[1]


def test_the_screen_says_first_what_is_so(office):  # noqa: F811
    code, out, _ = office.run("drill", "--operator", "Anna Berg")
    assert code == 1
    first, second, *_ = out.splitlines()
    assert first.startswith("Ett stopp nu skulle stänga av ")
    assert second.startswith("Detta var en övning: inget har stoppats")
    assert "VI SAKNAR RÄTT" in out
    assert "inte är något bevis" in out
    assert "ingen torrkörning" in out
    assert "https://ads.x.com" in out
    assert len(out.splitlines()) <= 40


def test_each_drill_is_kept_and_only_we_may_read_it(office, capsys):  # noqa: F811
    places = Places(state_dir=office.folder / "var")
    assert last_drill(places) is None
    office.json("drill", "--account", "act_2", "--operator", "Bo")
    _, told, _ = office.json("drill", "--operator", "Anna Berg")
    files = list((office.folder / "var" / "stops" / "drills").iterdir())
    assert len(files) == 2
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}
    drill = last_drill(places)
    assert (drill.operator, drill.scope, drill.code) == ("Anna Berg", EVERYTHING, 1)
    assert [one.operator for one in drills(places)] == ["Bo", "Anna Berg"]
    assert drill.planned == told["drill"]["planned"]
    assert told["drill"]["file"] in {str(one) for one in files}
    assert {one.account_id for one in drill.without_right} == {"act_5"}
    assert not drill.is_overdue(drill.at + VALID_FOR)
    assert drill.is_overdue(drill.at + VALID_FOR + timedelta(seconds=1))


def test_a_file_that_is_none_hides_no_other_drill(office):  # noqa: F811
    office.run("drill")
    folder = office.folder / "var" / "stops" / "drills"
    (folder / "20990101-000000-aaaa.json").write_text("rubbish")
    (folder / "20990101-000000-bbbb.json").write_text("{}")
    assert last_drill(Places(state_dir=office.folder / "var")).code == 1


def test_a_drill_of_a_part_is_kept_and_is_not_the_one_that_is_due(office):  # noqa: F811
    out = office.run("drill", "--account", "act_2")[1]
    assert "Den gällde bara en del" in out
    places = Places(state_dir=office.folder / "var")
    assert (last_drill(places), len(drills(places))) == (None, 1)


def test_a_reason_is_told_once_and_in_the_language_of_the_screen(office):  # noqa: F811
    out = office.run("drill")[1]
    assert out.count("Permissions error") == 1
    assert "does not permit" not in out


def test_without_any_place_to_keep_it_a_drill_needs_a_person(office, monkeypatch):  # noqa: F811
    (office.folder / "var").write_text("")
    (office.folder / "tmp").write_text("")
    monkeypatch.setattr("tempfile.tempdir", str(office.folder / "tmp"))
    code, out, err = office.run("drill", "--account", "act_2")
    assert code == 1
    assert "ÖVNINGEN" in err
    assert out


def test_a_token_that_may_not_pause_is_found_by_the_dry_run(office, sandbox):  # noqa: F811
    sandbox.world.faults.set_toggles({"meta.read_only": ["act_2"]}, ["meta.read_only"])
    code, told, _ = office.json("drill", "--account", "act_2")
    assert code == 1
    [account] = told["drill"]["accounts"]
    assert set(account["rehearsed"]) == {"refused"}
    assert account["refusals"]


def test_what_cannot_be_read_is_unread_and_nothing_readable_is_code_4(office, sandbox):  # noqa: F811
    office.write(replacing=[('ads_token = "sandbox-ads"', "")])
    code, told, _ = office.json("drill")
    assert code == 1
    assert [one["platform"] for one in told["unread"]] == ["linkedin"]
    sandbox.world.faults.set_toggles({"meta.token_expired": True}, ["meta.token_expired"])
    code, told, _ = office.json("drill")
    assert (code, told["drill"]["accounts"]) == (4, [])
    assert office.run("drill")[1].startswith("Ett stopp nu skulle INTE stänga av något")


@pytest.mark.parametrize("wrong", [["--account", "act_77"], ["--platform", "x"]], ids=" ".join)
def test_a_wrong_name_is_refused_and_nothing_is_kept(office, wrong):  # noqa: F811
    code, out, err = office.run("drill", *wrong)
    assert (code, out) == (2, "")
    assert err
    assert not (office.folder / "var" / "stops").exists()


def test_where_writes_must_be_spread_one_dry_run_leaves_their_room_to_the_stop(office, sandbox):  # noqa: F811
    sandbox.world.faults.set_toggles({"meta.limited_tier": True}, ["meta.limited_tier"])
    _, told, _ = office.json("drill", "--account", "act_1")
    [account] = told["drill"]["accounts"]
    assert sum(account["rehearsed"].values()) == (1 if account["waits"] else account["planned"])


def test_doctor_says_when_there_was_none_when_it_found_something_and_when_it_is_old(office):  # noqa: F811
    settings, _ = load_for_stop(office.folder / "annonsvakt.toml")

    def state_at(later=timedelta(0)):
        [line] = drill_line(settings, lambda: now() + later)
        return line.state.value, line.words.english()

    assert state_at()[0] == "warn"
    assert "No drill" in state_at()[1]
    office.run("drill")
    assert state_at()[0] == "warn"
    assert "needs a person" in state_at()[1]
    chosen = 'ad_accounts = ["act_1", "act_2", "act_3", "act_4"]'
    office.write(replacing=[("[meta]", f"[meta]\n{chosen}")])
    assert office.run("drill")[0] == 0
    assert state_at()[0] == "ok"
    assert "overdue" in state_at(timedelta(days=91))[1]


def test_a_drill_that_read_nothing_is_not_the_one_that_is_due(office, sandbox):  # noqa: F811
    """Nobody has rehearsed anything: screen, JSON, doctor and report say so, each by itself."""
    settings, _ = load_for_stop(office.folder / "annonsvakt.toml")
    places = Places(state_dir=office.folder / "var")
    sandbox.world.faults.set_toggles({"meta.token_expired": True}, ["meta.token_expired"])
    office.write(replacing=[('ads_token = "sandbox-ads"', "")])
    code, out, _ = office.run("drill", "--operator", "Anna")
    assert code == 4
    assert "Inget konto gick att läsa: övningen ska göras som förut." in out
    assert "Nästa övning" not in out
    assert office.json("drill", "--operator", "Anna")[1]["drill"]["next_before"] is None
    assert (last_drill(places), len(drills(places))) == (None, 2)
    [line] = drill_line(settings, now)
    assert (line.state.value, "does not count" in line.words.english()) == ("warn", True)
    office.run("report", "--out", str(office.folder / "week"))
    text = (office.folder / "week" / "report.txt").read_text("utf-8")
    told = json.loads((office.folder / "week" / "report.json").read_text("utf-8"))["stops"]
    assert "Krisstoppet har aldrig övats här" in text
    assert "av Anna kunde inte läsa något konto: den räknas inte." in " ".join(text.split())
    assert (told["last_drill"], told["drill_overdue"]) == (None, True)


def test_a_drill_that_read_nothing_takes_nothing_from_the_one_before(office, sandbox):  # noqa: F811
    office.run("drill", "--operator", "Anna")
    sandbox.world.faults.set_toggles({"meta.token_expired": True}, ["meta.token_expired"])
    office.write(replacing=[('ads_token = "sandbox-ads"', "")])
    assert office.run("drill", "--operator", "Bo")[0] == 4
    assert last_drill(Places(state_dir=office.folder / "var")).operator == "Anna"
