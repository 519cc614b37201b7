"""Options and arguments as the help shows them: how each is written, what it is, what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from worker.language import Language

Row = tuple[str, str]
_VALUE, _NUMBER = "TEXT", "NUMBER"
"""What follows an option of which nothing else was said."""


def is_argument(parameter: Any) -> bool:
    """Whether it is written without a name before it."""
    return bool(parameter.param_type_name == "argument")


def usage(command: Any, ctx: Any, said: Language) -> str:
    """What follows the command's name: options, arguments, and what a group takes."""
    parts = [said.text("[OPTIONS]")]
    parts += [_in_usage(one, said) for one in command.get_params(ctx) if is_argument(one)]
    if getattr(command, "commands", None):
        parts.append(said.text("COMMAND [ARGUMENTS]…"))
    return " ".join(parts)


def usage_of(parameter: Any) -> Iterator[str]:
    """The word that stands for its value, as it stands in the catalogue; none where it has none."""
    if (word := _word(parameter)) and not _is_literal(word):
        yield word


def option_row(parameter: Any, said: Language) -> Row:
    """How it is written, and what it is."""
    value = _value(parameter, said)
    if is_argument(parameter):
        return value, _about(parameter, said)
    names = [*parameter.opts, *parameter.secondary_opts]
    return " ".join(filter(None, (", ".join(names), value))), _about(parameter, said)


def _in_usage(parameter: Any, said: Language) -> str:
    """An argument; in brackets if it may be left out."""
    value = _value(parameter, said)
    return value if parameter.required else f"[{value}]"


def _value(parameter: Any, said: Language) -> str:
    """The word for its value in the language, with dots where there may be several."""
    word = _word(parameter)
    if _is_literal(word):
        return word
    return said.known(word).upper() + ("…" if parameter.nargs == -1 else "")


def _word(parameter: Any) -> str:
    """The word for its value; choices as they are typed; nothing for a switch."""
    if getattr(parameter, "is_flag", False):
        return ""
    given: str | None = parameter.metavar
    if given is None and is_argument(parameter):
        given = str(parameter.name).upper()
    if given is None:
        given = _NUMBER if parameter.type_descriptor.annotation in (int, float) else _VALUE
    return given.strip("[]").removesuffix("...")


def _is_literal(word: str) -> bool:
    """Whether it lists what is to be typed, or is a letter, which means nothing in any language."""
    return "|" in word or len(word) == 1


def _about(parameter: Any, said: Language) -> str:
    """What it is, and in brackets what one should know of its values."""
    told = "; ".join(_terms(parameter, said))
    return "  ".join(filter(None, (said.known(parameter.help or ""), told and f"[{told}]")))


def _terms(parameter: Any, said: Language) -> Iterator[str]:
    """Whether it must be given, where else it may stand, its bounds and what it is without it."""
    if parameter.required:
        yield said.text("required")
    if parameter.envvar and parameter.show_envvar:
        yield said.text("or in {variable}", variable=parameter.envvar)
    if parameter.min is not None and parameter.max is not None:
        yield said.text("from {least} to {most}", least=parameter.min, most=parameter.max)
    elif parameter.min is not None:
        yield said.text("at least {least}", least=parameter.min)
    if _shows_default(parameter):
        yield said.text("default: {value}", value=_plain(parameter.default))


def _shows_default(parameter: Any) -> bool:
    """Whether there is a value that it has if it is not given; a switch is off then."""
    is_switch = getattr(parameter, "is_flag", False)
    return bool(parameter.show_default and not is_switch and parameter.default not in (None, ""))


def _plain(value: object) -> str:
    """A number without needless decimals, or the text as it is."""
    return f"{value:g}" if isinstance(value, float) else str(value)
