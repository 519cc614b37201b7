"""The whole configuration as one value."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from policies.model import Words
from worker.config.refused import Refused
from worker.config.retention import Retention
from worker.config.sections import (
    Contacts,
    Database,
    Department,
    Folder,
    HouseRules,
    LinkedIn,
    MailDoor,
    Meta,
    Moderation,
    People,
    Rules,
    Zone,
)
from worker.config.sla import Sla
from worker.config.times import Backup, Crisis, Health, Poll, Report

Engine = Literal["embedded", "procrastinate"]
"""Who does the work of polls: the service itself, or workers that a task queue tells of it."""


class Settings(BaseSettings):
    """Everything that can be configured; a platform without its section is off.

    Building one reads nothing: `worker.config.load` brings file and environment together.
    """

    model_config = SettingsConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    language: Literal["sv", "en"] = "sv"
    timezone: Zone = "Europe/Stockholm"
    state_dir: Folder = Path("var")
    watch_after_days: Annotated[int, Field(ge=1, le=3650)] = 90
    database: Database = Database()
    engine: Engine = "embedded"
    meta: Meta | None = None
    linkedin: LinkedIn | None = None
    mail: MailDoor = MailDoor()
    contacts: Contacts = Contacts()
    departments: tuple[Department, ...] = ()
    people: People = People()
    sla: Sla = Sla()
    moderation: Moderation = Moderation()
    rules: Rules = Rules()
    house_rules: HouseRules = HouseRules()
    poll: Poll = Poll()
    report: Report = Report()
    crisis: Crisis = Crisis()
    health: Health = Health()
    backup: Backup = Backup()
    retention: Retention = Retention()

    def language_of(self, address: str) -> str | None:
        """The language in which an address is read, where it is not everybody's.

        English for those whom `[mail] english` names; else that of the department whose it is.
        """
        wanted = address.casefold()
        if wanted in {one.casefold() for one in self.mail.english}:
            return "en"
        theirs = (one for one in self.departments if one.mail.casefold() == wanted)
        return next((one.language for one in theirs if one.language), None)

    @property
    def backups(self) -> Path:
        """The folder of backups."""
        return self.backup.dir or self.state_dir / "backups"

    @property
    def own_names(self) -> tuple[str, ...]:
        """User names by which people write to the city."""
        return tuple(one.username for one in self.meta.approved_instagram) if self.meta else ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what it is given."""
        return (init_settings,)

    @field_validator("engine")
    @classmethod
    def _on_postgresql(cls, value: Engine, info: ValidationInfo) -> Engine:
        """Refuse a task queue where there is no database for it."""
        database: Database | None = info.data.get("database")
        url = database.url.get_secret_value() if database else ""
        if value == "procrastinate" and url.startswith("sqlite:"):
            raise Refused(
                Words(
                    "needs PostgreSQL: write [database] url as postgresql+psycopg://"
                    'user@host/name, or leave it at engine = "embedded"'
                )
            )
        return value

    @field_validator("people")
    @classmethod
    def _of_departments(cls, value: People, info: ValidationInfo) -> People:
        """Refuse names under a department that there is none of."""
        known = [department.id for department in info.data.get("departments", ())]
        for one in value.departments() if "departments" in info.data else ():
            if one not in known:
                raise Refused(_no_such_department(one, known))
        return value

    @field_validator("departments")
    @classmethod
    def _once(cls, value: tuple[Department, ...]) -> tuple[Department, ...]:
        """Refuse two departments of the same id."""
        ids = [department.id for department in value]
        if twice := {one for one in ids if ids.count(one) > 1}:
            names = {"names": ", ".join(sorted(twice))}
            raise Refused(Words("{names}: stands more than once", names))
        return value


def _no_such_department(name: str, known: list[str]) -> Words:
    """With the one that is most like it, if any is."""
    if near := get_close_matches(name, known, n=1, cutoff=0.3):
        return Words(
            "names a department that does not exist, {name}; did you mean {near}?",
            {"name": name, "near": near[0]},
        )
    return Words("names a department that does not exist, {name}", {"name": name})
