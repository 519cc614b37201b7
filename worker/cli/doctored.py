"""How a health check is told: as JSON, and as lines for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from worker.cli import terminal
from worker.cli.columns import wrapped
from worker.doctoring.lines import Line, State, needs_a_person
from worker.language import Language, platform_name


def as_json(lines: Sequence[Line], language: Language) -> dict[str, Any]:
    """The same for programs."""
    return {
        "ok": not needs_a_person(lines),
        "lines": [
            {
                "check": line.check,
                "subject": line.subject or None,
                "state": str(line.state),
                "message": language.say(line.words),
                "remedy": language.say(line.remedy) if line.remedy else None,
            }
            for line in lines
        ],
    }


def show(lines: Sequence[Line], language: Language) -> None:
    """A line for each check, with its remedy below where one is needed; at last, how many."""
    names, topics = _names(language), _topics(language)
    width = max(map(len, names.values()))
    for line in lines:
        topic = " ".join(
            filter(None, (topics.get(line.check, line.check), platform_name(line.subject)))
        )
        text = f"{names[line.state].ljust(width)}  {topic}: {language.say(line.words)}"
        terminal.out("\n".join(_hanging(text, width + 2)))
        if line.remedy is not None:
            terminal.out("\n".join(wrapped(f"→ {language.say(line.remedy)}", width + 2)))
    counts = {state: sum(line.state is state for line in lines) for state in State}
    terminal.out()
    terminal.out(
        language.text(
            "In order: {ok}. Can wait: {warn}. Must be seen to: {fail}. Could not be told: "
            "{unknown}.",
            **{str(state): number for state, number in counts.items()},
        )
    )


def _hanging(text: str, indent: int) -> list[str]:
    """Lines of which all but the first are set in."""
    first, *_ = wrapped(text)
    rest = terminal.safe(text)[len(first) :].strip()
    return [first, *(wrapped(rest, indent) if rest else ())]


def _names(language: Language) -> dict[State, str]:
    """The states in words, for people who see no colours."""
    return {
        State.OK: language.text("ok"),
        State.WARN: language.text("warning"),
        State.FAIL: language.text("FAULT"),
        State.UNKNOWN: language.text("UNKNOWN"),
    }


def _topics(language: Language) -> dict[str, str]:
    """What is looked at, for people; a check without a name here goes by its own."""
    text = language.text
    return {
        "configuration": text("Configuration"),
        "clock.zone": text("Time zone"),
        "clock": text("Clock"),
        "clock.dates": text("Dates"),
        "service.hosts": text("Hosts"),
        "state_dir": text("Folder"),
        "database": text("Database"),
        "retention": text("Retention"),
        "poll": text("Last reading of"),
        "mail": text("Mail by"),
        "mail.recipients": text("Recipients"),
        "mail.digests": text("Recipients"),
        "meta.token": text("Meta, token"),
        "meta.stop_token": text("Meta, token"),
        "meta.token_end": text("Meta, end of the token"),
        "meta.data_access_end": text("Meta, end of access to data for"),
        "meta.scopes": text("Meta, permissions of"),
        "meta.reach": text("Meta, reach of"),
        "meta.account": text("Meta, ad account"),
        "meta.right_to_pause": text("Meta, right to pause in"),
        "meta.account_status": text("Meta, status of"),
        "meta.page": text("Meta, Page"),
        "meta.page_instagram": text("Meta, Instagram of Page"),
        "meta.instagram": text("Meta, Instagram account"),
        "linkedin.token": text("LinkedIn, token"),
        "linkedin.token_end": text("LinkedIn, end of the token"),
        "linkedin.consent_end": text("LinkedIn, end of consent for"),
        "linkedin.account": text("LinkedIn, ad account"),
        "linkedin.right_to_pause": text("LinkedIn, right to pause in"),
        "linkedin.version": text("LinkedIn, version"),
        "meta.left_out": text("Meta, not watched"),
        "linkedin.left_out": text("LinkedIn, not watched"),
        "meta.accounts": text("Meta, list of accounts"),
        "drill": text("Drill of the crisis stop"),
        "configuration.host": text("Address"),
        "configuration.sender": text("Sender of mail"),
        "calendar.holidays": text("Holidays"),
        "calendar.clock": text("Clock changes"),
        "state_dir.user": text("Folder"),
        "disk": text("Disk of"),
        "poll.account": text("Ad accounts, last reading"),
        "service": text("Service"),
        "jobs": text("Jobs"),
        "outbox": text("Outbox"),
        "report": text("Weekly report"),
        "health": text("Health at"),
        "backup": text("Backup"),
        "mail.operations": text("Recipients"),
        "mail.encryption": text("Mail by"),
        "register": text("Register of briefs"),
    }
