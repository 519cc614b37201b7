"""A catastrophic week: 5,000 findings and 2,000 threads make a mail that anybody can open."""

from __future__ import annotations

import base64
import csv
import io
import random
import zipfile
from dataclasses import replace

import pytest

from tests.worker.pages import gallery
from tests.worker.reporting.kept import ENGLISH, settings
from worker.mail import to_bytes
from worker.reporting import report_mail
from worker.reporting.attaching import attached
from worker.reporting.spreadsheets import spreadsheet

pytestmark = pytest.mark.xdist_group("catastrophe")
"""The week is made once."""
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return gallery.week(
        tmp_path_factory.mktemp("catastrophe"), ENGLISH, gallery.catastrophe, gallery.weeks
    )


def rows(table):
    text = io.StringIO(table.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=";"))[1:]


def test_its_mail_is_below_a_megabyte(written):
    mail = report_mail(written, settings())
    assert len(to_bytes(mail)) <= MEGABYTE
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds.count("image/png") == 2


def test_the_page_shows_the_gravest_and_says_how_many_more_are_in_the_table(written):
    text = written.paths["report.txt"].read_text("utf-8")
    assert "5,000 things are wrong" in text or "5000 things are wrong" in text
    told = [line for line in text.splitlines() if "stand here, and" in line]
    assert [line.rpartition(": ")[2] for line in told] == ["findings.csv", "queue.csv"]
    assert "of 5,000 stand here" in told[0]
    shown = text.split("What is wrong\n")[1].split("Who waits for an answer\n")[0]
    assert all(f"Kampanj {n} för alla" in shown for n in range(100, gallery.FINDINGS, 100))
    assert "of 2,000 stand here" in told[1]


def test_the_attached_tables_hold_every_row(written):
    (part,) = report_mail(written, settings()).iter_attachments()
    assert part.get_filename() == "tables.zip"
    packed = zipfile.ZipFile(io.BytesIO(part.get_content()))
    assert packed.namelist() == ["findings.csv", "queue.csv"]
    assert len(rows(packed.read("findings.csv"))) == gallery.FINDINGS
    assert len(rows(packed.read("queue.csv"))) == gallery.THREADS
    assert packed.read("queue.csv") == written.paths["queue.csv"].read_bytes()


def test_equal_mails_are_equal_to_the_last_byte(written):
    assert to_bytes(report_mail(written, settings())) == to_bytes(report_mail(written, settings()))


def test_tables_with_room_go_as_they_are():
    small, large = {"findings.csv": b"x" * 300_000}, {"findings.csv": b"x" * 300_001}
    assert [(one.name, one.content) for one in attached(small, MEGABYTE, ENGLISH).files] == list(
        small.items()
    )
    assert [one.name for one in attached(large, MEGABYTE, ENGLISH).files] == ["tables.zip"]


def noise(seed, signs):
    """A text that nothing can pack."""
    return base64.b85encode(random.Random(seed).randbytes(signs)).decode()[:signs]


@pytest.mark.parametrize(("many", "signs"), [(12_000, 150), (40_000, 60)])
def test_what_cannot_be_packed_is_cut_and_the_mail_says_so(written, tmp_path, many, signs):
    columns, table = ("id", "what", "name"), [(str(n), "x", noise(n, signs)) for n in range(many)]
    made = tmp_path / "findings.csv"
    made.write_text(spreadsheet(columns, table), "utf-8")
    large = replace(written, paths={**written.paths, "findings.csv": made})
    mail = report_mail(large, settings())
    assert len(to_bytes(mail)) <= MEGABYTE
    for kind in ("plain", "html"):
        told = mail.get_body((kind,)).get_content()
        assert "long cells are shortened" in told
        assert "rows of the tables are left out of this mail" in told
        assert "annonsvakt report --week 2026-W47" in told
    (part,) = mail.iter_attachments()
    packed = zipfile.ZipFile(io.BytesIO(part.get_content()))
    *kept, last = rows(packed.read("findings.csv"))
    assert last[0] == f"{many - len(kept):,} more rows are left out here."
    assert [one[0] for one in kept] == [one[0] for one in table[: len(kept)]]
    assert len(kept) > 1_000


def test_a_page_that_no_mail_can_carry_is_its_beginning(written, tmp_path):
    paths = dict(written.paths)
    for name in ("report.html", "report.txt"):
        paths[name] = tmp_path / name
        paths[name].write_text(written.paths[name].read_text("utf-8") + "å" * 400_000, "utf-8")
    mail = report_mail(replace(written, paths=paths), settings())
    assert len(to_bytes(mail)) <= MEGABYTE
    text = mail.get_body(("plain",)).get_content()
    assert "this is its beginning" in text
    assert "Weekly report 2026-W47" in text
    assert "this is its beginning" in mail.get_body(("html",)).get_content()
