package compose

import (
	"crypto/sha256"
	"fmt"
	"net/netip"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// mysqlGroup lets a member join its group as long as it runs. A loop beside the
// server does, and not the server itself, because who begins a group that is
// nowhere alive takes a look at all members.
func (s *stack) mysqlGroup(c *Container, folder string) {
	c.mount("./"+folder+"/group", mysqlRoleFolder)
	c.Entrypoint = []string{"bash", "-c", "(while :; do bash " + mysqlRoleFolder + "/join.sh; sleep 1; done) & exec docker-entrypoint.sh mysqld"}
	for _, name := range []string{"group", "replica"} {
		c.needsSecret(s.secret(ownSecret(c.Instance.Service, name)))
	}
	s.file(folder+"/group/join.sh", s.mysqlJoin(c))
}

// mysqlGroupSettings are those of a member. The members talk by MySQL's own
// protocol, so that the group has no port of its own. A member that is silent
// is left out after the five seconds that the group always waits.
func (s *stack) mysqlGroupSettings(w *config, c *Container) {
	service := c.Instance.Service
	here := s.memberAddress(c, c)
	var seeds []string
	for _, instance := range service.Instances {
		seeds = append(seeds, netip.AddrPortFrom(s.memberAddress(c, s.of[instance]), uint16(s.ports(c)[0].number)).String())
	}
	w.add("report_host=%s", here)
	w.add("plugin_load_add=group_replication.so")
	w.add("loose_group_replication_group_name=%s", groupName(s.a.Name, service.Name))
	w.add("loose_group_replication_start_on_boot=OFF\nloose_group_replication_bootstrap_group=OFF")
	w.add("loose_group_replication_communication_stack=MYSQL")
	w.add("loose_group_replication_local_address=%s:%d", here, s.ports(c)[0].number)
	w.add("loose_group_replication_group_seeds=%s", strings.Join(seeds, ","))
	single := "ON"
	if service.Data.MultiPrimary {
		single = "OFF"
	}
	w.add("loose_group_replication_single_primary_mode=%s", single)
	w.add("loose_group_replication_member_expel_timeout=0\nloose_group_replication_unreachable_majority_timeout=5")
	w.add("loose_group_replication_exit_state_action=READ_ONLY\nloose_group_replication_autorejoin_tries=0")
	w.add("loose_group_replication_message_cache_size=134217728\nloose_group_replication_recovery_get_public_key=ON")
	if t := replicationTLS(service); t != nil {
		mode, verify := "REQUIRED", "OFF"
		if t.Verify != nil && *t.Verify {
			mode, verify = "VERIFY_CA", "ON"
		}
		w.add("loose_group_replication_ssl_mode=%s\nloose_group_replication_recovery_use_ssl=ON", mode)
		w.add("loose_group_replication_recovery_ssl_ca=%s/ca.pem\nloose_group_replication_recovery_ssl_verify_server_cert=%s", certificates, verify)
	}
}

// memberAddress is where a member reaches another, or where the others reach it.
func (s *stack) memberAddress(from, to *Container) netip.Addr {
	number := s.ports(to)[0].number
	for _, instance := range to.Instance.Service.Instances {
		other := s.of[instance]
		if from != to {
			other = from
		}
		if address, reached := s.route(other, to, number, "tcp"); reached && other != to {
			return address
		}
	}
	return to.Networks[0].Address
}

// mysqlJoin is the loop's one round after another. A group that is alive is
// joined. Where none is, and every member answers, the first that has all that
// any of them has begins one; where one is missing it may be alive, or have
// more, and is waited for.
func (s *stack) mysqlJoin(c *Container) []byte {
	service := c.Instance.Service
	number := s.ports(c)[0].number
	var peers []string
	for _, instance := range service.Instances {
		address := "127.0.0.1"
		if other := s.of[instance]; other != c {
			address = s.memberAddress(c, other).String()
		}
		peers = append(peers, address)
	}
	var w config
	w.add("# Brings %s into its group. loadpath writes this file.", c.Instance.Name())
	w.add("members=(%s) # in the order in which they may begin; this one is 127.0.0.1", strings.Join(peers, " "))
	w.add("secret() { cat /run/secrets/%s_$1; }", beside(service.Name, ""))
	w.add("port=%d", number)
	w.add("ask() { MYSQL_PWD=$(secret group) timeout ${3:-3} mysql --connect-timeout=1 -h$1 -P$port -u_group -NBe \"$2\" 2>/dev/null; }")
	w.add("%s", joinRounds)
	return w.bytes()
}

const joinRounds = `
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
done`

// groupName is the group's UUID, the same whenever the files are written.
func groupName(architecture, service string) string {
	h := sha256.Sum256([]byte(architecture + "/" + service))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80 // version 8: of one's own making
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// replicates tells whether a database has a primary and replicas whose roles a
// person changes: members of a group find out for themselves.
func replicates(service *model.Service) bool {
	return service.Data != nil && !inGroup(service) && len(service.Replicas()) > 0
}
