"""The platforms of the simulated city, seen by a reader in foul weather.

The reader stands in for a platform, not for any code of ours: it answers a `Reader`'s questions as
Meta or LinkedIn would. What it handed over is kept, so that a proof can tell what the polls could
know from what is true.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from connectors.errors import ConnectorError
from policies.model import Comment, Discussion, Platform, Post, Unread, Words
from tests.worker.made import City, a_campaign, a_snapshot, an_account, an_ad, an_ad_set
from tests.worker.sweeping.month_city import DAY, Flight, Truth, Word


class Killed(BaseException):
    """The program dies in the middle of a poll."""


@dataclass
class Heard:
    """What one question to the platform gave: the model may know this, and nothing else."""

    post: Post | None
    words: list[Word]
    """Copies as they were then."""
    complete: bool
    asked_gone: list[str] | None = None
    gone: dict[str, bool | None] = field(default_factory=dict)


class Weathered(City):
    """A reader of one platform of the city, in the weather that the dice give."""

    def __init__(self, platform: Platform, truth: Truth, dice: Random) -> None:
        super().__init__(platform)
        self.truth = truth
        self.dice = dice
        self.clear = False
        """Nothing fails."""
        self.heard: list[Heard] = []
        self.polled: list[str] = []
        """Ids of the posts that were asked for."""
        self.own_told: list[Post] | None = None
        """None: the list of own posts could not be read."""
        self.down_until: datetime | None = None
        """Till then the platform answers nobody."""

    @property
    def down(self) -> bool:
        """Whether it answers nobody now."""
        return bool(self.down_until and self.truth.at < self.down_until and not self.clear)

    def bad(self, chance: float) -> bool:
        """Whether something goes wrong now."""
        return not self.clear and self.dice.random() < chance

    def fails(self) -> ConnectorError:
        return ConnectorError(Words("The platform does not answer."), platform=self.platform)

    def snapshot(self, account_id: str):
        """The ad side as it is now."""
        if self.down or self.bad(0.1):
            raise self.fails()
        mine = [one for one in self.truth.flights.values() if one.platform is self.platform]
        parts = [self._flight(one, account_id) for one in mine]
        return a_snapshot(
            an_account(account_id, platform=self.platform),
            self.truth.at,
            campaigns=tuple(campaign for campaign, _, _ in parts),
            ad_sets=tuple(ad_set for _, ad_set, _ in parts),
            ads=tuple(ad for _, _, ads in parts for ad in ads),
        )

    def _flight(self, one: Flight, account_id: str):
        """A campaign with its ad set and ads. LinkedIn does not tell when one was changed."""
        at = self.truth.at
        off = one.paused is not None and one.paused <= at
        changed = one.paused if off else at - 20 * DAY
        told = {
            "platform": self.platform,
            "intent": "PAUSED" if off else "ACTIVE",
            "updated": changed.isoformat() if self.platform is Platform.META else None,
        }
        ads = [
            replace(
                an_ad(f"a-{one.id}-{n}", f"s-{one.id}", one.id, account_id, posts=[post]),
                platform=self.platform,
            )
            for n, post in enumerate(one.walls)
        ]
        campaign = a_campaign(one.id, account_id, end=one.ends, name=one.id, **told)
        return campaign, an_ad_set(f"s-{one.id}", one.id, account_id, end=None, **told), ads

    def own_posts(self):
        self.own_told = None
        if self.down or self.bad(0.04):
            raise self.fails()
        self.own_told = [
            wall.post
            for wall in self.truth.walls.values()
            if wall.own
            and wall.post.platform is self.platform
            and wall.made > self.truth.at - 30 * DAY
        ]
        return tuple(self.own_told), ()

    def discussions(self, posts, known=None):
        self.polled += [post.id for post in posts]
        lost_batch = self.bad(0.08)
        if self.down:
            raise self.fails()
        for post in self.dice.sample(list(posts), len(posts)):
            if self.bad(0.01):
                raise self.fails()
            if self.bad(0.003):
                raise Killed
            if self.bad(0.02) or (lost_batch and self.bad(0.3)):
                continue
            yield self._discussion(post, (known or {}).get(post.id))

    def _discussion(self, post: Post, known: Collection[str] | None) -> Discussion:
        """One post's comments: all of them, the newest of them, or what came through."""
        told, complete, caught_up = self._came_through(post, known)
        heard = Heard(post, [replace(one) for one in told], complete)
        self.heard.append(heard)
        lacking = Unread(
            what=f"comments:{post.id}", because=Words("A page is lost."), platform=self.platform
        )
        return Discussion(
            platform=self.platform,
            post_id=post.id,
            comments=tuple(self._as_told(heard.words, post)),
            complete=complete,
            caught_up=caught_up,
            unread=() if complete or caught_up else (lacking,),
        )

    def _came_through(
        self, post: Post, known: Collection[str] | None
    ) -> tuple[list[Word], bool, bool]:
        """What is told, whether the reader took it for all, whether it stopped at what is known."""
        there = self.truth.listed(self.platform, post.id)
        if (
            known is not None
            and post.kind != "instagram"
            and set(known) <= {one.id for one in there}
        ):
            new = [one for one in there if one.id not in known]
            again = [one for one in there if one.id in known][: self.dice.randrange(3)]
            return new + again, False, True
        if self.bad(0.04):
            return [one for one in there if self.dice.random() < 0.5], False, False
        if self.bad(0.03):
            return [one for one in there if self.dice.random() < 0.9], True, False
        return there, True, False

    def _as_told(self, words: list[Word], post: Post | None) -> Iterator[Comment]:
        """The comments as a connector makes them: in the thread of the highest one it read of."""
        above = {one.id: one.parent for one in words}
        for one in words:
            top = one.id
            while above.get(top):
                top = above[top]
            yield Comment(
                platform=self.platform,
                kind=one.kind,
                id=one.id,
                thread_id=top if post else one.wall,
                post_id=post.id if post else None,
                parent_id=one.parent,
                author_id=one.by,
                author_name="Tuva Myrmalm" if self.platform is Platform.META else None,
                text=one.line.text,
                created_at=one.at,
                tags=one.line.tags,
                attachment=one.line.attachment,
                hidden=one.hidden,
                link=f"https://example.org/{one.id}",
            )

    def gone(self, post, comment_ids):
        heard = self.heard[-1]
        heard.asked_gone = list(comment_ids)
        there = {one.id for one in self.truth.listed(self.platform, post.id)}
        for one in comment_ids:
            if self.bad(0.03):
                raise self.fails()
            told = None if self.bad(0.05) else one not in there
            heard.gone[one] = told
            yield one, told

    def inboxes(self):
        if self.platform is Platform.LINKEDIN:
            return
        if self.down or self.bad(0.03):
            raise self.fails()
        walls = sorted({one.wall for one in self.truth.words.values() if one.kind == "message"})
        told = [
            one
            for wall in walls
            for one in self.truth.listed(self.platform, wall)
            if not self.bad(0.03)
        ]
        heard = Heard(None, [replace(one) for one in told], complete=False)
        self.heard.append(heard)
        yield Discussion(
            platform=self.platform,
            post_id=None,
            comments=tuple(self._as_told(heard.words, None)),
            complete=self.clear,
        )
