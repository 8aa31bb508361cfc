"""What there is: region, municipalities, sites, devices, links, rules and routes, read from YAML."""
