"""Findings in the threads of the invented city, read over HTTP on both platforms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from connectors.http import Patience
from connectors.sandbox import Sandbox
from connectors.sandbox.linkedin import talking as on_linkedin
from connectors.sandbox.meta import talking as on_meta
from policies.model import Platform
from policies.threads import Decision
from policies.triage import triage
from policies.triage.moderation import PERSONAL_ID
from tests.worker.made import NOON
from worker.cli.sandbox import configuration
from worker.config.load import load
from worker.platforms import reader
from worker.store import tables
from worker.sweeping.deciding import decide
from worker.sweeping.judgement import judgement
from worker.sweeping.means import Scope, Topic, means
from worker.sweeping.sweep import sweep

HOUR = timedelta(hours=1)
TALK = frozenset((Topic.COMMENTS, Topic.MESSAGES))
CITY = {Platform.META: "1001", Platform.LINKEDIN: "urn:li:organization:77"}


class Office:
    """The city's sandbox, swept into a database; `off`: rules that are switched off."""

    def __init__(self, folder, store, *, off=()):
        self.at, self.store = NOON, store
        self.sandbox = Sandbox(clock=lambda: self.at)
        self.world = self.sandbox.world
        port = self.sandbox.start().rpartition(":")[2].strip("/")
        path = folder / "annonsvakt.toml"
        path.write_text(configuration(int(port)), encoding="utf-8")
        settings = load(path)
        rules = settings.rules.model_copy(update={"off": off})
        self.settings = settings.model_copy(update={"rules": rules})
        self.told = []

    def sweep(self, platform, *, hours=0, topics=TALK | {Topic.ADS}):
        self.at += hours * HOUR
        patience = Patience(5, sleep=lambda seconds: None)
        read = reader(platform, self.settings, patience=patience, clock=lambda: self.at)
        with_all = means(
            self.settings, store=self.store, clock=lambda: self.at, tell=self.told.append
        )
        scope = Scope(platform=platform, topics=topics)
        return sweep(with_all, {platform: read}, scope), with_all

    def found(self, rule):
        with self.store.reading() as connection:
            table = tables.findings
            rows = connection.execute(select(table).where(table.c.rule == rule)).all()
        return {row.subject_id: row for row in rows}

    def comments(self):
        with self.store.reading() as connection:
            return connection.execute(
                select(tables.comments).where(tables.comments.c.kind == "comment")
            ).all()

    def answer(self, comment, text):
        """The city answers a comment; the answer is the id of that."""
        if comment.platform == "linkedin":
            parent = self.world.linkedin["comments"][comment.id]
            post = self.world.linkedin["activities"][parent["object"]]["post"]
            city = CITY[Platform.LINKEDIN]
            return on_linkedin.write(self.world, post, text, city, comment.id)["id"]
        by = {"id": CITY[Platform.META], "name": "Stockholms stad"}
        return on_meta.write(self.world, comment.id, text, by).fields["id"]

    def delete(self, comment):
        on_meta.remove(self.world, self.world.meta[comment.id])

    def close(self):
        self.sandbox.stop()


@pytest.fixture
def offices(tmp_path, lite):
    opened = []

    def one(store=lite, **options):
        opened.append(Office(tmp_path, store, **options))
        return opened[-1]

    yield one
    for office in opened:
        office.close()


@pytest.mark.parametrize("platform", CITY)
def test_found_is_what_triage_flags_and_what_was_filtered_and_nothing_else(offices, platform):
    office = offices()
    _, judged_by = office.sweep(platform)
    with office.store.reading() as connection:
        ours = judged_by.judgement.ours(connection, platform)
    standards = judged_by.judgement.standards(platform, ours)
    flagged = {
        row.id
        for row in office.comments()
        if row.author_id not in standards.own
        and (
            row.first_hidden or triage(row.text, (), row.attachment, standards.vocabulary).moderate
        )
    }
    found = office.found("comment.moderate")
    assert set(found) == flagged
    assert len(found) >= 3
    assert {row.account_id for row in found.values()} <= {
        CITY[platform],
        "1002",
        "17841400000000001",
    }
    assert {row.outcome for row in found.values()} == {"fail"}
    assert all(row.link for row in found.values())
    assert any(PERSONAL_ID in row.evidence["kinds"] for row in found.values())
    said = {row.text for row in office.comments() if row.id in found}
    written = {row.author_name for row in office.comments() if row.author_name}
    told = repr([tuple(row) for row in found.values()])
    assert not any(one and one in told for one in said | written)


@pytest.mark.parametrize("platform", CITY)
def test_the_first_sweep_finds_no_answer_and_later_ones_find_each_unsigned_one(offices, platform):
    office = offices(off=("sla.overdue",))  # deadlines pass in the meantime
    office.sweep(platform)
    assert office.found("reply.unsigned") == {}
    open_ones = [
        row
        for row in office.comments()
        if row.parent_id is None and row.author_id not in CITY.values() and row.author_id
    ]
    facebook = [row for row in open_ones if "instagram.com" not in (row.link or "")]
    office.at += HOUR
    unsigned = {office.answer(row, "Hej! Ja, det gäller i hela staden.") for row in facebook[:3]}
    office.answer(facebook[3], "Hej! Ja, det gäller i hela staden. /Petra")
    unsure = office.answer(facebook[4], "Hej! Tack Petra")
    office.sweep(platform, hours=1)
    found = office.found("reply.unsigned")
    assert {number for number, row in found.items() if row.outcome == "fail"} == unsigned
    assert {number for number, row in found.items() if row.outcome == "unknown"} == {unsure}
    swept, _ = office.sweep(platform, hours=1)
    assert (swept.findings["opened"], len(office.found("reply.unsigned"))) == (0, 4)


@pytest.mark.parametrize("platform", CITY)
def test_rules_on_threads_ask_the_platform_for_nothing(offices, platform, tmp_path):
    from worker.store.opening import open_store

    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    with_rules, without = offices(), offices(other, off=("comment.moderate", "reply.unsigned"))
    both = (with_rules, without)
    for office in both:
        office.sweep(platform)
    for hours in (0, 1, 6):
        one, two = (office.sweep(platform, hours=hours, topics=TALK)[0] for office in both)
        meters = [swept.requests[platform] for swept in (one, two)]
        assert (meters[0].http, meters[0].counted) == (meters[1].http, meters[1].counted)
        assert one.read == two.read
    assert without.found("comment.moderate") == {}
    other.close()


def test_what_is_hidden_on_facebook_after_it_was_reopened_is_overdue_no_more(offices):
    office = offices()
    office.sweep(Platform.META)
    office.sweep(Platform.META, hours=72)
    late = office.found("sla.overdue")
    asked = next(
        row
        for row in office.comments()
        if row.id in late and "is_hidden" in office.world.meta[row.id].fields and not row.hidden
    )
    for action in ("close", "reopen"):
        made = Decision(action=action, by="Anna", at=office.at, reason="ringde upp")
        decide(office.store, judgement(office.settings), asked.thread, made)
        office.at += HOUR
    assert office.found("sla.overdue")[asked.id].state == "open"
    for one in office.comments():
        if one.thread == asked.thread:
            office.world.meta[one.id].fields["is_hidden"] = True
    office.sweep(Platform.META, hours=1)
    assert office.found("sla.overdue")[asked.id].state == "resolved"


def test_a_comment_that_is_deleted_on_the_platform_is_put_right(offices):
    office = offices()
    office.sweep(Platform.META)
    found = office.found("comment.moderate")
    gone = next(row for row in office.comments() if row.id in found)
    office.delete(gone)
    swept, _ = office.sweep(Platform.META, hours=6)
    assert swept.findings["resolved"] >= 1
    states = {number: row.state for number, row in office.found("comment.moderate").items()}
    assert {number for number, state in states.items() if state == "resolved"} == {gone.id}
