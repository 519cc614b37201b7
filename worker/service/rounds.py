"""The rounds of days that have ended, judged shortly after midnight."""

from __future__ import annotations

from worker.logs import DEBUG, WARNING, log
from worker.service.office import Did, Office, Shift
from worker.sweeping.means import means
from worker.sweeping.round_days import judge_days


def judge_rounds(office: Office, _shift: Shift) -> Did:
    """Judge the days that have ended, as far as the ads were read after them.

    Each poll of the ads does the same at its end, so that a day which could not be judged at
    midnight is judged as soon as that can be done.
    """
    tools = means(
        office.settings,
        store=office.store,
        clock=office.clock,
        tell=lambda words: log("rounds.progress", level=DEBUG, said=words.english()),
        warn=lambda words: log("rounds.note", level=WARNING, said=words.english()),
    )
    read = judge_days(tools)
    facts = {"days": read.days, "opened": read.opened, "resolved": read.resolved}
    return Did(facts=facts if read.days else {})
