"""On which file system a directory lies, as the kernel lists them, and whether databases may lie there."""

from pathlib import Path

import pytest

from netmon.doctor.finding import Verdict
from netmon.doctor.mounts import Reading, examine, judge, kind_of

MOUNTS = r"""22 1 252:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
23 22 0:21 / /proc rw,nosuid shared:2 - proc proc rw
40 22 0:40 / /srv/netmon rw,relatime shared:9 master:3 - nfs4 filer:/export rw,vers=4.2
41 22 0:41 / /mnt/two\040words rw - cifs //filer/share rw
42 22 0:42 / /var/lib rw - ext4 /dev/vdb rw
43 42 0:43 / /var/lib rw - tmpfs tmpfs rw
a line that means nothing
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "ext4"),
        ("/home", "ext4"),
        ("/srv/netmon", "nfs4"),
        ("/srv/netmon/state", "nfs4"),
        ("/srv/netmonster", "ext4"),
        ("/mnt/two words/state", "cifs"),
        ("/var/lib/netmon", "tmpfs"),
    ],
)
def test_the_deepest_mount_counts_and_of_two_there_the_later(path: str, kind: str) -> None:
    assert kind_of(MOUNTS, Path(path)) == kind


def test_without_a_list_nothing_is_known() -> None:
    assert kind_of("", Path("/")) is None


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("ext4", Verdict.OK),
        ("xfs", Verdict.OK),
        ("overlay", Verdict.OK),
        ("nfs", Verdict.ERROR),
        ("cifs", Verdict.ERROR),
        ("fuse.sshfs", Verdict.ERROR),
        ("tmpfs", Verdict.WARNING),
        (None, Verdict.NOT_CHECKED),
    ],
)
def test_databases_lie_on_disks_of_this_machine(kind: str | None, verdict: Verdict) -> None:
    assert judge(Reading(Path("/state"), kind)).verdict is verdict


def test_the_kernels_own_list_is_read() -> None:
    assert examine(Path("/proc/self")).what.endswith("lies on proc")
