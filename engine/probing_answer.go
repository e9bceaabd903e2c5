package engine

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"github.com/loadpath/loadpath/engine/drill"
)

// readAtMost is how much of an answer is read, in bytes.
const readAtMost = 1 << 20

// send asks a flow once: where what was written can be read, and what is wrong
// with the answer. An answer is good below 400, once all of it is there.
func (p *probing) send(ctx context.Context, flow drill.Flow, text string) (location, wrong string) {
	response, err := p.do(ctx, flow.Method, flow.URL, text)
	if err != nil {
		return "", told(err)
	}
	defer response.Body.Close()
	switch _, err := io.Copy(io.Discard, io.LimitReader(response.Body, readAtMost)); {
	case response.StatusCode >= 400:
		return "", printable(response.Status)
	case err != nil:
		return "", told(err)
	case text == "" || response.StatusCode != http.StatusOK && response.StatusCode != http.StatusCreated:
		return "", ""
	}
	return p.readable(flow.URL, response.Header.Get("Location")), ""
}

func (p *probing) do(ctx context.Context, method, url, text string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(formOf(text)))
	if err != nil {
		return nil, err
	}
	if text != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return p.client.Do(request)
}

func formOf(text string) string {
	if text == "" {
		return ""
	}
	return url.Values{"text": {text}}.Encode()
}

// readable is where a Location leads to, at the door through which it was
// written: its host may be the name that the site has outside.
func (p *probing) readable(asked, location string) string {
	door, err := url.Parse(asked)
	if err != nil || location == "" {
		return ""
	}
	at, err := door.Parse(location)
	if err != nil {
		return ""
	}
	at.Scheme, at.Host, at.User = door.Scheme, door.Host, nil
	return at.String()
}

// told is an error as a few words, the same for the same cause.
func told(err error) string {
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.ECONNRESET):
		return "connection reset"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed"
	}
	return printable(err.Error())
}
