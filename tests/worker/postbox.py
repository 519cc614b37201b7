"""A real mail server on this machine, and what came to it."""

from __future__ import annotations

import asyncio
import email
import socket
import warnings
from contextlib import contextmanager
from email import policy
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = "annonsvakt", "hemligt-ord"


class Peer(NamedTuple):
    """The other end of a conversation."""

    host: str
    port: int


class Postbox:
    """Takes mail, and refuses the recipients and answers that the test wants refused."""

    def __init__(self, *, refuses=(), answer="250 OK"):
        self.refuses = refuses
        self.answer = answer
        self.envelopes = []
        self.logins = []
        self.peers = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.peers.append(Peer(*session.peer[:2]))
            self.envelopes.append(envelope)
        return self.answer

    def log_in(self, server, session, envelope, mechanism, given):
        self.logins.append((session.ssl is not None, mechanism))
        right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    @property
    def mails(self):
        """The mails as a mail program reads them."""
        return [email.message_from_bytes(one.content, policy=policy.default)
                for one in self.envelopes]  # fmt: skip


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Door(Controller):
    """A server that lets every conversation end before it closes."""

    def __init__(self, box, **options):
        self.talks = []
        super().__init__(box, hostname="127.0.0.1", port=free_port(), **options)

    def factory(self):
        talk = super().factory()
        self.talks.append(talk)
        return talk

    def stop(self, *arguments):
        asyncio.run_coroutine_threadsafe(self._finish(), self.loop).result(timeout=10)
        super().stop(*arguments)

    async def _finish(self):
        under_way = [talk._handler_coroutine for talk in self.talks if talk._handler_coroutine]
        if under_way:
            await asyncio.wait(under_way, timeout=5)
        for talk in self.talks:
            if (writer := getattr(talk, "_writer", None)) is not None:
                writer.transport.abort()
        await asyncio.sleep(0.01)


@contextmanager
def served(box, *, by=Door, **options):
    """The address at which the postbox takes mail, without its scheme."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of exactly what these tests are about
        controller = by(box, **options)
        controller.start()
    try:
        yield f"127.0.0.1:{controller.port}"
    finally:
        controller.stop()
