"""How people see it: the Flask app, mail and report views, Grafana dashboards."""
