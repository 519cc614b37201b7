"""What has brought down other clients of LinkedIn; each number is one pitfall.

Gathered from public reports of others (airbyte, singer-io/tap-linkedin-ads, linkedin-api-python-
client, estuary, pipedream, omniauth; checked 2026-11-22). Here: versions, encoding, lists, dates.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors.errors import VersionRetired
from connectors.linkedin import LinkedInReader, LinkedInStopper, ask
from connectors.linkedin.restli import decode
from connectors.linkedin.transport import LONGEST_QUERY
from connectors.sandbox.linkedin.front import ACTIVE
from tests.connectors.linkedin.reading import OURS, asked, means, posts_shown, reader, wire
from tests.connectors.linkedin.scripted import (
    ACCOUNT,
    SHARE,
    a_campaign,
    a_creative,
    a_group,
    a_post,
    an_account,
    page,
    the_account,
)
from tests.connectors.sandbox.linkedin_wire import creative
from worker.config.sections import LinkedIn as Section


@pytest.mark.parametrize("version", ["202511", "202511.02", "201801"])
def test_1_a_version_that_died_is_one_clear_alarm_and_no_retry(city, version):
    waits = []
    ears = reader(city, waits, version=version)
    posts = posts_shown(reader(city))
    city.sandbox.requests.clear()
    told = set()
    for read in (ears.accounts, lambda: ears.snapshot(OURS), ears.accounts):
        with pytest.raises(VersionRetired) as caught:
            read()
        told.add(str(caught.value))
    heard = [
        *ears.own_posts()[1],
        *(one for each in ears.discussions(posts) for one in each.unread),
    ]
    told |= {one.because.english() for one in heard}
    assert told == {
        f"LinkedIn no longer serves version {version}. Set a newer one in [linkedin] version."
    }
    assert len(city.sandbox.requests) == 2, "each of the two tokens has met it once"
    assert waits == []


@pytest.mark.parametrize("version", ["202412", "202512", "202612"])
def test_2_there_is_no_december_version(city, version):
    with pytest.raises(VersionRetired):
        reader(city, version=version).accounts()


def test_2_the_version_is_pinned_and_not_made_of_the_calendar(city):
    assert Section().version in ACTIVE
    for month in range(1, 13):
        access, rest = means(city, version=Section().version)
        rest["clock"] = lambda month=month: datetime(2026, month, 1, tzinfo=UTC)
        assert LinkedInReader(access, **rest).accounts().accounts


@pytest.mark.parametrize(
    "query",
    [
        "q=search&search=%28status%3A%28values%3AList%28ACTIVE%29%29%29",
        "q=search&search=(campaigns:(values:List(urn:li:sponsoredCampaign:1)))",
        "q=search&search=(campaignGroups:(values:List(urn%253Ali%253AsponsoredCampaignGroup%253A1)))",
    ],
)
def test_3_structure_that_is_encoded_and_urns_encoded_never_or_twice_are_refused(city, query):
    status, _ = city.refused(f"adAccounts/{OURS}/adCampaigns?{query}", method="FINDER")
    assert status == 400


def test_3_ours_is_taken_wherever_it_goes_and_is_encoded_once(city):
    ears = reader(city)
    list(ears.discussions(posts_shown(ears)))
    list(ears.standings(OURS, "ad", [ad.id for ad in ears.snapshot(OURS).ads]))
    queries = [query for _, query in asked(city)]
    assert any("List(urn%3Ali%3Ashare%3A" in query for query in queries)
    assert any("(status:(values:List(ACTIVE," in query for query in queries)
    assert not any(wrong in query for query in queries for wrong in ("%25", "%28", "%2C", "List%"))


@pytest.mark.parametrize("token", ["a+b/c==", "a%2Bb%3D", "DgGerr1iVQ_rc-p63", "List(1,2)"])
def test_3_the_token_of_the_next_page_goes_back_as_it_came(script, token):
    script.on("adAccounts", page(an_account(5001), token=token))
    script.on("adAccounts", page(an_account(5002)), having="pageToken=")
    assert script.reader().accounts().accounts == ("5001", "5002")
    assert decode(script.asked[-1].query.rpartition("pageToken=")[2]) == token


@pytest.mark.parametrize("resource", ["adCampaigns", "adCampaignGroups", "creatives"])
def test_4_what_is_below_an_account_is_refused_without_it(city, resource):
    finder = "criteria" if resource == "creatives" else "search"
    status, _ = city.refused(f"{resource}?q={finder}", method="FINDER")
    assert status in (400, 404)


def test_4_ours_always_carry_the_account(city):
    access, rest = means(city)
    hand, ears = LinkedInStopper(access, **rest), reader(city)
    on = [one for one in hand.panel(OURS).switches if one.intent == "ACTIVE"]
    hand.turn_off(on)
    hand.read_back(on)
    ads = ears.snapshot(OURS).ads
    list(ears.standings(OURS, "ad", [ads[0].id]))
    list(ears.standings(OURS, "ad_set", [ads[0].ad_set_id]))
    below = [path for path, _ in asked(city) if path.partition("/")[0] != "adAccountUsers"]
    for resource in ("adCampaigns", "adCampaignGroups", "creatives"):
        paths = [path for path in below if resource in path]
        assert paths
        assert all(path.startswith(f"adAccounts/{OURS}/{resource}") for path in paths)


def test_5_a_page_that_is_short_is_not_the_last(small):
    for number in range(1000, 1250):
        creative(small.tables, number, 11, content={"textAd": {}}, _broken=number % 50 == 0)
    ads = reader(small).snapshot("501").ads
    assert {one.id.rpartition(":")[2] for one in ads} >= {
        str(number) for number in range(1000, 1250) if number % 50
    }


def test_5_creatives_come_at_most_a_hundred_at_a_time(small):
    below = "adAccounts/501/creatives?q=criteria"
    assert small.refused(f"{below}&pageSize=101", method="FINDER")[0] == 400
    small.sandbox.requests.clear()
    reader(small).snapshot("501")
    sizes = [query.partition("pageSize=")[2] for path, query in asked(small) if "creat" in path]
    assert sizes == ["100"]


REPORT = (
    "adAnalytics?q=analytics&pivot=CAMPAIGN&timeGranularity=DAILY&dateRange=(start:(year:2026,"
    "month:11,day:1))&accounts=List(urn%3Ali%3AsponsoredAccount%3A5001)"
)


def test_6_a_report_has_no_second_page(city):
    assert city.find(REPORT)["elements"]
    for more in ("start=0", "start=10&count=10", "count=10", "pageSize=10"):
        assert city.refused(f"{REPORT}&{more}", method="FINDER")[0] == 400


def test_6_a_report_has_at_most_twenty_fields(city):
    fields = [f"impressions{'x' * number}" for number in range(21)]
    assert city.ask(f"{REPORT}&fields={','.join(fields[:20])}", method="FINDER").ok
    assert city.refused(f"{REPORT}&fields={','.join(fields)}", method="FINDER")[0] == 400


def test_6_ours_asks_for_no_second_page_and_for_few_fields_that_exist(city):
    assert reader(city).delivered(OURS).showings
    reports = [query for path, query in asked(city) if path == "adAnalytics"]
    assert reports
    for query in reports:
        told = dict(one.partition("=")[::2] for one in query.split("&"))
        assert not {"start", "count", "pageSize", "pageToken"} & set(told)
        fields = told["fields"].split(",")
        assert 0 < len(fields) <= 20
        assert not {"pivot", "pivotValue"} & set(fields)


def test_7_a_list_too_long_for_an_address_travels_in_the_body(city):
    urns = sorted(one for one in city.tables["posts"])
    long = [*urns, *(f"urn:li:share:{number:019d}" for number in range(150))]
    written = ",".join(urn.replace(":", "%3A") for urn in long)
    assert len(written) > LONGEST_QUERY
    assert city.ask(f"posts?ids=List({written})").status_code == 414
    assert set(wire(city).read(ask.posts(long))["results"])
    last = city.sandbox.requests[-1]
    assert (last.method, last.query) == ("POST", "")


def test_14_no_cursor_goes_from_one_list_to_the_next(script):
    the_account(script)
    for account in ("5001", "5002"):
        below = f"adAccounts/{account}"
        script.on(below, an_account(int(account)))
        for resource, row in (
            ("adCampaignGroups", a_group),
            ("adCampaigns", a_campaign),
            ("creatives", a_creative),
        ):
            token = f"{resource}-{account}"
            script.on(f"{below}/{resource}", page(row(int(account)), token=token))
            script.on(f"{below}/{resource}", page(row(7)), having=f"pageToken={token}")
    script.on("posts", {"results": {}})
    ears = script.reader()
    for account in ("5001", "5002", "5001"):
        assert len(ears.snapshot(account).ad_sets) == 2
    for one in script.asked:
        _, _, token = one.query.partition("pageToken=")
        account, _, resource = one.path.removeprefix("adAccounts/").partition("/")
        assert token in ("", f"{resource}-{account}")


def test_15_an_instant_comes_in_milliseconds_and_in_another_format_is_refused_by_name(script):
    good = a_campaign(901, runSchedule={"start": 1790800000000, "end": 1793400000000})
    for other in ({"year": 2026, "month": 9, "day": 1}, "2026-09-01", 1790800000000.5, True):
        odd = a_campaign(902, runSchedule={"start": other})
        the_account(script, campaigns=[good, odd])
        snapshot = script.reader().snapshot(ACCOUNT)
        assert [(one.id, one.start) for one in snapshot.ad_sets] == [
            ("901", datetime.fromtimestamp(1790800000, UTC))
        ]
        assert [one.what for one in snapshot.unread][:1] == ["ad_sets:902"]


def test_15_days_of_reports_are_parts_without_leading_zeros(city):
    access, rest = means(city)
    rest["clock"] = lambda: datetime(2026, 9, 9, 12, tzinfo=UTC)
    LinkedInReader(access, **rest).delivered(OURS)
    days = "dateRange=(start:(year:2026,month:8,day:31),end:(year:2026,month:9,day:9))"
    assert any(days in query for _, query in asked(city))


def test_15_words_that_others_reserve_and_fields_that_nobody_knows_harm_nothing(script):
    more = {"class": "x", "from": 1, "fields": {}, "$URN": "urn:li:x:1", "newField": [None]}
    the_account(
        script,
        groups=[a_group(**more)],
        campaigns=[a_campaign(**more)],
        creatives=[a_creative(**more)],
    )
    script.on("posts", {"results": {SHARE: a_post(**more)}})
    snapshot = script.reader().snapshot(ACCOUNT)
    assert (len(snapshot.ads), snapshot.unread) == (1, ())
