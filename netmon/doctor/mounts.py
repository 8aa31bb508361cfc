"""On what kind of file system the state would lie: SQLite's shared memory does not work across machines."""

import re
from dataclasses import dataclass
from pathlib import Path

from netmon.doctor.disk import nearest_directory
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.phrase import Phrase

MOUNTS = Path("/proc/self/mountinfo")
LARGEST = 1 << 20
NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "lustre", "glusterfs", "gfs2", "ocfs2", "beegfs"}
)
NETWORK_OVER_FUSE = frozenset({"fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "fuse.ceph"})
VOLATILE = frozenset({"tmpfs", "ramfs"})
OCTAL = re.compile(r"\\([0-7]{3})")
TARGET = 4
"""Field of proc_pid_mountinfo(5) that holds the mount point; the type follows the separator."""
SEPARATOR = " - "


@dataclass(frozen=True, slots=True)
class Reading:
    """A directory and the type of the file system it lies on, None where that is not known."""

    path: Path
    kind: str | None


def examine(state: Path) -> Finding:
    """Return whether the file system is fit for databases."""
    path = nearest_directory(state).resolve()
    with MOUNTS.open("rb") as file:
        return judge(Reading(path, kind_of(file.read(LARGEST).decode("utf-8", "replace"), path)))


def kind_of(mounts: str, path: Path) -> str | None:
    """Return the type of the file system that a path lies on: of the deepest mount, and of two there the later."""
    found: tuple[int, str] | None = None
    for line in mounts.splitlines():
        left, separator, right = line.partition(SEPARATOR)
        fields = left.split(" ")
        if not separator or len(fields) <= TARGET:
            continue
        target = Path(OCTAL.sub(lambda match: chr(int(match[1], 8)), fields[TARGET]))
        depth = len(target.parts)
        if path.is_relative_to(target) and (found is None or depth >= found[0]):
            found = depth, right.split(" ")[0]
    return None if found is None else found[1]


def judge(reading: Reading) -> Finding:
    """Return whether SQLite's databases are safe there, and stay."""
    about = {"path": reading.path, "kind": reading.kind}
    check = Check.FILE_SYSTEM
    if reading.kind is None:
        return Finding(check, Verdict.NOT_CHECKED, Phrase("{path}: its file system is not known", path=reading.path))
    if reading.kind in NETWORK | NETWORK_OVER_FUSE:
        what = Phrase("{path} lies on a network file system ({kind}): the databases can be damaged there", **about)
        return Finding(check, Verdict.ERROR, what, Phrase("set NETMON_STATE to a directory on a disk of this machine"))
    if reading.kind in VOLATILE:
        what = Phrase("{path} lies in memory ({kind}): everything is lost when the machine restarts", **about)
        return Finding(
            check, Verdict.WARNING, what, Phrase("set NETMON_STATE to a directory on a disk, such as /var/lib/netmon")
        )
    return Finding(check, Verdict.OK, Phrase("{path} lies on {kind}", **about))
