"""No setting of logs shows what stands in the query of an address."""

from __future__ import annotations

import logging

import pytest
import requests

from connectors.http import prepare
from connectors.unspoken import keep_queries_unspoken


def test_a_request_is_logged_without_its_query(httpserver, caplog):
    httpserver.expect_request("/v26.0/me").respond_with_json({})
    caplog.set_level(logging.DEBUG)
    with prepare(requests.Session(), httpserver.url_for("")) as session:
        session.get(httpserver.url_for("/v26.0/me"), params={"access_token": "Secret1"}).close()
    ours = [one.getMessage() for one in caplog.records if one.name != "werkzeug"]
    [line] = [one for one in ours if "/v26.0/me" in one]
    assert "GET /v26.0/me?[query] HTTP" in line
    assert "Secret1" not in "".join(ours)


@pytest.mark.parametrize(
    ("logger", "template", "values"),
    [
        ("urllib3.connectionpool", 'https://%s "%s %s"', ("x.example", "GET", "/me?a=Secret1")),
        ("urllib3.connectionpool", "Failed to parse headers (url=%s)", ("https://x/?b=Secret1",)),
        ("urllib3.util.retry", "Retry for (url='%s'): %r", ("/me?a=Secret1", "because")),
        ("urllib3.poolmanager", "Redirecting %s -> %s", ("/me?a=Secret1", "/you?b=Secret1")),
    ],
)
@pytest.mark.parametrize("level", [logging.DEBUG, logging.WARNING])
def test_whatever_the_library_writes_its_queries_are_left_out(
    caplog, logger, template, values, level
):
    logging.getLogger(logger)
    keep_queries_unspoken()
    caplog.set_level(logging.DEBUG)
    error = ValueError("Location: https://x/?access_token=Secret1")
    logging.getLogger(logger).log(level, template, *values, exc_info=error)
    assert "?[query]" in caplog.text
    assert "Secret1" not in caplog.text


def test_what_has_no_query_is_logged_as_it_was(caplog):
    keep_queries_unspoken()
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3.connectionpool").debug("Resetting dropped connection: %s", "x")
    assert caplog.messages == ["Resetting dropped connection: x"]


def test_setting_the_filter_twice_changes_nothing():
    logger = logging.getLogger("urllib3.connectionpool")
    keep_queries_unspoken()
    filters = list(logger.filters)
    keep_queries_unspoken()
    assert logger.filters == filters
