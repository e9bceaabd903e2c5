package folder

import (
	"crypto/rand"
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/compose/authority"
)

// secrets makes the passwords that are not there yet: 24 random bytes, in
// letters, digits, - and _, which mean themselves wherever they end up; that makes
// 32 characters, the most that MySQL takes for a replication account. Each
// container that reads one has a copy of its own.
func (w *writer) secrets() error {
	for _, folder := range []string{"secrets", "handed"} {
		if err := os.MkdirAll(filepath.Join(w.dir, folder), 0o700); err != nil {
			return err
		}
	}
	for _, secret := range w.project.Secrets {
		name := "secrets/" + secret.Name
		if w.read(name) != nil {
			continue
		}
		random := make([]byte, 24)
		if _, err := rand.Read(random); err != nil {
			return err
		}
		if err := w.keep(name, []byte(base64.RawURLEncoding.EncodeToString(random)), 0o600); err != nil {
			return err
		}
	}
	for _, c := range w.project.Containers {
		for _, name := range c.Secrets {
			if err := w.hand(compose.Secret{Name: name}, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// hand gives a container its copy of a secret.
func (w *writer) hand(secret compose.Secret, c *compose.Container) error {
	return w.give(secret.Copy(c.Name), w.read("secrets/"+secret.Name), c.User)
}

// give writes a file that one user alone may read. Where that user is not known,
// or we may not give files away, the file is open, and the folder above it,
// which no container sees, is closed to all others on this machine.
func (w *writer) give(name string, content []byte, user int) error {
	if err := w.keep(name, content, 0o600); err != nil {
		return err
	}
	full := w.place(name)
	if user < 0 || user > 0 && os.Chown(full, user, user) != nil {
		return os.Chmod(full, 0o644)
	}
	return nil
}

// certify issues the certificates that are not there yet, or are for other
// names, and gives the authority's to whoever verifies them.
func (w *writer) certify() error {
	if len(w.project.Certificates) == 0 && len(w.project.Trusting) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Join(w.dir, "certificates"), 0o700); err != nil {
		return err
	}
	a, err := w.authority()
	if err != nil {
		return err
	}
	ca, _, err := a.PEM()
	if err != nil {
		return err
	}
	for _, certificate := range w.project.Certificates {
		if err := w.issue(a, certificate); err != nil {
			return err
		}
	}
	for _, name := range w.project.Trusting {
		if err := w.keep("certificates/"+name+"/ca.pem", ca, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// authority reads the project's own, or makes it.
func (w *writer) authority() (*authority.Authority, error) {
	if known := w.read("secrets/ca.pem"); known != nil {
		return authority.Read(known, w.read("secrets/ca.key"))
	}
	a, err := authority.New("loadpath "+w.project.Architecture.Name, w.now)
	if err != nil {
		return nil, err
	}
	certificate, key, err := a.PEM()
	if err != nil {
		return nil, err
	}
	if err := w.keep("secrets/ca.key", key, 0o600); err != nil {
		return nil, err
	}
	return a, w.keep("secrets/ca.pem", certificate, 0o644)
}

// issue writes a certificate and its key, together too, as HAProxy wants them,
// for the user that the container runs as.
func (w *writer) issue(a *authority.Authority, c compose.Certificate) error {
	folder := "certificates/" + c.Name + "/"
	names := slices.Clone(c.Hosts)
	for _, address := range c.Addresses {
		names = append(names, address.String())
	}
	if authority.Covers(w.read(folder+"cert.pem"), w.read("secrets/ca.pem"), names, w.now) {
		return nil
	}
	certificate, key, err := a.Issue(c.Name, c.Hosts, c.Addresses, w.now)
	if err != nil {
		return err
	}
	for _, file := range []struct {
		name    string
		content []byte
	}{{"cert.pem", certificate}, {"key.pem", key}, {"full.pem", slices.Concat(certificate, key)}} {
		if err := w.give(folder+file.name, file.content, c.Owner); err != nil {
			return err
		}
	}
	return nil
}
