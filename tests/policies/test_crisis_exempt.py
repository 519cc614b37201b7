"""What a person exempts is outside of every scope, and no filter of the order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policies.crisis import EVERYTHING, AllOff, Outcome, Scope, key_of, plan_stop
from policies.model import Answer
from tests.policies.switches import campaign, group, linked, panel, reading, receipt

numbers = st.frozensets(st.sampled_from(["1", "2", "3", "8", "9"]))
switches = st.lists(
    st.builds(
        lambda number, above, intent: linked(number, above=group(above), intent=intent),
        st.integers(1, 5), st.sampled_from([8, 9]), st.sampled_from(["ACTIVE", "PAUSED"]),
    ),
    unique_by=key_of,
)  # fmt: skip


def spared(one, exempt):
    return one.campaign_id in exempt or one.group.id in exempt


@given(exempt=numbers, scope=st.builds(Scope, campaign_id=st.none() | st.just("1") | st.just("9")))
def test_two_scopes_that_differ_in_exemptions_alone_are_the_same(exempt, scope):
    assert scope.less(exempt) == scope
    assert hash(scope.less(exempt)) == hash(scope)
    assert scope.less(exempt).less(()).exempt == frozenset()


@given(exempt=numbers, found=switches)
def test_nothing_exempted_is_in_a_plan_or_written_or_waited_for(exempt, found):
    scope = EVERYTHING.less(exempt)
    whole = panel(*found)
    rows = plan_stop(reading(whole), scope).rows
    assert {row.key for row in rows} == {key_of(one) for one in found if not spared(one, exempt)}
    wanted = {row.key for row in rows if row.outcome is Outcome.PLANNED}
    assert {key_of(one) for one in AllOff(scope=scope).writes(whole, {})} == wanted


@given(exempt=numbers, found=switches)
def test_what_refuses_is_stopped_through_its_group_only_if_nothing_in_that_is_exempted(
    exempt, found
):
    whole = panel(*found)
    tries = {key_of(one): [receipt(one, Answer.REFUSED)] * 3 for one in found}
    written = AllOff(scope=EVERYTHING.less(exempt)).writes(whole, tries)
    for one in written:
        assert not any(spared(each, exempt) for each in found if each.group.id == one.campaign_id)
    free = {
        one.group.id
        for one in found
        if not any(spared(each, exempt) for each in found if each.group.id == one.group.id)
        and one.intent == "ACTIVE"
    }
    assert {one.campaign_id for one in written} == free


def test_an_account_on_meta_has_no_groups():
    assert EVERYTHING.less({"1"}).covers(campaign(2))
    assert not EVERYTHING.less({"1"}).covers(campaign(1))
