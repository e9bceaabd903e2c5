package main

import (
	"errors"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

func TestPatientConnWaitsNoLongerThanItMay(t *testing.T) {
	for name, test := range map[string]struct {
		limit time.Duration // the driver's own; 0 for none
		want  time.Duration
	}{
		"for an answer":      {0, 3 * time.Second},
		"while it connects":  {time.Second, time.Second},
		"with time to spare": {time.Minute, 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				defer near.Close()
				defer far.Close()
				conn := &patientConn{Conn: near, response: 3 * time.Second}
				if test.limit > 0 {
					if err := conn.SetDeadline(time.Now().Add(test.limit)); err != nil {
						t.Fatal(err)
					}
				}
				started := time.Now()
				if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("error %v, want %v", err, os.ErrDeadlineExceeded)
				}
				if took := time.Since(started); took != test.want {
					t.Errorf("took %s, want %s", took, test.want)
				}
			})
		})
	}
}
