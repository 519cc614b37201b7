"""Names and pictures of members are not asked for, nor kept where they come unasked."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote

import pytest

from tests.worker.retention.office import HOUR
from tests.worker.retention.traces import told, traces_in


def test_no_profile_is_ever_asked_for(office):
    office.sweep()
    office.at += 12 * HOUR
    office.sweep()
    kinds = {one.path.split("/")[2] for one in office.sandbox.requests}
    assert kinds - {"adAnalytics"} == {
        "adAccounts",
        "adAccountUsers",
        "posts",
        "socialActions",
        "socialMetadata",
    }
    for one in office.sandbox.requests:
        assert "urn:li:person:" not in unquote(one.path + one.query)
        assert not {"projection", "decoration"} & set(parse_qs(one.query))
        assert "~" not in unquote(one.query), "how a profile is asked for beside a URN"


def test_names_and_pictures_that_come_unasked_are_kept_nowhere(office):
    profile = {"localizedLastName": "Hemligsson", "profilePicture": "https://example.org/hemlig"}
    for record in office.world.linkedin["comments"].values():
        record["actor~"] = record["created"]["actor~"] = profile
    office.sweep()
    office.report()
    assert told(office.store)
    assert traces_in(office.folder, {"Hemligsson", "example.org/hemlig"}) == set()


@pytest.mark.parametrize(
    "broken",
    [
        {"message": "Hemlig fråga om bryggan"},
        {"message": {"text": ["Hemlig fråga om bryggan"]}},
        {"message": {"text": "Hej", "attributes": ["Hemlig fråga om bryggan"]}},
        {"message": {"text": "Hej", "attributes": "Hemlig fråga om bryggan"}},
        {"created": {"time": "Hemlig fråga om bryggan"}},
        {"content": ["Hemlig fråga om bryggan"]},
    ],
)
def test_a_comment_of_another_shape_is_told_without_what_it_says(office, broken):
    next(iter(office.world.linkedin["comments"].values())).update(broken)
    swept = office.sweep()
    assert any(one.what.startswith("comments:") for one in swept.unread)
    assert "Hemlig" not in str([one.because for one in swept.unread])
    office.report()
    assert traces_in(office.folder, {"Hemlig fråga"}) == set()
