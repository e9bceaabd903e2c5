package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// config is all that the application is told, by its environment.
type config struct {
	instance string   // who we are, as "app@server-1"
	listen   []string // addresses
	worker   bool     // consume the queue instead of serving notes
	migrate  bool     // create the table if it is not there
	caFile   string   // the authority that certificates are verified against
	certFile string   // our own certificate: with it, we serve HTTPS
	keyFile  string
	uses     []use
	health   map[string][]string // path to the names of what must be good
}

// A use is something that we use, under its name in the architecture.
type use struct {
	name     string
	reads    []target // in the order in which to try them
	writes   []target // the same ones, unless they were told apart
	client   bool     // whether we try the next target when one fails
	optional bool     // whether we go on without it
	password string
	connect  time.Duration // how long a connection may take to open
	response time.Duration // how long an answer may take
}

// key is the prefix of a use's variables: "DB" of "db", "OLD_DB" of "old-db".
func key(name string) string { return strings.ToUpper(strings.ReplaceAll(name, "-", "_")) }

// readConfig reads an environment of NAME=VALUE entries.
func readConfig(environ []string) (config, error) {
	env := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	c := config{
		instance: or(env["INSTANCE"], "notes"),
		listen:   strings.Split(or(env["LISTEN"], ":"+or(env["PORT"], "8000")), ","),
		caFile:   env["CA_FILE"],
		certFile: env["TLS_CERT_FILE"],
		keyFile:  env["TLS_KEY_FILE"],
	}
	if (c.certFile == "") != (c.keyFile == "") {
		return config{}, fmt.Errorf("TLS_CERT_FILE and TLS_KEY_FILE: write both or none")
	}
	var err error
	if c.migrate, err = truth(env, "MIGRATE"); err != nil {
		return config{}, err
	}
	switch mode := or(env["MODE"], "server"); mode {
	case "server", "worker":
		c.worker = mode == "worker"
	default:
		return config{}, fmt.Errorf("MODE=%s: write server or worker", mode)
	}
	if c.uses, err = readUses(env); err != nil {
		return config{}, err
	}
	if c.health, err = readHealth(or(env["HEALTH"], "/healthz="), c.uses); err != nil {
		return config{}, fmt.Errorf("HEALTH: %w", err)
	}
	return c, nil
}

// readUses finds the uses by their variables, in the order of their names.
func readUses(env map[string]string) ([]use, error) {
	found := map[string]bool{}
	for variable := range env {
		if k, ok := strings.CutSuffix(variable, "_URL"); ok {
			k = strings.TrimSuffix(strings.TrimSuffix(k, "_READS"), "_WRITES")
			found[strings.ToLower(strings.ReplaceAll(k, "_", "-"))] = true
		}
	}
	var uses []use
	for name := range found {
		u, err := readUse(env, name)
		if err != nil {
			return nil, err
		}
		uses = append(uses, u)
	}
	slices.SortFunc(uses, func(a, b use) int { return strings.Compare(a.name, b.name) })
	return uses, nil
}

func readUse(env map[string]string, name string) (use, error) {
	k := key(name)
	u := use{name: name}
	for _, way := range []struct {
		variable string
		targets  *[]target
	}{{k + "_READS_URL", &u.reads}, {k + "_WRITES_URL", &u.writes}} {
		variable := way.variable
		if env[variable] == "" {
			variable = k + "_URL"
		}
		if env[variable] == "" {
			continue
		}
		var err error
		if *way.targets, err = parseTargets(env[variable]); err != nil {
			return use{}, fmt.Errorf("%s: %w", variable, err)
		}
	}
	switch choose := or(env[k+"_CHOOSE"], "fixed"); choose {
	case "fixed", "client":
		u.client = choose == "client"
	default:
		return use{}, fmt.Errorf("%s_CHOOSE=%s: write fixed or client", k, choose)
	}
	var err error
	if u.optional, err = truth(env, k+"_OPTIONAL"); err != nil {
		return use{}, err
	}
	if u.connect, err = duration(env, k+"_CONNECT_TIMEOUT", time.Second); err != nil {
		return use{}, err
	}
	if u.response, err = duration(env, k+"_RESPONSE_TIMEOUT", 3*time.Second); err != nil {
		return use{}, err
	}
	if file := env[k+"_PASSWORD_FILE"]; file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return use{}, fmt.Errorf("%s_PASSWORD_FILE: %w", k, err)
		}
		u.password = strings.TrimRight(string(text), "\r\n")
	}
	return u, nil
}

// readHealth reads "/healthz=;/ready=db.reads;/deep=db.reads,db.writes".
func readHealth(text string, uses []use) (map[string][]string, error) {
	health := map[string][]string{}
	for _, entry := range strings.Split(text, ";") {
		path, list, ok := strings.Cut(entry, "=")
		if !ok || !strings.HasPrefix(path, "/") || strings.ContainsAny(path, " {}") {
			return nil, fmt.Errorf("%q is no check: write /path=use,use", entry)
		}
		health[path] = nil
		for _, name := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' }) {
			if !slices.Contains(checkNames(uses), name) {
				return nil, fmt.Errorf("%s checks %q, which is not used: write one of %s", path, name, strings.Join(checkNames(uses), ", "))
			}
			health[path] = append(health[path], name)
		}
	}
	return health, nil
}

// checkNames lists what a check can reach: a use, one way to it, or that something
// takes connections there, whatever lies behind.
func checkNames(uses []use) []string {
	var names []string
	for _, u := range uses {
		names = append(names, u.name, u.name+".reads", u.name+".writes", u.name+".connect")
	}
	return names
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func truth(env map[string]string, name string) (bool, error) {
	value, err := strconv.ParseBool(or(env[name], "false"))
	if err != nil {
		return false, fmt.Errorf("%s=%s: write true or false", name, env[name])
	}
	return value, nil
}

func duration(env map[string]string, name string, otherwise time.Duration) (time.Duration, error) {
	if env[name] == "" {
		return otherwise, nil
	}
	value, err := time.ParseDuration(env[name])
	if err != nil || value <= 0 {
		return 0, fmt.Errorf("%s=%s: write a duration such as 500ms or 3s", name, env[name])
	}
	return value, nil
}
