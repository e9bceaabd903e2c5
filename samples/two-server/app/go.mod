module example.com/notes

go 1.26.0

require (
	github.com/go-sql-driver/mysql v1.10.1
	github.com/gomodule/redigo v1.9.3
	github.com/lib/pq v1.12.3
	github.com/rabbitmq/amqp091-go v1.16.0
	golang.org/x/sync v0.24.0
)

require filippo.io/edwards25519 v1.2.0 // indirect
