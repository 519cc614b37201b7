"""C3: what runs in the city's name runs from an account that the city can see, and so stop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from policies.model import Platform, Promoted, Promotions, Wall, Words
from policies.promoted import EVERYWHERE, Beside, PostRule, Sight
from policies.rule import Breach, Pass, Said, Severity, Subject, Unknown

_STATE_UNTOLD = Words(
    "The post was made for an ad of an account that nobody sees, and whether it runs now was not "
    "told."
)


def every_ad_is_seen(facts: Beside) -> Iterator[Said]:
    """Every post of ours that runs as an ad does so from an account that the city's tokens see.

    Asked are the city's Pages and organisations, which tell what was made for ads of theirs. Meta
    does not tell whose ad that is: a post is somebody else's when no ad that was read shows it.
    LinkedIn names the account. Only what runs is against the clause.

    Where Pages, accounts or ads may be missing from what was read, or whether the post still runs
    is not told, it is unknown; on Meta also where our ad that showed the post is over. It is put
    right when the post itself, read again, no longer runs, or an account that shows it has come in
    sight.
    """
    unclear: dict[str | None, list[Promoted]] = defaultdict(list)
    for told in facts.told.posts:
        one = _as_known(told, facts.sight)
        settled = one.doubt is None or one.runs is False or _ours(one, facts.sight)
        if settled or one.post.id in facts.known:
            yield _of_post(one, facts.sight)
        else:
            unclear[one.post.owner_id].append(one)
    for post_id, because in facts.lost.items():
        yield Unknown(subject=_about(post_id), because=because)
    yield from _of_lists(facts.told, unclear)


def _about(post_id: str) -> Subject:
    return Subject(kind="post", id=post_id, name="")


def _as_known(one: Promoted, sight: Sight) -> Promoted:
    """With the account that once showed it, where none is told, and with all doubt about it."""
    linked = sight.linked.get(one.post.id)
    if one.account_id is None and linked is not None:
        return replace(one, account_id=linked, doubt=sight.no_list)
    gap = None
    if one.account_id is None:
        until = sight.once.get(one.post.id)
        gap = sight.no_ads if until is None else _over(until)
    return replace(one, doubt=one.doubt or sight.no_list or gap)


def _over(until: datetime) -> Words:
    """That an ad which was seen is over, and somebody else's may run now."""
    return Words(
        "An account in sight showed the post until {until}. Whose ad runs now was not told.",
        {"until": until.date().isoformat()},
    )


def _ours(one: Promoted, sight: Sight) -> bool:
    """Whether an account in sight shows the post."""
    return one.post.id in sight.posts or one.account_id in sight.accounts


def _of_post(one: Promoted, sight: Sight) -> Said:
    """What is to be said of one post."""
    about, evidence = _about(one.post.id), _evidence(one)
    if one.runs is False or _ours(one, sight):
        return Pass(subject=about, evidence=evidence)
    because = one.doubt or (_STATE_UNTOLD if one.runs is None else None)
    if because is not None:
        return Unknown(subject=about, because=because, evidence=evidence, link=one.post.link)
    return Breach(subject=about, message=_message(one), evidence=evidence, link=one.post.link)


def _message(one: Promoted) -> Words:
    if one.account_id is None:
        return Words(
            "The post runs as an ad, and none of the accounts that the city's tokens see shows "
            "it, so a stop does not reach it. Find out who placed it, and have the account opened "
            "to the city."
        )
    return Words(
        "The post runs as an ad of account {account}, which none of the city's tokens sees, so a "
        "stop does not reach it. Have the account opened to the city.",
        {"account": one.account_id},
    )


def _evidence(one: Promoted) -> dict[str, Any]:
    return {"account": one.account_id, "status": one.told, "owner": one.post.owner_id}


def _of_lists(told: Promotions, unclear: dict[str | None, list[Promoted]]) -> Iterator[Said]:
    """What is to be said of each list of posts: whether all of it could be judged."""
    if told.unread is None:
        yield Pass(subject=EVERYWHERE)
    else:
        yield Unknown(subject=EVERYWHERE, because=told.unread)
    for wall in told.walls:
        yield _of_wall(wall, unclear.pop(wall.id, []))
    for left in unclear.values():
        for one in left:
            because = one.doubt or _STATE_UNTOLD
            link = one.post.link
            yield Unknown(
                subject=_about(one.post.id), because=because, evidence=_evidence(one), link=link
            )


def _of_wall(wall: Wall, unclear: list[Promoted]) -> Said:
    """What is to be said of one Page or organisation."""
    about = Subject(kind=wall.kind, id=wall.id, name=wall.name)
    because = wall.unread or next((one.doubt for one in unclear if one.doubt), None)
    if because is None:
        return Pass(subject=about)
    evidence = {"posts": sorted(one.post.id for one in unclear)}
    return Unknown(subject=about, because=because, evidence=evidence, link=wall.link)


UNSEEN_ACCOUNT = PostRule(
    id="access.unseen-account",
    clause="C3",
    severity=Severity.STOP,
    about="post",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=every_ad_is_seen,
)
