#!/bin/bash
# Starts keepalived at the interface that has our address. loadpath writes this file.
set -euo pipefail
interface=$(ip -o -4 address show | awk -v own=10.132.0.83/ 'index($4, own) == 1 { print $2; exit }')
[ -n "$interface" ] || { echo "no interface has our address" >&2; exit 1; }
# The instances meet here to agree on the address. What no firewall lets through
# between them does not connect (6 is TCP; the image has no names of protocols).
ip rule add to 10.132.0.82 ipproto 6 dport 80 prohibit
ip rule add to 10.132.0.86 ipproto 6 dport 80 prohibit
ip rule add to 10.132.0.82 ipproto 6 dport 443 prohibit
ip rule add to 10.132.0.86 ipproto 6 dport 443 prohibit
sed "s/INTERFACE/$interface/" /usr/local/etc/keepalived/keepalived.conf >/tmp/keepalived.conf
exec keepalived --dont-fork --log-console --log-detail --use-file=/tmp/keepalived.conf --pid=/tmp/keepalived.pid --vrrp_pid=/tmp/vrrp.pid
