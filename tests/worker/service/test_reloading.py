"""The configuration read again: what it brings that is secret is so from that moment on."""

from __future__ import annotations

import io
import json

from tests.worker.made import some_settings
from tests.worker.service.conftest import Clock, serving
from worker.config.secrets import secrets_of
from worker.logs import log
from worker.logs.keeping import keep_logs
from worker.service.starting import reload

OLD, NEW = "first-of-the-tokens", "second-of-the-tokens"


def with_token(token):
    return some_settings(meta={"access_token": token})


def test_a_token_that_came_with_a_new_configuration_is_hidden_as_the_one_before(lite):
    stream, before, after = io.StringIO(), with_token(OLD), with_token(NEW)
    keep_logs(stream, readable=False, secrets=secrets_of(before))
    with serving(lite, Clock()) as service:
        service.reload(before)
        reload(service, lambda: after)
        log("poll.failed", because=f"{OLD} or {NEW}")
    assert json.loads(stream.getvalue().splitlines()[-1])["because"] == "[secret] or [secret]"


def test_the_database_at_hand_is_the_one_that_is_backed_up_whatever_address_comes(lite, tmp_path):
    before, other = some_settings(), f"sqlite:///{tmp_path}/other.db"
    with serving(lite, Clock()) as service:
        service.reload(before)
        for _ in range(2):
            stream = io.StringIO()
            keep_logs(stream, readable=False, secrets=())
            reload(service, lambda: some_settings(database={"url": other}))
            assert service.office.settings.database == before.database
            assert "database.url" in stream.getvalue()
