"""Who gives the command: the account that works, and who had logged in."""

from __future__ import annotations

import os
import pwd

import pytest

from worker.stopping import identity
from worker.stopping.identity import whoami


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """What the kernel tells of who logged in, which only it can change."""
    told = tmp_path / "loginuid"
    monkeypatch.setattr(identity, "_LOGIN", told)
    return told


def test_who_logged_in_is_named_beside_the_account_that_works(kernel):
    works = pwd.getpwuid(os.getuid()).pw_name
    other = next(one for one in pwd.getpwall() if one.pw_uid != os.getuid())
    kernel.write_text(f"{other.pw_uid}", "ascii")
    assert whoami().os_user == f"{works}, for {other.pw_name}"


@pytest.mark.parametrize("told", [None, "4294967295", "", str(os.getuid())])
def test_where_nobody_else_did_or_nobody_knows_it_is_the_account_alone(kernel, told):
    if told is not None:
        kernel.write_text(told, "ascii")
    assert whoami().os_user == pwd.getpwuid(os.getuid()).pw_name


def test_a_user_without_a_name_is_told_by_number(kernel):
    kernel.write_text("3999999999", "ascii")
    assert whoami().os_user.endswith(", for 3999999999")
