"""The network on the ground and over time: the weathermap, a link, what happened on a chart's axis, ways to Grafana."""
