"""Which requests an order of faults is meant for, how often, and what is no order."""

import pytest


def order(practice, do, **more):
    answer = practice.control("POST", "faults", {"do": do, **more})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("meant", "statuses"),
    [
        ({"token": "read_only"}, [200, 503, 200]),
        ({"query": "a=2"}, [200, 503, 200]),
        ({"after": 1}, [200, 503, 200]),
        ({"after": 1, "times": 2}, [200, 503, 503]),
        ({"times": 0}, [503, 503, 503]),
        ({"times": None}, [503, 503, 503]),
        ({"times": "always"}, [503, 503, 503]),
        ({"times": 2}, [503, 503, 200]),
        ({"method": "any"}, [503, 200, 200]),
        ({"method": "PATCH", "times": 0}, [200, 200, 200]),
    ],
)
def test_an_order_says_which_requests_and_how_often(practice, meant, statuses):
    order(practice, "status", status=503, path="/sites$", **meant)
    tokens = ("full", "read_only", "full")
    answers = [
        practice.ask("GET", "/sites", token, params={"a": number}).status_code
        for number, token in enumerate(tokens, start=1)
    ]
    assert answers == statuses


def test_an_order_is_meant_for_what_the_body_says(practice):
    order(practice, "status", method="POST", body='"name":"bad"', times=0)
    path = f"{practice.items('categories')}/bulk"
    answers = [
        practice.ask("POST", path, json={"fieldData": {"name": name}}).status_code
        for name in ("good", "bad", "fine")
    ]
    assert answers == [202, 500, 202]


def test_orders_are_struck_one_after_the_other(practice):
    order(practice, "status", status=500, path="/sites$")
    order(practice, "status", status=503, path="/sites$")
    assert [practice.ask("GET", "/sites").status_code for _ in range(3)] == [500, 503, 200]


def test_what_lets_a_request_pass_comes_with_the_next_fault(practice):
    order(practice, "delay", path="/sites$", seconds=0.1)
    order(practice, "status", status=500, path="/sites$")
    order(practice, "html", path="/sites$")
    answer = practice.ask("GET", "/sites")
    assert answer.status_code == 500
    assert answer.elapsed.total_seconds() >= 0.1
    assert practice.control("GET", "log").json()[-1]["faults"] == ["delay", "status"]
    [left] = practice.control("GET", "faults").json()
    assert left["do"] == "html"


def test_what_is_left_of_an_order_is_shown(practice):
    order(practice, "status", path="/sites$", times=3, after=2)
    for _ in range(3):
        practice.ask("GET", "/sites")
    [left] = practice.control("GET", "faults").json()
    assert (left["times"], left["after"], left["do"]) == (2, 0, "status")
    practice.control("DELETE", "faults")
    assert practice.control("GET", "faults").json() == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({}, "do must be one of"),
        ({"do": "explode"}, "do must be one of"),
        ({"do": ["html"]}, "do must be one of"),
        ({"do": "html", "path": "("}, "path is no regular expression"),
        ({"do": "html", "path": 1}, "path must be a text"),
        ({"do": "html", "method": "FETCH"}, "method must be one of"),
        ({"do": "html", "times": -1}, "times must be"),
        ({"do": "html", "times": True}, "times must be"),
        ({"do": "html", "times": "often"}, "times must be"),
        ({"do": "html", "after": -1}, "after must be"),
        ({"do": "html", "after": 1.5}, "after must be"),
        ({"do": "html", "token": "nobody"}, "token must be one of"),
        ({"do": "html", "status": 99}, "status must be"),
        ({"do": "html", "applied": "yes"}, "applied must be true or false"),
        ({"do": "html", "seconds": 1}, "An order has no seconds"),
        ({"do": "delay", "seconds": -1}, "seconds must be"),
        ({"do": "delay", "seconds": "1"}, "seconds must be"),
        ({"do": "delay", "when": "never"}, "when must be one of"),
        ({"do": "slow", "pieces": 0}, "pieces must be"),
        ({"do": "slow", "seconds": None}, "seconds must be"),
        ({"do": "truncated", "framing": "none"}, "framing must be one of"),
        ({"do": "gzip_bomb", "size": 2**40}, "size must be"),
        ({"do": "429", "retryAfter": "a\nb"}, "retryAfter must be"),
        ({"do": "wrong_json", "form": "cut", "applied": False}, "cut is made of"),
        ({"do": "headers", "set": {"a b": "c"}}, "set cannot have a b"),
        ({"do": "headers", "set": {"Content-Length": "1"}}, "set cannot have Content-Length"),
        ({"do": "headers", "set": {"X": "é"}}, "the header X must be"),
        ({"do": "headers", "set": []}, "set must be an object"),
        ({"do": "lacking", "places": [-1]}, "places must be"),
        ({"do": "lacking", "places": 1}, "places must be"),
        ({"do": "partly", "items": -1}, "items must be"),
        ({"do": "colleague", "acts": [{"act": "sing"}]}, "act must be one of"),
        ({"do": "colleague", "acts": ["edit"]}, "An act must be an object"),
        ([[]], "An order must be an object"),
        (1, "An order must be an object"),
    ],
)
def test_an_order_that_is_wrong_is_refused_with_a_sentence(practice, wrong, reason):
    answer = practice.control("POST", "faults", wrong)
    assert answer.status_code == 400
    assert reason in answer.json()["message"]


@pytest.mark.parametrize("text", ["", "{", "nothing", '{"do": "delay", "seconds": NaN}'])
def test_an_order_that_is_no_sound_json_is_refused(practice, text):
    answer = practice.client.post(f"{practice.host}/control/faults", content=text)
    assert answer.status_code == 400


def test_no_order_is_taken_when_one_of_the_list_is_wrong(practice):
    answer = practice.control("POST", "faults", [{"do": "html"}, {"do": "explode"}])
    assert answer.status_code == 400
    assert practice.control("GET", "faults").json() == []
