"""When the crisis stop was last rehearsed, and whether that found anything."""

from __future__ import annotations

from collections.abc import Iterator

from policies.model import Words
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.lines import Desk, Line
from worker.stopping.drills import Drill, last_drill, vain_drill
from worker.stopping.places import Places

_AGAIN = Words("Run `annonsvakt drill`: it stops nothing.")


def drill(settings: Settings, now: Clock) -> Iterator[Line]:
    """The last drill: there is one, not too old, and nothing in it needs a person."""
    desk, places = Desk("drill"), Places(state_dir=settings.state_dir)
    last = last_drill(places)
    if vain := vain_drill(places):
        told = {"day": _day(vain)}
        yield desk.warn(
            Words("The drill on {day} could read no account: it does not count.", told), _AGAIN
        )
    elif last is None:
        yield desk.warn(Words("No drill of the crisis stop has been made here."), _AGAIN)
    elif last.is_overdue(now()):
        told = {"day": _day(last), "days": str((now() - last.at).days)}
        yield desk.warn(
            Words("The last drill was on {day}, {days} days ago: the next one is overdue.", told),
            _AGAIN,
        )
    else:
        yield _found(desk, last)


def _found(desk: Desk, last: Drill) -> Line:
    """What a drill that still counts came to."""
    if last.code:
        wrong = sum(not one.in_order for one in last.accounts)
        told = {"day": _day(last), "accounts": str(wrong), "unread": str(len(last.unread))}
        return desk.warn(
            Words(
                "The last drill, on {day}, found what needs a person: accounts {accounts}, not "
                "read {unread}.",
                told,
            ),
            Words("See to it, and run `annonsvakt drill` again."),
        )
    told = {"day": _day(last), "n": str(last.planned)}
    return desk.ok(
        Words("The last drill was on {day}: a stop would have turned off {n} campaigns.", told)
    )


def _day(last: Drill) -> str:
    return last.at.date().isoformat()
