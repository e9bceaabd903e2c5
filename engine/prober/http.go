package prober

import (
	"crypto/tls"
	"io"
	"net/http"
)

// most is how much of a page is read, in bytes.
const most = 8 << 20

func (h *HTTP) get() (*Response, error) {
	request, err := http.NewRequest(http.MethodGet, h.URL, nil)
	if err != nil {
		return nil, err
	}
	if h.Host != "" {
		request.Host = h.Host
	}
	client := &http.Client{
		Timeout:       h.Within,
		Transport:     &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: pool(h.Roots), ServerName: h.Name}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, most))
	if err != nil {
		return nil, err
	}
	return &Response{Status: response.StatusCode, Location: response.Header.Get("Location"), Body: body}, nil
}
