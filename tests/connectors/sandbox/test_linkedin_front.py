"""What every request must bring: version, token, protocol, encoding, method."""

import contextlib
import http.client

import pytest
from hypothesis import given, strategies

from connectors.sandbox.linkedin import restli

SEARCH = "adAccounts/501/adCampaigns?q=search"
CREATIVES = "adAccounts/501/creatives?q=criteria"
ENCODED = "urn%3Ali%3AsponsoredCreative%3A101"


@pytest.mark.parametrize("version", ["202601", "202607", "202608", "202608.01"])
def test_an_active_version_answers(shared_linkedin, version):
    shared_linkedin.get(SEARCH, headers={"LinkedIn-Version": version})


def test_headers_are_known_in_any_case(shared_linkedin):
    headers = {"LinkedIn-Version": None, "linkedin-version": "202608"}
    assert shared_linkedin.get(SEARCH, headers=headers)["elements"]


def test_without_a_version_nothing_answers(shared_linkedin):
    told = shared_linkedin.refused(SEARCH, headers={"LinkedIn-Version": None})
    assert told == (400, "VERSION_MISSING")


@pytest.mark.parametrize(
    ("version", "echoed"),
    [
        ("202502", "20250201"),
        ("202511", "20251101"),
        ("202512", "20251201"),
        ("202609", "20260901"),
        ("202612.02", "20261202"),
    ],
)
def test_a_retired_or_unknown_version_is_426_and_echoed_with_eight_digits(
    shared_linkedin, version, echoed
):
    answer = shared_linkedin.ask(SEARCH, headers={"LinkedIn-Version": version})
    assert answer.status_code == 426
    assert answer.json() == {
        "status": 426,
        "code": "NONEXISTENT_VERSION",
        "message": f"Requested version {echoed} is not active",
    }


def test_a_version_that_is_none_is_refused(shared_linkedin):
    told = shared_linkedin.refused(SEARCH, headers={"LinkedIn-Version": "v26.0"})
    assert told == (400, "ILLEGAL_ARGUMENT")


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer nobody", "Basic sandbox-ads"])
def test_without_a_token_that_was_issued_nothing_answers(shared_linkedin, header):
    answer = shared_linkedin.ask(SEARCH, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.json()["serviceErrorCode"] == 65600


@pytest.mark.parametrize(
    "path",
    [
        "adAccounts?q=search&search=(status:(values:List(ACTIVE,DRAFT)),test:false)&pageSize=100",
        "adAccounts?q=search&search=()",
        "adAccounts?q=search&search=(status:(values:List()))",
        "adAccounts?q=search&search=(name:(values:List('')))",
        "adAccounts?q=search&search=(name:(values:List(Konto%20501)))&fields=id,name",
        "adAccounts/501/adCampaigns?ids=List(11,12)",
    ],
)
def test_the_encoding_of_the_second_protocol_is_read(shared_linkedin, path):
    shared_linkedin.get(path)


@pytest.mark.parametrize(
    "path",
    [
        "adAccounts?q=search&search=%28status%3A%28values%3AList%28ACTIVE%29%29%29",
        "adAccounts?q=search&search=(status:(values:List(ACTIVE))",
        "adAccounts?q=search&search=(status:(values:List(ACTIVE,)))",
        "adAccounts?q=search&search=(status:(values:List(ACTIVE))))",
        "adAccounts?q=search&search=(status)",
        "adAccounts?q=search&search=(test:false,test:true)",
        "adAccounts?q=search&search=(name:(values:List(%FF)))",
        "adAccounts?q=search&search=(id:(values:List(urn:li:sponsoredAccount:501)))",
        "adAccounts?q=search&pageSize=010",
        "adAccounts?q=search&pageSize=",
        "adAccounts?q=search&q=search",
        "adAccounts?q=search&fields=List(id,name)",
        "adAccounts?q=search&fields=id%2Cname",
        "adAccounts/501/adCampaigns?ids=List%2811%29",
        "adAccounts/501/adCampaigns?ids=11",
        "adAccounts/501/adCampaigns?ids=List()",
        "adAccounts/501/creatives?q=criteria&campaigns=List(urn:li:sponsoredCampaign:11)",
    ],
)
def test_structure_that_is_encoded_or_strings_that_are_not_are_refused(shared_linkedin, path):
    method = "FINDER" if "q=" in path else "BATCH_GET"
    assert shared_linkedin.refused(path, method=method) == (400, "PARAM_INVALID")


@pytest.mark.parametrize(
    "path",
    [
        "adAccounts/501/creatives/urn:li:sponsoredCreative:101",
        "posts/urn:li:share:1",
        "adAccountUsers/(account:urn:li:sponsoredAccount:501,user:urn%3Ali%3Aperson%3Ax)",
    ],
)
def test_a_urn_in_the_path_must_be_encoded(shared_linkedin, path):
    assert shared_linkedin.refused(path) == (400, "ILLEGAL_ARGUMENT")


def test_a_urn_that_is_encoded_twice_is_none(shared_linkedin):
    path = f"adAccounts/501/creatives/{ENCODED.replace('%', '%25')}"
    assert shared_linkedin.refused(path) == (400, "INVALID_VALUE_FOR_FIELD")


def test_without_its_header_the_second_protocol_is_not_read(shared_linkedin):
    plain = {"X-Restli-Protocol-Version": None}
    assert shared_linkedin.get("adAccounts?q=search&pageSize=2", headers=plain)["elements"]
    for path in ("adAccounts?q=search&search=(test:false)", "adAccounts?ids=List(501)"):
        assert shared_linkedin.refused(path, headers=plain) == (400, "PARAM_INVALID")


def test_to_the_second_protocol_lists_of_the_first_are_unknown_parameters(shared_linkedin):
    path = "adAccounts?q=search&search.status.values[0]=ACTIVE"
    assert shared_linkedin.refused(path) == (400, "QUERY_PARAM_NOT_ALLOWED")


def test_a_protocol_that_does_not_exist_is_refused(shared_linkedin):
    headers = {"X-Restli-Protocol-Version": "3.0.0"}
    assert shared_linkedin.refused(SEARCH, headers=headers) == (400, "ILLEGAL_ARGUMENT")


def test_an_unknown_parameter_names_itself(shared_linkedin):
    body = shared_linkedin.ask(f"{SEARCH}&count=10").json()
    assert (body["status"], body["code"]) == (400, "QUERY_PARAM_NOT_ALLOWED")
    one = body["errorDetails"]["inputErrors"][0]
    assert one["input"] == {"inputPath": {"fieldPath": "count"}}
    assert one["code"] == "QUERY_PARAM_NOT_ALLOWED"


def test_the_criteria_of_creatives_demand_their_method(shared_linkedin):
    assert shared_linkedin.find(CREATIVES)["elements"]
    assert shared_linkedin.refused(CREATIVES) == (400, "ILLEGAL_ARGUMENT")


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (SEARCH, "GET_ALL"),
        (SEARCH, "BATCH_GET"),
        (SEARCH, "finder"),
        ("adAccounts/501/adCampaigns/11", "FINDER"),
        ("adAccounts/501/adCampaigns?ids=List(11)", "GET_ALL"),
        ("adAccounts/501/adCampaigns/11", "PARTIAL_UPDATE"),
        ("adAccounts/501", "GET_ALL"),
    ],
)
def test_a_method_that_does_not_fit_the_address_is_refused(shared_linkedin, path, method):
    assert shared_linkedin.refused(path, method=method) == (400, "ILLEGAL_ARGUMENT")


@pytest.mark.parametrize("method", [None, "UPDATE"])
def test_a_partial_update_is_never_guessed(linkedin, method):
    body = {"patch": {"$set": {"status": "PAUSED"}}}
    told = linkedin.refused("adAccounts/501/adCampaigns/11", verb="POST", method=method, json=body)
    assert told == (400, "ILLEGAL_ARGUMENT")
    assert linkedin.tables["adCampaigns"]["11"]["status"] == "ACTIVE"


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", "adAccounts"),
        ("POST", "adAccounts/501/adCampaigns"),
        ("POST", "adAccounts?action=x"),
        ("PUT", "adAccounts/501"),
        ("DELETE", "adAccounts/501/adCampaigns/11"),
        ("DELETE", "adAccountUsers/1"),
        ("PUT", "posts/1"),
        ("DELETE", "adAnalytics/1"),
        ("GET", "organizationAcls"),
    ],
)
def test_what_is_not_there_cannot_be_done(shared_linkedin, verb, path):
    assert shared_linkedin.refused(path, verb=verb) == (400, "ILLEGAL_ARGUMENT")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "adCreativesV2/1",
        "adAccounts/501/budgets?q=search",
        "adAccounts/501/adCampaigns/11/x/y",
        "adAccounts/501/creatives?q=search",
        "adAccounts/501/adCampaigns?q=criteria",
        "adAccounts?q=mine",
        "adAccountUsers?q=x",
        "organizationAcls?q=x",
        "posts?q=x",
        "adAnalytics?q=x&timeGranularity=ALL&dateRange=(start:(year:2026,month:1,day:1))"
        "&accounts=List(urn%3Ali%3AsponsoredAccount%3A501)",
    ],
)
def test_a_path_or_finder_that_leads_nowhere_is_404(shared_linkedin, path):
    assert shared_linkedin.refused(path) == (404, "RESOURCE_NOT_FOUND")


def test_every_answer_carries_its_trace_and_none_tells_of_limits(shared_linkedin):
    first, second = (shared_linkedin.ask(path) for path in (SEARCH, "adAccounts/404"))
    for answer in (first, second):
        assert answer.headers["x-li-fabric"]
        assert answer.headers["x-li-request-id"]
        assert not [name for name in answer.headers if "limit" in name.lower()]
        assert "retry-after" not in answer.headers
    assert first.headers["x-li-uuid"] != second.headers["x-li-uuid"]


LONG = ",".join(["ACTIVE"] * 700)
QUERY = f"q=search&search=(status:(values:List({LONG})))"
TUNNEL = {
    "X-HTTP-Method-Override": "GET",
    "Content-Type": "application/x-www-form-urlencoded",
}


def test_a_long_query_is_414_and_goes_through_the_tunnel(shared_linkedin):
    path = "adAccounts/501/adCampaigns"
    answer = shared_linkedin.ask(f"{path}?{QUERY}")
    assert answer.status_code == 414
    got = shared_linkedin.get(path, verb="POST", method="FINDER", data=QUERY, headers=TUNNEL)
    assert [row["id"] for row in got["elements"]] == [11, 13, 17, 18, 19]


def test_a_write_with_its_query_goes_through_the_tunnel_in_two_parts(linkedin):
    body = (
        "--cut\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nids=List(11)\r\n"
        "--cut\r\nContent-Type: application/json\r\n\r\n"
        '{"entities":{"11":{"patch":{"$set":{"status":"PAUSED"}}}}}\r\n--cut--\r\n'
    )
    headers = {
        "X-HTTP-Method-Override": "POST",
        "Content-Type": "multipart/mixed; boundary=cut",
    }
    got = linkedin.get(
        "adAccounts/501/adCampaigns",
        verb="POST",
        method="BATCH_PARTIAL_UPDATE",
        data=body,
        headers=headers,
    )
    assert got["results"] == {"11": {"status": 204}}


@pytest.mark.parametrize(
    ("path", "headers", "data"),
    [
        ("adAccounts?q=search", TUNNEL, "pageSize=1"),
        ("adAccounts", {**TUNNEL, "Content-Type": "text/plain"}, "q=search"),
        ("adAccounts", {**TUNNEL, "Content-Type": "multipart/mixed; boundary=x"}, "--x--"),
    ],
)
def test_a_tunnel_that_is_not_clear_is_refused(shared_linkedin, path, headers, data):
    told = shared_linkedin.refused(path, verb="POST", headers=headers, data=data)
    assert told == (400, "ILLEGAL_ARGUMENT")


@pytest.mark.parametrize(
    ("data", "kind"), [("{", "application/json"), ("[]", "application/json"), ("{}", "text/plain")]
)
def test_a_body_that_is_no_json_object_is_refused(shared_linkedin, data, kind):
    told = shared_linkedin.refused(
        "adAccounts/501/adCampaigns/11",
        verb="POST",
        method="PARTIAL_UPDATE",
        data=data,
        headers={"Content-Type": kind},
    )
    assert told == (400, "ILLEGAL_ARGUMENT")


def test_a_post_must_say_how_long_it_is(shared_linkedin):
    host = shared_linkedin.base_url.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=5)
    connection.putrequest("POST", "/rest/adAccounts")
    connection.endheaders()
    with contextlib.closing(connection), connection.getresponse() as answer:
        assert answer.status == 411


@given(strategies.text())
def test_every_string_survives_the_encoding(text):
    assert restli.string(restli.encode(text)) == text
    assert restli.decode(f"(key:List({restli.encode(text)}))") == {"key": (text,)}


@pytest.mark.parametrize("text", ["", "%", "%2", "a,b", "(", "List(", "(a:)", "List(a(b))"])
def test_what_is_not_in_the_encoding_is_refused(text):
    with pytest.raises(restli.Malformed):
        restli.decode(text)
