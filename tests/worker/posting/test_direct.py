"""Letters handed over at once: each to its one recipient, whatever the mail server does."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

from tests.worker.postbox import Postbox, free_port, served
from worker.config.sections import MailDoor
from worker.mail import Mail, Pace, message_id
from worker.posting.direct import send_now
from worker.posting.letter import Fate, Letter

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUICK = Pace(step=0.3, answer=0.3, whole=0.5)


def letter(to, *, sender="vakt@example.org", subject="ANNONSSTOPP"):
    mail = Mail(
        sender=sender, to=(to,), subject=subject, text="Allt \u00e4r av.\n", at=NOON, language="sv",
        message_id=message_id(sender, "stop", to),
    )  # fmt: skip
    return Letter(kind="stop", period="20261124-120000-9f3a", mail=mail)


LETTERS = [letter(f"{name}@example.org") for name in ("first", "slk", "social")]


def door(place):
    return MailDoor(url=f"smtp://{place}", sender="vakt@example.org")


def fates(handed):
    return [(one.recipient.partition("@")[0], one.fate) for one in handed]


def test_each_letter_goes_to_its_recipient_and_all_over_one_connection():
    with counted(Postbox()) as (box, place, connections):
        handed = send_now(LETTERS, door(place))
    assert fates(handed) == [("first", Fate.SENT), ("slk", Fate.SENT), ("social", Fate.SENT)]
    assert [one.rcpt_tos for one in box.envelopes] == [[one.mail.to[0]] for one in LETTERS]
    assert len(connections) == 1


@contextmanager
def counted(box):
    """A postbox, and the peers that have connected to it."""
    seen = set()
    ehlo = box.handle_RCPT

    async def noted(server, session, envelope, address, options):
        seen.add(session.peer)
        return await ehlo(server, session, envelope, address, options)

    box.handle_RCPT = noted
    with served(box) as place:
        yield box, place, seen


def test_one_refused_recipient_never_stops_the_others():
    box = Postbox(refuses=("slk@example.org",))
    with served(box) as place:
        handed = send_now(LETTERS, door(place))
    assert fates(handed) == [("first", Fate.SENT), ("slk", Fate.REFUSED), ("social", Fate.SENT)]
    assert "550" in handed[1].because.english()
    assert len(box.envelopes) == 2


def test_an_address_that_is_none_is_its_own_fault():
    letters = [letter("a b@@example.org"), *LETTERS[1:]]
    with served(Postbox()) as place:
        handed = send_now(letters, door(place))
    assert [one.fate for one in handed] == [Fate.REFUSED, Fate.SENT, Fate.SENT]


def test_a_mail_that_takes_no_form_is_its_own_fault():
    broken = letter("first@example.org")
    object.__setattr__(broken.mail, "text", "half a sign \ud83d")
    with served(Postbox()) as place:
        handed = send_now([broken, *LETTERS[1:]], door(place))
    assert [one.fate for one in handed] == [Fate.FAILED, Fate.SENT, Fate.SENT]
    assert "UnicodeEncodeError" in handed[0].because.english()


def test_of_a_dead_server_every_letter_says_so():
    handed = send_now(LETTERS, door(f"127.0.0.1:{free_port()}"))
    assert [one.fate for one in handed] == [Fate.FAILED] * 3
    assert len({one.because.english() for one in handed}) == 1
    assert "cannot be reached" in handed[0].because.english()


@contextmanager
def listening(talk):
    """A server of one's own kind; `talk` gets each connection. The answer: place, connections."""
    taken = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)

        def serve():
            try:
                while True:
                    connection, _ = server.accept()
                    taken.append(connection)
                    talk(connection)
            except OSError:
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", taken
        for one in taken:
            one.close()


def test_a_server_that_never_greets_costs_its_time_once_for_all_letters():
    with listening(lambda connection: None) as (place, taken):
        began = time.monotonic()
        handed = send_now(LETTERS, door(place), pace=QUICK)
        assert time.monotonic() - began < 2
    assert [one.fate for one in handed] == [Fate.FAILED] * 3
    assert len(taken) == 1


def test_a_server_that_dribbles_is_given_up():
    def dribble(connection):
        for _ in range(40):
            connection.sendall(b"220-")
            time.sleep(0.05)

    with listening(dribble) as (place, _):
        began = time.monotonic()
        handed = send_now(LETTERS, door(place), pace=QUICK, without_news=1.0)
        assert time.monotonic() - began < 2
    assert [one.fate for one in handed] == [Fate.FAILED] * 3


def test_when_nothing_at_all_is_heard_nobody_waits_longer_than_is_said():
    patient = Pace(step=20, answer=20, whole=20)
    with listening(lambda connection: None) as (place, _):
        began = time.monotonic()
        handed = send_now(LETTERS, door(place), pace=patient, without_news=0.2)
        assert time.monotonic() - began < 2
    assert [one.fate for one in handed] == [Fate.FAILED] * 3
    assert "within 0.2 seconds" in handed[0].because.english()


def test_no_letters_need_no_server():
    assert send_now([], door(f"127.0.0.1:{free_port()}")) == ()
