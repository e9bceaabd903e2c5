# Brings db@db-1 into its group. loadpath writes this file.
members=(127.0.0.1 10.132.0.194 10.132.0.226) # in the order in which they may begin; this one is 127.0.0.1
secret() { cat /run/secrets/db__$1; }
port=3306
ask() { MYSQL_PWD=$(secret group) timeout ${3:-3} mysql --connect-timeout=1 -h$1 -P$port -u_group -NBe "$2" 2>/dev/null; }

# State, whether it sees a majority, and all transactions that it has.
state="SELECT CONCAT(
  COALESCE(MAX(IF(member_id=@@server_uuid, member_state, NULL)), 'OFFLINE'), ' ',
  COALESCE(SUM(member_state IN ('ONLINE','RECOVERING'))*2 > COUNT(*), 0), ' ',
  REPLACE(CONCAT_WS(',', NULLIF(@@global.gtid_executed, ''),
    (SELECT NULLIF(MAX(received_transaction_set), '') FROM performance_schema.replication_connection_status
     WHERE channel_name='group_replication_applier')), '\n', ''))
  FROM performance_schema.replication_group_members"

contains() { [ "$(ask 127.0.0.1 "SELECT GTID_SUBSET('$2', '$1')")" = 1 ]; } # $1 has all of $2

start() { # WORDS BEFORE
  echo "group: $1"
  ask 127.0.0.1 "STOP GROUP_REPLICATION" 60
  MYSQL_PWD=$(secret group) mysql -h127.0.0.1 -P$port -u_group <<SQL
$2
START GROUP_REPLICATION USER='_replica', PASSWORD='$(secret replica)';
SQL
  ask 127.0.0.1 "SET GLOBAL group_replication_bootstrap_group=OFF"
}

# begins tells whether this member has everything, and none before it has too.
begins() {
  local i before=yes
  for i in "${!members[@]}"; do
    if [ "${members[i]}" = 127.0.0.1 ]; then before=no; continue; fi
    contains "$mine" "${sets[i]}" || return 1
    if [ $before = yes ] && contains "${sets[i]}" "$mine"; then return 1; fi
  done
}

# forced: a person said that the members which do not answer are gone for good,
# by a file; and this one has all that those have which do answer.
forced() {
  local set
  [ -e /tmp/force-quorum ] || return 1
  for set in "${sets[@]}"; do contains "$mine" "$set" || return 1; done
}

while sleep 1; do
  read -r now _ mine < <(ask 127.0.0.1 "$state")
  case "$now" in OFFLINE|ERROR) ;; *) continue ;; esac
  group='' idle=0 sets=()
  for i in "${!members[@]}"; do
    read -r is majority sets[i] < <(ask "${members[i]}" "$state") || is=silent
    case "$is $majority" in
    "ONLINE 1") group=${members[i]} ;;
    OFFLINE*|ERROR*) idle=$((idle + 1)) ;;
    esac
  done
  if [ -n "$group" ]; then
    start "joining that of $group" ''
  elif [ $idle = ${#members[@]} ] && begins; then
    start "beginning it with $mine" 'SET GLOBAL group_replication_bootstrap_group=ON;'
  elif forced; then
    rm -f /tmp/force-quorum
    start "beginning it by force with $mine" 'SET GLOBAL group_replication_bootstrap_group=ON;'
  else
    echo "group: none is alive, and $idle of ${#members[@]} members answer: waiting for all of them"
  fi
done
