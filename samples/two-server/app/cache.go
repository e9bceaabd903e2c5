package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gomodule/redigo/redis"
)

// kept is how long the cache keeps a note.
const kept = time.Minute

// A cache keeps notes in Redis.
type cache struct {
	reads   *choice[*redis.Pool]
	writes  *choice[*redis.Pool]
	connect time.Duration
}

func openCache(u use, caFile string) (*cache, error) {
	open := func(t target) (*redis.Pool, error) {
		secure, err := clientTLS(t, caFile)
		if err != nil {
			return nil, err
		}
		options := []redis.DialOption{
			redis.DialConnectTimeout(u.connect), redis.DialReadTimeout(u.response), redis.DialWriteTimeout(u.response),
			redis.DialUsername(t.user), redis.DialPassword(u.password),
			redis.DialUseTLS(secure != nil), redis.DialTLSConfig(secure),
		}
		return &redis.Pool{
			MaxIdle:         idle,
			IdleTimeout:     time.Minute,
			MaxConnLifetime: 30 * time.Second,
			DialContext: func(ctx context.Context) (redis.Conn, error) {
				conn, err := redis.DialContext(ctx, "tcp", t.addr, options...)
				if err != nil {
					return nil, err
				}
				if err := ping(ctx, conn, time.Time{}); err != nil {
					_ = conn.Close()
					return nil, err
				}
				return conn, nil
			},
			TestOnBorrowContext: ping,
		}, nil
	}
	c := cache{connect: u.connect}
	var err error
	if c.reads, err = newChoice(u, u.reads, open); err != nil {
		return nil, err
	}
	c.writes, err = newChoice(u, u.writes, open)
	return &c, err
}

// ping makes sure that a connection is alive before it is used.
func ping(ctx context.Context, conn redis.Conn, _ time.Time) error {
	_, err := redis.DoContext(conn, ctx, "PING")
	return err
}

// good says whether the way can be used now.
func (c *cache) good(ctx context.Context, way *choice[*redis.Pool]) error {
	_, err := c.do(ctx, way, "PING")
	return err
}

// get reads a note; found is false where the cache does not have it.
func (c *cache) get(ctx context.Context, id int64) (n note, found bool, err error) {
	text, err := redis.Bytes(c.do(ctx, c.reads, "GET", cacheKey(id)))
	if errors.Is(err, redis.ErrNil) {
		return note{}, false, nil
	}
	if err != nil {
		return note{}, false, err
	}
	err = json.Unmarshal(text, &n)
	return n, err == nil, err
}

// put keeps a note for a while.
func (c *cache) put(ctx context.Context, n note) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, c.writes, "SET", cacheKey(n.ID), text, "PX", kept.Milliseconds())
	return err
}

// drop forgets a note.
func (c *cache) drop(ctx context.Context, id int64) error {
	_, err := c.do(ctx, c.writes, "DEL", cacheKey(id))
	return err
}

func cacheKey(id int64) string { return fmt.Sprintf("note:%d", id) }

// do gives a command to a target. Doing one of ours twice does no harm.
func (c *cache) do(ctx context.Context, way *choice[*redis.Pool], command string, args ...any) (reply any, err error) {
	err = way.try(ctx, func(ctx context.Context, _ string, pool *redis.Pool) error {
		opening, cancel := context.WithTimeout(ctx, c.connect)
		defer cancel()
		conn, err := pool.GetContext(opening)
		if err != nil {
			return untouched{err}
		}
		defer conn.Close()
		if reply, err = redis.DoContext(conn, ctx, command, args...); err != nil {
			return untouched{err}
		}
		return nil
	})
	return reply, err
}
