"""Links in a text, and whose they are."""

from __future__ import annotations

import pytest

from policies.triage.links import has_link, host_of, links


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://www.example.org/anmalan", "example.org"),
        ("http://example.org:8080", "example.org"),
        ("www.example.org?a=1", "example.org"),
        ("example.org#a", "example.org"),
        ("https://anna@example.org/", "example.org"),
        ("https://example.www.org", "example.www.org"),
        ("https://minwww.", "minwww."),
        ("192.0.2.7/a", "192.0.2.7"),
        ("https://", ""),
    ],
)
def test_the_host_of_a_link(link, host):
    assert host_of(link) == host


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("se example.org/a och www.example.com", ("example.org/a", "www.example.com")),
        ("https://example.org", ("https://example.org",)),
        ("http://192.0.2.7/a", ("http://192.0.2.7/a",)),
        ("anna@example.org", ()),
        ("klockan 12.30", ()),
        ("t.ex. simskolan", ()),
    ],
)
def test_links_with_and_without_a_scheme(text, found):
    assert links(text) == found
    assert has_link(text) is bool(found)
