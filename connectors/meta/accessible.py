"""The pictures and films of creatives, with alternative texts and captions, read for themselves.

They take calls that no reading of ads needs: of the posts behind each creative, then of each photo
and film in them. In one round so many are made for an account that six requests carry them; all
that was told is remembered, so that later rounds ask for next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from connectors.meta.ask import BATCH
from connectors.meta.completing import completed, held_by, posts_of
from connectors.meta.graph import Graph
from connectors.meta.looking import Lookups
from connectors.meta.page_tokens import Pages
from policies.model import Creative

ROUND = 5 * BATCH
"""Calls for one account in a round."""
POSTS = 3 * BATCH
"""As many of them go for posts at most, so that what posts are known to show comes up too."""


class Accessible:
    """Completes creatives; safe across threads."""

    def __init__(self, graph: Graph, pages: Callable[[], Pages]) -> None:
        """`pages` are fetched only when something is asked for with a Page's token."""
        self._lookups = Lookups(graph, pages)

    def told(self, creatives: Sequence[Creative]) -> tuple[Creative, ...]:
        """These creatives of one account, in order, with what Meta tells of pictures and films."""
        posts = (thing for one in creatives for thing in posts_of(one))
        known, left = self._lookups.look_up(posts, POSTS)
        held = (thing for one in creatives for thing in held_by(one, known))
        more, _ = self._lookups.look_up(held, ROUND - POSTS + left)
        return tuple(completed(one, {**known, **more}) for one in creatives)
