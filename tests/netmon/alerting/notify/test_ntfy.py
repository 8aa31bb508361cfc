"""How a push leaves, to a server that refuses what ntfy refuses."""

import socket
from dataclasses import replace

import pytest

from netmon.alerting.notify.ntfy import Ntfy, push
from netmon.errors import DeliveryError
from netmon.model import Message, NotificationKind
from netmon.secret import SecretStore
from tests.netmon.alerting.occasions import message
from tests.parts.ntfy import NtfyStarter

TOKEN = "tk_c4nary"  # noqa: S105 -- of no server


def said(kind: NotificationKind = NotificationKind.FIRING, **changes: object) -> Message:
    bare = message(kind, "ntfy", "secret://push")
    return replace(bare, payload={**bare.payload, **changes})


def channel(url: str) -> Ntfy:
    return Ntfy(SecretStore((), {"NETMON_SECRET_PUSH": url}))


def test_a_push_says_what_happened_how_loud_and_where_to_look(start_ntfy: NtfyStarter) -> None:
    ntfy = start_ntfy("")
    channel(ntfy.url("netmon-7f3a")).send(said())
    (push,) = ntfy.pushes
    assert push["topic"] == "netmon-7f3a"
    assert push["title"] == "✖ 1 obec bez spojení: trasa Cheb – Aš (od 10:03)"
    assert (push["priority"], push["tags"]) == (5, ["rotating_light"])
    assert push["click"] == "http://127.0.0.1:8080/v/i-1"
    assert push["message"].splitlines()[0] == "Aš"
    assert "cheb-core-1 hlásí rozhraní xe1 mimo provoz od 10:03:00" in push["message"]


@pytest.mark.parametrize(
    ("kind", "severity", "priority", "tag"),
    [
        (NotificationKind.FIRING, "warning", 4, "warning"),
        (NotificationKind.FIRING, "info", 3, "information_source"),
        (NotificationKind.ALARM, "critical", 5, "rotating_light"),
        (NotificationKind.RESOLVED, "critical", 3, "white_check_mark"),
        (NotificationKind.PASSED, "critical", 3, "white_check_mark"),
        (NotificationKind.FLAPPING, "critical", 3, "repeat"),
        (NotificationKind.DIGEST, "warning", 4, "newspaper"),
        (NotificationKind.TEST, "info", 3, "test_tube"),
    ],
)
def test_only_what_begins_is_loud(kind: NotificationKind, severity: str, priority: int, tag: str) -> None:
    shown = push(said(kind, severity=severity))
    assert (shown["priority"], shown["tags"]) == (priority, [tag])


def test_a_token_in_the_url_proves_who_publishes(start_ntfy: NtfyStarter) -> None:
    ntfy = start_ntfy(TOKEN)
    channel(ntfy.url("netmon", TOKEN)).send(said())
    assert len(ntfy.pushes) == 1
    with pytest.raises(DeliveryError) as caught:
        channel(ntfy.url("netmon", "tk_wr0ng")).send(said())
    assert str(caught.value) == "secret://push: answered 403"
    assert not caught.value.permanent


def test_what_a_device_says_is_cut_and_becomes_neither_field_nor_link(start_ntfy: NtfyStarter) -> None:
    ntfy = start_ntfy("")
    line = 'a\r\nX-Click: http://evil.example/ "}' + "x" * 500
    channel(ntfy.url("netmon")).send(said(summary=line, evidence=[line] * 200, url=""))
    (push,) = ntfy.pushes
    assert "click" not in push
    assert len(push["title"]) <= 120
    assert "evil.example" not in push["message"] + push["title"]
    assert all(len(each) <= 90 for each in push["message"].splitlines())


def test_nothing_of_the_url_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for url in (f"http://:{TOKEN}@127.0.0.1:{port}/t0pic", f"http://:{TOKEN}@127.0.0.1:{port}/", "t0pic"):
        with pytest.raises(DeliveryError) as caught:
            channel(url).send(said())
        told = f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__suppress_context__}"
        assert not any(secret in told for secret in (TOKEN, "t0pic", str(port)))
        assert not caught.value.permanent


def test_a_runbook_is_a_button_if_it_is_a_page_and_a_line_otherwise() -> None:
    page = push(said(runbook="https://wiki.kraj.example/ztraty"))
    assert page["actions"] == [{"action": "view", "label": "Runbook", "url": "https://wiki.kraj.example/ztraty"}]
    assert "Runbook" not in str(page["message"])
    text = push(said(runbook="RUNBOOKS, packet loss"))
    assert str(text["message"]).endswith("Runbook: RUNBOOKS, packet loss")
    assert "actions" not in text
    assert "Runbook" not in str(push(said(runbook=None)))
