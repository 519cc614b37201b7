"""No secret in anything that is kept or shown, whatever breaks and however much is logged."""

from __future__ import annotations

import base64
import json
import logging
import sqlite3
import traceback
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from connectors.errors import ConnectorError
from connectors.http import Patience
from connectors.sandbox import Sandbox
from connectors.sandbox.meta import tokens
from policies.crisis import EVERYTHING, phrase
from policies.model import Platform
from tests.worker.leaky import KINDS, SECRETS, Gateway
from tests.worker.made import some_settings
from worker.cli.run import run
from worker.platforms import reader, stopper
from worker.stopping.giving import Desk, pause
from worker.stopping.identity import Identity
from worker.stopping.journal import Journal
from worker.stopping.means import Means
from worker.stopping.ordering import Order
from worker.stopping.places import Places

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
STAGES = (1, 6)
"""After how many good answers everything breaks."""
CONFIGURATION = """
state_dir = "{folder}"

[database]
url = "sqlite:///{folder}/annonsvakt.db"

[meta]
base_url = "{url}"
app_id = "1"
approved_pages = ["1001"]
approved_instagram = [{{ id = "17841400000000001", username = "stockholms.stad" }}]
"""


def spellings(text):
    """A secret plain, percent-encoded, and within base64 at each of its three places."""
    yield text
    yield quote(text, safe="")
    for place in range(3):
        coded = base64.b64encode(b"x" * place + text.encode()).decode().rstrip("=")
        yield coded[4 if place else 0 : -2]


def leaks(*texts):
    """Each secret that stands in any of these."""
    whole = "\n".join(texts)
    return {one for one in SECRETS for spelt in spellings(one) if spelt in whole}


def kept(folder):
    """Everything in a folder: the bytes of its files, and every row of its databases."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes().decode(errors="replace")
    for path in folder.rglob("*.db"):
        with sqlite3.connect(path) as database:
            yield "\n".join(database.iterdump())
        database.close()


@pytest.fixture
def gateway():
    with Sandbox(clock=lambda: NOON) as sandbox:
        made = Gateway(sandbox.start())
        yield made
        made.close()


@pytest.fixture
def command(tmp_path, gateway, monkeypatch):
    """Runs a command of the program's, with the secrets in its environment."""
    folder = tmp_path / "state"
    folder.mkdir()
    path = tmp_path / "annonsvakt.toml"
    path.write_text(CONFIGURATION.format(folder=folder, url=gateway.url), encoding="utf-8")
    monkeypatch.setenv("ANNONSVAKT_META__ACCESS_TOKEN", tokens.SYSTEM_TOKEN)
    monkeypatch.setenv("ANNONSVAKT_META__APP_SECRET", tokens.APP_SECRET)
    return lambda *arguments: run(["--config", str(path), *arguments])


def test_the_search_finds_a_secret_in_each_of_its_spellings():
    for text in SECRETS:
        for before in ("", "a", "ab"):
            coded = base64.b64encode(f"{before}{text}&more".encode()).decode()
            assert text in leaks(coded)
        assert text in leaks(f"https://x/?access_token={quote(text, safe='')}&limit=1")
    assert leaks("a page of the sandbox") == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_sweep_keeps_and_shows_no_secret(kind, command, gateway, tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    for after in STAGES:
        gateway.breaking(kind, after)
        command("sweep", "--patience", "0", "--json", "--verbose")
        command("findings", "--json")
    assert gateway.seen > max(STAGES)
    printed = capfd.readouterr()
    assert leaks(printed.out, printed.err, caplog.text, *kept(tmp_path / "state")) == set()


def test_a_whole_sweep_and_a_doctor_keep_and_show_no_secret(
    command, gateway, tmp_path, caplog, capfd
):
    caplog.set_level(logging.DEBUG)
    command("sweep", "--json")
    assert gateway.seen > 20
    command("doctor", "--json")
    printed = capfd.readouterr()
    assert "access_token" not in caplog.text
    assert "?[query]" in caplog.text
    assert leaks(printed.out, printed.err, caplog.text, *kept(tmp_path / "state")) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_doctor_keeps_and_shows_no_secret(kind, command, gateway, tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    gateway.breaking(kind, 1)
    command("doctor", "--json")
    printed = capfd.readouterr()
    assert leaks(printed.out, printed.err, caplog.text, *kept(tmp_path / "state")) == set()


def settings_of(gateway, folder):
    plain = some_settings()
    own = {
        "base_url": gateway.url,
        "app_id": "1",
        "app_secret": SecretStr(tokens.APP_SECRET),
        "access_token": SecretStr(tokens.SYSTEM_TOKEN),
    }
    meta = plain.meta.model_copy(update=own)
    return plain.model_copy(update={"meta": meta, "linkedin": None, "state_dir": folder})


@pytest.mark.parametrize("kind", KINDS)
def test_a_stop_keeps_and_shows_no_secret(kind, gateway, tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    told = []
    for after in (0, 3):
        folder = tmp_path / "state"
        desk = desk_of(settings_of(gateway, folder), told)
        order = Order(
            reason="övning",
            operator="Anna",
            who=Identity(os_user="anna", host="vakt", terminal=None),
        )
        gateway.breaking(kind, after)
        answered = pause(
            desk,
            order,
            EVERYTHING,
            typed=None,
            ask=lambda plan: phrase(plan.doing, plan.number, "sv"),
        )
        told.append(repr(answered))
    printed = capfd.readouterr()
    assert leaks(printed.out, printed.err, caplog.text, *told, *kept(tmp_path)) == set()


def desk_of(settings, told):
    """A desk with Meta alone, at which nobody waits."""

    def tell(words):
        told.append(words.english())

    meta = stopper(Platform.META, settings, patience=Patience(0), clock=lambda: NOON)
    means = Means(
        stoppers={Platform.META: meta}, clock=lambda: NOON, sleep=lambda _: None, tell=tell
    )
    places = Places(state_dir=settings.state_dir, spare=None)
    return Desk(
        means=means,
        places=places,
        not_covered=(),
        open_journal=lambda stop_id: Journal(
            stop_id, places, clock=lambda: NOON, warn=tell, last_resort=told.append
        ),
    )


@pytest.mark.parametrize("kind", [*KINDS, "refused"])
def test_errors_say_no_secret_by_any_of_their_texts(kind, gateway, tmp_path):
    settings = settings_of(Closed if kind == "refused" else gateway, tmp_path)
    texts, caught = [], 0
    for after in (0, 2):
        gateway.breaking(kind, after)
        read = reader(Platform.META, settings, patience=Patience(0), clock=lambda: NOON)
        for attempt in (
            read.accounts,
            lambda read=read: read.snapshot("act_1"),
            read.own_posts,
            read.promotions,
            lambda read=read: list(read.inboxes()),
        ):
            try:
                texts.append(repr(attempt()))
            except ConnectorError as error:
                caught += 1
                texts += [str(error), repr(error), repr(vars(error)), *shown(error)]
    assert caught > 0
    assert leaks(*texts) == set()


class Closed:
    """Where nobody listens."""

    url = "http://127.0.0.1:9"


def shown(error):
    """A traceback as Python prints it, and the same of whatever lies behind it."""
    while error is not None:
        yield "".join(traceback.format_exception(error))
        yield from (str(error), repr(error), json.dumps(error.args, default=repr))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
