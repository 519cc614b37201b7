"""The configuration's sections: names, types, defaults and limits, as the contract writes them."""

from __future__ import annotations

import json
import re
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from policies.model import Words
from policies.rules import CATALOGUE
from worker.config.hosts import home, need_host, need_port
from worker.config.refused import Refused


def shaped(pattern: str, example: str) -> AfterValidator:
    """Refuse text that does not fully match `pattern`, with an example of one that does."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise Refused(Words("is not written as in {example}", {"example": example}))
        return value

    return AfterValidator(check)


Tier = Literal["standard", "development"]


def _mail_address(value: str) -> str:
    """Refuse what cannot be one address."""
    name, at, host = value.partition("@")
    if not (name and at and host) or any(sign in value for sign in " ,;<>\r\n\t"):
        raise Refused(Words("is not a mail address such as name@example.org"))
    return value


Mail = Annotated[str, AfterValidator(_mail_address)]
Organization = Annotated[str, shaped(r"urn:li:organization:\d+", "urn:li:organization:77")]
AccountNumber = Annotated[str, shaped(r"\d+", "5001")]


class Section(BaseModel):
    """A table of the file: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Platform(Section):
    """What every platform's section has: a switch, and a host that may get our tokens."""

    enabled: bool = True
    allow_other_host: bool = False


class InstagramAccount(Section):
    """An approved Instagram sender: compared by id, shown by username."""

    id: Annotated[str, shaped(r"\d+", "17841400000000001")]
    username: str


class Meta(Platform):
    """`[meta]`."""

    base_url: Annotated[str, home("graph.facebook.com")] = "https://graph.facebook.com"
    api_version: Annotated[str, shaped(r"v\d+\.\d+", "v26.0")] = "v26.0"
    app_id: str = ""
    app_secret: SecretStr | None = None
    access_token: SecretStr | None = None
    stop_token: SecretStr | None = None
    ad_accounts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    approved_pages: tuple[str, ...] = ()
    approved_instagram: tuple[InstagramAccount, ...] = ()
    approved_partners: tuple[str, ...] = ()

    @field_validator("ad_accounts")
    @classmethod
    def _prefix(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Write every account as `act_<number>`."""
        bare = [one.removeprefix("act_") for one in value]
        if not all(one.isdigit() for one in bare):
            raise Refused(Words('names an account that is not written "act_1"'))
        return tuple(f"act_{one}" for one in bare)


class LinkedIn(Platform):
    """`[linkedin]`."""

    base_url: Annotated[str, home("api.linkedin.com")] = "https://api.linkedin.com"
    oauth_url: Annotated[str, home("www.linkedin.com")] = "https://www.linkedin.com"
    version: Annotated[str, shaped(r"20\d{2}(0[1-9]|1[0-2])(\.\d{2})?", "202608")] = "202608"
    ads_token: SecretStr | None = None
    community_token: SecretStr | None = None
    stop_token: SecretStr | None = None
    ads_client_id: SecretStr | None = None
    ads_client_secret: SecretStr | None = None
    ads_refresh_token: SecretStr | None = None
    community_client_id: SecretStr | None = None
    community_client_secret: SecretStr | None = None
    community_refresh_token: SecretStr | None = None
    tier: Tier = "standard"
    editable_accounts: tuple[AccountNumber, ...] = ()
    community_tier: Tier = "standard"
    ad_accounts: tuple[AccountNumber, ...] = ()
    organizations: tuple[Organization, ...] = ()
    approved_organizations: tuple[Organization, ...] = ()


class Database(Section):
    """`[database]`."""

    url: SecretStr = SecretStr("sqlite:///var/annonsvakt.db")

    @field_validator("url")
    @classmethod
    def _one_of_ours(cls, value: SecretStr) -> SecretStr:
        """Refuse a database that is none of the two we test, and one that no file keeps."""
        url = value.get_secret_value()
        if not re.fullmatch(r"(sqlite:///|postgresql\+psycopg://).+", url) or ":memory:" in url:
            raise Refused(
                Words(
                    "is not an address such as sqlite:///var/annonsvakt.db or "
                    "postgresql+psycopg://user@host/name"
                )
            )
        if found := _POSTGRESQL.match(url):
            if "@" in found["host"]:
                # A driver would take the rest of the password for the host, and say it aloud.
                raise Refused(Words("holds an @ in its password: write it as %40 there"))
            need_port(found["port"] or "")
        return value


_POSTGRESQL = re.compile(
    r"postgresql\+psycopg://([^:/]*(:[^@]*)?@)?(?P<host>\[[^/?]+\]|[^/:?]*)(:(?P<port>[^/?]*))?"
)
"""As SQLAlchemy takes an address apart, which is too slow to be loaded here."""


class MailDoor(Section):
    """`[mail]`."""

    url: Annotated[
        str,
        shaped(r"(smtp|smtp\+starttls|smtps)://[^/\s@]+", "smtp+starttls://mail.example.org:587"),
        AfterValidator(need_host),
    ] = "smtp://localhost:25"
    username: SecretStr | None = None
    password: SecretStr | None = None
    sender: Mail = "annonsvakt@localhost"
    report_to: tuple[Mail, ...] = ()
    english: tuple[Mail, ...] = ()

    @field_validator("english")
    @classmethod
    def _gets_it(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """Refuse somebody who gets no report: nobody would notice the slip."""
        known = {one.casefold() for one in info.data.get("report_to", ())}
        for one in value if "report_to" in info.data else ():
            if one.casefold() not in known:
                raise Refused(Words("names {address}, who is not in report_to", {"address": one}))
        return value


class Contacts(Section):
    """`[contacts]`."""

    first: Mail | None = None
    editorial: Mail | None = None
    slk: Mail | None = None
    operations: Mail | None = None


def _list_of(value: Any) -> Any:
    """JSON as the list that it is; anything else is left to be refused by name."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


class People(Section):
    """`[people]`: first names that sign answers, of `slk` and of each department by its id."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)
    __pydantic_extra__: dict[str, tuple[str, ...]] = Field(init=False)

    slk: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _lists_as_json(cls, told: Any) -> Any:
        """Lists from the environment, which only knows those of the keys that have a name."""
        if not isinstance(told, dict):
            return told
        return {name: _list_of(value) for name, value in told.items()}

    def departments(self) -> tuple[str, ...]:
        """The departments that have names here, by their ids."""
        return tuple(self.__pydantic_extra__)

    def everybody(self) -> tuple[str, ...]:
        """All the names, whoever they work for."""
        others = (name for names in self.__pydantic_extra__.values() for name in names)
        return (*self.slk, *others)


class Moderation(Section):
    """`[moderation]`."""

    threats: tuple[str, ...] = ()
    slurs: tuple[str, ...] = ()


class Rules(Section):
    """`[rules]`."""

    off: tuple[str, ...] = ()
    since: date | None = None

    @field_validator("off")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse a rule that does not exist: it would go on unnoticed."""
        known = [rule.id for rule in CATALOGUE]
        for one in value:
            if one not in known:
                raise Refused(_no_such_rule(one, known))
        return value


def _no_such_rule(name: str, known: list[str]) -> Words:
    """With the one that is most like it, else all."""
    if near := get_close_matches(name, known, n=1, cutoff=0.3):
        return Words(
            "names a rule that does not exist, {name}; did you mean {near}?",
            {"name": name, "near": near[0]},
        )
    return Words(
        "names a rule that does not exist, {name}; known: {known}",
        {"name": name, "known": ", ".join(known)},
    )


class HouseRules(Section):
    """`[house_rules]`: where each platform's rules can be read."""

    facebook: str | None = None
    instagram: str | None = None
    linkedin: str | None = None


class Department(Section):
    """`[[departments]]`."""

    id: Annotated[str, shaped(r"[a-z0-9][a-z0-9-]*", "trafikkontoret")]
    name: str
    mail: Mail
    language: Literal["sv", "en"] | None = None

    @field_validator("id")
    @classmethod
    def _not_slk(cls, value: str) -> str:
        """`slk` is the owner that is no department."""
        if value == "slk":
            raise Refused(Words("slk is not a department: its address is [contacts] slk"))
        return value


def known_zone(name: str) -> str:
    """Refuse a time zone that does not exist."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Refused(Words("is not a time zone such as Europe/Stockholm")) from None
    return name


Zone = Annotated[str, AfterValidator(known_zone)]
Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser())]
