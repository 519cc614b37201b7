"""The whole configuration as one value."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

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
from worker.config.times import Backup, Crisis, Health, Poll, Report, Retention

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
    retention: Retention = Retention()

    @classmethod
    backup: Backup = Backup()
    def settings_customise_sources(
        cls,
    @property
    def backups(self) -> Path:
        """The folder of backups."""
        return self.backup.dir or self.state_dir / "backups"

        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what it is given."""
        return (init_settings,)

    @field_validator("people")
    @classmethod
    def _of_departments(cls, value: People, info: ValidationInfo) -> People:
        """Refuse names under a department that there is none of."""
        known = [department.id for department in info.data.get("departments", ())]
        for one in value.departments() if "departments" in info.data else ():
            if one not in known:
                near = get_close_matches(one, known, n=1, cutoff=0.3)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise ValueError(f"names a department that does not exist, {one}{hint}")
        return value

    @field_validator("departments")
    @classmethod
    def _once(cls, value: tuple[Department, ...]) -> tuple[Department, ...]:
        """Refuse two departments of the same id."""
        ids = [department.id for department in value]
        if twice := {one for one in ids if ids.count(one) > 1}:
            raise ValueError(f"{', '.join(sorted(twice))} stands more than once")
        return value
