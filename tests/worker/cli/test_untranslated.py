"""A sweep, a stop, a drill, a report and their mails: nothing of ours in them is left in English.

They are told in a language that gives away what was not translated (`tests.worker.pseudo`). Names
and comments are Swedish; so whatever is English then, or one of our own codes, was not translated.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from html.parser import HTMLParser
from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from connectors.sandbox import Sandbox
from policies.model import Platform
from policies.rules import CATALOGUE
from tests.worker.cli.test_stopping import CONFIG, WHO
from tests.worker.postbox import Postbox, served
from tests.worker.pseudo import english_words, plain_words, pseudo
from worker.cli.run import run
from worker.clock import now
from worker.doctoring.lines import State as Health
from worker.language import Language
from worker.posting.letter import Fate
from worker.store.outbox import State as Posted

pytestmark = pytest.mark.xdist_group("evening")
"""One process for all: the evening is long."""
CODES = (
    *Platform, *Health, *Fate, *Posted, "fail", "unknown", "open", "muted", "resolved",
    "acknowledged", "answered", "exempt", "referred", "closed", "info", "ad_set", "campaign",
    "organization", "thread", "drill-reminder", "stop-owner", "report", "digest", "monday",
)  # fmt: skip
"""What programs call things; people never meet it."""
MORE = """
[mail]
url = "smtp://{postbox}"
sender = "vakt@example.org"
report_to = ["chef@example.org"]
[contacts]
first = "kontakt@example.org"
slk = "slk@example.org"
[database]
url = "sqlite:///annonsvakt.db"
"""
NO_TEXT = re.compile(
    "|".join(map(re.escape, (rule.id for rule in CATALOGUE)))
    + r"|^    \w+: .*|My neighbour asks\.|Love it",
    re.MULTILINE,
)
"""Ids of rules; evidence, which is shown as it is kept; what was written in English."""
ONE = ("--platform", "meta", "--account", "act_2")


class Texts(HTMLParser):
    """What a page says, pictures and labels included; not how it is drawn."""

    def __init__(self):
        super().__init__()
        self.silent, self.texts = 0, []

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("style", "script")
        self.texts += [text for name, text in attrs if name in ("alt", "title", "aria-label")]

    def handle_endtag(self, tag):
        self.silent -= tag in ("style", "script")

    def handle_data(self, data):
        if not self.silent:
            self.texts.append(data)


def read(page):
    parser = Texts()
    parser.feed(page)
    return "\n".join(filter(None, parser.texts))


def told(*arguments):
    """What a person sees of a command."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        run(list(arguments))
    assert "Traceback" not in err.getvalue()
    return f"{out.getvalue()}\n{err.getvalue()}"


def known(*arguments):
    """What a program learns of it."""
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(StringIO()):
        run([*arguments, "--json"])
    return json.loads(out.getvalue())


def story(folder):
    """Commands of an evening, each with what is seen of it."""
    (folder / "briefs.toml").write_text(told("sandbox", "--print-briefs"), "utf-8")
    yield "import", told("brief", "import", "briefs.toml")
    yield "sweep", told("sweep", *ONE, "--verbose")
    yield "doctor", told("doctor")
    yield "findings", told("findings", "--all")
    for one in {each["rule"]: each["id"] for each in known("findings", "--all")}.values():
        yield f"finding {one}", told("findings", "show", one)
        yield f"replay {one}", told("findings", "replay", one)
    until = f"{now() + timedelta(days=9):%Y-%m-%d}"
    yield "mute", told("findings", "mute", one, "--until", until, "--reason", "nej", "--by", "Eva")
    yield "queue", told("queue", "--all")
    thread = known("queue")[0]["id"]
    yield "ask", told("queue", "ask", thread, "--by", "Eva", "--question", "Vad gäller?")
    yield "refer", told("queue", "refer", thread, "--to", "Region Stockholm", "--by", "Eva")
    yield "thread", told("queue", "show", thread)
    yield "digest", told("queue", "digest")
    for words in (["round", "list"], ["brief", "list"], ["proof", "list"], ["attest", "list"]):
        yield " ".join(words), told(*words)
    yield "brief", told("brief", "show", known("brief", "list", "--all")[0]["id"])
    yield "drill", told("drill", *ONE)
    yield "plan", told("pause-all", *WHO, *ONE)
    phrase = known("pause-all", *WHO, *ONE)["phrase"]
    yield "stop", told("pause-all", *WHO, *ONE, "--confirm", phrase)
    stop = known("stops")[0]["stop_id"]
    yield "stops", told("stops")
    yield "story", told("stops", "show", stop)
    yield "verify", told("stops", "verify")
    yield "resume", told("resume", stop, *WHO)
    yield "report", told("report", "--out", "report", "--send")
    yield "outbox", told("mail", "outbox", "--all")
    yield "test", told("mail", "test")
    yield "check", told("config", "check")
    yield "due", told("due", "2026-12-23T15:00")
    yield "triage", told("triage", "Hur anmäler jag mig? Ring 070-1740605, idiot")
    yield "rules", told("rules")
    for name in ("report.html", "report.txt"):
        page = (folder / "report" / name).read_text("utf-8")
        yield name, read(page) if name.endswith("html") else page


def mailed(mails):
    for number, mail in enumerate(mails):
        yield f"mail {number}, subject", mail["Subject"]
        for part in mail.walk():
            if part.get_content_type() == "text/plain":
                yield f"mail {number}, text", part.get_content()
            if part.get_content_type() == "text/html":
                yield f"mail {number}, page", read(part.get_content())


@pytest.fixture(scope="module")
def evening(tmp_path_factory):
    """The name of all that people saw, and what it said."""
    folder, box = tmp_path_factory.mktemp("evening"), Postbox()
    with pytest.MonkeyPatch.context() as patch, Sandbox(clock=now) as city, served(box) as postbox:
        for name in [one for one in os.environ if one.startswith("ANNONSVAKT_")]:
            patch.delenv(name)
        patch.chdir(folder)
        patch.setenv("COLUMNS", "500")
        config = CONFIG.format(url=city.start(), operators="[]", language="sv")
        (folder / "annonsvakt.toml").write_text(config + MORE.format(postbox=postbox), "utf-8")
        with pseudo():
            return {**dict(story(folder)), **dict(mailed(box.mails))}


def test_the_evening_was_full(evening):
    mails = [one for one in evening if one.endswith("page")]
    assert len(mails) > 3
    assert len([one for one in evening if one.startswith("finding ")]) > 5
    assert all(re.search("[а-я]", text) for text in evening.values())


def test_what_was_not_translated_gives_itself_away():
    swedish = Language("sv", ZoneInfo("Europe/Stockholm"))
    with pseudo():
        assert english_words(swedish.text("Whatever was found there"), *CODES) == [
            "Whatever", "found", "there", "was",
        ]  # fmt: skip
        assert english_words("fail Poesi på bussen meta", *CODES) == ["fail", "meta"]
        assert english_words(swedish.text("Options"), *CODES) == []
        assert plain_words("--hjelp Visa den här hjälpen", "--hjelp") == sorted(
            ["Visa", "den", "här", "hjälpen"]
        )
    assert swedish.text("Options") == "Val", "as before"


def test_nothing_in_it_is_english_or_a_code_of_ours(evening):
    left = {name: english_words(NO_TEXT.sub("", one), *CODES) for name, one in evening.items()}
    assert {name: words for name, words in left.items() if words} == {}


RAW = re.compile(r"\d+\.\d+ [A-Z]{3}\b|\b\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?")
"""An amount, a day or an instant as programs write it."""


def test_amounts_and_instants_are_not_as_programs_write_them(evening):
    told = {name: text for name, text in evening.items() if name != "due"}  # days as they are typed
    left = {name: RAW.findall(NO_TEXT.sub("", text)) for name, text in told.items()}
    assert {name: found for name, found in left.items() if found} == {}
