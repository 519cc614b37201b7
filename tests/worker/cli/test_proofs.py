"""`proof` on the command line, and the whole story of a proof over the sandbox."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.sandbox import Sandbox
from connectors.sandbox.editing import creative_of, edit_post, show, show_changed
from policies.model import Piece, PieceKind, Platform, Sender, SenderKind, Unread, Words
from tests.worker.made import DAY, NOON, a_snapshot, an_ad, an_ad_set
from worker.cli.run import run
from worker.store import snapshots
from worker.store.opening import open_store

PLATFORMS = """
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
approved_pages = ["1001"]
[linkedin]
base_url = "{url}"
oauth_url = "{url}"
ads_token = "sandbox-ads"
community_token = "sandbox-community"
organizations = ["urn:li:organization:77"]
approved_organizations = ["urn:li:organization:77"]
"""


@pytest.fixture(scope="module")
def sandbox():
    """The invented city, served once, and its address."""
    served = Sandbox(clock=lambda: datetime.now(UTC))
    yield served, served.start()
    served.stop()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    configure("")
    return tmp_path


def configure(platforms):
    Path("annonsvakt.toml").write_text(
        f'language = "en"\n[database]\nurl = "sqlite:///annonsvakt.db"\n{platforms}', "utf-8"
    )


@pytest.fixture
def ask(capsys):
    """Runs a command; its code, its JSON and what went to standard error."""

    def asked(*arguments):
        code = run([*arguments, "--json"])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, json.loads(out) if out else None, err

    return asked


@pytest.fixture
def tell(capsys):
    """Runs a command; its code and all that people see."""

    def told(*arguments):
        code = run([*arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out + err

    return told


class Office:
    """The city swept over HTTP, and its findings of one ad."""

    def __init__(self, sandbox, ask):
        self.world = sandbox.world
        self.ask = ask

    def toggle(self, **named):
        names = {f"meta.{name}": value for name, value in named.items()}
        self.world.faults.set_toggles(names, tuple(names))

    def sweep(self, account):
        code, swept, err = self.ask("sweep", "--account", account)
        assert code in (0, 4), err
        return swept

    def proof(self, *arguments):
        code, told, err = self.ask("proof", *arguments)
        assert code == 0, err
        return told

    def of(self, ad):
        """Rule → (verdict, state) of the findings of C2 on an ad."""
        found = self.ask("findings", "--all")[1]
        return {
            one["rule"]: (one["verdict"], one["state"])
            for one in found
            if one["subject"]["id"] == ad and one["clause"] == "C2"
        }

    def one(self, ad, rule):
        [found] = [
            one
            for one in self.ask("findings", "--all", "--rule", rule)[1]
            if one["subject"]["id"] == ad
        ]
        return found


@pytest.fixture
def office(sandbox, folder, ask):
    served, url = sandbox
    configure(PLATFORMS.format(url=url))
    return Office(served, ask)


def running_ad(office, account):
    """An ad that no proof covers."""
    found = office.ask("findings", "--rule", "proof.missing")[1]
    for one in found:
        if one["account_id"] == account and one["verdict"] == "fail":
            return one["subject"]["id"]
    raise AssertionError("no ad without a proof")


def test_on_meta_a_changed_ad_is_a_finding_until_it_is_changed_back_or_seen_anew(office):
    office.sweep("act_1")
    ad = running_ad(office, "act_1")
    seen = office.proof("seen", ad, "--by", "Anna")
    assert (seen["ad_id"], seen["level"], seen["platform"]) == (ad, "seen", "meta")
    office.sweep("act_1")
    assert office.of(ad) == {"proof.missing": ("fail", "resolved")}

    before = creative_of(office.world, ad)
    show_changed(office.world, ad, message="Helt andra ord.")
    office.sweep("act_1")
    assert office.of(ad)["proof.changed"] == ("fail", "open")
    assert office.of(ad)["proof.missing"] == ("fail", "resolved")
    found = office.one(ad, "proof.changed")
    assert "Helt andra ord." in found["message"]
    [difference] = found["evidence"]["differences"]
    assert (difference["what"], difference["new"]) == ("text", ["Helt andra ord."])

    show(office.world, ad, before)
    office.sweep("act_1")
    assert office.of(ad)["proof.changed"] == ("fail", "resolved")

    show_changed(office.world, ad, image_hash="f" * 32)
    office.sweep("act_1")
    assert office.of(ad)["proof.changed"] == ("fail", "open")
    anew = office.proof("approve", ad, "--by", "Bo", "--remarks", "Bättre bild")
    assert (anew["level"], anew["remarks"]) == ("approved", "Bättre bild")
    office.sweep("act_1")
    assert office.of(ad)["proof.changed"] == ("fail", "resolved")

    office.proof("revoke", anew["id"], "--by", "Bo", "--reason", "fel annons")
    office.sweep("act_1")
    assert office.of(ad)["proof.changed"] == ("fail", "open")


def test_on_linkedin_a_post_that_is_edited_is_a_finding_until_it_is_edited_back(office):
    office.sweep("5001")
    ad = running_ad(office, "5001")
    seen = office.proof("seen", ad.rpartition(":")[2], "--by", "Anna")
    assert seen["ad_id"] == ad
    urn = office.world.linkedin["creatives"][ad]["content"]["reference"]
    words = office.world.linkedin["posts"][urn]["commentary"]
    edit_post(office.world, urn, commentary="Nya ord \\(igen\\).")
    office.sweep("5001")
    assert office.of(ad) == {
        "proof.missing": ("fail", "resolved"),
        "proof.changed": ("fail", "open"),
    }
    assert "“Nya ord (igen).”" in office.one(ad, "proof.changed")["message"]

    edit_post(office.world, urn, commentary=words)
    office.sweep("5001")
    assert office.of(ad)["proof.changed"] == ("fail", "resolved")
    edit_post(office.world, urn, contentCallToActionLabel=None)
    office.sweep("5001")
    assert office.of(ad)["proof.changed"] == ("unknown", "open")
    assert "button" in office.one(ad, "proof.changed")["because"]


def test_what_meta_leaves_out_puts_nothing_right(office):
    office.sweep("act_2")
    ad = running_ad(office, "act_2")
    office.proof("seen", ad, "--by", "Anna")
    show_changed(office.world, ad, message="Helt andra ord.")
    office.sweep("act_2")
    assert office.of(ad)["proof.changed"] == ("fail", "open")
    office.toggle(omit_fields=["object_story_spec", "body"])
    try:
        office.sweep("act_2")
    finally:
        office.toggle(omit_fields=None)
    assert office.of(ad)["proof.changed"] == ("fail", "open")


PIECES = (
    Piece(kind=PieceKind.TEXT, value="Anmälan är öppen"),
    Piece(kind=PieceKind.TITLE, value="Farsta", card=1),
)


def shown_ad(number="a1", *, ad_set="s1", **changed):
    ad = an_ad(number, ad_set)
    return replace(ad, creative=replace(ad.creative, **{"id": "k1", "shows": PIECES, **changed}))


def known(*ads, ad_sets=None):
    """A database that read these ads once."""
    store = open_store("sqlite:///annonsvakt.db")
    with store.writing() as connection:
        snapshots.keep(connection, a_snapshot(ads=ads, ad_sets=ad_sets or (an_ad_set(),)))
    store.close()


@pytest.fixture
def one_ad(folder):
    known(shown_ad())


def proofs_of(ask, *more):
    return ask("proof", "list", *more)[1]


def test_what_is_registered_is_what_the_ad_showed_when_it_was_last_read(one_ad, ask):
    code, told, err = ask(
        "proof", "seen", "a1", "--by", " Anna ", "--remarks", "Fin", "--reached",
        "first=2026-11-14T11:00", "--reached", "editorial=2026-11-12T10:00:00+01:00",
    )  # fmt: skip
    assert code == 0
    assert "24 Nov 2026 13:00" in err
    assert (told["by"], told["remarks"], told["ad_name"]) == ("Anna", "Fin", "Anmäl dig nu")
    assert (told["ad_id"], told["creative_id"], told["account_id"]) == ("a1", "k1", "act_1")
    assert told["shown"] == [
        {"kind": "text", "value": "Anmälan är öppen", "card": None},
        {"kind": "title", "value": "Farsta", "card": 1},
        {"kind": "sender", "value": "page 1001", "card": None},
    ]
    first, editorial = told["contacts"]["first"], told["contacts"]["editorial"]
    assert (first["at"], first["state"]) == ("2026-11-14T11:00:00+01:00", "in-time")
    assert (editorial["at"], editorial["state"]) == ("2026-11-12T10:00:00+01:00", "in-time")
    assert [one["action"] for one in told["history"]] == ["seen"]
    assert ask("proof", "show", told["id"])[1] == told
    del told["history"]
    assert proofs_of(ask) == [told]


def test_a_contact_that_was_reached_late_or_not_at_all_is_told(one_ad, ask, tell):
    ask("proof", "approve", "a1", "--by", "Anna", "--reached", "first=2026-11-20T10:00")
    (told,) = proofs_of(ask)
    assert {name: one["state"] for name, one in told["contacts"].items()} == {
        "first": "late",
        "editorial": "missing",
    }
    assert told["contacts"]["first"]["because"] == "after the ad set began"
    code, text = tell("proof", "list")
    assert code == 0
    assert "approved" in text
    assert "Anmäl dig nu (a1)" in text
    assert "LATE: the first contact Fri 20 Nov 2026 10:00, after the ad set began" in text
    assert "MISSING: the editorial office: nobody told when it reached them" in text


def test_a_proof_is_shown_to_people_with_all_that_was_seen(one_ad, ask, tell):
    ask(
        "proof", "seen", "a1", "--by", "Anna", "--remarks", "Fin", "--reached",
        "first=2026-11-10T10:00",
    )  # fmt: skip
    [told] = proofs_of(ask)
    text = tell("proof", "show", told["id"])[1]
    for line in (
        "Reached the first contact Tue 10 Nov 2026 10:00",
        "Remarks: Fin",
        "text: Anmälan är öppen",
        "card 1, title: Farsta",
        "sender: page 1001",
    ):
        assert line in text, text


def test_a_proof_of_a_creative_stands_for_every_ad_that_shows_it(folder, ask, tell):
    later = an_ad_set("s2", start=NOON + DAY)
    known(shown_ad(), shown_ad("a2", ad_set="s2"), ad_sets=(later, an_ad_set()))
    code, told, _ = ask("proof", "seen", "k1", "--by", "Anna")
    assert (code, told["ad_id"], told["creative_id"]) == (0, None, "k1")
    assert "(k1)" in tell("proof", "list")[1]


def test_ads_that_show_a_creative_differently_must_be_named(folder, tell):
    above = an_ad_set("s2", senders=(Sender(kind=SenderKind.INSTAGRAM, id="178402", where="set"),))
    known(shown_ad(), shown_ad("a2", ad_set="s2"), ad_sets=(above, an_ad_set()))
    code, text = tell("proof", "seen", "k1", "--by", "Anna")
    assert (code, "name one: a1, a2" in " ".join(text.split())) == (2, True)
    assert tell("proof", "seen", "a2", "--by", "Anna")[0] == 0


UNREAD = Unread(what="content", because=Words("Not today."), platform=Platform.META)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"shows": (), "unread": (UNREAD,)}, "Not today."),
        ({"shows": None}, "older version"),
        ({"shows": ()}, "did not tell what the ad shows"),
        (None, "Not today."),
    ],
)
def test_of_an_ad_that_was_not_read_nothing_can_have_been_seen(folder, ask, changed, said):
    known(replace(shown_ad(), creative=UNREAD) if changed is None else shown_ad(**changed))
    code, told, err = ask("proof", "seen", "a1", "--by", "Anna")
    assert (code, told["id"]) == (4, None)
    assert said in told["because"]
    assert said in err
    assert proofs_of(ask, "--all") == []


def test_what_was_read_in_part_is_registered_and_the_rest_is_told(folder, ask):
    known(shown_ad(unread=(UNREAD,)))
    code, told, err = ask("proof", "seen", "a1", "--by", "Anna")
    assert (code, len(told["shown"])) == (0, 3)
    assert "may not be all: Not today." in err


def test_taken_back_once_told_again_and_undone_by_a_new_one(one_ad, ask, tell):
    first = ask("proof", "seen", "a1", "--by", "Anna")[1]
    code, told, _ = ask("proof", "revoke", first["id"], "--by", "Bo", "--reason", "fel annons")
    assert (code, told["revoked_by"], told["revoked_reason"]) == (0, "Bo", "fel annons")
    assert [one["action"] for one in told["history"]] == ["seen", "revoked"]
    code, told, err = ask("proof", "revoke", first["id"], "--by", "Cia", "--reason", "igen")
    assert (code, told["revoked_by"], "Nothing done" in err) == (1, "Bo", True)
    assert proofs_of(ask) == []
    assert "by Bo: fel annons" in tell("proof", "list", "--all")[1]
    assert "No proof is registered" in tell("proof", "list")[1]
    again = ask("proof", "seen", "a1", "--by", "Anna")[1]
    assert again["id"] != first["id"]
    assert [one["id"] for one in proofs_of(ask)] == [again["id"]]
    assert len(proofs_of(ask, "--all")) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("seen", "a11", "--by", "Anna"), "the nearest: a1"),
        (("seen", "zzz", "--by", "Anna"), "annonsvakt sweep"),
        (("seen", "a1", "--by", " "), "say who you are"),
        (("seen", "a1", "--by", "A", "--reached", "frist=2026-11-20T10:00"), "first, editorial"),
        (("seen", "a1", "--by", "A", "--reached", "2026-11-20T10:00"), "first, editorial"),
        (("seen", "a1", "--by", "A", "--reached", "first=2026-11-20"), "a time is missing"),
        (("seen", "a1", "--by", "A", "--reached", "first=2026-03-29T02:30"), "no such time"),
        (("seen", "a1", "--by", "A", "--reached", "first=2126-11-20T10:00"), "has not been yet"),
        (
            (
                "seen", "a1", "--by", "A", "--reached", "first=2026-11-20T10:00", "--reached",
                "first=2026-11-21T10:00",
            ),
            "named twice",
        ),
        (("show", "p1"), "no proof p1"),
        (("revoke", "p1", "--by", "A", "--reason", "b"), "no proof p1"),
        (("revoke", "p1", "--by", "A", "--reason", " "), "say why"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_told_and_nothing_is_registered(one_ad, capsys, ask, arguments, said):
    code = run(["proof", *arguments, "--json"])
    out, err = capsys.readouterr()
    assert (code, out) == (2, ""), err
    assert said in " ".join(err.replace("│", " ").split()), err
    assert proofs_of(ask, "--all") == []


def test_without_a_database_the_list_is_empty_and_the_code_says_why(folder, ask):
    Path("annonsvakt.db").write_bytes(b"not a database" * 100)
    assert ask("proof", "list")[:2] == (4, [])
