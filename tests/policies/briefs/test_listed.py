"""Posts that briefs list, told apart by the form of their ids."""

from __future__ import annotations

import pytest

from policies.briefs.listed import post_of
from policies.model import Platform, Post


@pytest.mark.parametrize(
    ("post_id", "platform", "kind", "owner"),
    [
        ("1001_2002", Platform.META, "facebook", "1001"),
        ("17900000000000001", Platform.META, "instagram", None),
        ("urn:li:share:7", Platform.LINKEDIN, "linkedin", None),
        ("urn:li:ugcPost:7", Platform.LINKEDIN, "linkedin", None),
        ("urn:li:activity:7", Platform.LINKEDIN, "linkedin", None),
    ],
)
def test_an_id_tells_where_the_post_is(post_id, platform, kind, owner):
    assert post_of(post_id) == Post(platform=platform, id=post_id, kind=kind, owner_id=owner)


@pytest.mark.parametrize(
    "post_id", ["", "1001_", "https://example.org/1", "urn:li:sponsoredCreative:1", "١٢٣", "1 2"]
)
def test_anything_else_is_no_post_of_theirs(post_id):
    assert post_of(post_id) is None
