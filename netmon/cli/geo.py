"""`netmon geo`: outlines of municipalities and the ways of links, for the map."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group


@click.group(cls=Group)
def geo() -> None:
    """Bring outlines of municipalities and ways of links to the map.

    Example: netmon geo import obce.geojson
    """


@geo.command(name="import", cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.state
@options.inventory
@options.as_json
def import_(file: Path, *, state: Path, inventory: Path, as_json: bool) -> None:
    """Take shapes over from a GeoJSON file.

    FILE is a FeatureCollection in WGS 84 (EPSG:4326). Polygon and MultiPolygon are the outlines of
    municipalities: their property code (or kod) is the municipality's code. LineString are the ways of
    links: their property link (or name) is the link's name in the inventory. Without these properties
    the id of the feature counts.

    If any feature is wrong, each one is told and nothing is written. Outlines replace all outlines that
    were there, ways all ways; a file without outlines leaves them as they are. What has more points than
    a map can show is simplified. Everybody may see outlines; ways only those who may see their links.

    The netmon that runs shows the new map at once. Without any shapes it is drawn from points.

    Exit codes: 0 fine, 1 nothing was written, 2 wrong usage.

    Example: netmon geo import obce.geojson
    """
    from netmon.console.geo import import_shapes

    import_shapes(file, state, inventory, as_json=as_json)
