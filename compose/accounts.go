package compose

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// A database is called after its service, and whoever uses it logs in by its own
// name. Where the software keeps that word for itself the name gets a part that
// begins with an underscore: no name in an architecture has one.

// databaseName is what the data of a service are called in its software.
func databaseName(service *model.Service) string {
	var own []string
	switch service.Defaults.Name {
	case "mysql", "mariadb":
		own = []string{"mysql", "sys"}
	case "postgresql":
		own = []string{"postgres", "template0", "template1"}
	}
	if slices.Contains(own, service.Name) {
		return beside(service.Name, "data")
	}
	return service.Name
}

// accountName is what a caller logs in to a service as. MySQL takes 32
// characters, all others take as many as a name can have.
func accountName(service, caller *model.Service) string {
	var own []string
	most := len(caller.Name)
	switch service.Defaults.Name {
	case "mysql":
		own, most = []string{"root"}, 32
	case "mariadb":
		own = []string{"mysql", "none", "public", "root"}
	case "postgresql":
		own = []string{"none", "postgres", "public"}
	case "redis":
		own = []string{"default"}
	case "rabbitmq":
		own = []string{"guest"}
	}
	if slices.Contains(own, caller.Name) {
		return beside(caller.Name, "user")
	}
	return fit(caller.Name, most)
}

// callerSecret is the password of a caller's account.
func callerSecret(service, caller *model.Service) string { return beside(service.Name, caller.Name) }

// ownSecret is the password of an account that the stack has for itself. No
// caller has a name that begins with an underscore, and so none gets it.
func ownSecret(service *model.Service, account string) string {
	return beside(service.Name, "_"+account)
}

// Login is the account by which a caller logs in to a service, and the name of the
// secret that is its password.
func Login(service, caller *model.Service) (user, secret string) {
	return accountName(service, caller), callerSecret(service, caller)
}

// ReplicaLogin is the account by which the replicas of a database log in to its
// primary, and the name of the secret that is its password.
func ReplicaLogin(service *model.Service) (user, secret string) {
	return "_replica", ownSecret(service, "replica")
}

// fit is a name in so many bytes: as it is, else its beginning and a hash of all
// of it.
func fit(name string, most int) string {
	if len(name) <= most {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return beside(name[:most-9], hex.EncodeToString(sum[:4]))
}
