"""A version that has ended and is answered all the same: said once, whichever answer tells it."""

from __future__ import annotations

import pytest

from connectors.http import Patience
from connectors.meta import ask
from connectors.meta.checkup import MetaCheckup
from tests.connectors.meta.city_ads import NOON
from tests.connectors.meta.scripted import TOKEN, reply

SAYS = "The call has been auto-upgraded to v27.0 as v26.0 will be deprecated."
HEADERS = {"X-Ad-Api-Version-Warning": SAYS}
NODE = ask.node("7", "id")


def warned(caplog):
    return [one for one in caplog.records if one.getMessage() == "meta.version_ended"]


@pytest.mark.parametrize("together", [1, 3])
def test_the_warning_of_an_answer_or_an_item_is_logged_once(script, caplog, together):
    script.on("7", reply({"id": "7"}, HEADERS))
    for _ in range(2):
        script.graph().batch([NODE] * together)
    [record] = warned(caplog)
    assert (record.name, record.levelname) == ("annonsvakt", "WARNING")
    assert record.annonsvakt_facts == {"version": "v26.0", "meta_says": SAYS}


def test_nothing_is_logged_where_nothing_is_said_and_no_secret_ever(script, caplog):
    script.on("7", {"id": "7"})
    script.graph().read(NODE)
    assert warned(caplog) == []
    script.on("7", reply({"id": "7"}, {"X-Ad-Api-Version-Warning": f"?access_token={TOKEN}"}))
    script.graph().read(NODE)
    [record] = warned(caplog)
    assert TOKEN not in str(record.annonsvakt_facts)


def test_a_reading_in_an_old_version_goes_on_and_the_doctor_hears_of_it(ads, caplog):
    ads.account()
    ads.toggle(old_versions=True)
    for version, says in (("v26.0", None), ("v24.0", "The call was upgraded to v26.0")):
        access = ads.access(api_version=version)
        checkup = MetaCheckup(access, patience=Patience(0), clock=lambda: NOON, place="x")
        assert checkup.upgraded is None
        assert [one.id for one in checkup.accounts()] == ["act_1"]
        assert checkup.upgraded == says
    assert len(warned(caplog)) == 1
