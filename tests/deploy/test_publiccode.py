"""publiccode.yml, by the standard's text of version 0.5 (schema.core, checked 2026-11-29).

No validator of it is to be had from the package registries that we use: what the standard demands
of the keys that stand there is written out here.
"""

from __future__ import annotations

import re
import tomllib
from urllib.parse import urlsplit

import pytest
import yaml

from tests.deploy.tools import ROOT

TOLD = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

NEEDED = {
    "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus",
    "softwareType", "description", "legal", "maintenance", "localisation",
}  # fmt: skip
KNOWN = NEEDED | {
    "applicationSuite", "landingURL", "isBasedOn", "softwareVersion", "releaseDate", "logo",
    "usedBy", "fundedBy", "roadmap", "intendedAudience", "dependsOn", "organisation",
}  # fmt: skip
OF_A_LANGUAGE = {
    "localisedName", "shortDescription", "longDescription", "documentation", "apiDocumentation",
    "features", "screenshots", "videos", "awards",
}  # fmt: skip
CATEGORIES = {
    "communications", "compliance-management", "data-analytics", "marketing",
    "regulations-and-directives", "social-media-management", "workflow-management",
}  # fmt: skip
"""Those of the standard's list that could be ours."""
SCOPES = {"government", "local-authorities", "society"}
"""Likewise."""
TYPES = {"standalone/backend", "standalone/desktop", "standalone/web", "standalone/other"}
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}


def is_address(text):
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def test_it_has_each_key_that_must_be_there_and_none_that_nobody_knows():
    assert TOLD.keys() >= NEEDED
    assert TOLD.keys() <= KNOWN
    assert TOLD["publiccodeYmlVersion"] == "0.5"
    assert TOLD["legal"].keys() <= {"license", "mainCopyrightOwner"}
    assert TOLD["maintenance"].keys() <= {"type", "contractors", "contacts"}
    assert TOLD["localisation"].keys() == {"localisationReady", "availableLanguages"}
    assert TOLD["intendedAudience"].keys() <= {"countries", "unsupportedCountries", "scope"}


def test_words_from_the_lists_of_the_standard():
    assert set(TOLD["categories"]) <= CATEGORIES
    assert set(TOLD["intendedAudience"]["scope"]) <= SCOPES
    assert TOLD["softwareType"] in TYPES
    assert TOLD["developmentStatus"] in STATUSES
    for country in TOLD["intendedAudience"]["countries"]:
        assert re.fullmatch(r"[A-Z]{2}", country)


@pytest.mark.parametrize("language", TOLD["description"])
def test_what_it_is_in_each_language(language):
    told = TOLD["description"][language]
    assert told.keys() <= OF_A_LANGUAGE
    assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", language)
    assert len(told["shortDescription"]) <= 150
    assert "\n" not in told["shortDescription"]
    assert 150 <= len(told["longDescription"]) <= 10_000
    assert all(len(one) <= 100 for one in told["features"])
    assert is_address(told.get("documentation", "https://example.org"))


def test_who_keeps_it():
    kept = TOLD["maintenance"]
    assert kept["type"] == "community"
    assert "contractors" not in kept
    assert kept["contacts"]
    for contact in kept["contacts"]:
        assert contact["name"]
        assert contact["email"].endswith("@example.org")


def test_it_agrees_with_the_package():
    assert is_address(TOLD["url"])
    assert TOLD["name"].lower() == PROJECT["name"]
    assert TOLD["softwareVersion"] == PROJECT["version"]
    assert TOLD["legal"]["license"] == PROJECT["license"]
    assert set(TOLD["localisation"]["availableLanguages"]) == set(TOLD["description"])
    python = next(one for one in TOLD["dependsOn"]["open"] if one["name"] == "Python")
    assert PROJECT["requires-python"] == f">={python['versionMin']}"
