// Notes is the application of the samples: small, and real enough to break. It
// writes and reads notes in MySQL, MariaDB or PostgreSQL, by way of a cache and
// into a queue where there are such, and says with every answer who gave it.
//
//	notes              serve, or work, as the environment says (see README.md)
//	notes check PATH   ask the instance in this container for PATH; for health
//	                   checks in an image that has no shell
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// grace is how long requests may take to end after a signal to stop.
const grace = 10 * time.Second

func main() {
	if err := run(os.Args[1:], os.Environ()); err != nil {
		fmt.Fprintln(os.Stderr, "notes:", err)
		os.Exit(1)
	}
}

func run(args, environ []string) error {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stdout, nil)))
	c, err := readConfig(environ)
	if err != nil {
		return err
	}
	if len(args) == 2 && args[0] == "check" {
		return check(c, args[1])
	}
	if len(args) > 0 {
		return errors.New("usage: notes [check PATH]")
	}
	a, err := newApp(c)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if c.migrate && a.database != nil {
		go a.migrate(ctx)
	}
	if c.worker {
		if a.queue == nil {
			return errors.New("MODE=worker, but no queue is used: write one as ORDERS_URL=amqp://...")
		}
		go a.work(ctx)
	}
	var listeners []net.Listener
	for _, address := range c.listen {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		slog.Info("listening", "instance", c.instance, "address", listener.Addr().String(), "tls", c.certFile != "")
		listeners = append(listeners, listener)
	}
	return serve(ctx, c, listeners, a.handler())
}

// serve answers requests until the context ends, and then those that it has begun.
func serve(ctx context.Context, c config, listeners []net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	ended := make(chan error, len(listeners))
	for _, listener := range listeners {
		go func() {
			if c.certFile != "" {
				ended <- server.ServeTLS(listener, c.certFile, c.keyFile)
			} else {
				ended <- server.Serve(listener)
			}
		}()
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping")
	ending, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	return server.Shutdown(ending)
}

// check asks the instance that listens here, and fails unless it answers 200.
func check(c config, path string) error {
	host, port, err := net.SplitHostPort(c.listen[0])
	if err != nil {
		return err
	}
	if host == "" || net.ParseIP(host).IsUnspecified() {
		host = "127.0.0.1"
	}
	scheme := "http"
	if c.certFile != "" {
		scheme = "https"
	}
	client := http.Client{Timeout: 2 * checkLimit, Transport: &http.Transport{
		// It asks itself: the certificate has other names.
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12},
	}}
	response, err := client.Get(scheme + "://" + net.JoinHostPort(host, port) + path)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<12))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", response.Status, text)
	}
	return nil
}
