"""What people call the campaigns that show a post: the brief's topic, else the campaign's name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from policies.model import AccountId, CampaignId, Platform, PostId
from worker.store import briefs, owning, snapshots
from worker.store.digesting import campaigns_of
from worker.store.kept import Connection
from worker.store.queueing import Queued


class Names:
    """Names, looked up once for all digests of a round."""

    def __init__(self) -> None:
        """Nothing is looked up yet."""
        self._topics: dict[str, str] | None = None
        self._campaigns: dict[tuple[Platform, AccountId], dict[CampaignId, str]] = {}

    def of(self, connection: Connection, listed: Sequence[Queued]) -> dict[str, str]:
        """Thread → the names of what shows its post; one without any is left out."""
        found: dict[str, str] = {}
        for platform in {one.platform for one in listed}:
            mine = [
                (one.id, PostId(one.post_id))
                for one in listed
                if one.platform is platform and one.post_id
            ]
            named = self.of_posts(connection, platform, {post for _, post in mine})
            found |= {thread: named[post] for thread, post in mine if post in named}
        return found

    def of_posts(
        self, connection: Connection, platform: Platform, posts: Collection[PostId]
    ) -> dict[PostId, str]:
        """Post → topics, else names of campaigns; one without any is left out."""
        found = {
            post: ", ".join(sorted(topics))
            for post, ids in owning.briefs_of(connection, platform, posts).items()
            if (topics := self._topics_of(connection, ids))
        }
        shown = campaigns_of(connection, platform, [one for one in posts if one not in found])
        for post, campaigns in shown.items():
            names = {
                self._of_account(connection, platform, account).get(campaign)
                for account, campaign in campaigns
            }
            if told := sorted(one for one in names if one):
                found[post] = ", ".join(told)
        return found

    def _topics_of(self, connection: Connection, ids: Iterable[str]) -> set[str]:
        """The topics of these briefs, as far as they have one."""
        if self._topics is None:
            kept = briefs.listed(connection, everything=True)
            self._topics = {one.id: one.brief.topic for one in kept if one.brief.topic}
        return {self._topics[one] for one in ids if one in self._topics}

    def _of_account(
        self, connection: Connection, platform: Platform, account: AccountId
    ) -> dict[CampaignId, str]:
        """The campaigns of an account by their ids; the rest of what it holds is let go."""
        known = self._campaigns.get((platform, account))
        if known is None:
            snapshot = snapshots.latest(connection, platform, account)
            known = {one.id: one.name for one in snapshot.campaigns} if snapshot else {}
            self._campaigns[platform, account] = known
        return known
