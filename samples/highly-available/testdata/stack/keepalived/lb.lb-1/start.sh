#!/bin/bash
# Starts keepalived at the interfaces that have our addresses. loadpath writes this file.
set -euo pipefail
cp /usr/local/etc/keepalived/keepalived.conf /tmp/keepalived.conf

place=0
move() { # OWN MOVING
  local interface
  interface=$(ip -o -4 address show | awk -v own="$1/" 'index($4, own) == 1 { print $2; exit }')
  [ -n "$interface" ] || { echo "no interface has our address $1" >&2; exit 1; }
  ip address del "$2" dev "$interface" 2>/dev/null || true # where one that was killed left it
  place=$((place + 1))
  sed -i "s/INTERFACE$(printf %02d $place)/$interface/" /tmp/keepalived.conf
}
move 10.132.0.82 10.132.0.86/29

# The instances meet here to agree on the address. What no firewall lets through
# between them does not connect (6 is TCP; the image has no names of protocols).
wall() { ip rule del "$@" 2>/dev/null || true; ip rule add "$@"; }
wall to 10.132.0.83 ipproto 6 dport 80 prohibit
wall to 10.132.0.86 ipproto 6 dport 80 prohibit
wall to 10.132.0.83 ipproto 6 dport 443 prohibit
wall to 10.132.0.86 ipproto 6 dport 443 prohibit
exec keepalived --dont-fork --log-console --log-detail --use-file=/tmp/keepalived.conf --pid=/tmp/keepalived.pid --vrrp_pid=/tmp/vrrp.pid
