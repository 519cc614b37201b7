"""A thread's book, kept by hand from event to event: slow and obvious.

Who writes in it knows what was asked, and needs no text to tell it from a cheer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass
class Entry:
    """What a member wrote."""

    hour: int
    needs: bool
    hidden: bool = False
    """On the platform, after we had seen it visible."""
    gone: bool = False
    wanted: bool = False
    """Somebody wants it in the queue although it is hidden."""
    changed: int | None = None
    """When its author made something else of it, for the last time."""

    @property
    def said(self):
        """When it was said as it stands."""
        return self.hour if self.changed is None else self.changed

    @property
    def out_of_sight(self):
        return self.hidden and not self.wanted


@dataclass
class Book:
    """All that happened in a thread."""

    entries: list[Entry] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """The hours of the city's answers, without those that a person said were none."""
    closings: list[int] = field(default_factory=list)
    referral: int | None = None

    def copy(self):
        entries = [replace(one) for one in self.entries]
        return Book(entries, [*self.answers], [*self.closings], self.referral)

    def write(self, hour, *, needs):
        self.entries.append(Entry(hour, needs))

    def hide(self):
        for one in self._left()[-1:]:
            if not one.hidden:
                one.hidden, one.wanted = True, False

    def show(self):
        for one in self._left()[-1:]:
            one.hidden = False

    def change(self, hour):
        """Its author makes another question of it."""
        for one in self._left()[-1:]:
            one.changed, one.needs = hour, True

    def delete(self):
        for one in self._left()[-1:]:
            one.gone = True

    def close(self, hour):
        self.closings.append(hour)
        self.referral = None

    def refer(self, hour):
        self.referral = hour

    def reopen(self):
        """The last question wants an answer; if nobody asked anything, everything does."""
        self.referral = None
        left = self._left()
        for one in left:
            one.wanted = one.hidden
        asked = [one for one in left if one.needs]
        last = max(asked or left or [Entry(hour=-1, needs=False)], key=lambda one: one.said)
        if not asked:
            for one in left:
                one.needs = True
        if left:
            self.answers = [hour for hour in self.answers if hour < last.said]
            self.closings = [hour for hour in self.closings if hour < last.said]

    def _left(self):
        """Messages that are not deleted."""
        return [one for one in self.entries if not one.gone]

    def closed(self, one):
        return any(hour > one.said for hour in self.closings)

    def answered(self, one):
        return any(hour > one.said for hour in self.answers)

    def since(self, one):
        """From when it has waited: if it had been settled before it was changed, since then."""
        settled = any(hour > one.hour for hour in (*self.answers, *self.closings))
        return one.said if settled else one.hour

    @property
    def waiting(self):
        """The messages that wait, the one first that has waited longest."""
        waits = [
            one
            for one in self._left()
            if one.needs and not (one.out_of_sight or self.closed(one) or self.answered(one))
        ]
        return sorted(waits, key=lambda one: (self.since(one), one.hour))

    @property
    def state(self):
        """What the thread is."""
        waiting = self.waiting
        if waiting:
            known = self.referral is not None and all(one.said < self.referral for one in waiting)
            return "referred" if known else "open"
        asked = [one for one in self.entries if one.needs and not self.closed(one)]
        if any(self.answered(one) for one in asked):
            return "answered"
        if self.closings:
            return "closed"
        if any(not one.out_of_sight for one in self._left()):
            return "exempt"
        return "closed" if self.entries else "exempt"
