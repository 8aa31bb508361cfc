"""The Grafana dashboards, built of one specification: `python -m dashboards.grafana` writes their JSON."""
