"""What mails to the contacts are made with: who they are, and when the second one's turn comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from policies.deadlines import Calendar
from policies.office import later_by
from worker.config import Settings
from worker.language import Language
from worker.store.alarms import Step
from worker.sweeping.judgement import calendar_of

PATIENCE = 4
"""Office hours that the first contact has before the editorial team is told."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """By what configuration, in what language and when a contact is told."""

    settings: Settings
    said: Language
    at: datetime

    @cached_property
    def addresses(self) -> dict[Step, str]:
        """Who is told at each step; a step without an address is left out."""
        contacts = self.settings.contacts
        told = {Step.FIRST: contacts.first, Step.SECOND: contacts.editorial}
        return {step: address for step, address in told.items() if address}

    @cached_property
    def calendar(self) -> Calendar:
        """The office's."""
        return calendar_of(self.settings)

    @cached_property
    def _turns(self) -> dict[datetime, datetime]:
        """Turns that were worked out: what was told at once has one turn."""
        return {}

    def second_turn(self, since: datetime) -> datetime:
        """When the second contact is told of what the first was told at `since`."""
        if since not in self._turns:
            opens = self.settings.sla.office_opens
            self._turns[since] = later_by(since, PATIENCE, self.calendar, opens)
        return self._turns[since]
