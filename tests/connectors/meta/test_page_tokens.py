"""Pages and their tokens: a missing token is a reason, never "no comments"."""

import pytest

from connectors.errors import NotFound, PermissionMissing, TokenRejected, Unreadable
from connectors.meta.page_tokens import MESSAGING, MODERATE, Page, Pages, read_page
from connectors.sandbox.world import Node
from tests.connectors.meta.city_talk import HANDLE, INSTAGRAM, OTHER_PAGE, PAGE, PARTNER_PAGE


def test_every_page_with_a_role_is_seen_with_its_token_tasks_and_instagram_account(city):
    pages = city.pages()
    assert set(pages.seen) == {PAGE, OTHER_PAGE} == set(pages.own)
    page, token = pages.speaking(PAGE, MODERATE)
    assert token == "sandbox-page-1001"
    assert (page.name, page.instagram_id) == ("Stockholms stad", INSTAGRAM)
    assert pages.accounts == {HANDLE: INSTAGRAM}
    assert pages.error is None


def test_the_city_writes_as_its_own_pages_and_as_the_accounts_linked_to_them(city):
    assert city.pages().own_ids == {PAGE, OTHER_PAGE, INSTAGRAM}
    assert city.pages(pages=(OTHER_PAGE, PARTNER_PAGE)).own_ids == {OTHER_PAGE, PARTNER_PAGE}


def test_all_pages_of_the_list_of_pages_are_read(city):
    for number in range(3000, 3600):
        fields = {"id": str(number), "name": "Förskola"}
        city.world.meta[str(number)] = Node("Page", fields, {}, {"tasks": ("MODERATE",)})
    assert len(city.pages().seen) == 602


def test_tokens_do_not_show_where_a_page_is_printed(city):
    assert "sandbox-page" not in repr(city.pages())


def test_a_configured_page_that_is_not_seen_is_named_with_the_remedy(city):
    pages = city.pages(pages=(PAGE, PARTNER_PAGE, PAGE))
    assert pages.own == (PAGE, PARTNER_PAGE)
    with pytest.raises(NotFound, match=r"does not see Page 1009.*\[meta\] pages"):
        pages.speaking(PARTNER_PAGE)


def test_a_page_of_somebody_else_is_named_without_the_configuration(city):
    with pytest.raises(NotFound, match="does not see Page 1009, whose own token"):
        city.pages().speaking(PARTNER_PAGE, MODERATE)


def test_a_page_without_the_task_is_named(city):
    city.toggle(no_moderate=[PAGE])
    pages = city.pages()
    with pytest.raises(PermissionMissing, match=r"MODERATE on Page Stockholms stad \(1001\)"):
        pages.speaking(PAGE, MODERATE)
    assert pages.speaking(PAGE, MESSAGING)[1] == pages.speaking(PAGE)[1] == "sandbox-page-1001"


@pytest.mark.parametrize(
    "tasks", [("MODERATE",), ("PROFILE_PLUS_MODERATE",), ("PROFILE_PLUS_FULL_CONTROL",), None]
)
def test_tasks_of_the_new_experience_count_and_tasks_not_told_are_not_denied(tasks):
    page = read_page({"id": "1", "access_token": "t", "tasks": tasks and list(tasks)})
    assert page.may(MODERATE)
    assert page.shown == "1"


@pytest.mark.parametrize("tasks", [[], ["ADVERTISE"], ["PROFILE_PLUS_ADVERTISE"]])
def test_other_tasks_do_not(tasks):
    assert not read_page({"id": "1", "tasks": tasks}).may(MODERATE)


def test_a_page_without_token_is_named():
    page = Page(
        id="7", name="Parken", token=None, tasks=None, instagram_id=None, instagram_username=None
    )
    with pytest.raises(PermissionMissing, match=r"no token for Page Parken \(7\)"):
        Pages(seen={"7": page}).speaking("7")


def test_a_list_that_could_not_be_read_is_the_reason_for_every_page(city):
    city.toggle(token_expired=True)
    pages = city.pages(pages=(PAGE,))
    assert (pages.own, pages.seen) == ((PAGE,), {})
    with pytest.raises(TokenRejected):
        pages.speaking(PAGE)


def test_a_token_that_sees_no_page_at_all_is_told(city):
    pages = city.pages(token="sandbox-user")
    assert pages.own == ()
    assert isinstance(pages.error, NotFound)
    assert "sees no Page" in str(pages.error)
    assert city.pages(token="sandbox-user", pages=(PAGE,)).error is None


@pytest.mark.parametrize("field", ["tasks", "instagram_business_account", "username"])
def test_a_field_that_is_refused_is_told_as_long_as_it_is_known_to_be(city, field):
    city.toggle(removed_fields=[field])
    for _ in range(2):
        pages = city.pages()
        assert (set(pages.seen), pages.error) == ({PAGE, OTHER_PAGE}, None)
        assert f"no longer gives {field} of Pages" in str(pages.gap)
    assert field in city.own_posts()[1][0].because.english()


def test_the_name_of_a_page_is_no_matter(city):
    city.toggle(removed_fields=["name"])
    assert city.pages().gap is None


def test_a_row_of_another_shape_leaves_the_others_and_is_told(city):
    city.world.meta[OTHER_PAGE].fields["name"] = ["Kulturnatten"]
    pages = city.pages()
    assert set(pages.seen) == {PAGE}
    assert isinstance(pages.error, Unreadable)
    with pytest.raises(Unreadable):
        pages.speaking(OTHER_PAGE)
    assert pages.speaking(PAGE)
