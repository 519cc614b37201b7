"""The job that looks at what time has made of the queue: overdue threads, and unanswered asks."""

from __future__ import annotations

from worker.alarms.asking import escalate
from worker.alarms.contacts import Terms
from worker.alarms.overdue import tell_overdue
from worker.service.chores import language
from worker.service.office import Did, Office, Shift
from worker.sweeping.judgement import judgement
from worker.sweeping.overdue import as_time_passes


def alarms(office: Office, _shift: Shift) -> Did:
    """Judge what is overdue, and lay down the mails to the contacts; the outbox sends them."""
    judged = as_time_passes(office.store, judgement(office.settings), office.clock)
    terms = Terms(settings=office.settings, said=language(office), at=office.clock())
    told = tell_overdue(office.store, terms)
    asked = escalate(office.store, terms)
    facts = {
        "opened": judged.opened,
        "resolved": judged.resolved,
        "overdue": told.threads,
        "mails": told.mails + asked,
    }
    return Did(gaps=told.gaps, facts={name: count for name, count in facts.items() if count})
