"""Whatever breaks at any step: one mail each in the end, or a copy where SMTP has no choice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.worker.posting.breaking import DROP, STEPS, Breaking
from tests.worker.posting.conftest import emptied
from tests.worker.posting.letters import DAY, HOUR, MINUTE, letter
from tests.worker.test_mail import certificate as certificate
from tests.worker.test_mail import encrypted as encrypted
from tests.worker.test_mail import trusted as trusted

PEOPLE = ("anna@example.org", "karim@example.org", "siv@example.org")
UNKNOWABLE = "taken"
"""The one step after which nobody but the server knows."""
NOT_KEPT = [step for step in STEPS if step not in (UNKNOWABLE, "QUIT")]
PERMANENT = ("RCPT", "DATA", "end")
"""Steps at which a 5xx is about this mail."""
TEMPORARY = [step for step in NOT_KEPT if step not in ("connect", "middle")]


def ids(box):
    return {mail["Message-ID"] for mail in box.mails}


@pytest.mark.parametrize(("step", "times"), [(UNKNOWABLE, 1), *((one, 2) for one in STEPS)])
def test_a_connection_that_breaks_off(opened, small, step, times):
    box = Breaking(**{step: (DROP, times)})
    office = opened(small, box)
    office.put(*(letter(one) for one in PEOPLE))
    office.deliver_for(2 * HOUR, step=10 * MINUTE)
    assert set(office.states().values()) == {"sent"}
    assert len(box.faults[step]) == (1 if step == "QUIT" else 0)
    copies = times if step == UNKNOWABLE else 0
    assert len(box.envelopes) == len(PEOPLE) + copies
    assert len(ids(box)) == len(PEOPLE)
    assert len({(one.rcpt_tos[0], one.content) for one in box.envelopes}) == len(PEOPLE)


@pytest.mark.parametrize("step", TEMPORARY)
@pytest.mark.parametrize("code", [421, 451])
def test_a_server_that_does_not_take_it_now(opened, small, step, code):
    box = Breaking(**{step: (f"{code} not now", 2)})
    office = opened(small, box)
    office.put(*(letter(one) for one in PEOPLE))
    office.deliver_for(2 * HOUR, step=10 * MINUTE)
    assert set(office.states().values()) == {"sent"}
    assert len(box.envelopes) == len(PEOPLE)


@pytest.mark.parametrize("step", PERMANENT)
def test_a_mail_that_the_server_never_takes(opened, small, step):
    box = Breaking(**{step: ("550 never", 1)})
    office = opened(small, box)
    office.put(*(letter(one) for one in PEOPLE))
    office.deliver_for(DAY, step=HOUR)
    assert sorted(office.states().values()) == ["refused", "sent", "sent"]
    assert len(box.envelopes) == 2


@pytest.mark.parametrize("step", ["banner", "EHLO", "MAIL"])
def test_a_server_that_takes_nothing_from_us_until_somebody_mends_it(opened, small, step):
    box = Breaking(**{step: ("554 never", 4)})
    office = opened(small, box)
    office.put(*(letter(one) for one in PEOPLE))
    office.deliver_for(2 * HOUR, step=10 * MINUTE)
    assert set(office.states().values()) == {"sent"}
    assert len(box.envelopes) == len(PEOPLE)


@pytest.mark.parametrize("how", [DROP, "454 not now"])
def test_encryption_that_fails_once_is_tried_again_and_nothing_goes_without(
    opened, small, encrypted, trusted, how
):
    box = Breaking(STARTTLS=(how, 1))
    office = opened(small, box, tls_context=encrypted, scheme="smtp+starttls")
    office.put(letter())
    office.deliver()
    assert box.envelopes == []
    office.deliver_for(HOUR, step=10 * MINUTE)
    assert len(box.envelopes) == 1
    assert box.safe == [True]


BREAKS = st.tuples(st.sampled_from(STEPS), st.sampled_from([DROP, "421 busy", "451 not now"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(plan=st.lists(BREAKS, max_size=8))
def test_whatever_breaks_in_whatever_order(opened_once, plan):
    office, box = opened_once
    emptied(office.store)
    box.envelopes.clear()
    box.faults = {step: [how for at, how in plan if at == step] for step in STEPS}
    office.put(*(letter(one) for one in PEOPLE))
    office.deliver_for(DAY, step=HOUR)
    assert set(office.states().values()) <= {"sent", "given-up"}
    unheard = sum(step == UNKNOWABLE for step, _ in plan)
    assert len(ids(box)) == len(PEOPLE)
    assert len(box.envelopes) <= len(PEOPLE) + unheard
    assert len({(one.rcpt_tos[0], one.content) for one in box.envelopes}) == len(PEOPLE)


@pytest.fixture
def opened_once(opened, small):
    box = Breaking()
    return opened(small, box), box


def test_posting_to_a_server_that_breaks_off_leaves_the_rest_waiting(opened, small):
    box = Breaking(middle=(DROP, 1))
    office = opened(small, box)
    handed = office.post(*(letter(one) for one in PEOPLE))
    assert {str(one.fate) for one in handed} == {"waiting"}
    office.deliver_for(HOUR, step=10 * MINUTE)
    assert len(box.envelopes) == len(PEOPLE)
