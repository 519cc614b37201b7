"""Reading the configuration: the file, the environment over it, faults, paths resolved."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource

from policies.model import Words
from worker.config.faults import (
    PREFIX,
    Fault,
    Faults,
    from_validation,
    in_environment,
    in_file,
    inside,
    unknown,
)
from worker.config.lines import Key
from worker.config.parts import merge, not_toml, parse_in_parts
from worker.config.sections import Database
from worker.config.settings import Settings

DEFAULT_FILE = Path("annonsvakt.toml")
NOT_KEYS = {"ANNONSVAKT_CONFIG"}
STOP_NEEDS = ("meta", "linkedin", "crisis", "state_dir")
"""What a stop cannot do without; faults elsewhere are warnings to it."""


def notify_socket() -> str | None:
    """Where systemd wants to be told how the service is; None: it does not."""
    return os.environ.get("NOTIFY_SOCKET") or None


def environment_language() -> str | None:
    """`ANNONSVAKT_LANGUAGE`, if it names a language we have."""
    chosen = os.environ.get("ANNONSVAKT_LANGUAGE")
    return chosen if chosen in ("sv", "en") else None


def environment_file() -> Path | None:
    """The file that `ANNONSVAKT_CONFIG` names."""
    named = os.environ.get("ANNONSVAKT_CONFIG")
    return Path(named) if named else None


def environment_configures() -> bool:
    """Whether variables hold a configuration; a language alone is none."""
    names = {name.upper() for name in os.environ}
    ours = {name for name in names if name.startswith(PREFIX)}
    return bool(ours - NOT_KEYS - {f"{PREFIX}LANGUAGE"})


def configured_language(path: Path | None) -> str | None:
    """The language that environment or file names, whatever else is wrong with them."""
    if (chosen := environment_language()) is not None:
        return chosen
    file = path or DEFAULT_FILE
    try:
        values, _ = parse_in_parts(file, file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
    return values["language"] if values.get("language") in ("sv", "en") else None


def load(path: Path | None) -> Settings:
    """The configuration from `path` (or `./annonsvakt.toml`, if it exists) and the environment.

    Raises:
        Faults: every fault, each with its place.
    """
    file, text = _read_file(path)
    values, faults = _parse(file, text)
    values, more = _overlay(values, os.environ)
    settings, still_more = _validate(values, file=file, text=text)
    if settings is None or faults or more:
        raise Faults((*faults, *more, *still_more))
    return _resolved(settings, file)


def load_for_stop(path: Path | None) -> tuple[Settings, tuple[Fault, ...]]:
    """The configuration as far as a stop needs it; faults elsewhere come back as warnings.

    So does a secret whose file cannot be read: it counts as not given, and no platform waits for
    another's.

    Raises:
        Faults: a fault in `[meta]`, `[linkedin]`, `[crisis]` or `state_dir`.
    """
    file, text = _read_file(path)
    values, faults = parse_in_parts(file, text)
    values, more = _overlay(values, os.environ)
    found = [*faults, *more]
    settings, still_more = _validate(values, file=file, text=text)
    if settings is None:
        found += still_more
        bad = {str(fault.key[0]) for fault in still_more if fault.key}
        kept = {name: value for name, value in values.items() if name not in bad - {*STOP_NEEDS}}
        settings, _ = _validate(kept, file=file, text=text)
        settings = (
            settings
            or _validate({n: kept[n] for n in STOP_NEEDS if n in kept}, file=file, text=text)[0]
        )
    fatal = [fault for fault in found if _is_fatal(fault)]
    if settings is None or fatal:
        raise Faults(fatal or found)
    return _resolved(settings, file), tuple(found)


def _is_fatal(fault: Fault) -> bool:
    """Whether a stop cannot do without what is faulty."""
    return not fault.key or (fault.key[0] in STOP_NEEDS and not fault.unread_secret)


def _read_file(path: Path | None) -> tuple[Path, str]:
    """The file and its text; no file is an empty text if variables configure anything."""
    file = path or DEFAULT_FILE
    try:
        return file, file.read_text(encoding="utf-8")
    except FileNotFoundError:
        if path is None and environment_configures():
            return file, ""
        what = Words(
            "no such file; name one with --config FILE, or make one to try with "
            "`annonsvakt sandbox --print-config > annonsvakt.toml`"
        )
        raise _of_file(file, what) from None
    except (OSError, UnicodeDecodeError) as error:
        raise _of_file(file, _unreadable(error)) from None


def _of_file(file: Path, what: Words) -> Faults:
    """The one fault of a file that tells nothing."""
    return Faults([Fault(key=(), place=in_file(str(file)), what=what)])


def _unreadable(error: OSError | UnicodeDecodeError) -> Words:
    """Why there is no text."""
    if isinstance(error, UnicodeDecodeError):
        return Words("is not text in UTF-8")
    return Words("cannot be read ({reason})", {"reason": error.strerror or "?"})


def _parse(file: Path, text: str) -> tuple[dict[str, Any], list[Fault]]:
    """The values of the file; a syntax error is a fault, and nothing else can be told then."""
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        raise _of_file(file, not_toml(error)) from None


class _Environment(EnvSettingsSource):
    """The environment's values; a list that is not JSON is left for the model to refuse by name."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        super().__init__(Settings, env_prefix=PREFIX, env_nested_delimiter="__")
        self.env_vars = {name.lower(): value for name, value in variables.items()}

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        """JSON, or the text as it is."""
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


def _overlay(
    values: dict[str, Any], environ: Mapping[str, str]
) -> tuple[dict[str, Any], list[Fault]]:
    """The values with the environment's over them."""
    variables, faults = {}, []
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and name.upper() not in NOT_KEYS:
            target, raw, fault = _from_variable(name, environ[name])
            if fault:
                faults.append(fault)
            if fault is None or fault.unread_secret:
                variables[target] = raw
    merge(values, _Environment(variables)(), add_lists=False)
    return values, faults


def _from_variable(name: str, raw: str) -> tuple[str, str, Fault | None]:
    """The variable and the text that stand behind `name`: `…_FILE` is read."""
    key: Key = tuple(name.upper().removeprefix(PREFIX).lower().split("__"))
    place = in_environment(name)
    target = name
    if name.upper().endswith("_FILE"):
        target, key = name[: -len("_FILE")], (*key[:-1], str(key[-1]).removesuffix("_file"))
        try:
            raw = Path(raw).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            named = _unread_secret(raw, error)
            lost = _is_secret(key)
            return target, "", Fault(key=key, place=place, what=named, unread_secret=lost)
    if key[0] not in Settings.model_fields:
        return target, raw, Fault(key=key, place=place, what=unknown(Settings, key[:1]))
    return target, raw, None


def _is_secret(key: Key) -> bool:
    """Whether it is the key of a platform's secret, which may be missing."""
    match key:
        case ("meta" | "linkedin" as section, name):
            models = inside(Settings.model_fields[section].annotation)
            fields = (one.model_fields for one in models if issubclass(one, BaseModel))
            return any(SecretStr in inside(one[name].annotation) for one in fields if name in one)
        case _:
            return False


def _unread_secret(file: str, error: OSError | UnicodeDecodeError) -> Words:
    """Which file it is, and why it has no text; what looks like no path is perhaps the secret."""
    reason = (error.strerror if isinstance(error, OSError) else "UTF-8") or "?"
    if "/" not in file:
        return Words(
            "it names no file that can be read ({reason}): _FILE wants a path such as "
            "/run/secrets/token, and without _FILE the name takes the secret itself",
            {"reason": reason},
        )
    return Words("its file {file} cannot be read ({reason})", {"file": file, "reason": reason})


def _validate(
    values: dict[str, Any], *, file: Path, text: str
) -> tuple[Settings | None, tuple[Fault, ...]]:
    """The settings, or the faults."""
    try:
        return Settings.model_validate(values), ()
    except ValidationError as error:
        return None, from_validation(
            error, model=Settings, file=str(file), text=text, environ=os.environ
        )


def _resolved(settings: Settings, file: Path) -> Settings:
    """Relative paths made absolute from the folder of the file."""
    folder = file.absolute().parent
    url = settings.database.url.get_secret_value()
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        url = prefix + str(folder / url.removeprefix(prefix))
    return settings.model_copy(
        update={
            "state_dir": folder / settings.state_dir,
            "backup": settings.backup.model_copy(
                update={"dir": settings.backup.dir and folder / settings.backup.dir}
            ),
            "database": Database(url=SecretStr(url)),
        }
    )
