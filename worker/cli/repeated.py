"""Options that were given more than once, where all but the last would be dropped unsaid.

A stop of the last of two accounts would tell that all of it is off, and leave the first running.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import typer

from worker.language import Language

_NARROWING = {
    "pause-all": ("platform", "account", "campaign"),
    "drill": ("platform", "account"),
    "sweep": ("platform", "account"),
}
"""Options, by command, without which the command means everything."""


def refuse_repeated(command: Any, ctx: Any, arguments: list[str], said: Language) -> None:
    """Refuse options that take one value and were given several; switches may be repeated.

    Raises:
        typer.BadParameter: there are some; all are named, with what to do instead.
    """
    _, _, order = command.make_parser(ctx).parse_args(args=list(arguments))
    if command.get_help_option(ctx) in order:
        return
    found = [one for one, times in Counter(order).items() if times > 1 and _takes_one(one)]
    if found:
        raise typer.BadParameter(
            " ".join(_told(command, found, said)), ctx=ctx, param_hint=_named(found)
        )


def _takes_one(parameter: Any) -> bool:
    is_option = parameter.param_type_name == "option"
    return is_option and not (parameter.is_flag or parameter.multiple)


def _named(parameters: list[Any]) -> str:
    return ", ".join(one.opts[0] for one in parameters)


def _told(command: Any, found: list[Any], said: Language) -> list[str]:
    """What is wrong, and the remedies."""
    told = [said.text("given more than once, and takes one value: one at a time.")]
    narrowing = [one for one in found if one.name in _NARROWING.get(command.name, ())]
    if narrowing:
        told.append(said.text("Without {name} it means everything.", name=_named(narrowing)))
    return told
