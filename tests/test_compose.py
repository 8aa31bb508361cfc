"""The compose file: valid for Compose itself, and true to the repository, as far as that shows without Docker."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
COMPOSE = ROOT / "docker-compose.yml"
OURS = ("netmon", "influx-setup")
Service = dict[str, Any]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Service]:
    found: dict[str, Service] = compose["services"]
    return found


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def compose_command() -> list[str]:
    """Return how Compose is called here; skip where it is not installed."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if shutil.which("docker"):
        asked = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False, timeout=30)
        if asked.returncode == 0:
            return ["docker", "compose"]
    pytest.skip("neither docker-compose nor the compose plugin is installed (Debian package docker-compose)")


def test_compose_itself_takes_the_file() -> None:
    command = [*compose_command(), "--file", str(COMPOSE), "config", "--quiet"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert checked.returncode == 0, checked.stderr


def test_every_file_that_is_mounted_or_built_from_is_in_the_repository(
    services: dict[str, Service], dockerfile: str
) -> None:
    mounted = [volume.split(":")[0] for service in services.values() for volume in service.get("volumes", ())]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
    wanted = [name for name in mounted if name.startswith(".")] + " ".join(copied).split()
    assert wanted
    assert [name for name in wanted if not (ROOT / name).exists()] == []


def test_what_the_image_is_built_from_is_not_ignored(dockerfile: str) -> None:
    taken = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n"))
    copied = " ".join(re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)).split()
    assert {f"!{name}" for name in copied} <= taken


def test_every_volume_and_secret_is_defined_and_used(compose: dict[str, Any], services: dict[str, Service]) -> None:
    volumes = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", ())}
    assert {name for name in volumes if not name.startswith(".")} == set(compose["volumes"])
    assert {name for service in services.values() for name in service["secrets"]} == set(compose["secrets"])


def test_every_secret_is_a_file_and_its_path_is_the_one_that_is_read(
    compose: dict[str, Any], services: dict[str, Service]
) -> None:
    assert all(set(secret) == {"file"} for secret in compose["secrets"].values())
    for service in services.values():
        read = re.findall(r"/run/secrets/([\w-]+)", str(service.get("environment", {})))
        assert set(read) <= set(service["secrets"])


def test_the_secrets_of_the_shipped_inventory_are_handed_over(services: dict[str, Service]) -> None:
    text = "\n".join(
        line
        for path in (ROOT / "inventory").rglob("*.yaml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith("#")
    )
    assert set(re.findall(r"secret://([\w.-]+)", text)) <= set(services["netmon"]["secrets"])


def test_no_secret_stands_in_the_environment(services: dict[str, Service]) -> None:
    for service in services.values():
        for variable, value in service.get("environment", {}).items():
            if re.search("TOKEN|PASSWORD", variable):
                assert value.startswith(("/run/", "secret://")), variable


def test_ports_are_published_on_loopback_only(services: dict[str, Service]) -> None:
    published = [port for service in services.values() for port in service.get("ports", ())]
    assert len(published) == 3
    assert all(re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port) for port in published)


def test_everything_is_confined_and_pinned(services: dict[str, Service], dockerfile: str) -> None:
    for name, service in services.items():
        assert service["user"] == "1000:1000", name
        assert service["cap_drop"] == ["ALL"], name
        assert "cap_add" not in service, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert name in OURS or re.search(r":\d+\.\d+", service["image"]), name
    assert all(services[name]["read_only"] for name in (*OURS, "grafana"))
    assert "USER 1000:1000" in dockerfile
    assert all(re.search(r":\d+\.\d+", base) for base in re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE))


def test_each_starts_after_what_it_needs(services: dict[str, Service]) -> None:
    order = {
        name: {needed: how["condition"] for needed, how in service.get("depends_on", {}).items()}
        for name, service in services.items()
    }
    assert order == {
        "influxdb": {},
        "influx-setup": {"influxdb": "service_healthy"},
        "netmon": {"influx-setup": "service_completed_successfully"},
        "grafana": {"influx-setup": "service_completed_successfully"},
    }
    assert services["influxdb"]["healthcheck"]["test"] == ["CMD", "influx", "ping"]
    assert services["netmon"]["healthcheck"]["test"] == ["CMD", "netmon", "status"]
    assert services["influx-setup"]["restart"] == "no"


def test_each_token_reaches_its_holder_and_nobody_else(services: dict[str, Service]) -> None:
    holders = {
        volume: [name for name, service in services.items() if volume in str(service.get("volumes"))]
        for volume in ("writer-token", "reader-token", "grafana-token")
    }
    assert holders == {
        "writer-token": ["influx-setup", "netmon"],
        "reader-token": ["influx-setup", "netmon"],
        "grafana-token": ["influx-setup", "grafana"],
    }
    assert services["netmon"]["environment"]["CREDENTIALS_DIRECTORY"] == "/run/tokens/writer"
