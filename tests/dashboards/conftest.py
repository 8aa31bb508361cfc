"""Fixtures of the dashboard's tests: the exhibit behind Flask's client, and behind waitress."""

from collections.abc import Generator

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from netmon.settings import Settings
from tests.dashboards.exhibit import Exhibit, busy_snapshot
from tests.dashboards.people import Who, come_as
from tests.dashboards.site import Site, serve


@pytest.fixture
def exhibit() -> Exhibit:
    """Return a bad night, open to all readers."""
    return Exhibit(busy_snapshot(Settings(public=True, demo=True)))


@pytest.fixture
def closed_exhibit() -> Exhibit:
    """Return the same night where reading needs a login."""
    return Exhibit(busy_snapshot(Settings()))


@pytest.fixture
def client(exhibit: Exhibit) -> FlaskClient:
    """Return a client of the open dashboard."""
    return create_app(exhibit, exhibit, exhibit.clock).test_client()


@pytest.fixture
def operator(exhibit: Exhibit) -> FlaskClient:
    """Return a client of the same dashboard, of an operator who is logged in."""
    return come_as(Who.OPERATOR, exhibit)


@pytest.fixture(scope="session")
def site() -> Generator[Site]:
    """Return the open dashboard, served; for tests that only read."""
    with serve(Exhibit(busy_snapshot(Settings(public=True, demo=True)))) as served:
        yield served


@pytest.fixture
def own_site(exhibit: Exhibit) -> Generator[Site]:
    """Return a served dashboard of the test's own."""
    with serve(exhibit) as served:
        yield served
