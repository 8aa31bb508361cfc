"""The boards: region and municipalities, a municipality, a device, links, routing, and netmon itself.

There is none of alerts and none of promises: nothing writes them as measurements. Both stand on netmon's own pages.
"""

from dashboards.grafana.devices import LINES, ONE_DEVICE
from dashboards.grafana.itself import ITSELF
from dashboards.grafana.places import REGION, TOWN
from dashboards.grafana.routing import ROUTING

BOARDS = (REGION, TOWN, ONE_DEVICE, LINES, ROUTING, ITSELF)
