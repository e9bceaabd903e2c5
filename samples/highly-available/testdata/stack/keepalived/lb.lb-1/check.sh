#!/bin/bash
# Succeeds while the process beside us is there. loadpath writes this file.
exec 3<>/dev/tcp/127.0.0.1/8404 || exit 1
printf 'GET /health HTTP/1.0\r\n\r\n' >&3
read -r -t 0.8 line <&3 && [[ $line == *' 200 '* ]]
