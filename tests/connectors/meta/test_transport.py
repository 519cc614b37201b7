"""The wire: what goes over it, what comes back, and what nobody may read."""

from __future__ import annotations

import gc
import hashlib
import hmac
import json
import logging
import socket
import threading
import traceback
from urllib.parse import quote

import pytest
import responses
from werkzeug import Response

from connectors.errors import (
    RequestRefused,
    TokenRejected,
    Unavailable,
    Unreadable,
)
from connectors.meta import ask
from connectors.meta.transport import loaded
from tests.connectors.meta.scripted import PAGE_TOKEN, SECRET, TOKEN, error

NODE = ask.node("7", "id", "name")


def proof(token):
    return hmac.new(SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()


def refusal(script, *answers, **changed):
    script.on("7", *answers)
    with pytest.raises(Exception) as caught:  # noqa: PT011 (each test looks at the type)
        script.graph(**changed).read(NODE)
    return caught.value


def test_a_call_carries_token_proof_fields_and_version(script):
    script.on("7", {"id": "7"})
    assert script.graph().read(NODE) == {"id": "7"}
    (seen,) = script.asked
    assert seen.params == {
        "access_token": TOKEN,
        "appsecret_proof": proof(TOKEN),
        "fields": "id,name",
    }
    assert (script.meter.http, script.meter.counted) == (1, 1)


def test_without_an_app_secret_there_is_no_proof(script):
    script.on("7", {"id": "7"})
    script.graph(app_secret=None).read(NODE)
    assert "appsecret_proof" not in script.asked[0].params


def test_each_item_of_a_batch_carries_its_own_token_and_proof(script):
    script.on("7", {"id": "7"})
    script.on("8", {"id": "8"})
    of_page = ask.node("8", "id", token=PAGE_TOKEN)
    assert script.graph().batch([NODE, of_page]) == ({"id": "7"}, {"id": "8"})
    outer, first, second = script.asked
    assert (outer.params["access_token"], outer.params["appsecret_proof"]) == (TOKEN, proof(TOKEN))
    assert (first.params["access_token"], first.params["appsecret_proof"]) == (TOKEN, proof(TOKEN))
    assert second.params["access_token"] == PAGE_TOKEN
    assert second.params["appsecret_proof"] == proof(PAGE_TOKEN)
    assert (script.meter.http, script.meter.counted) == (1, 2)


def test_items_of_one_token_leave_it_to_the_batch(script):
    script.on("7", {"id": "7"})
    script.graph().batch([NODE, NODE])
    _, first, second = script.asked
    assert first.params == second.params == {"fields": "id,name"}


def test_a_change_beside_a_page_carries_its_token_in_its_address_too(script):
    script.on("7", {"success": True})
    script.on("8", {"id": "8"})
    change = ask.turn("7", "PAUSED", "act_1")
    script.graph().write([change, ask.node("8", "id", token=PAGE_TOKEN)])
    [item, _] = json.loads(script.asked[0].params["batch"])
    assert item["body"] == "status=PAUSED"
    assert f"access_token={TOKEN}" in item["relative_url"]


def test_without_an_app_secret_items_beside_others_have_tokens_and_no_proof(script):
    script.on("7", {"id": "7"})
    script.on("8", {"id": "8"})
    script.graph(app_secret=None).batch([NODE, ask.node("8", "id", token=PAGE_TOKEN)])
    _, first, _ = script.asked
    assert first.params == {"fields": "id,name", "access_token": TOKEN}


def test_no_token_of_a_batch_is_told_where_its_address_is_quoted(script):
    quoted = f"bad address 7?access_token={TOKEN}&appsecret_proof={proof(TOKEN)}"
    script.on("", error(100, message=quoted))
    told = script.graph().batch([NODE, ask.node("8", "id", token=PAGE_TOKEN)])
    assert not any(one in str(told) for one in (TOKEN, proof(TOKEN), PAGE_TOKEN))


def test_an_id_with_strange_signs_stays_one_part_of_the_path(script):
    script.on("../8?x=1", {"id": "8"})
    assert script.graph().read(ask.node("../8?x=1", "id")) == {"id": "8"}


def test_two_threads_do_not_share_a_connection(script):
    script.on("7", {"id": "7"})
    graph, told = script.graph(), []
    threads = [
        threading.Thread(target=lambda: told.append(graph.read(NODE)["id"])) for _ in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert told == ["7"] * 4


@pytest.mark.parametrize("token", [None, ""])
def test_a_missing_token_is_told_before_anything_is_sent(script, token):
    refused = refusal(script, {}, token=token)
    assert isinstance(refused, TokenRejected)
    assert str(refused).startswith("The token [meta] access_token is missing.")
    assert script.http == 0


@pytest.mark.parametrize("token", ["EAAB x", "EAAB\n", "nyckelå"])
def test_a_token_that_is_none_is_not_sent(script, token):
    refused = refusal(script, {}, token=token)
    assert isinstance(refused, TokenRejected)
    assert token not in str(refused)
    assert script.http == 0


@pytest.mark.parametrize(
    "body",
    [
        Response("<html>502 Bad Gateway</html>", status=502, mimetype="text/html"),
        Response("<html>success</html>", status=200, mimetype="text/html"),
        Response("", status=500),
        Response("", status=200),
        Response("Service Unavailable", status=200),
        Response('{"id": NaN}', status=200),
        Response(b"\xff\xfe\x00", status=200),
    ],
    ids=["html 502", "html 200", "empty 500", "empty 200", "text", "nan", "bytes"],
)
def test_what_is_no_json_is_unavailable(script, body):
    assert isinstance(refusal(script, body), Unavailable)


def test_json_that_is_nested_without_end_is_none():
    gc.collect()  # What others left behind is not to be finalised deep down in there.
    assert loaded("[" * 100_000) is None


@pytest.mark.parametrize("body", ["5", '"text"', "[]", "true"])
def test_json_that_is_no_object_is_unreadable(script, body):
    assert isinstance(refusal(script, Response(body, mimetype="application/json")), Unreadable)


@pytest.mark.parametrize(
    "told", ["words", None, [1], 5, {"error_data": "{broken"}, {"code": "1", "message": 5}]
)
def test_an_error_of_a_strange_shape_is_an_error_all_the_same(script, told):
    refused = refusal(script, {"error": told})
    assert isinstance(refused, Unavailable | RequestRefused)


def test_an_error_with_status_200_is_an_error(script):
    assert isinstance(refusal(script, error(190, 463, status=200)), TokenRejected)


def test_success_false_is_no_success(script):
    assert isinstance(refusal(script, {"success": False}), RequestRefused)


def test_a_redirect_is_not_followed(script, httpserver):
    elsewhere = httpserver.url_for("/elsewhere")
    refused = refusal(script, Response("", status=302, headers={"Location": elsewhere}))
    assert not isinstance(refused, TokenRejected)
    assert script.http == 1
    assert not [one for one, _ in httpserver.log if one.path == "/elsewhere"]


def test_a_proxy_is_not_used_towards_this_very_machine(script, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    script.on("7", {"id": "7"})
    assert script.graph().read(NODE) == {"id": "7"}


def test_nobody_listening_is_unavailable_and_no_secret_is_told(script):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    refused = refusal(script, {}, base_url=f"http://127.0.0.1:{port}")
    assert isinstance(refused, Unavailable)
    assert str(refused) == "Meta cannot be reached (7: ConnectionError). Check the network."
    told = "".join(traceback.format_exception(refused))
    assert TOKEN not in told
    assert proof(TOKEN) not in told
    assert script.meter.told() == {"http": 1, "counted": 1, "answered": 0}


def test_a_refusal_is_an_answer_too(script):
    refusal(script, error(190))
    assert script.meter.told() == {"http": 1, "counted": 1, "answered": 1}


def test_a_version_that_is_none_reaches_nobody(script):
    assert isinstance(refusal(script, {}, api_version="newest"), Unavailable)
    assert script.http == 0


@responses.activate
def test_an_answer_that_does_not_come_is_unavailable(script):
    from requests import ReadTimeout

    responses.get("https://graph.facebook.com/v26.0/7", body=ReadTimeout(f"?access_token={TOKEN}"))
    refused = refusal(script, {}, base_url="https://graph.facebook.com")
    assert isinstance(refused, Unavailable)
    assert str(refused) == "Meta did not answer in time (7)."


def test_secrets_that_meta_repeats_are_not_passed_on(script):
    says = (
        f"bad {TOKEN} {quote(TOKEN)} {SECRET} {proof(TOKEN)} https://x/?access_token=EAAother&a=1"
    )
    refused = refusal(script, error(100, message=says, fbtrace_id=f"A{TOKEN}"))
    for secret in (TOKEN, SECRET, proof(TOKEN), "EAAother"):
        assert secret not in str(refused)
        assert secret not in str(refused.trace)


def test_a_page_token_is_not_passed_on(script):
    script.on("7", error(190, message=f"bad {PAGE_TOKEN}"))
    (refused,) = script.graph().batch([ask.node("7", "id", token=PAGE_TOKEN)])
    assert PAGE_TOKEN not in str(refused)
    assert "[meta] access_token" in str(refused)


def test_a_refused_app_token_names_the_apps_secret(script):
    script.on("debug_token", error(190, message="bad"))
    (refused,) = script.graph().batch([ask.inspect(TOKEN, f"1|{SECRET}")])
    assert "[meta] app_secret" in str(refused)
    assert SECRET not in str(refused)


def test_the_client_of_meta_says_nothing_on_its_own(script, capsys, caplog):
    caplog.set_level(logging.INFO)
    script.on("7", {"id": "7"})
    script.graph().batch([NODE, NODE])
    assert capsys.readouterr() == ("", "")
    assert {one.name for one in caplog.records} <= {"werkzeug"}


def test_the_clients_defaults_are_left_alone(script):
    from facebook_business.api import FacebookAdsApi

    script.on("7", {"id": "7"})
    script.graph().read(NODE)
    assert FacebookAdsApi.get_default_api() is None


def test_a_batch_without_a_list_is_no_batch(script):
    script.on("", {"id": "7"})
    told = script.graph().batch([NODE, NODE])
    assert all(isinstance(one, Unreadable) for one in told)


def test_a_batch_that_answers_less_than_was_asked_lost_the_rest(script):
    first = {"code": 200, "headers": [], "body": json.dumps({"id": "7"})}
    script.on("", [first])
    told = script.graph().batch([NODE, ask.node("8", "id")])
    assert told[0] == {"id": "7"}
    assert isinstance(told[1], Unavailable)


@pytest.mark.parametrize(
    "item",
    [
        {"code": 200, "body": "<html>"},
        {"code": 200, "body": None},
        {"code": "200", "body": '{"id": "7"}'},
        {"body": '{"id": "7"}'},
        "text",
        {"code": 200, "headers": "none", "body": "null"},
    ],
)
def test_an_item_of_a_strange_shape_is_unavailable(script, item):
    script.on("", [item, item])
    told = script.graph().batch([NODE, NODE])
    assert all(isinstance(one, Unavailable) for one in told)
