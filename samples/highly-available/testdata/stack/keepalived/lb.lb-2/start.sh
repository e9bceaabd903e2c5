#!/bin/bash
# Starts keepalived at the interfaces that have our addresses. loadpath writes this file.
set -euo pipefail
cp /usr/local/etc/keepalived/keepalived.conf /tmp/keepalived.conf
place=0
for own in 10.132.0.83; do
  interface=$(ip -o -4 address show | awk -v own="$own/" 'index($4, own) == 1 { print $2; exit }')
  [ -n "$interface" ] || { echo "no interface has our address $own" >&2; exit 1; }
  place=$((place + 1))
  sed -i "s/INTERFACE$(printf %02d $place)/$interface/" /tmp/keepalived.conf
done
# The instances meet here to agree on the address. What no firewall lets through
# between them does not connect (6 is TCP; the image has no names of protocols).
ip rule add to 10.132.0.82 ipproto 6 dport 80 prohibit
ip rule add to 10.132.0.86 ipproto 6 dport 80 prohibit
ip rule add to 10.132.0.82 ipproto 6 dport 443 prohibit
ip rule add to 10.132.0.86 ipproto 6 dport 443 prohibit
exec keepalived --dont-fork --log-console --log-detail --use-file=/tmp/keepalived.conf --pid=/tmp/keepalived.pid --vrrp_pid=/tmp/vrrp.pid
