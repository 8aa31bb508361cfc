"""Every seeded fault is found where it stands, in words that name it."""

from pathlib import Path

import pytest

from netmon.inventory.complaint import ComplaintSeverity
from netmon.inventory.loading import examine
from tests.netmon.inventory import Seed

ERRORS = [
    Seed("unknown section", "windows:", "widnows:", 'no section "widnows"; did you mean "windows"?'),
    Seed("unknown key", "    role: core", "    rolle: core", 'unknown key "rolle"; did you mean "role"?'),
    Seed("key far from any", "    role: core", "    role: core\n    zzz: 1", "write one of site, role", "zzz"),
    Seed("name misspelt", "{name: Obecní", "{nmae: Obecní", 'unknown key "nmae"; did you mean "name"?'),
    Seed("missing key", "    role: access\n", "", '"role" is missing; add role: …', "hazlov-1:"),
    Seed("empty value", "platform: frr", "platform:", "nothing is written here"),
    Seed("enumeration", "kind: III", "kind: IV", 'kind: unknown here: "IV"'),
    Seed("near enumeration", "role: access", "role: acess", 'did you mean "access"?'),
    Seed("whole number", "population: 1532", "population: mnoho", '"mnoho" is not a whole number'),
    Seed("negative number", "population: 1532", "population: -5", '"-5" is too small; write 0 or more'),
    Seed("latitude", "latitude: 50.1", "latitude: 95", '"95" is too large; write 90 or less'),
    Seed("not a number", "latitude: 50.1", "latitude: nan", "latitude"),
    Seed("yes is no truth of YAML", "synthetic: true", "synthetic: perhaps", "neither true nor false"),
    Seed("code of five digits", '"554545":', '"55454":', "write its six digits"),
    Seed("name with capitals", "  hazlov-1:", "  Hazlov_1:", '"Hazlov_1" is not a name'),
    Seed("address", "[127.18.1.2]", "[127.18.1]", '"127.18.1" is not an IP address'),
    Seed("sexagesimal address", "[127.18.1.2]", "[12:34:56]", '"12:34:56" is not an IP address'),
    Seed("no address", "[127.18.1.2]", "[]", "write at least 1"),
    Seed("address without brackets", "[127.18.1.2]", "127.18.1.2", '"127.18.1.2" is not a list'),
    Seed("duration", "length: 2h", "length: 2 hours", '"2 hours" is not a duration'),
    Seed("bit rate", "capacity: 1G", "capacity: fast", '"fast" is not a bit rate'),
    Seed("time of day", '"02:00"', '"26:00"', '"26:00" is not a time of day'),
    Seed("watch", "watch: links", "watch: some", '"some" cannot be watched'),
    Seed("end without interface", "hazlov-1:ge-0/0/0]", "hazlov-1]", "write device:interface"),
    Seed("one end", ", hazlov-1:ge-0/0/0]", "]", "element 2 is missing", "ends:"),
    Seed("three ends", "hazlov-1:ge-0/0/0]", "hazlov-1:ge-0/0/0, as-1:x]", "write at most 2"),
    Seed("port", "{credential: demo}", "{credential: demo, port: 70000}", '"70000" is too large'),
    Seed("block expected", "{credential: demo}", "demo", "not a block of keys and values"),
    Seed("list for a text", "platform: frr", "platform: [frr]", "this is not a text"),
    Seed("e-mail", "[noc@example.org]", "[noc]", '"noc" is not an e-mail address'),
    Seed("number", "[noc@example.org]", '[noc@example.org], sms: ["777 123"]', '"777 123" is not a telephone number'),
    Seed("own name", "    role: core", "    name: as-1\n    role: core", "the key is the name", "name: as-1"),
    Seed("municipality of site", 'Hazlov, municipality: "554545"', 'Hazlov, municipality: "554546"', "no municipality"),
    Seed("orp", 'orp: "4101"', 'orp: "4102"', 'there is no ORP "4102"; did you mean "4101"?'),
    Seed("sla class", "sla: town", "sla: twon", 'there is no SLA class "twon"; did you mean "town"?'),
    Seed(
        "site of device",
        "site: hazlov-office",
        "site: hazlov",
        'there is no site "hazlov"; did you mean "hazlov-office"?',
    ),
    Seed("service point", "    sla: town", "    sla: town\n    service_points: [as-2]", "no device", "service_points"),
    Seed("credential", "credential: demo", "credential: dmeo", 'no SNMP credential "dmeo"; did you mean "demo"?'),
    Seed("ssh credential", "    watch: links", "    ssh: {credential: s, host_key: x y}", 'no SSH credential "s"'),
    Seed("end of link", "as-1:ge-0/0/0,", "as-9:ge-0/0/0,", 'there is no device "as-9"; did you mean "as-1"?'),
    Seed("shared risk", "[duct]", "[dcut]", 'there is no shared risk "dcut"; did you mean "duct"?'),
    Seed("anchor", "centrum, device: as-1", "centrum, device: cheb", 'there is no device "cheb"; add the device'),
    Seed(
        "vantage point",
        "shared_risks:\n",
        "vantage_points: [hazlov-1, as]\nshared_risks:\n",
        'vantage_points, [2]: there is no device "as"; did you mean "as-1"?',
        "vantage_points:",
    ),
    Seed("receiver", "receivers: [noc]", "receivers: [nco]", 'no receiver "nco"; did you mean "noc"?'),
    Seed("window", "    devices: [as-1]", "    devices: [as]", 'there is no device "as"'),
    Seed("window's link", "    devices: [as-1]", "    links: [hazlov-as]", "there is no link"),
    Seed("window's municipality", "    devices: [as-1]", '    municipalities: ["554500"]', "there is no municipality"),
    Seed("address twice", "[127.18.1.2]", "[127.18.1.1]  # again", "already an address of device as-1", "again"),
    Seed(
        "interface twice",
        "shared_risks:\n",
        "  second:\n    ends: [as-1:ge-0/0/0, hazlov-1:b]\n    capacity: 1G\nshared_risks:\n",
        "already an end of link as-hazlov",
        "hazlov-1:b",
    ),
    Seed("loop", "hazlov-1:ge-0/0/0]", "as-1:ge-0/0/1]", "both ends are at device as-1"),
    Seed(
        "reachability",
        "    addresses: [127.18.1.2]",
        "    addresses: [127.18.1.2]\n    reachability: snmp",
        "it has no snmp",
        "reachability",
    ),
    Seed("insecure version", "      allow_insecure: true\n", "", "sends everything in clear", "version: v2c"),
    Seed("no community", "      community: secret://demo\n", "", 'needs "community"', "demo:"),
    Seed(
        "v3 without user",
        "      version: v2c\n      allow_insecure: true\n      community: secret://demo\n",
        "      auth: SHA-256\n",
        'needs "user"',
        "demo:",
    ),
    Seed("v3 with community", "version: v2c", "version: v3", "SNMPv3 knows no community", "community:"),
    Seed("secret in clear", "community: secret://demo", "community: hunter2", "write secret://name"),
    Seed("ssh without key", "      password: secret://shell\n", "", 'SSH needs "password"', "shell:"),
    Seed(
        "ssh with both",
        "      password: secret://shell",
        "      private_key: secret://k\n      password: secret://p",
        "both given",
        "password:",
    ),
    Seed(
        "duplicate key", "    role: core", "    role: core\n    site: x", '"site" stands here a second time', "site: x"
    ),
    Seed("no key", "    role: core", "    role: core\n    ~: 1", "this key is not a text", "~: 1"),
    Seed("list as key", "    role: core", "    role: core\n    [a, b]: 1", "this key is not a text", "[a, b]"),
    Seed("tab", "    role: core", "\trole: core", "this is not YAML"),
    Seed("tag that is no text", "platform: frr", "platform: !%C0%80 frr", "this is not YAML", "region:"),
    Seed("bracket", "[127.18.1.2]", "[127.18.1.2", "this is not YAML", "links:"),
]


@pytest.mark.parametrize("seed", ERRORS, ids=str)
def test_a_seeded_fault_is_found_at_its_line_and_named(tmp_path: Path, seed: Seed) -> None:
    file = tmp_path / "all.yaml"
    file.write_text(seed.text, encoding="utf-8")
    examination = examine(tmp_path)
    assert examination.inventory is None
    found = [complaint for complaint in examination.complaints if seed.phrase in str(complaint)]
    assert [(complaint.file, complaint.line) for complaint in found] == [(str(file), seed.line)]
    assert found[0].severity is ComplaintSeverity.ERROR
