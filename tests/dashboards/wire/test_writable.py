"""A text that is no UTF-8 costs neither the page it stands on nor the addresses made of it."""

import pytest
from flask import url_for

from dashboards.app import create_app
from dashboards.wire.writable import Page, writable
from tests.dashboards.exhibit import Exhibit

HALF = "\ud800"


@pytest.mark.parametrize(("text", "written"), [("xe-0/0/1", "xe-0/0/1"), ("Aš", "Aš"), (f"xe{HALF}1", "xe?1")])
def test_what_cannot_be_written_becomes_a_question_mark(text: str, written: str) -> None:
    assert writable(text) == written
    assert Page(text).get_data() == written.encode()


def test_an_address_is_made_of_whatever_a_port_is_called(exhibit: Exhibit) -> None:
    app = create_app(exhibit, exhibit, exhibit.clock)
    with app.test_request_context("/?lang=cs"):
        app.preprocess_request()
        assert url_for("device.show", name="cheb-core-1", interface=HALF) == "/zarizeni/cheb-core-1?interface=?&lang=cs"
