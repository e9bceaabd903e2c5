package view

import "strings"

// protocolTitle writes a protocol as people do.
func protocolTitle(name string) string {
	switch name {
	case "http", "https", "grpc", "ajp", "amqp", "mqtt", "nats", "smtp", "imap", "ldap", "dns", "ssh", "ftp", "nfs", "vrrp", "tls", "tcp", "udp":
		if name == "grpc" {
			return "gRPC"
		}
		return strings.ToUpper(name)
	case "websocket":
		return "WebSocket"
	case "fastcgi":
		return "FastCGI"
	case "mysql":
		return "MySQL"
	case "postgresql":
		return "PostgreSQL"
	case "mongodb":
		return "MongoDB"
	case "redis":
		return "Redis"
	case "memcached":
		return "Memcached"
	case "kafka":
		return "Kafka"
	case "iscsi":
		return "iSCSI"
	}
	return name
}
