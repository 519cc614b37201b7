"""Programs that work on the same threads at once; each is run as a process of its own.

    python -m tests.worker.sweeping.rivals people CONFIG SEED NUMBER IDS…
    python -m tests.worker.sweeping.rivals poll CONFIG SEED NUMBER IDS…

`people` gives so many commands, as persons would, and writes a line of JSON for each: what was
asked for, the exit code, what was told. `poll` reads the comments so many times while they grow.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.worker.made import City, a_comment, a_discussion, a_post
from worker.clock import now
from worker.config import load
from worker.store.opening import open_store
from worker.sweeping.means import Scope, Talk, means
from worker.sweeping.talk import read_talk

ACTIONS = ("claim", "close", "refer", "reopen")
MOMENT = timedelta(milliseconds=1)


def tell(what: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")


def people(config: Path, seed: int, number: int, ids: list[str]) -> None:
    """So many decisions about threads drawn by the dice."""
    from worker.__main__ import main

    dice = Random(seed)
    for turn in range(number):
        action, wanted = dice.choice(ACTIONS), dice.choice(ids)
        who = f"p{seed}-{turn}"
        more = {"close": ["--reason", who], "refer": ["--to", who]}.get(action, [])
        line = ["--config", str(config), "queue", action, wanted, *more, "--by", who, "--json"]
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(line)
        state = json.loads(out.getvalue() or "{}").get("state")
        told = {"thread": wanted, "action": action, "by": who, "code": code, "state": state}
        tell(told | {"said": err.getvalue()})


def poll(config: Path, seed: int, number: int, ids: list[str]) -> None:
    """So many readings of a post under which people ask and the city answers."""
    settings = load(config)
    store = open_store(settings.database.url.get_secret_value())
    city, dice = City(), Random(seed)
    tops = [a_comment(str(n + 1), at=now() - timedelta(hours=1)) for n in range(len(ids))]
    words = list(tops)
    tools = means(settings, store=store, clock=now, tell=lambda words: None)
    for turn in range(number):
        city.talk = {a_post().id: a_discussion(*words)}
        city.own = (a_post(),)
        talk = Talk()
        read_talk(tools, city, Scope(), talk)
        unread = [one.because.english() for one in talk.unread]
        tell({"read": talk.comments, "unread": unread})
        top, ours = dice.choice(tops), dice.random() < 0.5
        words.append(
            a_comment(
                f"{turn}-{seed}",
                top.id,
                at=now() - MOMENT,
                by="1001" if ours else "501",
                text="På måndag. /Anna" if ours else "Och på söndagar?",
            )
        )
    store.close()


if __name__ == "__main__":
    work, config, seed, number, *ids = sys.argv[1:]
    {"people": people, "poll": poll}[work](Path(config), int(seed), int(number), ids)
