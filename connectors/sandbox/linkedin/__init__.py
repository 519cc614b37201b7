"""LinkedIn's Marketing API under `/rest`, and its OAuth end points: strict where LinkedIn is.

Records live in `world.linkedin[table][id]`, in LinkedIn's own JSON shape; what begins with `_` is
known to the platform and never shown. The tables:

- `adAccounts`, `adCampaignGroups`, `adCampaigns`: by number as text; `id` is a number,
  `account` and `campaignGroup` are URNs. `servingStatuses` are worked out when they are read; those
  that a record holds are added where they cannot be worked out (`BILLING_HOLD`, …).
- `creatives`: by URN. `isServing` and `servingHoldReasons` are worked out like that.
  `_broken`: left out of every page, which is then short. `_delivery` as `analytics` reads it.
- `adAccountUsers`: by any key, `{account, user, role, …}`; a row whose account does not exist is a
  ghost. Only accounts on which `tokens.MEMBER` has a row are seen.
- `posts`: by URN of share or ugcPost.
- `organizationAcls`: by any key, `{role, state, roleAssignee, organization}`; of posts, those of
  organisations with a row for `tokens.MEMBER` are read, and those made for its ad accounts.
- `activities`: by URN of a post and by its own, as `talking.activity` makes them: the numbers
  differ. `comments`: by number as text; `talking` writes and deletes them.
- `tokens`: by text, as introspection tells of them. `codes` and `refresh`: what they stand for.
  `quotas`: calls of a day.
"""

from __future__ import annotations

import json
from itertools import count

import flask

from connectors.sandbox.linkedin import consent, front, oauth, tokens
from connectors.sandbox.linkedin.asking import Answer
from connectors.sandbox.linkedin.routes import answer
from connectors.sandbox.world import World

TOGGLES = {
    "linkedin.day_limit": "true, or how many calls of each end point a day holds, then 429 DAY",
    "linkedin.version_retired": "true, or a list of versions that answer 426",
    "linkedin.token_revoked": "every token is revoked",
    "linkedin.token_expired": "every token is expired",
    "linkedin.fresh_token_401": "how many calls each token answers 401 before it works",
    "linkedin.consent_denied": "the member does not agree",
    "linkedin.empty_5xx": "every answer is 503 without a body",
    "linkedin.read_only": "list of ad accounts in which the member's role is VIEWER",
    "linkedin.no_permission": "list of ad accounts that the member does not see",
    "linkedin.development_tier": "list of the ad accounts that the app may edit; true: none",
    "linkedin.community_development_tier": "the community app reads no batches, 100 calls a day",
    "linkedin.analytics_empty": "list of ad accounts whose reports come without any row",
    "linkedin.analytics_max_rows": "after how many rows a report is cut, instead of 15,000",
    "linkedin.analytics_values": "true: 429 to reports; or how many values five minutes hold",
    "linkedin.unreadable_groups": "reads of campaign groups answer 500",
    "linkedin.comment_counts": "map of posts to the count of comments that is told; null: none is",
    "linkedin.posts_unsorted": "an author's posts come in no order, whichever is asked for",
    "linkedin.short_pages": "pages of searches are one row short, but for the last",
    "linkedin.batch_loses": "list of ids of which the answer to a batch says nothing",
    "linkedin.errors_in_results": "failed ids of a batch write stand among its results",
    "linkedin.silent_writes": "list of ids whose writes answer success and change nothing",
    "linkedin.refuse_writes": "map of ids to the code with which their writes are refused",
    "linkedin.drop_after_write": "writes take effect and answer 504 without a body",
}
"""Toggles of this platform, and what each does."""
_VERBS = ["GET", "POST", "PUT", "DELETE"]


def blueprint(world: World) -> flask.Blueprint:
    """The routes below `/rest` and `/oauth`."""
    tokens.seed(world)
    numbers = count(1)
    routes = flask.Blueprint("linkedin", __name__)

    @routes.route("/rest/", defaults={"path": ""}, methods=_VERBS)
    @routes.route("/rest/<path:path>", methods=_VERBS)
    def rest(path: str) -> flask.Response:
        """Answer anything that is asked of the Marketing API."""
        with world.lock:
            return _sent(answer(world, flask.request), next(numbers))

    @routes.post("/oauth/v2/<name>")
    def tokens_of(name: str) -> flask.Response:
        """Answer the forms about tokens."""
        with world.lock:
            return _sent(oauth.answer(world, name, flask.request.form), next(numbers))

    @routes.get("/oauth/v2/authorization")
    def consenting() -> flask.Response:
        """Send a member's browser back to the app."""
        with world.lock:
            return _sent(consent.asked(world, flask.request.args), next(numbers))

    return routes


def _sent(given: Answer, number: int) -> flask.Response:
    body = b"" if given.body is None else json.dumps(given.body).encode()
    response = flask.Response(body, given.status, content_type="application/json")
    if not body:
        del response.headers["Content-Type"]
    response.headers.update(front.told(given.headers, number))
    return response
