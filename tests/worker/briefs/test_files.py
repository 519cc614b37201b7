"""Files of briefs: what they hold, and what is wrong with them, told all at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from policies.briefs.reading import read_mail
from policies.model import Money
from policies.model.briefs import Editor
from worker.briefs.form import blank
from worker.briefs.found import NotRead
from worker.briefs.in_csv import read_csv
from worker.briefs.in_toml import read_toml
from worker.briefs.mailed import text_of_html
from worker.briefs.taking import LARGEST, read_batch

WHOLE = """
[[brief]]
id = "vinter-2026"
topic = "Oplogade gångbanor"
starts = 2026-12-01
ends = 2027-01-15
budget = { amount = 25000 }
audience = "Boende i Stockholm"
ages = [18, 65]
languages = ["sv", "en"]
editors = [{ first_name = "Anna", mail = "anna@example.org" }]
accessible = true
department = "trafikkontoret"
accounts = ["act_1"]
campaigns = ["120"]
patterns = ["Snö*"]
"""


def test_a_table_holds_a_whole_brief():
    (found,) = read_toml(WHOLE)
    assert (found.place, found.id, found.questions) == ("[[brief]] 1", "vinter-2026", ())
    brief = found.brief
    assert (brief.starts, brief.ends) == (date(2026, 12, 1), date(2027, 1, 15))
    assert brief.budget == Money(amount=Decimal(25000), currency="SEK")
    assert brief.editors == (Editor(first_name="Anna", mail="anna@example.org"),)
    assert (brief.audience.youngest, brief.audience.oldest) == (18, 65)
    assert (brief.accounts, brief.campaigns, brief.patterns) == (("act_1",), ("120",), ("Snö*",))


def test_what_a_table_lacks_is_asked():
    (found,) = read_toml('[[brief]]\ntopic = "Simhall"\n')
    assert [str(one.part) for one in found.questions] == ["dates", "budget", "audience", "editors"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("= 1", ["This is not TOML"]),
        ("a = 1", ["[[brief]]"]),
        ("brief = []", ["[[brief]]"]),
        ("[brief]\ntopic = 'x'", ["[[brief]]"]),
        (f"extra = 1\n{WHOLE}", ["[[brief]]"]),
        ("[[brief]]\ntopik = 'x'", ["Brief 1: there is no topik; known: topic."]),
        (
            "[[brief]]\nends = 2026-01-01\nstarts = 2026-02-01\n[[brief]]\nages = [70, 18]",
            ["ends before it starts", "Brief 2", "oldest is younger"],
        ),
        ("[[brief]]\neditors = [{first_name='A', mail='x'}]", ["Brief 1, editors.0.mail"]),
        ("[[brief]]\nbudget = '25 000 kr'", ["Brief 1, budget"]),
        ("[[brief]]\nbudget = {amount = 1e13}", ["Brief 1, budget.amount", "1000000000000"]),
        ("[[brief]]\nbudget = {amount = 1e400}", ["Brief 1, budget.amount"]),
        pytest.param(
            f"[[brief]]\nbudget = {{amount = {'9' * 5000}}}",
            ["This is not TOML", "digits"],
            id="too many digits",
        ),
    ],
)
def test_every_fault_of_a_file_is_told_with_its_place(text, faults):
    with pytest.raises(NotRead) as refused:
        read_toml(text)
    told = str(refused.value)
    assert all(fault in told for fault in faults), told


@pytest.mark.parametrize("between", [";", ",", "\t"])
def test_a_line_of_a_spreadsheet_is_read_as_a_mail_is(between):
    heads = ("Id", "Syfte", "Start", "Slut", "Budget", "Målgrupp", "Redaktör", "Kampanjnamn")
    cells = ("sim", "Simhall", "2027-03-01", "2027-03-14", "8 000 kr", "Alla",
             "Lo <lo@example.org>", "Simhall*")  # fmt: skip
    found, lacking = read_csv(f"{between.join(heads)}\n{between.join(cells)}\n\n{between}Bad\n")
    assert (found.id, found.place, found.questions) == ("sim", "2", ())
    assert (found.brief.starts, found.brief.ends) == (date(2027, 3, 1), date(2027, 3, 14))
    assert found.brief.patterns == ("Simhall*",)
    assert (lacking.place, lacking.brief.topic) == ("4", "Bad")
    assert len(lacking.questions) == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "There is no column -"),
        ("Syfte;Bugdet\nx;y", "There is no column bugdet"),
        ("Syfte;Budget\n;\n", "There is no brief below the heads"),
        pytest.param(
            f'Syfte;Budget\nx;y\n"{"x" * 140_000}', "A cell in row 3 is too long", id="no end"
        ),
    ],
)
def test_a_spreadsheet_that_cannot_be_read(text, told):
    with pytest.raises(NotRead, match=told):
        read_csv(text)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_lines_end_as_each_machine_ends_them(end):
    lines = ("Id;Syfte;Målgrupp", 'a;"Bad,\rsim";Alla, även barn', "b;Lek;Barn")
    bad, lek = read_csv(end.join(lines))
    assert (bad.id, bad.brief.topic, bad.brief.audience.text) == (
        "a",
        "Bad, sim",
        "Alla, även barn",
    )
    assert (lek.id, lek.brief.topic) == ("b", "Lek")


def mail(html=None, text=None, charset="utf-8"):
    message = EmailMessage(policy=SMTP)
    message["From"] = "Anna Berg <anna@example.org>"
    message["Subject"] = "Brief: vinter"
    if text is not None:
        message.set_content(text, charset=charset)
    if html is not None and text is None:
        message.set_content(html, subtype="html")
    elif html is not None:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


FORM = "Syfte: Simhall i Hagsätra\nBudget: 5 000 kr\n"
HTML = (
    "<html><head><style>p{}</style><title>x</title></head><body><p>Syfte:&nbsp;<b>Simhall</b> i "
    "Hagsätra</p><table><tr><td>Budget:</td><td>5&nbsp;000 kr</td></tr></table>"
    "<script>Budget: 9 kr</script></body></html>"
)


@pytest.mark.parametrize(
    "raw", [mail(text=FORM), mail(text=FORM, charset="iso-8859-1"), mail(html=HTML),
            mail(text=FORM, html="<p>Syfte: annat</p>")],
)  # fmt: skip
def test_a_mail_is_read_whatever_its_form(raw):
    batch = read_batch("brief.eml", raw)
    (found,) = batch.found
    assert found.brief.topic == "Simhall i Hagsätra"
    assert found.brief.budget == Money(amount=Decimal(5000), currency="SEK")
    assert (batch.mailed.sender, batch.mailed.subject) == ("anna@example.org", "Brief: vinter")


def test_a_mail_without_a_body_asks_for_all():
    batch = read_batch("x.eml", b"From: a@example.org\nContent-Type: application/pdf\n\nx")
    assert len(batch.found[0].questions) == 5


def test_letters_of_older_machines_and_files_that_are_no_text():
    assert read_batch("b.txt", FORM.encode("cp1252")).found[0].brief.topic == "Simhall i Hagsätra"
    assert read_batch("b.txt", FORM.encode("utf-8-sig")).found[0].brief.topic
    for raw, told in ((b"PK\0\0", "no text"), (b"x" * (LARGEST + 1), "too large")):
        with pytest.raises(NotRead, match=told):
            read_batch("b.txt", raw)


def test_html_is_what_a_reader_sees():
    assert text_of_html("a<br>b<p>c  d</p></script>").split("\n") == ["a", "b", "c d"]


def test_the_form_when_filled_is_understood():
    answers = ["Simhall", "2027-03-01 till 2027-04-15", "5 000 kr", "alla", "Lo <lo@example.org>"]
    lines = []
    for line in blank().splitlines():
        lines.append(line)
        if line[:1].isdigit():
            lines.append(answers.pop(0))
    read = read_mail("\n".join(lines))
    assert read.questions == ()
    assert read.brief.ends == date(2027, 4, 15)
    assert len(read_mail(blank()).questions) == 5
