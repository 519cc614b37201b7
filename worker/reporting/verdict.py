"""The report's first sentence: how the week stands, in words that anybody understands."""

from __future__ import annotations

from policies.weekly import Week
from worker.language import Language
from worker.store.week import Material


def verdict(week: Week, material: Material, said: Language) -> str:
    """All is well, or how much is not, or that nobody can say; in one sentence.

    Well is a week only if everything that is polled was read whole and lately at its end, nothing
    is wrong, waits, is muted or was missed, and the numbers add up.
    """
    if not week.reconciles:
        return said.text("The numbers do not add up, so nobody can say how it is.")
    known = standing(week, material, said) if _something(week, said) else ""
    if not week.reach.current:
        return _doubted(unsure(week, said), known, said)
    if known:
        return said.text("{parts}.", parts=known)
    return said.text("All is well: nothing is against the routine, and nobody waits for an answer.")


def _doubted(doubt: str, known: str, said: Language) -> str:
    """The doubt, and then what is known all the same."""
    if not known:
        return said.text("{parts}.", parts=doubt)
    known = known[:1].lower() + known[1:]
    return said.text("{doubt}; what is known: {known}.", doubt=doubt, known=known)


def unsure(week: Week, said: Language) -> str:
    """Why nobody can say how it is."""
    if week.reach.last is None:
        return said.text("Nobody can say how it is: no whole sweep has come to its end")
    when = said.instant(week.reach.last)
    return said.text("Nobody can say how it is: everything was last read {when}", when=when)


def _something(week: Week, said: Language) -> bool:
    """Whether there is anything to tell."""
    stands = week.findings.open_now or week.findings.unknown or week.queue.waiting
    return bool(stands or muted_now(week)) or any(lapses(week, said))


OVERDUE = "sla.overdue"
"""The rule whose findings are the overdue threads: sentences tell of them once, among who waits."""


def wrong_now(week: Week, material: Material) -> int:
    """How much is wrong, overdue threads apart."""
    late = {one.id for one in material.findings if one.rule == OVERDUE}
    return sum(one not in late for one in week.findings.open_now)


def muted_now(week: Week) -> int:
    """How much is muted, wrong or not told."""
    return len(week.findings.muted_now) + len(week.findings.muted_unknown)


def standing(week: Week, material: Material, said: Language) -> str:
    """What is wrong, what waits, what nobody could tell, and what was left undone."""
    number, quiet = wrong_now(week, material), muted_now(week)
    parts = (
        wrong(number, said) if number or not quiet else only_muted(quiet, said),
        waiting(len(week.queue.waiting), said),
        overdue(len(week.queue.overdue), said),
        untold(len(week.findings.unknown), said),
        muted(quiet, said) if number else "",
        *lapses(week, said),
    )
    return ", ".join(part for part in parts if part)


def lapses(week: Week, said: Language) -> tuple[str, ...]:
    """What was left undone, and a stop in force; empty where there is nothing of a kind."""
    reach = week.reach
    polls = {"missed": said.number(reach.polls_missed), "due": said.number(reach.polls_due)}
    return (
        unread(week, said),
        said.text("{missed} of {due} readings were left out", **polls)
        if reach.polls_missed
        else "",
        rounds_missed(reach.rounds_missed, said),
        rounds_untold(reach.rounds_untold, said),
        stopped(week, said),
    )


def stopped(week: Week, said: Language) -> str:
    """That a stop is in force, or may be; nothing at all if none is."""
    if week.reach.stops:
        return said.text("a crisis stop is in force")
    return said.text("a crisis stop may be in force") if week.reach.stops_unreadable else ""


def unread(week: Week, said: Language) -> str:
    """That something was not read; nothing at all if all was, or if there is a greater doubt."""
    if not week.reach.current:
        return ""
    if week.reach.gaps:
        return said.text("not everything could be read")
    return "" if week.reach.accounts else said.text("no ad account has ever been read")


def wrong(number: int, said: Language) -> str:
    """How much is wrong."""
    if number == 0:
        return said.text("Nothing is known to be wrong")
    return (
        said.text("1 thing is wrong")
        if number == 1
        else said.text("{number} things are wrong", number=said.number(number))
    )


def only_muted(number: int, said: Language) -> str:
    """That nothing is wrong but what is muted."""
    return (
        said.text("Nothing is known to be wrong but 1 thing that is muted")
        if number == 1
        else said.text(
            "Nothing is known to be wrong but {number} things that are muted",
            number=said.number(number),
        )
    )


def muted(number: int, said: Language) -> str:
    """How much is muted beside what is wrong; nothing at all if that is nothing."""
    if number == 0:
        return ""
    return (
        said.text("1 more is muted")
        if number == 1
        else said.text("{number} more are muted", number=said.number(number))
    )


def waiting(number: int, said: Language) -> str:
    """How many wait."""
    if number == 0:
        return said.text("nobody waits for an answer")
    return (
        said.text("1 waits for an answer")
        if number == 1
        else said.text("{number} wait for an answer", number=said.number(number))
    )


def overdue(number: int, said: Language) -> str:
    """How many of those that wait have waited too long; nothing at all if none has."""
    if number == 0:
        return ""
    return (
        said.text("1 of them overdue")
        if number == 1
        else said.text("{number} of them overdue", number=said.number(number))
    )


def untold(number: int, said: Language) -> str:
    """How much nobody could tell; nothing at all if that is nothing."""
    if number == 0:
        return ""
    return (
        said.text("in 1 case nobody could tell")
        if number == 1
        else said.text("in {number} cases nobody could tell", number=said.number(number))
    )


def rounds_missed(number: int, said: Language) -> str:
    """How many rounds were missed; nothing at all if none was."""
    if number == 0:
        return ""
    return (
        said.text("1 round of watching was missed")
        if number == 1
        else said.text("{number} rounds of watching were missed", number=said.number(number))
    )


def rounds_untold(number: int, said: Language) -> str:
    """Of how many rounds nobody can tell; nothing at all if of none."""
    if number == 0:
        return ""
    return (
        said.text("nobody can tell of 1 round of watching")
        if number == 1
        else said.text("nobody can tell of {number} rounds of watching", number=said.number(number))
    )
