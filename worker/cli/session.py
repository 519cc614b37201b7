"""What every command has at hand: configuration and language, loaded when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from worker.config import Settings, environment_language, load
from worker.language import Language


@dataclass(frozen=True)
class Session:
    """The options that stand before the command."""

    config: Path | None
    lang: str | None

    @cached_property
    def settings(self) -> Settings:
        """The configuration.

        Raises:
            Faults: every fault at once.
        """
        return load(self.config)

    @cached_property
    def language(self) -> Language:
        """The language of `--lang`, else of the configuration."""
        return Language(self.lang or self.settings.language, ZoneInfo(self.settings.timezone))

    @cached_property
    def language_without_configuration(self) -> Language:
        """The language for commands that need no configuration: `--lang`, environment, Swedish."""
        return Language(self.lang or environment_language() or "sv", ZoneInfo("Europe/Stockholm"))
