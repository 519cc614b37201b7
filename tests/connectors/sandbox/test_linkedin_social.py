"""Comments on LinkedIn over the wire: who may read them, by which URN, and page by page."""

from urllib.parse import quote

import pytest

from connectors.sandbox.linkedin.talking import activity, delete, write
from tests.connectors.sandbox.linkedin_wire import CITY, STRANGER, serving

PERSON, OTHER = "urn:li:person:aB3dE5fG7h", "urn:li:person:kL9mN1pQ2r"
SHARE = "urn:li:share:1"
"""A post of the city that nobody has commented on."""


@pytest.fixture(scope="module")
def shared_city():
    linkedin = serving(city=True)
    yield linkedin
    linkedin.sandbox.stop()


@pytest.fixture
def world(linkedin):
    return linkedin.sandbox.world


@pytest.fixture
def people(linkedin):
    """The community app's side of the small LinkedIn."""
    return linkedin.community


def under(urn, rest="/comments"):
    return f"socialActions/{quote(urn, safe='')}{rest}"


def busiest(linkedin):
    """The post that most is written under, and all that is."""
    rows = linkedin.tables["activities"].values()
    return max(rows, key=lambda row: len(row["comments"]))


def tops(linkedin, place):
    comments = [linkedin.tables["comments"][number] for number in place["comments"]]
    return [one for one in comments if "parentComment" not in one]


# Lists


def test_a_page_holds_ten_unless_told_otherwise_and_tells_how_many_there_are(shared_city):
    place = busiest(shared_city)
    page = shared_city.community.get(under(place["post"]))
    assert len(page["elements"]) == 10
    total = len(tops(shared_city, place))
    assert page["paging"] == {"start": 0, "count": 10, "links": [], "total": total}
    assert total > 50


def test_pages_of_fifty_hold_every_top_comment_once(shared_city):
    place = busiest(shared_city)
    found = []
    for start in range(0, 200, 50):
        page = shared_city.community.get(f"{under(place['post'])}?start={start}&count=50")
        found += [row["id"] for row in page["elements"]]
    assert len(found) == len(set(found))
    assert set(found) == {row["id"] for row in tops(shared_city, place)}


def test_the_order_means_nothing(shared_city):
    page = shared_city.community.get(f"{under(busiest(shared_city)['post'])}?count=100")
    times = [row["created"]["time"] for row in page["elements"]]
    assert sorted(times) != times != sorted(times, reverse=True)


def test_the_answer_names_the_activity_and_not_the_post(people, world):
    write(world, SHARE, "Hur gör man?", PERSON)
    row = people.get(under(SHARE))["elements"][0]
    number = activity(world, SHARE)["activity"].rpartition(":")[2]
    assert number != "1"
    assert row["object"] == f"urn:li:activity:{number}"
    assert row["commentUrn"] == f"urn:li:comment:(urn:li:activity:{number},{row['id']})"
    assert row["actor"] == row["created"]["actor"] == row["lastModified"]["actor"] == PERSON
    assert row["message"] == {"attributes": [], "text": "Hur gör man?"}
    assert row["commentsSummary"]["totalFirstLevelComments"] == 0
    assert row["likesSummary"]["totalLikes"] == 0


def test_a_withheld_author_is_missing_and_not_null(people, world):
    write(world, SHARE, "Hur gör man?", None)
    row = people.get(under(SHARE))["elements"][0]
    assert "actor" not in row
    assert "actor" not in row["created"]


def test_replies_stand_below_their_comment_only(people, world):
    top = write(world, SHARE, "Hur gör man?", PERSON)
    reply = write(world, SHARE, "Så här. /Anna", CITY, top["id"])
    write(world, SHARE, "Tack!", PERSON, reply["id"])
    page = people.get(under(SHARE))
    assert [row["id"] for row in page["elements"]] == [top["id"]]
    assert page["elements"][0]["commentsSummary"]["aggregatedTotalComments"] == 2
    below = people.get(under(top["commentUrn"]))
    assert below["paging"]["total"] == 2
    assert {row["parentComment"] for row in below["elements"]} == {top["commentUrn"]}
    assert people.get(under(reply["commentUrn"]))["elements"] == []


def test_fields_narrow_an_answer(people, world):
    write(world, SHARE, "Hej", PERSON)
    row = people.get(f"{under(SHARE)}?fields=id,message")["elements"][0]
    assert set(row) == {"id", "message"}


# One and several


def test_one_comment_by_its_number(people, world):
    top = write(world, SHARE, "Hur gör man?", PERSON)
    reply = write(world, SHARE, "Så här. /Anna", CITY, top["id"])
    assert people.get(under(SHARE, f"/comments/{top['id']}"))["id"] == top["id"]
    assert people.get(under(top["commentUrn"], f"/comments/{reply['id']}"))["id"] == reply["id"]
    for lost in (f"/comments/{reply['id']}", "/comments/12"):
        assert people.refused(under(SHARE, lost)) == (404, "NOT_FOUND")


def test_several_comments_by_number_each_with_its_status(people, world):
    top = write(world, SHARE, "Hur gör man?", PERSON)["id"]
    body = people.get(f"{under(SHARE)}?ids=List({top},12)")
    assert body["results"][top]["id"] == top
    assert body["statuses"] == {top: 200, "12": 404}
    assert body["errors"]["12"]["code"] == "NOT_FOUND"


def test_a_comment_of_another_post_is_not_found_here(people, world):
    elsewhere = write(world, "urn:li:share:2", "Hej", PERSON)
    write(world, SHARE, "Hej", PERSON)
    assert people.refused(under(SHARE, f"/comments/{elsewhere['id']}")) == (404, "NOT_FOUND")


def test_the_summary_counts_replies_too(people, world):
    top = write(world, SHARE, "Hur gör man?", PERSON)
    write(world, SHARE, "Så här. /Anna", CITY, top["id"])
    told = people.get(under(SHARE, ""))
    assert told["target"] == activity(world, SHARE)["activity"]
    assert told["commentsSummary"]["totalFirstLevelComments"] == 1
    assert told["commentsSummary"]["aggregatedTotalComments"] == 2
    below = people.get(under(top["commentUrn"], ""))
    assert below["target"] == top["commentUrn"]
    assert below["commentsSummary"]["aggregatedTotalComments"] == 1


def test_what_is_deleted_is_gone_with_its_replies_and_its_number_is_not_given_again(people, world):
    top = write(world, SHARE, "Hur gör man?", PERSON)
    write(world, SHARE, "Vet inte", OTHER, top["id"])
    kept = write(world, SHARE, "Hej", OTHER)
    delete(world, top["id"])
    assert people.refused(under(SHARE, f"/comments/{top['id']}")) == (404, "NOT_FOUND")
    assert people.refused(under(top["commentUrn"])) == (404, "NOT_FOUND")
    assert [row["id"] for row in people.get(under(SHARE))["elements"]] == [kept["id"]]
    assert write(world, SHARE, "Igen", PERSON)["id"] not in {top["id"], kept["id"]}
    with pytest.raises(KeyError):
        delete(world, top["id"])


# Which URN


@pytest.mark.parametrize("spelling", ["activity", "share"])
def test_a_comment_urn_may_name_activity_or_post(people, world, spelling):
    top = write(world, SHARE, "Hur gör man?", PERSON)
    root = top["object"] if spelling == "activity" else SHARE
    page = people.get(under(f"urn:li:comment:({root},{top['id']})"))
    assert page["paging"]["total"] == 0


def test_the_city_own_activity_answers_as_its_post_does(people, world):
    write(world, SHARE, "Hur gör man?", PERSON)
    assert people.get(under(activity(world, SHARE)["activity"]))["paging"]["total"] == 1


def test_strangers_posts_and_activities_are_refused_by_name(people, world):
    strange = activity(world, "urn:li:share:9")
    for urn in ("urn:li:share:9", strange["activity"], "urn:li:activity:12345"):
        answer = people.ask(under(urn))
        assert answer.json() == {"status": 403, "message": f"member is unauthorized on {urn}"}


def test_a_role_that_only_edits_content_reads_no_comments(people, world):
    for row in world.linkedin["organizationAcls"].values():
        row["role"] = "CONTENT_ADMIN"
    write(world, SHARE, "Hej", PERSON)
    assert people.ask(under(SHARE)).status_code == 403
    row["role"], row["state"] = "ADMINISTRATOR", "REQUESTED"
    assert people.ask(under(SHARE)).status_code == 403
    row["state"] = "APPROVED"
    assert people.ask(under(SHARE)).status_code == 200
    row["organizationTarget"] = row.pop("organization")
    assert people.ask(under(SHARE)).status_code == 200


@pytest.mark.parametrize("urn", ["urn:li:share:404", "urn:li:ugcPost:404"])
def test_an_unknown_post_is_not_found(people, urn):
    assert people.refused(under(urn)) == (404, "NOT_FOUND")


@pytest.mark.parametrize("urn", ["urn:li:organization:77", "7101", "urn:li:comment:(activity:1,2)"])
def test_other_urns_are_no_posts(people, urn):
    assert people.refused(under(urn)) == (400, "INVALID_VALUE_FOR_FIELD")


def test_a_urn_must_be_encoded(people):
    assert people.refused(f"socialActions/{SHARE}/comments") == (400, "ILLEGAL_ARGUMENT")


# Who and how


def test_the_advertising_token_reads_no_comments(linkedin):
    answer = linkedin.ask(under(SHARE))
    assert answer.json() == {
        "status": 403,
        "serviceErrorCode": 100,
        "code": "ACCESS_DENIED",
        "message": "Not enough permissions to access: socialActionsV2.GET_ALL.20260801",
    }


def test_a_first_tier_app_reads_no_batches(linkedin, people):
    linkedin.toggle(community_development_tier=True)
    for path in (f"{under(SHARE)}?ids=List(1)", "socialMetadata?ids=List(urn%3Ali%3Ashare%3A1)"):
        assert people.refused(path) == (403, "ACCESS_DENIED")


@pytest.mark.parametrize("query", ["?sort=RECENT", "?modifiedSince=1", "?start=0&pageSize=5"])
def test_unknown_parameters_are_refused(people, query):
    assert people.refused(under(SHARE) + query) == (400, "QUERY_PARAM_NOT_ALLOWED")


@pytest.mark.parametrize("query", ["?count=1001", "?count=ten", "?start=-1"])
def test_bad_pages_are_refused(people, query):
    assert people.ask(under(SHARE) + query).status_code == 400


def test_writing_is_not_there(people):
    answer = people.ask(under(SHARE), verb="POST", method="CREATE", json={"message": {}})
    assert answer.status_code == 400


@pytest.mark.parametrize("rest", ["/likes", "/comments/1/likes/2"])
def test_other_paths_lead_nowhere(people, rest):
    assert people.refused(under(SHARE, rest)) == (404, "RESOURCE_NOT_FOUND")


# Counts


def test_metadata_counts_comments_and_top_comments(people, world):
    top = write(world, SHARE, "Hur gör man?", PERSON)
    write(world, SHARE, "Så här. /Anna", CITY, top["id"])
    told = people.get(f"socialMetadata/{quote(SHARE, safe='')}")
    assert told["commentSummary"] == {"count": 2, "topLevelCount": 1}
    assert (told["entity"], told["commentsState"]) == (SHARE, "OPEN")
    told = people.get(f"socialMetadata/{quote(top['commentUrn'], safe='')}")
    assert told["commentSummary"] == {"count": 1, "topLevelCount": 1}


@pytest.mark.parametrize(
    ("told", "summary"),
    [(0, {"count": 0, "topLevelCount": 0}), (9, {"count": 9, "topLevelCount": 1}), (None, None)],
)
def test_metadata_can_tell_another_count_than_the_list_holds_or_none(
    linkedin, people, world, told, summary
):
    write(world, SHARE, "Hur gör man?", PERSON)
    linkedin.toggle(comment_counts={SHARE: told})
    body = people.get(f"socialMetadata/{quote(SHARE, safe='')}")
    assert body.get("commentSummary") == summary
    assert people.get(under(SHARE))["paging"]["total"] == 1


def test_metadata_of_many_are_keyed_by_encoded_urn(people, world):
    write(world, SHARE, "Hej", PERSON)
    urns = [SHARE, "urn:li:share:2", "urn:li:share:404", "urn:li:share:9"]
    keys = [quote(urn, safe="") for urn in urns]
    body = people.get(f"socialMetadata?ids=List({','.join(keys)})")
    counts = {key: told["commentSummary"]["count"] for key, told in body["results"].items()}
    assert counts == {keys[0]: 1, keys[1]: 0}
    assert body["statuses"] == dict(zip(keys, (200, 200, 404, 403), strict=True))
    assert set(body["errors"]) == set(keys[2:])


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("socialMetadata", (400, "ILLEGAL_ARGUMENT")),
        ("socialMetadata?ids=List()", (400, "PARAM_INVALID")),
        ("socialMetadata/urn%3Ali%3Ashare%3A1/comments/2", (404, "RESOURCE_NOT_FOUND")),
        ("socialMetadata/urn%3Ali%3Ashare%3A1?count=1", (400, "QUERY_PARAM_NOT_ALLOWED")),
    ],
)
def test_metadata_are_asked_for_in_two_ways_only(people, path, refusal):
    assert people.refused(path) == refusal


def test_a_strangers_page_can_be_written_on_by_tests_all_the_same(world):
    record = write(world, "urn:li:share:9", "Hej", STRANGER)
    assert world.linkedin["comments"][record["id"]] is record
    with pytest.raises(KeyError):
        write(world, "urn:li:share:404", "Hej", PERSON)
    with pytest.raises(KeyError):
        write(world, SHARE, "Hej", PERSON, "12")
