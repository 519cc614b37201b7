"""The whole configuration as one value."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from worker.config.sections import (
    Contacts,
    Crisis,
    Database,
    Department,
    Folder,
    HouseRules,
    LinkedIn,
    MailDoor,
    Meta,
    Moderation,
    People,
    Poll,
    Report,
    Retention,
    Rules,
    Sla,
    Zone,
)


class Settings(BaseSettings):
    """Everything that can be configured; a platform without its section is off.

    Building one reads nothing: `worker.config.load` brings file and environment together.
    """

    model_config = SettingsConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    language: Literal["sv", "en"] = "sv"
    timezone: Zone = "Europe/Stockholm"
    state_dir: Folder = Path("var")
    watch_after_days: Annotated[int, Field(ge=0, le=3650)] = 90
    database: Database = Database()
    meta: Meta | None = None
    linkedin: LinkedIn | None = None
    mail: MailDoor = MailDoor()
    contacts: Contacts = Contacts()
    people: People = People()
    sla: Sla = Sla()
    moderation: Moderation = Moderation()
    rules: Rules = Rules()
    house_rules: HouseRules = HouseRules()
    poll: Poll = Poll()
    report: Report = Report()
    crisis: Crisis = Crisis()
    retention: Retention = Retention()
    departments: tuple[Department, ...] = ()

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

    @field_validator("departments")
    @classmethod
    def _once(cls, value: tuple[Department, ...]) -> tuple[Department, ...]:
        """Refuse two departments of the same id."""
        ids = [department.id for department in value]
        if twice := {one for one in ids if ids.count(one) > 1}:
            raise ValueError(f"{', '.join(sorted(twice))} stands more than once")
        return value
