"""The mail's door: what goes out, to whom, how safely, and what is told when it does not."""

from __future__ import annotations

import email
import re
import shutil
import socket
import ssl
import subprocess
import threading
from dataclasses import replace
from datetime import UTC, datetime
from email import policy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tests.worker.postbox import PASSWORD, USER, Postbox, free_port, served
from worker.config.sections import MailDoor
from worker.mail import (
    Attachment,
    Mail,
    MailFailed,
    Trouble,
    Wire,
    build,
    header_line,
    is_address,
    message_id,
    reach,
    send,
    to_bytes,
)
from worker.mail.sending import parcel_of
from worker.mail.wire import stuffed

MAIL = Mail(
    sender="annonsvakt@example.org",
    to=("anna@example.org", "karim@example.org"),
    subject="Veckorapport 2026-W47: 3 fel",
    text="Hej!\nÅtta väntar på svar.\n",
    html="<p>Åtta väntar på svar.</p>",
    message_id=message_id("annonsvakt@example.org", "report", "2026-W47"),
    at=datetime(2026, 11, 23, 6, 0, tzinfo=UTC),
    language="sv",
    attachments=(Attachment(name="findings.csv", kind="text/csv", content=b"a;b\r\n"),),
)


def door(address, scheme="smtp", **secrets):
    return MailDoor(
        url=f"{scheme}://{address}",
        sender=MAIL.sender,
        **{name: SecretStr(value) for name, value in secrets.items()},
    )


def read(message):
    return email.message_from_bytes(to_bytes(message), policy=policy.default)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for this machine, with its key; nobody trusts it unless told to."""
    tool = shutil.which("openssl")
    if tool is None:
        pytest.skip("openssl is not installed")
    file = tmp_path_factory.mktemp("certificate") / "server.pem"
    subprocess.run(
        [tool, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=sandbox", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", file, "-out", f"{file}.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + file.with_name(f"{file.name}.crt").read_bytes())
    return file


@pytest.fixture
def encrypted(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate, monkeypatch):
    """The certificate counts as one of those that this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")


def failure(message, to):
    with pytest.raises(MailFailed) as failed:
        send(message, to, timeout=5)
    return str(failed.value)


def test_a_mail_has_text_and_page_as_alternatives_and_its_attachments():
    mail = read(build(MAIL))
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == MAIL.text
    assert "Åtta" in mail.get_body(("html",)).get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "findings.csv"
    assert attached.get_content_type() == "text/csv"
    assert attached.get_payload(decode=True) == b"a;b\r\n"


def test_a_mail_without_page_or_attachments_is_plain_text():
    mail = read(build(replace(MAIL, html=None, attachments=())))
    assert mail.get_content_type() == "text/plain"


def test_a_mail_says_that_a_machine_sent_it_in_which_language_and_when():
    mail = read(build(MAIL))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["List-Id"] == "Annonsvakt <annonsvakt.example.org>"
    assert mail["Content-Language"] == "sv"
    assert mail["Date"] == "Mon, 23 Nov 2026 06:00:00 +0000"
    assert mail["To"] == "anna@example.org, karim@example.org"


def test_an_answer_goes_to_the_sender_or_to_whoever_is_named():
    assert read(build(MAIL))["Reply-To"] is None
    assert read(build(replace(MAIL, reply_to="bo@å.example.org")))["Reply-To"] == (
        "bo@xn--5ca.example.org"
    )
    with pytest.raises(MailFailed, match="is no address"):
        build(replace(MAIL, reply_to="Bo\r\nBcc: b@x"))


@pytest.mark.parametrize(
    ("text", "one"),
    [("bo@example.org", True), ("Bo", False), ("Bo <bo@example.org>", False), ("", False)],
)
def test_an_address_is_told_from_a_name(text, one):
    assert is_address(text) is one


def test_every_line_is_ascii_and_short_enough_for_any_server():
    raw = to_bytes(build(replace(MAIL, text="å" * 5000)))
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_a_domain_beyond_a_to_z_goes_as_the_network_spells_it():
    raw = to_bytes(build(replace(MAIL, to=("anna@å.example.org",))))
    assert raw.isascii()
    assert b"anna@xn--5ca.example.org" in raw


@pytest.mark.parametrize("address", ["a@b@example.org", "a b@example.org", "a@x\r\nBcc: b@x", "@"])
def test_an_address_that_is_none_is_told_before_anything_is_sent(address):
    with pytest.raises(MailFailed, match="is no address"):
        build(replace(MAIL, to=(address,)))


@given(text=st.text(alphabet=st.sampled_from([".", "\n", "\r", "a", "å"]), max_size=40))
def test_no_text_ends_a_mail_early_or_is_changed_on_the_way(text):
    content = to_bytes(build(replace(MAIL, text=text)))
    sent = stuffed(content)
    assert b"\r\n.\r\n" not in sent
    assert sent.endswith(b"\r\n")
    assert re.sub(rb"(?m)^\.", b"", sent) == content


def test_the_same_mail_is_the_same_to_the_last_byte():
    assert to_bytes(build(MAIL)) == to_bytes(build(MAIL))


def test_the_same_matter_has_the_same_id_and_another_matter_another():
    first = message_id("a@example.org", "report", "2026-W47")
    assert first == message_id("a@example.org", "report", "2026-W47")
    assert first.endswith("@example.org>")
    others = [("a@example.org", "report", "2026-W48"), ("b@example.org", "report", "2026-W47"),
              ("a@example.org", "report2026-W47")]  # fmt: skip
    assert len({first, *(message_id(*one) for one in others)}) == 4


@given(text=st.text())
def test_no_text_can_begin_another_header(text):
    mail = read(build(replace(MAIL, subject=f"Rapport {text}\r\nBcc: spy@example.org")))
    assert mail["Bcc"] is None
    assert len(mail["Subject"].splitlines()) <= 1
    assert header_line(text).isprintable()


def test_no_file_name_can_begin_another_header():
    trick = Attachment(name='x"\r\nBcc: spy@example.org\r\n.csv', kind="text/csv", content=b"")
    mail = read(build(replace(MAIL, attachments=(trick,))))
    (attached,) = mail.iter_attachments()
    assert mail["Bcc"] is None
    assert attached["Bcc"] is None


def test_a_mail_arrives_as_it_was_built():
    box = Postbox()
    with served(box) as address:
        assert send(build(MAIL), door(address)) == ()
    (envelope,) = box.envelopes
    assert envelope.mail_from == "annonsvakt@example.org"
    assert envelope.rcpt_tos == ["anna@example.org", "karim@example.org"]
    assert box.mails[0]["Message-ID"] == MAIL.message_id
    assert envelope.content == to_bytes(build(MAIL))


def test_recipients_that_the_server_refuses_are_named_and_the_others_get_it():
    box = Postbox(refuses=("karim@example.org",))
    with served(box) as address:
        assert send(build(MAIL), door(address)) == ("karim@example.org",)
    assert box.envelopes[0].rcpt_tos == ["anna@example.org"]


def test_a_mail_that_nobody_may_have_failed():
    with served(Postbox(refuses=MAIL.to)) as address:
        assert "none of the recipients (code 550)" in failure(build(MAIL), door(address))


def test_a_server_that_refuses_the_mail_is_told_by_its_code_and_not_by_its_words():
    box = Postbox(answer=f"554 your password {PASSWORD} is nice")
    with served(box) as address:
        told = failure(build(MAIL), door(address))
    assert "554" in told
    assert PASSWORD not in told


def test_a_server_that_is_not_there_is_told_with_its_address():
    port = free_port()
    assert f"127.0.0.1:{port} cannot be reached" in failure(build(MAIL), door(f"127.0.0.1:{port}"))


def test_a_port_that_is_none_is_told_before_anything_is_tried():
    nobody_checked = door("127.0.0.1").model_copy(update={"url": "smtp://127.0.0.1:99999"})
    assert "is no port" in failure(build(MAIL), nobody_checked)


def test_a_mail_that_was_taken_is_sent_even_if_the_server_then_breaks_off():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=_takes_and_leaves, args=(listening,))
        server.start()
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        assert send(build(replace(MAIL, to=("anna@example.org",))), door(address), timeout=5) == ()
        server.join()


def _takes_and_leaves(listening):
    """A server that takes a mail and answers the goodbye with a fault."""
    connection, _ = listening.accept()
    with connection, connection.makefile("rwb", buffering=0) as wire:
        wire.write(b"220 here\r\n")
        for line in wire:
            word = line.split(b" ")[0].strip().upper()
            if word == b"DATA":
                wire.write(b"354 go\r\n")
                while wire.readline() != b".\r\n":
                    pass
            if word == b"QUIT":
                wire.write(b"421 too busy to say goodbye\r\n")
                return
            wire.write(b"250 OK\r\n")


def test_encryption_that_the_server_does_not_offer_is_never_done_without():
    box = Postbox()
    with served(box) as address:
        told = failure(
            build(MAIL), door(address, "smtp+starttls", username=USER, password=PASSWORD)
        )
    assert "no encryption that can be trusted" in told
    assert (box.envelopes, box.logins) == ([], [])


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_that_nobody_trusts_gets_neither_mail_nor_password(encrypted, scheme):
    box = Postbox()
    options = {"ssl_context" if scheme == "smtps" else "tls_context": encrypted}
    with served(box, authenticator=box.log_in, **options) as address:
        told = failure(build(MAIL), door(address, scheme, username=USER, password=PASSWORD))
    assert "no encryption that can be trusted" in told
    assert (box.envelopes, box.logins) == ([], [])


def test_a_server_that_turns_down_encryption_it_offered_gets_nothing():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        heard = []
        server = threading.Thread(target=_turns_down, args=(listening, heard))
        server.start()
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        told = failure(build(MAIL), door(address, "smtp+starttls"))
        server.join()
    assert "no encryption that can be trusted" in told
    assert not any(line.startswith((b"MAIL", b"AUTH", b"DATA")) for line in heard)


def _turns_down(listening, heard):
    """A server that offers STARTTLS and then refuses it."""
    connection, _ = listening.accept()
    with connection, connection.makefile("rwb", buffering=0) as wire:
        wire.write(b"220 here\r\n")
        for line in wire:
            heard.append(line)
            offers = line.upper().startswith(b"EHLO")
            wire.write(b"250-here\r\n250 STARTTLS\r\n" if offers else b"454 not now\r\n")


def test_with_encryption_name_and_password_are_given_and_the_mail_arrives(encrypted, trusted):
    box = Postbox()
    with served(box, tls_context=encrypted, authenticator=box.log_in) as address:
        to = door(address, "smtp+starttls", username=USER, password=PASSWORD)
        assert send(build(MAIL), to) == ()
    assert [safe for safe, _ in box.logins] == [True]
    assert len(box.envelopes) == 1


def test_encryption_from_the_first_byte_works_too(encrypted, trusted):
    box = Postbox()
    with served(box, ssl_context=encrypted) as address:
        assert send(build(MAIL), door(address, "smtps")) == ()
    assert len(box.envelopes) == 1


def test_a_wrong_password_is_told_without_it(encrypted, trusted):
    box = Postbox()
    with served(box, tls_context=encrypted, authenticator=box.log_in) as address:
        told = failure(build(MAIL), door(address, "smtp+starttls", username=USER, password="fel"))
    assert "does not accept the name and password" in told
    assert " fel" not in told
    assert box.envelopes == []


@pytest.mark.parametrize("secrets", [{"username": USER, "password": PASSWORD}, {"password": "x"}])
def test_a_password_never_goes_in_the_clear_over_a_network(secrets):
    to = door("mail.example.org:25", **secrets)
    assert "would go in the clear" in failure(build(MAIL), to)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_on_this_machine_a_password_needs_no_encryption(host):
    box = Postbox()
    with served(box, authenticator=box.log_in, auth_require_tls=False) as address:
        to = door(address.replace("127.0.0.1", host), username=USER, password=PASSWORD)
        assert send(build(MAIL), to) == ()
    assert len(box.logins) == 1


@pytest.mark.parametrize("secrets", [{"username": USER}, {"password": PASSWORD}])
def test_half_a_log_in_is_told_and_no_mail_goes_without(secrets):
    box = Postbox()
    with served(box, authenticator=box.log_in, auth_require_tls=False) as address:
        assert "set both, or neither" in failure(build(MAIL), door(address, **secrets))
    assert box.envelopes == []


def test_several_mails_go_over_one_connection_and_a_refused_one_does_not_end_it():
    box = Postbox(refuses=("karim@example.org",))
    with served(box) as address, Wire(door(address)) as wire:
        assert wire.hand(parcel("anna@example.org")) == ()
        with pytest.raises(MailFailed) as failed:
            wire.hand(parcel("karim@example.org"))
        assert wire.hand(parcel("siv@example.org")) == ()
        talks = {one.port for one in box.peers}
    assert failed.value.trouble is Trouble.NEVER
    assert len(talks) == 1
    assert [one.rcpt_tos for one in box.envelopes] == [["anna@example.org"], ["siv@example.org"]]


def parcel(recipient):
    return parcel_of(build(replace(MAIL, to=(recipient,))))


def test_a_server_without_a_log_in_is_told_as_such():
    with served(Postbox()) as address:
        told = failure(build(MAIL), door(address, username=USER, password=PASSWORD))
    assert "lacks what this mail needs" in told


def test_letters_that_no_log_in_can_carry_are_told_without_them():
    box = Postbox()
    with served(box, authenticator=box.log_in, auth_require_tls=False) as address:
        told = failure(build(MAIL), door(address, username="åsa", password="lösen"))
    assert "letters that mail cannot carry" in told
    assert "lösen" not in told


def test_reaching_the_server_logs_in_encrypted_and_sends_nothing(encrypted, trusted):
    box = Postbox()
    with served(box, tls_context=encrypted, authenticator=box.log_in) as address:
        reach(door(address, "smtp+starttls", username=USER, password=PASSWORD), timeout=5)
    assert [safe for safe, _ in box.logins] == [True]
    assert box.envelopes == []


def test_a_password_that_would_go_in_the_clear_is_not_even_tried():
    with pytest.raises(MailFailed, match="in the clear"):
        reach(door("mail.example.org", username=USER, password=PASSWORD), timeout=5)


def test_a_server_that_takes_no_commands_is_not_reached():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=_takes_no_commands, args=(listening,))
        server.start()
        with pytest.raises(MailFailed, match="code 451"):
            reach(door(f"127.0.0.1:{listening.getsockname()[1]}"), timeout=5)
        server.join()


def _takes_no_commands(listening):
    """A server that greets, and then is out of order."""
    connection, _ = listening.accept()
    with connection, connection.makefile("rwb", buffering=0) as wire:
        wire.write(b"220 here\r\n")
        for line in wire:
            wire.write(b"250 here\r\n" if line.upper().startswith(b"EHLO") else b"451 broken\r\n")
