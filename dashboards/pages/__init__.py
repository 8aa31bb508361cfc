"""The pages: one blueprint each; to add one, write it and list it here and in `access.POLICIES`."""

from dashboards.pages import (
    api,
    availability,
    device,
    incidents,
    invitation,
    live,
    login,
    machines,
    maintenance,
    monitor,
    municipality,
    overview,
    password,
    people,
    silences,
    sms,
)

BLUEPRINTS = (
    overview.blueprint,
    municipality.blueprint,
    availability.blueprint,
    device.blueprint,
    incidents.blueprint,
    invitation.blueprint,
    silences.blueprint,
    maintenance.blueprint,
    monitor.blueprint,
    api.blueprint,
    sms.blueprint,
    login.blueprint,
    password.blueprint,
    people.blueprint,
    live.blueprint,
    machines.blueprint,
)
