"""A real mail server that breaks off, or answers with a code, at any step of the conversation."""

from __future__ import annotations

import asyncio
from collections import Counter

from aiosmtpd.smtp import SMTP

from tests.worker.postbox import Door, Postbox

DROP = "drop"
STEPS = ("connect", "banner", "EHLO", "MAIL", "RCPT", "DATA", "middle", "end", "taken", "QUIT")
"""`middle`: within the content; `end`: the content is there and thrown away; `taken`: it is kept,
and no word of it is said; `QUIT`: it is kept, its 250 is said, and then the server is gone."""


class Breaking(Postbox):
    """Takes mail; at each step of `faults` it fails as often as told, as told."""

    def __init__(self, **faults):
        """`faults`: step to (how, times); how is `DROP` or an answer such as `451 not now`."""
        super().__init__()
        self.faults = {step: [how] * times for step, (how, times) in faults.items()}
        self.seen = Counter()
        self.safe = []
        """Of each mail, whether it came encrypted."""
        self.armed = False
        """Set once the server stands: whoever starts it looks whether it answers."""

    def fault(self, step):
        if not self.armed:
            return None
        self.seen[step] += 1
        left = self.faults.get(step)
        return left.pop() if left else None

    @property
    def copies(self):
        """How often each recipient got a mail of each Message-ID."""
        return Counter((mail["To"], mail["Message-ID"]) for mail in self.mails)

    async def handle_DATA(self, server, session, envelope):
        how = self.fault("end")
        if how == DROP:
            await server.drop()
        if how is not None:
            return how
        self.envelopes.append(envelope)
        self.safe.append(session.ssl is not None)
        if self.fault("taken") is not None:
            await server.drop()
        return "250 OK"


class Talk(SMTP):
    """One conversation."""

    async def drop(self):
        """Break off without a word; what was on its way to be said is said."""
        self.transport.abort()
        await asyncio.sleep(60)

    async def failed(self, step):
        """Whether this step fails; then its answer is given, or the end is made."""
        how = self.event_handler.fault(step)
        if how == DROP:
            await self.drop()
        if how is not None:
            await self.push(how)
        return how is not None

    async def _handle_client(self):
        if self.event_handler.fault("connect") is not None:
            await self.drop()
        how = self.event_handler.fault("banner")
        if how is not None:
            self._writer.write(b"220 no" if how == DROP else how.encode() + b"\r\n")
            await self._writer.drain()
            self.transport.close()
            await asyncio.sleep(60)
        await super()._handle_client()

    async def smtp_EHLO(self, hostname):
        if not await self.failed("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname):
        if not await self.failed("EHLO"):
            await super().smtp_HELO(hostname)

    async def smtp_MAIL(self, arg):
        if not await self.failed("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        if not await self.failed("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_STARTTLS(self, arg):
        if not await self.failed("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_DATA(self, arg):
        if await self.failed("DATA"):
            return
        if self.event_handler.fault("middle") is not None:
            await self.push("354 go on")
            await self._reader.readuntil(b"\r\n")
            await self.drop()
        await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg):
        if not await self.failed("QUIT"):
            await super().smtp_QUIT(arg)


class BreakingDoor(Door):
    """Serves conversations that break."""

    def factory(self):
        talk = Talk(self.handler, **self.SMTP_kwargs)
        self.talks.append(talk)
        return talk
