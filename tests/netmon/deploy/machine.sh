#!/bin/sh
# A machine that boots the systemd of this one, in namespaces of its own, to run netmon's unit and nothing else.
# usage: machine.sh PLACE SITE_PACKAGES    PLACE: inventory/ [watch-]secrets/ {netmon,watch}.env target [watch-]drop-in;
#                                          left there: pid [watch-]log var/
#        unshare --mount --propagation private machine.sh … (it does the rest itself)
set -eu
place=$1 packages=$2 step=${3:-outside}
cgroups=$place/cgroups

if [ "$step" = outside ]; then # a control group of its own, out of the way of every controller
    mkdir -p "$cgroups"
    mount -t cgroup -o none,name=systemd cgroup "$cgroups"
    mkdir -p "$cgroups/netmon-unit-$$"
    echo $$ >"$cgroups/netmon-unit-$$/cgroup.procs"
    unshare --mount --pid --fork --uts --ipc --cgroup --propagation private --kill-child \
        sh "$0" "$place" "$packages" inside &
    trap 'kill -KILL $!' TERM
    wait $! || true
    wait $! || true
    echo $$ >"$cgroups/cgroup.procs"
    for _ in $(seq 100); do # until the last of its processes is gone
        find "$cgroups/netmon-unit-$$" -depth -type d -exec rmdir {} + 2>/dev/null && exit 0
        sleep 0.1
    done
    exit 1
fi

mount -t proc proc /proc
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
mount --bind /dev/null /proc/cgroups # no controller: limits of memory and tasks are not tried here
umount "$cgroups"

mount -t tmpfs -o mode=0755 tmpfs /opt # netmon where the unit expects it, with Debian's own Python
mkdir -p /opt/netmon/bin /opt/netmon/lib/python3.11/site-packages /opt/packages /opt/checkout /opt/etc /opt/work
mount --bind "$packages" /opt/packages # not where they lie: the unit sees neither /root nor this /tmp
mount --bind "$(dirname "$0")/../../.." /opt/checkout
printf '/opt/checkout\n/opt/packages\n' >/opt/netmon/lib/python3.11/site-packages/netmon.pth
printf 'home = /usr/bin\ninclude-system-site-packages = false\n' >/opt/netmon/pyvenv.cfg
ln -s /usr/bin/python3.11 /opt/netmon/bin/python
printf '#!/opt/netmon/bin/python\nfrom netmon.cli import main\nmain(prog_name="netmon")\n' >/opt/netmon/bin/netmon
printf '#!/opt/netmon/bin/python\nfrom netmon.watcher import main\nmain()\n' >/opt/netmon/bin/netmon-watch
chmod 0755 /opt/netmon/bin/netmon /opt/netmon/bin/netmon-watch

mount -t overlay overlay -o lowerdir=/etc,upperdir=/opt/etc,workdir=/opt/work /etc
install -d -m 0755 /etc/netmon
cp -R "$place/inventory" "$place/netmon.env" "$place/watch.env" /etc/netmon
chmod -R a+rX /etc/netmon
for secrets in secrets watch-secrets; do
    install -d -m 0700 "/etc/netmon/$secrets"
    install -m 0400 "$place/$secrets"/* "/etc/netmon/$secrets"
done
rm -r /etc/systemd/system
install -d /etc/systemd/system/netmon.service.d /etc/systemd/system/netmon-watch.service.d
/opt/netmon/bin/netmon print systemd >/etc/systemd/system/netmon.service
/opt/netmon/bin/netmon print systemd --watcher >/etc/systemd/system/netmon-watch.service
cp "$place/target" /etc/systemd/system/machine.target
cp "$place/drop-in" /etc/systemd/system/netmon.service.d/test.conf
cp "$place/watch-drop-in" /etc/systemd/system/netmon-watch.service.d/test.conf

mkdir -p "$place/var/lib" "$place/var/tmp"
mount --bind "$place/var" /var
mount -t tmpfs -o mode=0755 tmpfs /run
umount -R /sys
mount -t sysfs -o ro sysfs /sys
mount -t tmpfs -o mode=0755 tmpfs /sys/fs/cgroup
mkdir /sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd
mount -o remount,ro /sys/fs/cgroup
mount --make-rshared / # credentials are mounted beside the unit and must reach it
exec env -i PATH="$PATH" container=netmon-test /lib/systemd/systemd --system --log-target=console --show-status=no \
    --unit=machine.target
