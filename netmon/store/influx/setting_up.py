"""How a server is set up, whatever kind it turns out to be."""

from collections.abc import Callable, Iterator
from pathlib import Path

from netmon.errors import StoreError
from netmon.phrase import Phrase
from netmon.secret import Secret
from netmon.store.influx import policies, provisioning
from netmon.store.influx.asking import Server
from netmon.store.influx.flavour import Flavour, Kind, detect

FIRST_THAT_MAPS_NAMES = (2, 4)
"""From then on InfluxQL finds buckets by their names."""


def set_up(url: str, org: str, admin: Callable[[], Secret], directory: Path) -> Iterator[Phrase]:
    """Set a server up, yielding one line for each thing that was made or found; raise StoreError."""
    kind = detect(Server(url))
    refuse_unusable(kind, url)
    if kind.flavour is Flavour.VICTORIA:
        yield Phrase("{url} is VictoriaMetrics: it takes points as it is, nothing is to be made there", url=url)
        yield Phrase("it keeps neither texts nor truths, and netmon influx verify cannot ask it")
        return
    yield Phrase("{url} is InfluxDB {version}", url=url, version=kind.version)
    if kind.flavour is Flavour.ONE:
        yield from policies.provision(url, admin, directory)
        return
    yield from provisioning.provision(url, org, admin(), directory)
    if not maps_names(kind):
        yield Phrase("InfluxQL finds buckets by their names from 2.4 on; tell this server once: influx v1 dbrp create")


def maps_names(kind: Kind) -> bool:
    """Say whether a server of 2.x finds buckets by the names of databases."""
    major, _, minor = kind.version.partition(".")
    return (int(major), int(minor)) >= FIRST_THAT_MAPS_NAMES


def refuse_unusable(kind: Kind, url: str) -> None:
    """Raise StoreError for what cannot be set up, with what to do instead."""
    match kind.flavour:
        case Flavour.ANCIENT:
            raise StoreError(
                Phrase(
                    "{url} is InfluxDB {version}, which netmon cannot write to; take 1.8 or newer",
                    url=url,
                    version=kind.version,
                )
            )
        case Flavour.THREE:
            raise StoreError(
                Phrase(
                    "{url} is InfluxDB {version}: netmon writes to it, but make the databases {names} and tokens there",
                    url=url,
                    version=kind.version,
                    names="netmon, netmon/5m, netmon/1h",
                )
            )
        case Flavour.UNKNOWN:
            raise StoreError(
                Phrase("{url} does not say that it is InfluxDB; is it the right address, and http or https?", url=url)
            )
