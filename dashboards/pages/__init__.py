"""The pages: one blueprint each; to add one, write it and list it here and in `access.POLICIES`."""

from dashboards.pages import availability, device, incidents, live, login, municipality, overview

BLUEPRINTS = (
    overview.blueprint,
    municipality.blueprint,
    availability.blueprint,
    device.blueprint,
    incidents.blueprint,
    login.blueprint,
    live.blueprint,
)
