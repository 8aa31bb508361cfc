"""Every collector against a live router: `netmon poll`, over ICMP, SNMPv3 or v2c, and SSH to FRR."""

import json
import subprocess
import sys
from pathlib import Path

from tests.backbone.lab import Laboratory
from tests.backbone.monitor import Monitor


def test_a_router_is_read_over_icmp_snmp_and_ssh(backbone: Laboratory, tmp_path: Path) -> None:
    monitor = Monitor.prepare(backbone, tmp_path / "netmon", {}, "http://127.0.0.1:9/")
    words = [sys.executable, "-m", "netmon", "poll", "cheb-core-1", "--once", "--json"]
    said = subprocess.run(words, env=monitor.environment, capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 0, said.stderr
    results = {result["collector"]: result for result in json.loads(said.stdout)["results"]}
    assert all(result["failure"] is None for result in results.values()), results
    fields = {name: [point["fields"] for point in result["measurements"]] for name, result in results.items()}
    assert fields["icmp"][0]["loss_pct"] == 0
    assert fields["system"][0]["uptime_s"] > 0
    assert {point["oper"] for point in fields["interfaces"] if "oper" in point} == {1}
    assert fields["routing"][0]["ospf_full"] == len(list(backbone.plan.ports("cheb-core-1")))
