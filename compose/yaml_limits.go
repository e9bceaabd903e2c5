package compose

import (
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// defaultProcesses is how many processes and threads a container may have where
// nothing is written.
const defaultProcesses = 512

// limit is when a container is healthy, how long it may take to stop, and what
// it may use.
func limit(out *serviceYAML, c *Container) {
	if c.Health != nil {
		out.Healthcheck = &healthYAML{Test: literals(c.Health.Test), Interval: "1s", Timeout: "3s", Retries: 5}
		if c.Health.StartPeriod > 0 {
			out.Healthcheck.StartPeriod = c.Health.StartPeriod.String()
		}
	}
	if c.Grace > 0 {
		out.StopGrace = c.Grace.String()
	}
	if c.Resources.PIDs == 0 {
		out.PidsLimit = defaultProcesses
	}
	if c.Resources.CPU > 0 {
		out.CPUs = strconv.FormatFloat(c.Resources.CPU, 'f', -1, 64)
	}
	if c.Resources.Memory > 0 {
		out.MemLimit = strconv.FormatInt(int64(c.Resources.Memory), 10)
	}
}

// confine takes from a container what it does not need: what root may do beside
// the capabilities that are listed, and to write where it does not have to.
func confine(out *serviceYAML, c *Container) {
	if !c.Unlimited {
		out.CapDrop, out.CapAdd = []string{"ALL"}, c.Capabilities
	}
	if c.Writable != nil {
		out.ReadOnly, out.Tmpfs = true, c.Writable
	}
	for _, setting := range c.Settings {
		if out.Sysctls == nil {
			out.Sysctls = make(map[string]string)
		}
		out.Sysctls[setting.Name] = setting.Value
	}
}

// seconds is a span in seconds, as keepalived writes it; one where it is not
// written.
func seconds(d model.Duration) string {
	if d == 0 {
		d = model.Second
	}
	return strconv.FormatFloat(float64(d)/float64(model.Second), 'f', -1, 64)
}
