package engine

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/engine/prober"
)

// channel is an encrypted way in work: what is drawn, and how it is asked.
type channel struct {
	drill.Channel
	from, to       *compose.Container
	protocol       string
	user, password string
}

// tls asks what every listener and every connection that is drawn as encrypted
// negotiates, from where it is used, and where plain listeners send to.
func (v *proving) tls(ctx context.Context) (*drill.TLS, error) {
	drawn := v.channels()
	channels := make([]drill.Channel, len(drawn))
	err := parallel(len(drawn), func(i int) (err error) {
		channels[i], err = v.negotiate(ctx, drawn[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	redirects, err := v.redirects(ctx)
	if err != nil {
		return nil, err
	}
	return drill.NewTLS(channels, redirects, v.skipped, v.stack.Now), nil
}

// reach is an address of a container at which another reaches a port; why says
// why there is none.
func (v *proving) reach(ctx context.Context, from, to *compose.Container, port int) (found netip.AddrPort, why string, err error) {
	order := &prober.Connect{Within: soon}
	for _, address := range seenFrom(v.project.Holder(from), v.project.Holder(to)) {
		order.Addresses = append(order.Addresses, netip.AddrPortFrom(address, uint16(port)))
	}
	if len(order.Addresses) == 0 {
		return found, "no network leads there", nil
	}
	answer, err := v.ask(ctx, from, prober.Order{Connect: order})
	if err != nil {
		return found, "", err
	}
	if i := slices.Index(answer.Reached, prober.Connected); i >= 0 {
		return order.Addresses[i], "", nil
	}
	return found, "it is " + string(answer.Reached[0]), nil
}

// soonTLS is how long one handshake may take.
const soonTLS = 5 * time.Second

func (v *proving) negotiate(ctx context.Context, c channel) (drill.Channel, error) {
	at, why, err := v.reach(ctx, c.from, c.to, c.Port)
	if err != nil || why != "" {
		c.Unreached = why
		return c.Channel, err
	}
	answer, err := v.ask(ctx, c.from, prober.Order{TLS: &prober.TLS{
		Address: at, Protocol: c.protocol, Name: c.Name, Roots: v.stack.secret("ca.pem"),
		User: c.user, Password: c.password, Within: soonTLS,
	}})
	if err != nil {
		return c.Channel, err
	}
	for _, version := range answer.TLS.Versions {
		if version.Refused == "" {
			c.Accepted = append(c.Accepted, version.Version)
			c.Cipher = version.Cipher
		}
	}
	c.Issuer, c.Expires = printable(answer.TLS.Issuer), answer.TLS.Expires
	for _, name := range answer.TLS.Names {
		c.Names = append(c.Names, printable(name))
	}
	c.Unverified, c.Plain, c.Said = printable(answer.TLS.Unverified), string(answer.TLS.Plain), printable(answer.TLS.Said)
	return c.Channel, nil
}

// redirects asks every plain listener that is to send clients to HTTPS.
func (v *proving) redirects(ctx context.Context) ([]drill.Redirect, error) {
	var found []drill.Redirect
	for _, way := range v.entries() {
		if way.listener.Redirect != "https" || v.inside(way.door) == nil || v.inside(way.to) == nil {
			continue
		}
		r := drill.Redirect{From: asked(v.project, way.door), To: displayed(way.to), Port: way.listener.Port}
		at, why, err := v.reach(ctx, way.door, way.to, r.Port)
		if err != nil {
			return nil, err
		}
		if r.Unreached = why; why == "" {
			host := cmp.Or(slices.Concat(way.to.Instance.Service.Reached.Names, []string{way.to.Instance.Service.Name})[0], "localhost")
			answer, err := v.ask(ctx, way.door, prober.Order{HTTP: &prober.HTTP{URL: fmt.Sprintf("http://%s/", at), Host: host, Within: soonTLS}})
			switch {
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case err != nil:
				r.Unreached = err.Error()
			default:
				r.Status, r.Location = answer.HTTP.Status, printable(answer.HTTP.Location)
			}
		}
		found = append(found, r)
	}
	return found, nil
}
