"""A small invented city for the worker's tests, and a reader that tells of it honestly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from connectors import Standing, Visible
from connectors.errors import ConnectorError, NotFound
from connectors.http import Meter
from policies.model import (
    AccountControls,
    Ad,
    AdAccount,
    AdSet,
    Campaign,
    Comment,
    Creative,
    Delivered,
    Discussion,
    Identity,
    Money,
    Placement,
    Platform,
    Post,
    Promotions,
    Sender,
    SenderKind,
    Showing,
    Snapshot,
    Unread,
    Words,
)
from policies.model.spent import Spent
from worker.config import Settings
from worker.sweeping.means import means

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A Tuesday."""
DAY = timedelta(days=1)
TODAY = NOON.date()
PAGE = "1001"
INSTAGRAM = Identity(id="17841400000000001", username="stockholms.stad")


def a_post(number=1, platform=Platform.META):
    if platform is Platform.LINKEDIN:
        return Post(
            platform=platform,
            id=f"urn:li:share:{number}",
            kind="linkedin",
            owner_id="urn:li:organization:77",
            link=f"https://example.org/share/{number}",
        )
    return Post(
        platform=platform,
        id=f"{PAGE}_{number}",
        kind="facebook",
        owner_id=PAGE,
        link=f"https://example.org/{PAGE}_{number}",
    )


def an_account(number="act_1", platform=Platform.META, **changed):
    return replace(
        AdAccount(
            platform=platform,
            id=number,
            name=f"Stadens annonser {number}",
            currency="SEK",
            time_zone="Europe/Stockholm",
            status="1",
            rights=("MANAGE", "ADVERTISE"),
            controls=AccountControls(placement_exclusions=(), status="", campaigns_with_error=()),
            link=f"https://example.org/{number}",
        ),
        **changed,
    )


def a_campaign(number="c1", account="act_1", **changed):
    return replace(
        Campaign(
            platform=Platform.META,
            id=number,
            account_id=account,
            name="Simskola våren",
            intent="ACTIVE",
            delivery=("ACTIVE",),
            start=NOON - 10 * DAY,
            end=None,
            daily_budget=Money(amount=Decimal("250.00"), currency="SEK"),
            total_budget=None,
            updated="2026-11-20T10:00:00+0100",
        ),
        **changed,
    )


ON_FACEBOOK = Placement(
    platforms=("facebook",), positions={}, effective_platforms=("facebook",), soft_opt_out={}
)
AUTOMATIC = Placement(platforms=None, positions={}, effective_platforms=None, soft_opt_out={})


def an_ad_set(number="s1", campaign="c1", account="act_1", **changed):
    return replace(
        AdSet(
            platform=Platform.META,
            id=number,
            campaign_id=campaign,
            account_id=account,
            name="Föräldrar",
            intent="ACTIVE",
            delivery=("ACTIVE",),
            start=NOON - 10 * DAY,
            end=NOON + 10 * DAY,
            daily_budget=None,
            total_budget=None,
            updated=None,
            placement=ON_FACEBOOK,
            link="https://example.org/s1",
        ),
        **changed,
    )


def an_ad(number="a1", ad_set="s1", campaign="c1", account="act_1", posts=(), page=PAGE):
    return Ad(
        platform=Platform.META,
        id=number,
        ad_set_id=ad_set,
        campaign_id=campaign,
        account_id=account,
        name="Anmäl dig nu",
        intent="ACTIVE",
        delivery=("ACTIVE",),
        creative=Creative(
            id=f"creative-{number}",
            title="Simskola",
            text="Anmälan är öppen",
            landing="https://example.org/simskola",
            media=("hash",),
            senders=(Sender(kind=SenderKind.PAGE, id=page, where="creative"),),
            page_actor_override=False,
            posts=tuple(posts),
            pictures=(),
            films=(),
        ),
    )


def a_snapshot(account=None, at=NOON, **changed):
    account = account or an_account()
    return replace(
        Snapshot(
            account=account,
            read_at=at,
            campaigns=(a_campaign(account=account.id),),
            ad_sets=(an_ad_set(account=account.id),),
            ads=(an_ad(account=account.id, posts=[a_post()]),),
            identities=(INSTAGRAM,),
            unread=(),
        ),
        **changed,
    )


def a_comment(number="1", thread=None, *, post=None, at=NOON, by="500", **changed):
    post = post or a_post()
    linkedin = post.platform is Platform.LINKEDIN
    return replace(
        Comment(
            platform=post.platform,
            kind="comment",
            id=number,
            thread_id=thread or number,
            post_id=post.id,
            parent_id=thread if thread and thread != number else None,
            author_id=by,
            author_name=None if linkedin else "Tuva Myrmalm",
            text="När öppnar anmälan?",
            created_at=at,
            link=f"https://example.org/comment/{number}",
        ),
        **changed,
    )


def a_discussion(*comments, post=None, complete=True, unread=()):
    post = post or a_post()
    return Discussion(
        platform=post.platform,
        post_id=post.id,
        comments=comments,
        complete=complete,
        unread=tuple(unread),
    )


def not_read(what="comments", platform=Platform.META, account=None):
    return Unread(what=what, because=Words("Not today."), platform=platform, account_id=account)


def a_showing(*, day=TODAY, publisher="audience_network", **changed):
    return replace(
        Showing(
            ad_set_id="s1",
            campaign_id="c1",
            name="Föräldrar",
            day=day,
            publisher=publisher,
            position="an_classic" if publisher == "audience_network" else "feed",
            impressions=1574,
            spend=Money(amount=Decimal("277.698927"), currency="SEK"),
            link="https://example.org/s1",
        ),
        **changed,
    )


def some_figures(*showings, at=NOON, unread=()):
    """Of the week of `at` and the one before."""
    monday = at.date() - at.weekday() * DAY
    return Delivered(
        platform=Platform.META,
        account_id="act_1",
        since=monday - 7 * DAY,
        until=at.date(),
        showings=showings,
        unread=unread,
    )


class City:
    """A reader of what the test put in it; an error in a value's place is raised."""

    def __init__(self, platform=Platform.META, *snapshots):
        self.platform = platform
        self.meter = Meter()
        self.snapshots = {one.account.id: one for one in snapshots}
        self.figures = {}
        self.asked_for_figures = []
        self.costs = {}
        self.asked_for_costs = []
        self.shows = {"pictures": (), "films": ()}
        self.hidden_accounts = ()
        self.chosen = False
        self.talk = {}
        self.own = ()
        self.ours = frozenset()
        self.promoted_posts = Promotions(platform=platform, posts=(), walls=())
        self.by_itself = {}
        self.messages = ()
        self.off = {}
        self.deleted = {}
        self.asked = []
        self.known = []

    def accounts(self):
        self.meter.add(http=1, counted=1, answered=1)
        if isinstance(self.snapshots, ConnectorError):
            raise self.snapshots
        return Visible(
            accounts=tuple(self.snapshots), unread=self.hidden_accounts, chosen=self.chosen
        )

    def snapshot(self, account_id):
        self.meter.add(http=4, counted=4, answered=4)
        found = self.snapshots[account_id]
        if isinstance(found, Exception):
            raise found
        return found

    def accessible(self, creatives):
        if isinstance(self.shows, Exception):
            raise self.shows
        return tuple(replace(one, **self.shows) for one in creatives)

    def delivered(self, account_id):
        self.asked_for_figures.append(account_id)
        found = self.figures.get(account_id, some_figures())
        if isinstance(found, Exception):
            raise found
        return found if self.platform is Platform.META else None

    def spent(self, account, until):
        self.asked_for_costs.append((account.id, until))
        found = self.costs.get(account.id, {})
        if isinstance(found, Exception):
            raise found
        return Spent(
            platform=self.platform,
            account_id=account.id,
            since=until - 1000 * DAY,
            until=until,
            sums={one: Money(amount=Decimal(cost), currency="SEK") for one, cost in found.items()},
        )

    def own_ids(self):
        return self.ours

    def own_posts(self):
        return self.own, ()

    def promotions(self):
        if isinstance(self.promoted_posts, Exception):
            raise self.promoted_posts
        return self.promoted_posts

    def promoted(self, posts):
        self.asked.append(("promoted", tuple(post.id for post in posts)))
        yield from (self.by_itself[post.id] for post in posts if post.id in self.by_itself)

    def discussions(self, posts, known=None):
        self.asked.append(("discussions", tuple(post.id for post in posts)))
        self.known.append(known)
        for post in posts:
            found = self.talk.get(post.id, a_discussion(post=post))
            if isinstance(found, Exception):
                raise found
            if found is not None:
                yield found

    def inboxes(self):
        yield from self.messages

    def standings(self, account_id, kind, ids):
        self.asked.append(("standings", kind, tuple(ids)))
        for one in ids:
            yield self.off.get(one, Standing(kind=kind, id=one, on=True))

    def gone(self, post, comment_ids):
        self.asked.append(("gone", post.id, tuple(comment_ids)))
        for one in comment_ids:
            yield one, self.deleted.get(one, False)


def unreachable(platform=Platform.META):
    return NotFound(Words("It is not there."), platform=platform)


NOT_YET = {"since": date(2027, 1, 1)}
"""Rules that go by what people told are not asked before that day."""


def some_settings(**changed):
    """The invented city's configuration: one approved Page, one Instagram account."""
    meta = {
        "approved_pages": (PAGE,),
        "approved_instagram": ({"id": INSTAGRAM.id, "username": INSTAGRAM.username},),
    }
    organizations = ("urn:li:organization:77",)
    linkedin = {"organizations": organizations, "approved_organizations": organizations}
    return Settings(**{"meta": meta, "linkedin": linkedin, "rules": NOT_YET, **changed})


def some_means(store, *, clock=lambda: NOON, tell=lambda words: None, **changed):
    """What a sweep works with, by that configuration."""
    return replace(means(some_settings(), store=store, clock=clock, tell=tell), **changed)
