package model

// mysql: replication is asynchronous unless a plugin is installed; semi-sync
// gives up waiting after ten seconds; a group suspects a silent member after
// five seconds and expels it after five more.
func mysql() Software {
	return Software{
		Name: "mysql", Title: "MySQL", Port: 3306, Protocol: "mysql", Image: "mysql:9.7",
		ReplicationMode: "async", WaitFor: 1, WaitTimeout: 10 * Second, Promotion: 10 * Second,
		Source: "MySQL reference manual: replication, rpl_semi_sync_source_timeout, rpl_semi_sync_source_wait_for_replica_count, group_replication_member_expel_timeout",
	}
}

// mariadb: as MySQL, rpl_semi_sync_master_timeout is ten seconds too. Its group
// is a Galera cluster, in which every node takes writes.
func mariadb() Software {
	return Software{
		Name: "mariadb", Title: "MariaDB", Port: 3306, Protocol: "mysql", Image: "mariadb:11.8",
		ReplicationMode: "async", WaitFor: 1, WaitTimeout: 10 * Second, ManyPrimaries: true,
		Source: "MariaDB documentation: replication overview, semisynchronous replication, what is MariaDB Galera Cluster",
	}
}

// postgresql: streaming replication is asynchronous until
// synchronous_standby_names is set; then a commit waits without end.
func postgresql() Software {
	return Software{
		Name: "postgresql", Title: "PostgreSQL", Port: 5432, Protocol: "postgresql", Image: "postgres:18",
		ReplicationMode: "async", WaitFor: 1, WaitTimeout: Forever,
		Source: "PostgreSQL documentation: high availability, synchronous_standby_names",
	}
}

// mongodb: drivers find the primary of a replica set by themselves, and the
// set elects a new one after electionTimeoutMillis, ten seconds.
func mongodb() Software {
	return Software{
		Name: "mongodb", Title: "MongoDB", Port: 27017, Protocol: "mongodb", Image: "mongo:8",
		ClientsChoose: ByClient, ReplicationMode: "group", Promotion: 12 * Second,
		Source: "MongoDB manual: replica set elections (median time to elect a new primary: 12 seconds)",
	}
}

// mysqlRouter asks the group for its members and their roles. Those that may be
// read from take turns.
func mysqlRouter() Software {
	return Software{
		Name: "mysql-router", Title: "MySQL Router", Port: 6446, Protocol: "mysql", Image: "mysql/mysql-router:9.7",
		Choose: ByCheck, Algorithm: "roundrobin",
		CheckEvery: Second / 2, CheckFall: 1, CheckRise: 1,
		Source: "MySQL Router manual: metadata_cache ttl (0.5 seconds), routing_strategy",
	}
}

// proxysql asks each server whether it is read-only.
func proxysql() Software {
	return Software{
		Name: "proxysql", Title: "ProxySQL", Port: 6033, Protocol: "mysql", Image: "proxysql/proxysql:2.7",
		Choose: ByCheck, Algorithm: "random",
		CheckEvery: Second, CheckFall: 3, CheckRise: 1,
		Source: "ProxySQL documentation: mysql-monitor_read_only_interval, mysql-monitor_read_only_max_timeout_count",
	}
}

// pgbouncer keeps connections to the one host that it is given.
func pgbouncer() Software {
	return Software{
		Name: "pgbouncer", Title: "PgBouncer", Port: 6432, Protocol: "postgresql",
		Choose: Fixed,
		Source: "PgBouncer documentation: configuration, [databases] host",
	}
}

// redis replicates asynchronously; Sentinel is what fails over.
func redis() Software {
	return Software{
		Name: "redis", Title: "Redis", Port: 6379, Protocol: "redis", Image: "redis:8.0",
		ReplicationMode: "async",
		Source:          "Redis documentation: replication",
	}
}

// valkey is as Redis in all that counts here.
func valkey() Software {
	return Software{
		Name: "valkey", Title: "Valkey", Port: 6379, Protocol: "redis", Image: "valkey/valkey:8",
		ReplicationMode: "async",
		Source:          "Valkey documentation: replication",
	}
}

// memcached has neither replication nor a way to find another instance.
func memcached() Software {
	return Software{
		Name: "memcached", Title: "Memcached", Port: 11211, Protocol: "memcached", Image: "memcached:1.6",
		Source: "Memcached documentation: protocol",
	}
}

// kafka: clients learn the brokers and the leaders by themselves.
func kafka() Software {
	return Software{
		Name: "kafka", Title: "Kafka", Port: 9092, Protocol: "kafka", Image: "apache/kafka:4.1.0",
		ClientsChoose: ByClient,
		Source:        "Apache Kafka documentation: bootstrap.servers, replication",
	}
}

// rabbitmq: whether a client tries another node is up to its library.
func rabbitmq() Software {
	return Software{
		Name: "rabbitmq", Title: "RabbitMQ", Port: 5672, Protocol: "amqp", Image: "rabbitmq:4.3",
		Source: "RabbitMQ documentation: clustering",
	}
}

// nats: clients are told of all servers and reconnect to another.
func nats() Software {
	return Software{
		Name: "nats", Title: "NATS", Port: 4222, Protocol: "nats", Image: "nats:2",
		ClientsChoose: ByClient,
		Source:        "NATS documentation: connecting to a cluster",
	}
}

// etcd: clients are given all endpoints and try the next.
func etcd() Software {
	return Software{
		Name: "etcd", Title: "etcd", Port: 2379, Protocol: "grpc", Image: "quay.io/coreos/etcd:v3.6.5",
		ClientsChoose: ByClient,
		Source:        "etcd documentation: client design",
	}
}
