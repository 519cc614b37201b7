"""Logs as they are written: one object a line, in UTC, without secrets, for libraries as for us."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.logs import WARNING, log, log_failure
from worker.logs.keeping import keep_logs, leave_out_too

SECRET = "EAAB-hemlig/0+1"


def kept(*, readable=False, secrets=(SECRET,)):
    stream = io.StringIO()
    keep_logs(stream, readable=readable, secrets=secrets)
    return stream


def lines(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_an_object_with_its_action_its_facts_and_the_instant_in_utc():
    stream = kept()
    log("mail.sent", recipient="anna@example.org", attempts=2)
    (line,) = lines(stream)
    at = datetime.fromisoformat(line.pop("at"))
    assert at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)
    told = {"action": "mail.sent", "level": "info", "recipient": "anna@example.org", "attempts": 2}
    assert line == told


def test_libraries_say_theirs_in_the_same_shape_and_their_small_steps_not_at_all():
    stream = kept()
    logging.getLogger("apscheduler.scheduler").info("Job added")
    logging.getLogger("apscheduler.scheduler").warning("Job %s missed by %d s", "poll", 3)
    (line,) = lines(stream)
    assert line["action"] == "log"
    assert line["logger"] == "apscheduler.scheduler"
    assert line["message"] == "Job poll missed by 3 s"
    assert line["level"] == "warning"


@pytest.mark.parametrize(
    "text",
    [
        f"token is {SECRET}",
        "EAAB-hemlig%2F0%2B1 percent-encoded",
        "GET /me?access_token=EAABnever&limit=1",
        "Authorization: Bearer EAABnever1234",
        "postgresql+psycopg://annonsvakt:EAABnever@db/annonsvakt",
        '{"access_token": "EAABnever", "expires_in": 3}',
        "client_secret=EAABnever",
        "smtp://anna:EAABnever@mail.example.org",
    ],
)
@pytest.mark.parametrize("readable", [False, True])
def test_no_secret_is_shown_wherever_it_stands(text, readable):
    stream = kept(readable=readable)
    log("poll.failed", because=text, inner={"more": [text]})
    logging.getLogger("urllib3.retry").warning("failed: %s", text)
    log_failure("poll.broke", ValueError(text))
    shown = stream.getvalue()
    assert "poll.broke" in shown
    assert "ValueError" in shown
    assert not any(one in shown for one in (SECRET, "EAABnever", "EAAB-hemlig%2F0%2B1"))


def test_what_is_no_secret_is_left_as_it_was():
    stream = kept()
    text = "code=451 at https://example.org:8443/path by anna@example.org, 3 tokens; token 4"
    log("mail.failed", because=text)
    assert lines(stream)[0]["because"] == text


@given(text=st.text(), name=st.sampled_from(["because", "at", "event", "_record"]))
def test_no_text_can_begin_another_line_or_steer_a_terminal(text, name):
    machine = kept()
    log("x", **{name: text})
    assert len(lines(machine)) == 1
    assert lines(machine)[0]["action"] == "x"
    person = kept(readable=True)
    log("x", because=f"{text}\x1b[2J\u202e")
    shown = person.getvalue()
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_keeping_logs_again_takes_the_place_of_the_first():
    first, second = kept(), kept()
    log("service.began")
    assert first.getvalue() == ""
    assert len(lines(second)) == 1


def test_secrets_that_are_told_later_are_left_out_beside_those_of_before():
    stream = kept()
    leave_out_too(["ny-hemlig", f"{SECRET}-2"])
    log("x", because=f"ny-hemlig {SECRET}-2 {SECRET}")
    assert lines(stream)[0]["because"] == "[secret] [secret] [secret]"


def test_without_logs_kept_nothing_is_shown_and_nothing_slow_is_loaded():
    code = (
        "import sys; from worker.logs import WARNING, log; log('a'); log('b', level=WARNING);"
        "print([one for one in ('structlog', 'sqlalchemy') if one in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
    assert ended.stderr == ""


def test_a_level_can_be_chosen_for_a_record():
    stream = kept()
    log("mail.refused", level=WARNING)
    assert lines(stream)[0]["level"] == "warning"
