"""The configuration of the invented city, built in the program: no file, no environment."""

from __future__ import annotations

import tomllib
from pathlib import Path

from worker.config import Settings


def city_settings(printed: str, folder: Path, language: str) -> Settings:
    """The sandbox's configuration, as TOML, with its state in `folder` and texts in `language`."""
    values = tomllib.loads(printed)
    state = folder / "state"
    return Settings.model_validate(
        values
        | {
            "language": language,
            "state_dir": state,
            "database": {"url": f"sqlite:///{state / 'annonsvakt.db'}"},
        }
    )
