"""Meta's Graph API, as far as the product meets it: v25.0 and v26.0, strict where Meta is."""

from __future__ import annotations

import json
import re
import threading

import flask

from connectors.sandbox.meta import errors, tokens
from connectors.sandbox.meta.batch import answer_batch
from connectors.sandbox.meta.dispatch import Answer, Call, answer
from connectors.sandbox.world import Node, World

TOGGLES = {
    "meta.empty_middle_page": "the second page of every edge comes empty, with a next page",
    "meta.next_without_cursors": "pages have `next` and no cursors",
    "meta.page_rows": "rows of one answer at most, whatever the limit",
    "meta.ig_no_cursor": "true, or after how many pages of 50 Instagram's comments and replies end",
    "meta.ig_replies_cut": "replies that come with an Instagram comment tell of no further ones",
    "meta.html_page": "every answer is a page of HTML with status 502",
    "meta.error_in_200": "reads answer an error object with status 200",
    "meta.success_false": "writes answer success: false and change nothing",
    "meta.silent_writes": "list of ids whose writes answer success and change nothing",
    "meta.refuse_writes": "map of ids to the code with which their writes are refused",
    "meta.in_process_reads": "readings for which an object is IN_PROCESS after a write",
    "meta.ads_linger_reads": (
        "readings for which ads stay as they were after a write above them; or a map of such ids"
    ),
    "meta.error_after_write": "list of ad accounts whose controls are set and that answer 500",
    "meta.controls_applying": "readings for which controls are being applied after a write",
    "meta.refuse_reads": "map of ids to the code with which readings of them are refused",
    "meta.null_items": "list of ids whose items of a batch are carried out and come back as null",
    "meta.cursor_stuck": "every page after the first leads to itself",
    "meta.any_params": "readings take unknown and removed parameters, and ignore them",
    "meta.no_proof": "the app does not demand appsecret_proof",
    "meta.old_versions": "versions that ended are answered as the newest, with a warning header",
    "meta.max_rows": "answers with more rows, in lists at any depth, are refused",
    "meta.max_objects": "answers with more objects, expanded ones included, are refused",
    "meta.limited_tier": "true, or the points an account may hold: reads cost 1, writes 3",
    "meta.usage_percent": "map of ad accounts to the percent of their limits that answers tell",
    "meta.throttled": "list of ad accounts that refuse every call for now (80004)",
    "meta.hang": "list of ad accounts whose calls get no answer while this is on",
    "meta.app_usage_percent": "the percent of the app's limit that answers tell",
    "meta.no_usage_headers": "answers have no usage headers",
    "meta.no_from": "comments come without their author",
    "meta.no_effective": "targeting comes without its effective_ fields",
    "meta.omit_fields": "list of fields that are left out in silence",
    "meta.removed_fields": "list of fields that are refused as nonexisting",
    "meta.no_permission": "list of ad accounts that refuse with code 200",
    "meta.no_controls": "list of ad accounts that refuse their controls with code 200",
    "meta.no_ads": "list of ad accounts that refuse the lists of their ads with code 200",
    "meta.no_insights": "list of ad accounts that refuse their figures with code 200",
    "meta.insights_empty": "list of ad accounts whose figures come without any row",
    "meta.read_only": "list of ad accounts in which the token may only read",
    "meta.no_role": "list of ad accounts in which the token has no role, whoever owns them",
    "meta.unlisted": "list of ad accounts that are open to the token and that its list hides",
    "meta.no_business_management": "the token may not list the ad accounts of businesses",
    "meta.no_moderate": "list of Pages on which the task MODERATE is missing",
    "meta.no_tasks": "list of Pages whose tasks are not told, and whose comments are not counted",
    "meta.no_dynamic_posts": "list of Pages that list no posts of ads put together from parts",
    "meta.kept_comments": "list of comments that Facebook counts and shows to nobody",
    "meta.conversation_limit": "a Page's conversations are open to two calls a second, then 80006",
    "meta.user_token_reads_no_comments": "only a Page's own token reads its comments",
    "meta.token_expired": "every token is expired",
    "meta.token_expires_in_days": "debug_token tells that tokens expire in so many days",
    "meta.data_access_expires_in_days": "the same of their access to data",
    "meta.missing_scopes": "list of permissions that tokens lack, in debug_token and for ads",
    "meta.limited_scopes": "map of permissions to the only ids that debug_token lists for them",
}
"""Toggles of this platform, and what each does."""
_HTML = "<!DOCTYPE html><html><head><title>Error</title></head><body>Sorry</body></html>"
_VERBS = ["GET", "POST", "DELETE", "PUT", "PATCH"]
"""The last two are answered, and refused."""
_LOOK = 0.05
"""Seconds between two looks at whether an answer still hangs."""
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
"""What a body may be; a DELETE or GET that carries one is held to it as well."""
_OTHERS = ("rest", "oauth", "_sandbox")
"""First parts of paths that belong to somebody else."""


def blueprint(world: World) -> flask.Blueprint:
    """The routes: everything is found by path below the version."""
    people = {tokens.SYSTEM_USER: "Annonsvakt", tokens.PRIVATE_USER: "Privat Person"}
    for number, name in people.items():
        world.meta.setdefault(number, Node("User", {"id": number, "name": name}))
    routes = flask.Blueprint("meta", __name__)

    @routes.route("/", defaults={"path": ""}, methods=_VERBS)
    @routes.route("/<path:path>", methods=_VERBS)
    def graph(path: str) -> flask.Response:
        """Answer anything that is asked of the graph."""
        parts = tuple(filter(None, path.split("/")))
        if parts[:1] and parts[0] in _OTHERS:
            flask.abort(404)
        if world.faults.toggle("meta.html_page"):
            return flask.Response(_HTML, 502, content_type="text/html; charset=utf-8")
        given = _answered(world, parts)
        _hang(world, parts)
        return _sent(given)

    return routes


def _hang(world: World, parts: tuple[str, ...]) -> None:
    """Keep whoever asks of certain accounts waiting, in a batch too."""
    asked = "/".join(parts) + flask.request.form.get("batch", "")
    names = re.findall(r"act_\d+", asked)
    while any(world.faults.names("meta.hang", one) for one in names):
        threading.Event().wait(_LOOK)


def _answered(world: World, parts: tuple[str, ...]) -> Answer:
    request = flask.request
    if request.content_length and request.mimetype not in _FORMS:
        error = errors.invalid("The body must be form-encoded")
        return Answer(error.status, error.body())
    form = request.form.to_dict() if request.content_length else {}
    params = {**request.args.to_dict(), **form}
    bearer = request.headers.get("Authorization", "")
    if bearer.startswith(("OAuth ", "Bearer ")):
        params.setdefault("access_token", bearer.partition(" ")[2])
    call = Call(request.method, parts, params, f"{request.scheme}://{request.host}")
    with world.lock:
        if call.method == "POST" and (not parts[1:] or "batch" in params):
            return answer_batch(world, call)
        given = answer(world, call)
    if call.method == "GET" and world.faults.toggle("meta.error_in_200"):
        return Answer(200, errors.transient().body(), given.headers)
    return given


def _sent(given: Answer) -> flask.Response:
    response = flask.Response(
        json.dumps(given.body), given.status, content_type="application/json; charset=UTF-8"
    )
    response.headers.extend(given.headers)
    return response
