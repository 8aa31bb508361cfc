#!/bin/sh
# The first process of a router, in namespaces of its own: mounts what is private, starts the daemons.
# usage: boot.sh NAME DIRECTORY ADDRESS [managed]
set -eu
name=$1 directory=$2 address=$3 managed=${4:-}

hostname "$name"
mount -t proc proc /proc
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/tmp
mount --bind "$directory/snmp" /var/lib/snmp
group=$(getent group frrvty | cut -d: -f3)
{ cat /etc/passwd && echo "netmon:x:3000:$group::/:/etc/ssh/vtysh"; } >"$directory/etc/passwd"
for path in passwd hosts pam.d/frr frr lldpd.d snmp ssh; do
    mount --bind "$directory/etc/$path" "/etc/$path"
done
install -d -o frr -g frr /run/frr
mkdir -p /run/sshd /run/agentx /run/lldpd

echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
ip -o link | sed -n 's/^[0-9]*: \([a-z0-9]*\)[@:].*/link set \1 up/p' | ip -batch -

if [ -n "$managed" ]; then
    snmpd -f -LE 0-5 -I -smux &
    until [ -S /run/agentx/master ]; do kill -0 $! && sleep 0.02; done
    /usr/sbin/sshd -D -e &
    lldpd -d -x -X /run/agentx/master -I 'xe*' -m "$address" &
fi
if grep -q '^agentx' /etc/frr/frr.conf; then agentx="-M snmp"; fi
/usr/lib/frr/zebra -d ${agentx:-}
/usr/lib/frr/ospfd -d ${agentx:-}
if grep -q '^router bgp' /etc/frr/frr.conf; then /usr/lib/frr/bgpd -d ${agentx:-}; fi
/usr/lib/frr/bfdd -d
vtysh -b
touch "$directory/ready"

sleep infinity &
wait # reaps whatever the daemons leave behind
