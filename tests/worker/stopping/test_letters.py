"""The mails of a stop: to whom, what they say first, and that no name in them can do harm."""

from __future__ import annotations

import email
from dataclasses import replace

import pytest

from policies.crisis import Doing, Outcome, Row, Scope
from policies.model import Platform
from tests.policies.switches import group, linked, unread
from tests.worker.stopping.board import ORDER
from tests.worker.stopping.mailed import (
    CITY,
    ENGLISH,
    HEAD,
    STOP,
    SWEDISH,
    mailed,
    result,
    row,
)
from worker.config.sections import Contacts, Department
from worker.config.settings import Settings
from worker.mail import build, to_bytes
from worker.stopping.first_sentence import first_sentence
from worker.stopping.letters import recipients
from worker.stopping.tidings import Kind

# --- to whom -----------------------------------------------------------------------------------


def test_each_of_the_citys_people_gets_one_mail_whatever_the_case_of_the_address():
    assert recipients(CITY) == (
        "first@example.org", "Redaktion@example.org", "slk@example.org", "chef@example.org",
    )  # fmt: skip


def test_while_no_brief_says_otherwise_every_campaign_is_slks_and_slk_gets_one_mail():
    sent = mailed(result(row("1"), row("2")), by_campaign={})
    assert list(sent) == list(recipients(CITY))
    assert "SLK: 2" in sent["chef@example.org"].mail.text


def test_owners_get_theirs_and_no_others():
    sent = mailed(result(row("1", name="Broar"), row("2", name="Fester"), row("9", name="Annat")))
    assert {"social@example.org", "kultur@example.org"} == set(sent) - set(recipients(CITY))
    own = sent["social@example.org"].mail
    assert "Broar (1)" in own.text
    assert "Broar (1)" in own.html
    assert "Fester" not in own.text + own.html
    assert "Annat" not in own.text + own.html
    assert own.subject == "ANNONSSTOPP: 1 från Trafikkontoret stoppade"
    assert "tis 24 nov. 2026 13:00" in own.text
    assert "first@example.org" in own.text
    assert "SLK: 1" in sent["slk@example.org"].mail.text


def test_departments_with_one_address_get_one_mail():
    sent = mailed(result(row("2"), row("3")))
    (own,) = [one.mail for name, one in sent.items() if name.casefold() == "kultur@example.org"]
    assert "Biblioteken, Kulturförvaltningen" in own.subject
    assert "(2)" in own.text
    assert "(3)" in own.text


def test_a_group_on_linkedin_stands_for_its_campaigns():
    one = Row(switch=linked(77, above=group(2)), outcome=Outcome.STOPPED)
    assert "kultur@example.org" in mailed(result(one))


def test_an_owner_whose_campaigns_were_off_before_is_told_nothing():
    sent = mailed(result(row("1", Outcome.ALREADY_OFF), row("2")))
    assert "social@example.org" not in sent


def test_an_owner_is_told_what_could_not_be_stopped():
    own = mailed(result(row("1", Outcome.FAILED), verified=False))["social@example.org"].mail
    assert own.subject == "ANNONSSTOPP: 0 från Trafikkontoret stoppade, 1 INTE"
    assert "MISSLYCKADES" in own.text or "Not allowed." in own.text


def test_without_an_address_of_slk_the_mail_to_the_others_says_so():
    lacking = CITY.model_copy(update={"contacts": Contacts(first="first@example.org")})
    sent = mailed(result(row("1"), row("8")), lacking)
    assert "SLK (ingen adress): 1" in sent["first@example.org"].mail.text


def test_with_nobody_configured_there_is_no_mail():
    assert mailed(result(row("1")), Settings(), by_campaign={}) == {}


# --- what they say -----------------------------------------------------------------------------


def test_the_truth_comes_first_then_what_is_left_by_hand():
    came = result(
        row("1"), row("2", Outcome.FAILED, link="https://example.org/2"), verified=False,
        gaps=(unread(account="act_7"),),
    )  # fmt: skip
    mail = mailed(came)["first@example.org"].mail
    assert mail.subject == "ANNONSSTOPP, ALLT ÄR INTE AV: 2 att stänga av för hand"
    paragraphs = [one for one in mail.text.split("\n") if one.strip()]
    assert paragraphs[2] == first_sentence(came, SWEDISH)
    assert mail.text.index("SLUTFÖR FÖR HAND") < mail.text.index("Vad som ska göras")
    assert "<https://example.org/2>" in mail.text
    assert "act_7" in mail.text
    assert "act=7" in mail.text
    assert 'href="https://example.org/2"' in mail.html


def test_it_says_who_why_where_the_proof_is_and_what_is_to_be_done():
    text = mailed(result(row("1")))["first@example.org"].mail.text
    for said in (
        "Begärt av Anna tis 24 nov. 2026 13:00, från kontot anna på vakt.",
        "Skäl: olycka",
        f"annonsvakt stops verify {STOP} --head {HEAD}",
        f"annonsvakt stops countersign {STOP} --by",
        "ons 25 nov. 2026 13:00",
        f"annonsvakt resume {STOP} --reason SKÄL --operator NAMN",
        "https://ads.x.com",
        "/var/stops/x.jsonl",
    ):
        assert said in text, said


def test_who_is_not_listed_is_said_above_all():
    unlisted = mailed(result(row("1")), order=replace(ORDER, listed=False))
    mail = unlisted["first@example.org"].mail
    assert "--not-listed" in mail.text.split("\n\n")[1]
    assert 'class="alert"' in mail.html
    assert "--not-listed" not in mailed(result(row("1")))["first@example.org"].mail.text


@pytest.mark.parametrize(
    ("said", "begins"), [(SWEDISH, "ANNONSSTOPP: 1 stoppade"), (ENGLISH, "AD STOP: 1 stopped")]
)
def test_both_languages(said, begins):
    mail = mailed(result(row("1")), said=said)["first@example.org"].mail
    assert mail.subject.startswith(begins)
    assert mail.language == said.code
    assert f'<html lang="{said.code}">' in mail.html


def test_a_part_is_never_called_everything():
    part = Scope(platform=Platform.META, account_id="act_1", campaign_id=None)
    mail = mailed(result(row("1"), scope=part))["first@example.org"].mail
    assert mail.subject.startswith("ANNONSSTOPP för en del: ")
    assert "Stoppet omfattar: bara Meta act_1" in mail.text


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        (Kind.CONTINUED, "ANNONSSTOPP: "),
        (Kind.HELD, "ANNONSSTOPP UPPRÄTTHÅLLET: 1 "),
        (Kind.ENDED, "ANNONSSTOPP AVSLUTAT: fortfarande av: 1"),
    ],
)
def test_each_order_has_its_subject(kind, begins):
    for mail in (one.mail for one in mailed(result(row("1")), kind=kind).values()):
        assert mail.subject.startswith(begins) or "Trafikkontoret" in mail.subject


def test_a_resume_tells_what_is_on_and_what_is_not():
    came = result(
        row("1", Outcome.RESUMED), row("2", Outcome.SKIPPED), doing=Doing.RESUME, verified=True
    )
    sent = mailed(came, kind=Kind.RESUMED)
    assert sent["first@example.org"].mail.subject == (
        "ANNONSER PÅ IGEN: 1 på, 1 lämnade avstängda, 0 oklara"
    )
    assert "inte göra något" in sent["social@example.org"].mail.text
    assert "slår på det för hand" in sent["kultur@example.org"].mail.text
    assert "annonsvakt resume" not in sent["first@example.org"].mail.text


def test_the_same_order_gives_the_same_ids_and_another_head_another():
    def ids(**changed):
        return [
            one.mail.message_id for one in mailed(result(row("1"), row("2")), **changed).values()
        ]

    assert ids() == ids()
    assert len(set(ids())) == len(ids())
    assert not set(ids()) & set(ids(kind=Kind.CONTINUED))


# --- names that would do harm ------------------------------------------------------------------

HOSTILE = "Sommar\r\nBcc: all@example.org\n\n<script>alert(1)</script>\x1b[31m\u202egpj\ud83d {x}"


def test_hostile_names_are_harmless_in_headers_text_and_html():
    order = replace(ORDER, operator=HOSTILE, reason=HOSTILE, listed=False)
    evil = row("1", name=HOSTILE, link="javascript:alert(1)")
    bad = CITY.model_copy(
        update={"departments": (Department(id="trafik", name=HOSTILE, mail="social@example.org"),)}
    )
    for letter in mailed(result(evil), bad, order=order).values():
        raw = to_bytes(build(letter.mail))
        assert email.message_from_bytes(raw)["Bcc"] is None
        assert b"\nBcc" not in raw.split(b"\r\n\r\n")[0]
        assert "<script" not in letter.mail.html
        assert "javascript:" not in letter.mail.html + letter.mail.text
        for sign in ("\x1b", "\u202e", "\ud83d", "\r"):
            assert sign not in letter.mail.text + letter.mail.html + letter.mail.subject.strip()
        assert not any(line.startswith("Bcc:") for line in letter.mail.text.splitlines())


def test_each_is_told_in_the_language_that_they_read():
    told = CITY.model_copy(
        update={
            "mail": CITY.mail.model_copy(update={"english": ("chef@example.org",)}),
            "departments": tuple(
                one.model_copy(update={"language": "en" if one.id == "kultur" else None})
                for one in CITY.departments
            ),
        }
    )
    sent = mailed(result(row("1", name="Broar"), row("2", name="Fester")), settings=told)
    assert "Allt vi når är av" in sent["slk@example.org"].mail.text
    assert "Everything we can reach is off" in sent["chef@example.org"].mail.text
    read = {
        address: one.mail.html.partition('<html lang="')[2][:2] for address, one in sent.items()
    }
    assert read == {
        "first@example.org": "sv", "Redaktion@example.org": "sv", "slk@example.org": "sv",
        "chef@example.org": "en", "social@example.org": "sv", "kultur@example.org": "en",
    }  # fmt: skip
