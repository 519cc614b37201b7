"""Platforms that refuse: one clear line each with the remedy, exit 4, and what worked is kept."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.timeout(400)
"""Whole commands, on machines that are shared."""


@pytest.fixture
def staged(serve, tmp_path):
    """An office whose sandbox has these toggles."""

    def start(**toggles):
        lines = [f'"{name}" = {value}' for name, value in toggles.items()]
        path = tmp_path / "scenario.toml"
        path.write_text("[toggles]\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return serve("--scenario", str(path))

    return start


def reasons(swept, platform):
    return {one["because"] for one in swept["unread"] if one["platform"] == platform}


def told(office, *arguments, **environment):
    """What a sweep could not read on each platform, after the exit code was seen to say so."""
    ran = office.run(
        "--lang", "en", "sweep", "--json", "--patience", "1", *arguments, **environment
    )
    assert ran.code == 4, ran.err
    return ran.json


def test_an_expired_token_is_told_once_with_where_to_set_a_new_one(staged):
    swept = told(staged(**{"meta.token_expired": "true"}))
    because = " ".join(reasons(swept, "meta"))
    assert "access_token" in because
    assert "expired" in because
    assert len([o for o in swept["unread"] if o["platform"] == "meta"]) <= 4
    assert {one["platform"] for one in swept["accounts"] if one["read"]} == {"linkedin"}


def test_a_missing_permission_leaves_one_account_unread_and_keeps_the_others(staged):
    office = staged(**{"meta.no_permission": '["act_2"]'})
    wanted = '["act_1", "act_2", "act_3"]'
    swept = told(office, ANNONSVAKT_META__AD_ACCOUNTS=wanted)
    lost = [one for one in swept["unread"] if one["account"] == "act_2"]
    assert lost
    assert all(one["because"] for one in lost)
    assert {"act_1", "act_3"} <= {one["id"] for one in swept["accounts"] if one["read"]}
    assert "act_2" not in {one["id"] for one in swept["accounts"] if one["read"]}


def test_a_retired_version_of_meta_names_the_key_to_change(city):
    swept = told(city, ANNONSVAKT_META__API_VERSION="v20.0")
    assert "api_version" in " ".join(reasons(swept, "meta"))


def test_what_is_unread_is_unknown_and_resolves_nothing(city):
    before = city.run("sweep", "--json").json["findings"]
    for environment in (
        {"ANNONSVAKT_META__ACCESS_TOKEN": "wrong"},
        {"ANNONSVAKT_META__BASE_URL": "http://127.0.0.1:9"},
    ):
        after = told(city, **environment)["findings"]
        assert after["resolved"] == 0
        assert after["open"] == before["open"]
    again = city.run("sweep", "--json").json["findings"]
    assert (again["opened"], again["resolved"], again["open"]) == (0, 0, before["open"])


def test_no_secret_stands_in_anything_that_is_printed_or_kept(city):
    for environment in ({}, {"ANNONSVAKT_META__BASE_URL": "http://127.0.0.1:9"}):
        ran = city.run("sweep", "--json", "--verbose", "--patience", "1", **environment)
        for secret in ("sandbox-meta", "sandbox-ads", "sandbox-community", "sandbox-secret"):
            assert secret not in ran.out + ran.err
    city.run("report", "--json")
    for path in (city.folder / "var").rglob("*"):
        if path.is_file():
            kept = path.read_bytes()
            for secret in (b"sandbox-meta", b"sandbox-secret", b"sandbox-page-", b"sandbox-ads"):
                assert secret not in kept, path


def test_every_fault_of_a_configuration_is_told_at_once_with_its_line(office):
    (office.folder / "annonsvakt.toml").write_text(
        'langage = "sv"\n[meta]\nad_acounts = ["act_1"]\nbase_url = "https://example.org"\n'
        '[sla]\noffice_closes = "nu"\n',
        encoding="utf-8",
    )
    for command in (["sweep"], ["findings"], ["queue"], ["report"]):
        ran = office.run(*command, "--json")
        assert ran.code == 2
        assert ran.out == ""
        for part in ("rad 1", "language", "rad 3", "ad_accounts", "rad 4", "rad 6"):
            assert part in ran.err, part
