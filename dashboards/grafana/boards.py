"""The boards: region, a municipality, a device, links, routing, alerts and incidents, promises, and netmon itself."""

from dashboards.grafana.alerts import ALERTS
from dashboards.grafana.devices import LINES, ONE_DEVICE
from dashboards.grafana.itself import ITSELF
from dashboards.grafana.places import REGION, TOWN
from dashboards.grafana.promises import PROMISES
from dashboards.grafana.routing import ROUTING

BOARDS = (REGION, TOWN, ONE_DEVICE, LINES, ROUTING, ALERTS, PROMISES, ITSELF)
