"""The report as a mail, as it reaches a mailbox."""

from __future__ import annotations

import email
from email import policy
from functools import partial

import pytest

from tests.worker.postbox import Postbox, served
from tests.worker.reporting.kept import (
    DAY,
    ENGLISH,
    HOUR,
    NOON,
    SUNDAY,
    account,
    all_read,
    finding,
    settings,
    swept,
    thread,
)
from worker.mail import send
from worker.posting.letter import Fate
from worker.posting.outbox import post_to
from worker.reporting import mail_as_file, report_letters, report_mail, versions


@pytest.fixture
def written(report):
    """A finished week with one fault and one that waits."""
    return partial(
        report,
        all_read,
        finding,
        thread,
        said=ENGLISH,
        week="2026-W47",
        at=NOON + 7 * DAY,
    )


def test_the_mail_arrives_with_text_page_and_tables(written, tmp_path):
    found, box = written(), Postbox()
    with served(box) as address:
        to = ("r@example.org", "s@example.org")
        door = {"url": f"smtp://{address}", "sender": "a@example.org", "report_to": to}
        mine = settings(tmp_path, mail=door)
        assert send(report_mail(found.written, mine), mine.mail) == ()
    (mail,) = box.mails
    assert box.envelopes[0].rcpt_tos == ["r@example.org", "s@example.org"]
    assert mail["Subject"] == "Weekly report 2026-W47: 1 wrong, 1 waiting"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_body(("plain",)).get_content()
    assert "1 thing is wrong, 1 waits for an answer, 1 of them overdue." in text
    assert "<h1>Weekly report 2026-W47</h1>" in mail.get_body(("html",)).get_content()
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert names == ["findings.csv", "queue.csv"]


def test_a_finished_week_has_the_same_id_whenever_it_is_sent(report, written):
    first = report_mail(written().written, settings())
    again = report_mail(
        report(said=ENGLISH, week="2026-W47", at=NOON + 8 * DAY).written, settings()
    )
    assert first["Message-ID"] == again["Message-ID"]


def test_another_week_and_a_preliminary_one_have_ids_of_their_own(report, written):
    finished = report_mail(written().written, settings())
    later = report_mail(
        report(said=ENGLISH, week="2026-W48", at=NOON + 14 * DAY).written, settings()
    )
    running = report_mail(report(said=ENGLISH, at=NOON).written, settings())
    an_hour_on = report_mail(report(said=ENGLISH, at=NOON + HOUR).written, settings())
    ids = {one["Message-ID"] for one in (finished, later, running, an_hour_on)}
    assert len(ids) == 4
    assert running["Subject"].endswith("(preliminary)")


def test_again_is_another_letter_at_each_instant_and_at_the_same_one_none_goes_twice(
    written, lite, tmp_path
):
    found, box = written().written, Postbox()
    with served(box) as address:
        mail = {
            "url": f"smtp://{address}",
            "sender": "a@example.org",
            "report_to": ("r@x.example",),
        }
        mine = settings(tmp_path, mail=mail)
        post = post_to(lite, mine, lambda: NOON, insist=True)
        for at in (NOON, NOON + HOUR, NOON + HOUR):
            (handed,) = post(report_letters((found,), mine, again=at))
            assert handed.fate is Fate.SENT
    assert handed.because is not None
    assert len({mail["Message-ID"] for mail in box.mails}) == len(box.mails) == 2


def test_the_mail_can_be_kept_as_a_file_that_a_mail_program_opens(written, tmp_path):
    found = written()
    path = mail_as_file(found.written, settings(), tmp_path)
    assert path.name == "report.eml"
    assert path.stat().st_mode & 0o777 == 0o600
    kept = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert kept["To"] == "redaktion@example.org"


@pytest.mark.parametrize("week", ["2026-W47", None])
def test_each_gets_it_in_the_language_that_they_read(report, lite, tmp_path, week):
    to = ("redaktion@example.org", "Press@example.org")
    mine = settings(
        tmp_path / "var",
        mail={"sender": "a@example.org", "report_to": to, "english": (to[1].lower(),)},
    )
    at = NOON + 7 * DAY if week else NOON
    read = partial(all_read, at=SUNDAY if week else NOON)
    written = report(read, finding, thread, week=week, at=at).written
    told = versions(lite, mine, written)
    first, second = report_letters(told, mine)
    assert first.mail.to == (to[0],)
    assert first.mail.subject.startswith("Veckorapport")
    assert second.mail.to == (to[1],)
    assert second.mail.subject.startswith("Weekly report")
    assert (first.mail.language, second.mail.language) == ("sv", "en")
    assert '<html lang="en">' in (second.mail.html or "")
    assert written.paths["report.html"].read_text("utf-8").count('<html lang="sv">') == 1


def test_without_anybody_who_reads_english_it_is_written_once(report, lite, tmp_path):
    written = report(account, swept).written
    assert versions(lite, settings(tmp_path / "var"), written) == (written,)
