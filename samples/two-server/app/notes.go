package main

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// A note is what users write and read.
type note struct {
	ID        int64     `json:"id"`
	Text      string    `json:"text"`
	WrittenBy string    `json:"written_by"`
	WrittenAt time.Time `json:"written_at"`
	HandledBy string    `json:"handled_by"` // the worker that took it from the queue
}

// errNoNote says that there is no note of that id, as far as the member knows.
var errNoNote = errors.New("there is no such note")

// latest reads the latest few notes.
func (d *database) latest(ctx context.Context) (notes []note, who member, err error) {
	who, err = d.read(ctx, func(ctx context.Context, conn *sql.Conn) error {
		notes = []note{}
		rows, err := conn.QueryContext(ctx, d.dialect.latest)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			n, err := scanNote(rows)
			if err != nil {
				return err
			}
			notes = append(notes, n)
		}
		return rows.Err()
	})
	return notes, who, err
}

// byID reads one note. A replica may not have it yet.
func (d *database) byID(ctx context.Context, id int64) (n note, who member, err error) {
	found := true
	who, err = d.read(ctx, func(ctx context.Context, conn *sql.Conn) error {
		var err error
		n, err = scanNote(conn.QueryRowContext(ctx, d.dialect.byID, id))
		if errors.Is(err, sql.ErrNoRows) {
			found = false
			return nil
		}
		return err
	})
	if err == nil && !found {
		err = errNoNote
	}
	return n, who, err
}

// add writes a note and says its id.
func (d *database) add(ctx context.Context, text, by string) (id int64, who member, err error) {
	who, err = d.write(ctx, func(ctx context.Context, conn *sql.Conn) error {
		var err error
		id, err = d.dialect.insert(ctx, conn, text, by)
		return err
	})
	return id, who, err
}

// handle marks a note as handled by a worker; doing it twice does no harm.
func (d *database) handle(ctx context.Context, id int64, by string) (member, error) {
	return d.write(ctx, func(ctx context.Context, conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, d.dialect.handle, by, id)
		return err
	})
}

func scanNote(row interface{ Scan(...any) error }) (n note, err error) {
	err = row.Scan(&n.ID, &n.Text, &n.WrittenBy, &n.WrittenAt, &n.HandledBy)
	return n, err
}
