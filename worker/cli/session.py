"""What every command has at hand: configuration and language, loaded when first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from worker.config import Settings, load
from worker.language import LANGUAGES, Language

_ZONE = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True)
class Session:
    """The options that stand before the command."""

    config: Path | None
    lang: str | None

    @classmethod
    def asked(cls, arguments: Sequence[str]) -> Session:
        """What stands before the command, read before anything is refused.

        So that help and refusals are told in the right language, whatever else is wrong.
        """
        from worker.config.load import environment_file

        given: dict[str, str] = {}
        rest = iter(arguments)
        for one in rest:
            name, equals, value = one.partition("=")
            if name not in ("--config", "--lang"):
                break
            given[name] = value if equals else next(rest, "")
        lang = given.get("--lang")
        file = given.get("--config")
        return cls(
            config=Path(file) if file else environment_file(),
            lang=lang if lang in LANGUAGES else None,
        )

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
    def language_in_any_case(self) -> Language:
        """The language for whatever needs no configuration, however faulty the one is."""
        from worker.config.load import configured_language

        return Language(self.lang or configured_language(self.config) or LANGUAGES[0], _ZONE)

    @cached_property
    def language_of_demo(self) -> Language:
        """The demo's: neither file nor environment has a say in it, as in all that it does."""
        return Language(self.lang or LANGUAGES[0], _ZONE)

    def language_for(self, command: str | None) -> Language:
        """The language for a command's help and refusals: what it would say the rest in."""
        return self.language_of_demo if command == "demo" else self.language_in_any_case
