"""The configuration's sections on the service itself: when it works, what it keeps, how it is."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator

from policies.model import Words
from worker.config.hosts import need_host, need_port
from worker.config.refused import Refused
from worker.config.sections import Folder, Section, shaped

Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Poll(Section):
    """`[poll]`."""

    ads_minutes: Minutes = 30
    comments_minutes: Minutes = 10
    messages_minutes: Minutes = 10
    delivered_minutes: Minutes = 360
    account_minutes: Minutes = 10


class Report(Section):
    """`[report]`."""

    day: Weekday = "monday"
    at: time = time(7, 0)


class Crisis(Section):
    """`[crisis]`."""

    operators: tuple[str, ...] = ()
    hold: bool = True


class Health(Section):
    """`[health]`: where the service tells how it is; an empty `listen` is nowhere."""

    listen: Annotated[str, shaped(r"|[^\s:]+:[0-9]{1,5}", "127.0.0.1:9464")] = "127.0.0.1:9464"
    ping_url: SecretStr | None = None
    ping_minutes: Minutes = 5

    @field_validator("listen")
    @classmethod
    def _on_a_port(cls, value: str) -> str:
        """Refuse a port that does not exist; 0 is any that is free."""
        port = value.rpartition(":")[2]
        if port.strip("0"):
            need_port(port)
        return value

    @field_validator("ping_url")
    @classmethod
    def _on_the_web(cls, value: SecretStr | None) -> SecretStr | None:
        """Refuse what is no address; an empty one is none."""
        told = value.get_secret_value() if value else ""
        if told and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", told):
            raise Refused(Words("is not an address such as https://example.org/ping/1"))
        if told:
            need_host(told)
        return value if told else None


class Backup(Section):
    """`[backup]`: the copy of every night; without a time, or with none to keep, there is none."""

    at: time | None = time(3, 30)
    keep: Annotated[int, Field(ge=0, le=366)] = 14
    dir: Folder | None = None

    @field_validator("at", "dir", mode="before")
    @classmethod
    def _none_if_empty(cls, value: object) -> object:
        """An empty text is none."""
        return None if value == "" else value

    @property
    def on(self) -> bool:
        """Whether copies are made."""
        return self.at is not None and self.keep > 0
