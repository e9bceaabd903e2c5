package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// pause is how long the worker waits before it connects again.
const pause = time.Second

// A queue takes messages for a worker, over AMQP.
type queue struct {
	brokers  *choice[*broker]
	response time.Duration
}

// A broker keeps one connection open to publish on.
type broker struct {
	addr   string
	name   string // of the queue
	config amqp.Config
	lock   chan struct{} // held while channel is in use; waiting for it ends with the context

	connection *amqp.Connection
	channel    *amqp.Channel
}

func openQueue(u use, caFile string) (*queue, error) {
	targets := u.writes
	if len(targets) == 0 {
		targets = u.reads
	}
	brokers, err := newChoice(u, targets, func(t target) (*broker, error) {
		secure, err := clientTLS(t, caFile)
		if err != nil {
			return nil, err
		}
		scheme := "amqp://"
		if secure != nil {
			scheme = "amqps://"
		}
		return &broker{
			addr: scheme + t.addr,
			name: or(t.path, "notes"),
			lock: make(chan struct{}, 1),
			config: amqp.Config{
				SASL:            []amqp.Authentication{&amqp.PlainAuth{Username: or(t.user, "guest"), Password: or(u.password, "guest")}},
				Vhost:           "/",
				Heartbeat:       u.response,
				TLSClientConfig: secure,
				Dial:            amqp.DefaultDial(u.connect),
				Properties:      amqp.Table{"connection_name": "notes"},
			},
		}, nil
	})
	return &queue{brokers: brokers, response: u.response}, err
}

// publish puts a message into the queue and waits until the broker has it.
func (q *queue) publish(ctx context.Context, body []byte) error {
	return q.at(ctx, func(ctx context.Context, b *broker) error {
		confirmation, err := b.channel.PublishWithDeferredConfirmWithContext(ctx, "", b.name, true, false,
			amqp.Publishing{ContentType: "application/json", DeliveryMode: amqp.Persistent, Body: body})
		if err != nil {
			return err
		}
		taken, err := confirmation.WaitContext(ctx)
		if err == nil && !taken {
			err = errors.New("the broker did not take the message")
		}
		return err
	})
}

// good says whether the queue is there.
func (q *queue) good(ctx context.Context) error {
	return q.at(ctx, func(_ context.Context, b *broker) error {
		_, err := b.channel.QueueDeclarePassive(b.name, true, false, false, false, nil)
		return err
	})
}

func (q *queue) at(ctx context.Context, do func(context.Context, *broker) error) error {
	return q.brokers.try(ctx, func(ctx context.Context, _ string, b *broker) error {
		ctx, cancel := context.WithTimeout(ctx, q.response)
		defer cancel()
		select {
		case b.lock <- struct{}{}:
			defer func() { <-b.lock }()
		case <-ctx.Done():
			return untouched{ctx.Err()}
		}
		if err := b.open(); err != nil {
			return untouched{err}
		}
		err := do(ctx, b)
		if err != nil {
			b.close()
		}
		return err
	})
}

// open connects, unless it is connected, and makes sure that the queue is there.
func (b *broker) open() (err error) {
	if b.channel != nil && !b.channel.IsClosed() {
		return nil
	}
	b.close()
	defer func() {
		if err != nil {
			b.close()
		}
	}()
	if b.connection, err = amqp.DialConfig(b.addr, b.config); err != nil {
		return err
	}
	if b.channel, err = b.connection.Channel(); err != nil {
		return err
	}
	if err = b.channel.Confirm(false); err != nil {
		return err
	}
	_, err = b.channel.QueueDeclare(b.name, true, false, false, false, nil)
	return err
}

// close forgets the connection. Its farewell is not waited for: the broker may
// hang.
func (b *broker) close() {
	if b.connection != nil {
		go b.connection.CloseDeadline(time.Now().Add(pause))
	}
	b.connection, b.channel = nil, nil
}

// consume hands each message to handle until the context ends, and connects
// again whenever the broker goes away. A message that could not be handled goes
// back into the queue.
func (q *queue) consume(ctx context.Context, handle func(context.Context, []byte) error) {
	for ctx.Err() == nil {
		err := q.brokers.try(ctx, func(ctx context.Context, name string, b *broker) error {
			return untouched{b.consume(ctx, handle)}
		})
		if ctx.Err() == nil {
			slog.Warn("the queue was lost", "error", err)
			wait(ctx, pause)
		}
	}
}

// consume works on a connection of its own: the other one is shared.
func (b *broker) consume(ctx context.Context, handle func(context.Context, []byte) error) error {
	b = &broker{addr: b.addr, name: b.name, config: b.config}
	if err := b.open(); err != nil {
		return err
	}
	defer b.close()
	if err := b.channel.Qos(1, 0, false); err != nil {
		return err
	}
	deliveries, err := b.channel.ConsumeWithContext(ctx, b.name, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range deliveries {
		if err := handle(ctx, d.Body); err != nil {
			slog.Warn("a message goes back into the queue", "error", err)
			wait(ctx, pause)
			_ = d.Nack(false, true)
			continue
		}
		if err := d.Ack(false); err != nil {
			return fmt.Errorf("acknowledge: %w", err)
		}
	}
	return errors.New("the broker closed the connection")
}

// wait waits for a while, or until the context ends.
func wait(ctx context.Context, while time.Duration) {
	timer := time.NewTimer(while)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
