"""The sandbox's own server: it ends at any moment without a word."""

from __future__ import annotations

import threading

import requests

from connectors.sandbox.serving import Server

ROUNDS = 40
"""Before the order of closing was right, every second round told of a closed descriptor."""


def _app(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


def _asks_until_refused(base_url, answers):
    with requests.Session() as session:
        try:
            while True:
                answers.append(session.get(base_url, timeout=2).text)
        except requests.RequestException:
            return


def test_it_ends_in_the_middle_of_answers_and_says_nothing(caplog):
    for _ in range(ROUNDS):
        server = Server(_app, port=0)
        answers = []
        asking = [
            threading.Thread(target=_asks_until_refused, args=(server.base_url, answers))
            for _ in range(4)
        ]
        for thread in asking:
            thread.start()
        while not answers:
            pass
        server.stop()
        for thread in asking:
            thread.join(timeout=5)
            assert not thread.is_alive()
        assert set(answers) == {"ok"}
    assert caplog.text == ""


def test_its_port_is_free_again_once_it_has_ended():
    server = Server(_app, port=0)
    port = int(server.base_url.rpartition(":")[2])
    server.stop()
    again = Server(_app, port=port)
    assert requests.get(again.base_url, timeout=2).text == "ok"
    again.stop()
