package compose

import (
	"encoding/hex"

	"github.com/loadpath/loadpath/model"
)

// What a member of a database is asked by a check. Each is one row with one
// value, under a name of its own: else the question would be in the answer.
const (
	askThere = "SELECT 'loadpath-yes' AS r"
	// A member of a group that has no majority may still take itself for the
	// primary.
	askMember  = "SELECT IF(SUM(member_state IN('ONLINE','RECOVERING'))*2>COUNT(*) AND SUM(member_id=@@server_uuid AND member_state='ONLINE'),'loadpath-yes','no') AS r FROM performance_schema.replication_group_members"
	askPrimary = "SELECT IF(SUM(member_state IN('ONLINE','RECOVERING'))*2>COUNT(*) AND SUM(member_id=@@server_uuid AND member_state='ONLINE' AND member_role='PRIMARY'),'loadpath-yes','no') AS r FROM performance_schema.replication_group_members"
	askWrites  = "SELECT IF(@@global.super_read_only OR @@global.read_only,'no','loadpath-yes') AS r"
	askReplica = "SELECT IF(@@global.super_read_only OR @@global.read_only,'loadpath-yes','no') AS r"
)

// mysqlQuestion is what the targets of a connection must say yes to.
func mysqlQuestion(c *model.Connection) string {
	group := inGroup(c.To)
	switch {
	case c.Role == model.Primary && group:
		return askPrimary
	case c.Role == model.Primary && len(c.To.Replicas()) > 0:
		return askWrites
	case group:
		return askMember
	case c.Role == model.Replicas:
		return askReplica
	}
	return askThere
}

// mysqlCheck are the lines by which HAProxy speaks MySQL's protocol: it logs in
// by a name that has no account, which is the account of nobody, and asks.
// Source: MySQL source code documentation, client/server protocol: handshake
// response 41, COM_QUERY, OK packet.
func mysqlCheck(question string) []string {
	const (
		longPassword, protocol41, secureConnection, pluginAuth = 0x1, 0x200, 0x8000, 0x80000
		capabilities                                           = longPassword | protocol41 | secureConnection | pluginAuth
		utf8                                                   = 45
	)
	login := []byte{capabilities & 0xff, capabilities >> 8 & 0xff, capabilities >> 16 & 0xff, 0, 0, 0, 0, 1, utf8}
	login = append(login, make([]byte, 23)...)
	login = append(login, "_check\x00\x00caching_sha2_password\x00"...)
	return []string{
		"option tcp-check",
		"tcp-check connect",
		"tcp-check expect binary 000a", // the greeting, version 10 of the protocol
		"tcp-check send-binary " + packet(1, login),
		"tcp-check expect binary 0700000200", // OK
		"tcp-check send-binary " + packet(0, append([]byte{3}, question...)),
		"tcp-check expect string loadpath-yes",
		"tcp-check send-binary " + packet(0, []byte{1}), // good-bye
	}
}

// packet is a payload with MySQL's header, in hexadecimal digits.
func packet(number byte, payload []byte) string {
	n := len(payload)
	return hex.EncodeToString(append([]byte{byte(n), byte(n >> 8), byte(n >> 16), number}, payload...))
}
