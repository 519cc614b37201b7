"""Alternative texts and captions are told by posts, photos and films, and to the right token."""

from __future__ import annotations

import pytest

ATTACHED = "attachments{media_type,target{id},subattachments{media_type,target{id}}}"
PAGE, OTHER_PAGE, PRIVATE = "sandbox-page-1001", "sandbox-page-1002", "sandbox-user"


@pytest.fixture(scope="module")
def page(shared_graph):
    return shared_graph.as_(PAGE)


def post_of(graph, campaign):
    """The id of the first post on the Page that a campaign's ads show."""
    nodes = graph.sandbox.world.meta.values()
    return next(
        node.fields["id"]
        for node in nodes
        if node.kind == "PagePost" and node.fields["message"].startswith(f"{campaign}.")
    )


def shown(page, campaign):
    """What such a post shows: kinds and ids, those of an album one by one."""
    rows = page.get(post_of(page, campaign), fields=ATTACHED)["attachments"]["data"]
    below = [row.get("subattachments", {}).get("data", [row]) for row in rows]
    return [(one["media_type"], one["target"].get("id")) for some in below for one in some]


def photos(graph):
    return [node for node in graph.sandbox.world.meta.values() if node.kind == "Photo"]


def test_a_post_tells_what_it_shows(page):
    [(kind, photo)] = shown(page, "Fritidskortet")
    assert (kind, photo[:6]) == ("photo", "100155")
    assert [kind for kind, _ in shown(page, "Cykla i vinter")] == ["photo", "photo"]
    assert shown(page, "Energirådgivning för villaägare") == [("link", None)]
    assert [kind for kind, _ in shown(page, "Simskola för alla")] == ["video"]


@pytest.mark.parametrize("token", ["sandbox-meta", OTHER_PAGE])
def test_what_a_post_shows_is_for_its_page_alone(shared_graph, token):
    other = shared_graph.as_(token)
    assert other.refused(post_of(other, "Fritidskortet"), fields=ATTACHED)["code"] == 190


@pytest.mark.parametrize("token", ["sandbox-meta", OTHER_PAGE, PRIVATE])
def test_photos_and_films_are_for_their_page_alone(shared_graph, page, token):
    [(_, photo)] = shown(page, "Fritidskortet")
    [(_, film)] = shown(page, "Simskola för alla")
    for path in (photo, film, f"{film}/captions"):
        refused = shared_graph.as_(token).refused(path)
        assert (refused["code"], refused["error_subcode"]) == (100, 33)


def test_a_photo_tells_whose_its_alternative_text_is(page):
    told = [
        page.get(one.fields["id"], fields="alt_text,alt_text_custom")
        for one in photos(page)
        if one.hidden["page"] == "1001"
    ]
    whose = {(bool(one.get("alt_text")), bool(one.get("alt_text_custom"))) for one in told}
    assert whose == {(True, True), (True, False), (False, False)}


@pytest.mark.parametrize(
    ("campaign", "made"),
    [("Simskola för alla", [False]), ("Vinterväghållning", []), ("Trygghetsvandring", [True])],
)
def test_a_film_tells_its_captions_and_who_made_them(page, campaign, made):
    [(_, film)] = shown(page, campaign)
    rows = page.get(f"{film}/captions", fields="locale,is_auto_generated")["data"]
    assert [row["is_auto_generated"] for row in rows] == made
    assert {row["locale"] for row in rows} <= {"sv_SE"}


def test_one_film_is_kept_even_from_its_page(page):
    [(_, film)] = shown(page, "Drick kranvatten")
    assert page.refused(f"{film}/captions")["error_subcode"] == 33


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("attachments{alt_text}", "Attachment"),
        ("attachments{target{alt_text}}", "StoryAttachmentTarget"),
        ("attachments{subattachments{alt_text}}", "StoryAttachment"),
    ],
)
def test_an_attachment_has_no_alternative_text(page, fields, kind):
    refused = page.refused(post_of(page, "Fritidskortet"), fields=fields)
    assert (refused["code"], kind in refused["message"]) == (100, True)


def test_unknown_fields_of_photos_and_captions_are_refused(page):
    [(_, photo)] = shown(page, "Fritidskortet")
    [(_, film)] = shown(page, "Vinterväghållning")
    assert page.refused(photo, fields="caption")["code"] == 100
    assert page.refused(f"{film}/captions", fields="text")["code"] == 100


def test_instagram_tells_the_text_of_single_pictures_alone(shared_graph):
    media = [n for n in shared_graph.sandbox.world.meta.values() if n.kind == "IGMedia"]
    told = [shared_graph.get(one.fields["id"], fields="media_type,alt_text") for one in media]
    with_text = {one["media_type"] for one in told if one.get("alt_text")}
    assert with_text == {"IMAGE"}
    assert {one["media_type"] for one in told} == {"IMAGE", "VIDEO", "CAROUSEL_ALBUM"}
    assert any(one["media_type"] == "IMAGE" and "alt_text" not in one for one in told)
