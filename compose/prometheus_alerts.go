package compose

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// alertRules are the alerts that Prometheus watches for, as its rules.
func (s *stack) alertRules(service *model.Service) []any {
	var rules []any
	for _, alert := range service.Alerts {
		at := service.Path.Field("alerts").Field(alert.Name)
		expression := s.expression(at, alert)
		if expression == "" {
			s.omit(at, "the stack takes no "+alert.On+"s that could be watched for")
			continue
		}
		rule := object{
			"alert": alert.Name, "expr": expression,
			"labels":      object{"on": alert.On, "receivers": ";" + strings.Join(alert.To, ";") + ";"},
			"annotations": object{"summary": alert.Name + " on {{ $labels.instance }}{{ $labels.flow }}"},
		}
		if alert.When != "" {
			rule["annotations"].(object)["condition"] = plainTemplate(alert.When)
		}
		if alert.For > 0 {
			rule["for"] = strconv.FormatInt(int64(alert.For)/1e6, 10) + "ms"
		}
		rules = append(rules, rule)
	}
	return rules
}

// plainTemplate is a text that Prometheus's templates leave as it is.
func plainTemplate(text string) string { return strings.ReplaceAll(text, "{{", `{{"{{"}}`) }

// expression is what an alert is about, in PromQL; empty where the stack has
// nothing of it.
func (s *stack) expression(at model.Path, a *model.Alert) string {
	only := limited(a.Of)
	threshold := func(otherwise float64, unit string) string { return s.threshold(at, a, otherwise, unit) }
	switch a.On {
	case "down", "standby-down":
		// The agent is away, and with it the server; or an instance of it.
		return either(a.Of, `up%s == 0`, `haproxy_server_status{job="instances"%s} == 0`)
	case "flow":
		return "probe_success{job=\"flows\"" + flows(a.Of) + "} == 0"
	case "latency":
		return "probe_duration_seconds{job=\"flows\"" + flows(a.Of) + "} > " + threshold(1, "s")
	case "errors":
		return fmt.Sprintf(`100 * sum by (instance) (rate(haproxy_frontend_http_responses_total{code="5xx"%s}[1m])) / sum by (instance) (rate(haproxy_frontend_http_responses_total{code!=""%s}[1m])) > %s`, only, only, threshold(1, "%"))
	case "traffic":
		return fmt.Sprintf(`sum by (instance) (rate(haproxy_frontend_http_requests_total{job="software"%s}[1m])) > %s`, only, threshold(1000, ""))
	case "saturation":
		return fmt.Sprintf(`100 * haproxy_frontend_current_sessions{job="software"%s} / haproxy_frontend_limit_sessions > %s`, only, threshold(80, "%"))
	case "replication-lag":
		return s.onReplicas(only, threshold(30, "s"), func(r replicaMetrics) string { return r.lag })
	case "replication-stopped":
		return s.onReplicas(only, "", func(r replicaMetrics) string { return r.stopped })
	case "certificate":
		return `(probe_ssl_earliest_cert_expiry{job="flows"} - time()) / 86400 < ` + threshold(14, "d")
	case "disk":
		return fmt.Sprintf(`100 - 100 * node_filesystem_avail_bytes{job="node"%s} / node_filesystem_size_bytes > %s`, only, threshold(85, "%"))
	case "heartbeat":
		return "vector(1)" // always: who stops hearing of it knows
	}
	return ""
}

// limited are the matchers for what an alert is limited to.
func limited(of []string) string {
	if len(of) == 0 {
		return ""
	}
	names := strings.Join(of, "|") // by grammar letters, digits and hyphens
	return fmt.Sprintf(`,instance=~"(.*@)?(%s)(@.*)?"`, names)
}

func flows(of []string) string {
	if len(of) == 0 {
		return ""
	}
	return fmt.Sprintf(`,flow=~"%s"`, strings.Join(of, "|"))
}

// either joins what says that servers are away with what says that instances
// are.
func either(of []string, servers, instances string) string {
	all := ""
	if len(of) > 0 {
		all = "{" + strings.TrimPrefix(limited(of), ",") + "}"
	}
	return fmt.Sprintf(servers, all) + " or " + fmt.Sprintf(instances, limited(of))
}

// number is the first number of a condition with its unit.
var number = regexp.MustCompile(`(\d+(?:\.\d+)?)\s*(%|ms|s|sec|min|h|d|[a-z]*)`)

// threshold is the number in the condition of an alert, in the unit of what is
// measured: "s", "d" or "%". Where none can be read it is another, and listed.
func (s *stack) threshold(at model.Path, a *model.Alert, otherwise float64, unit string) string {
	seconds := map[string]float64{"ms": 1e-3, "s": 1, "sec": 1, "second": 1, "seconds": 1, "m": 60, "min": 60, "minute": 60, "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600, "d": 86400, "day": 86400, "days": 86400, "week": 604800, "weeks": 604800}
	write := func(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
	if m := number.FindStringSubmatch(a.When); m != nil {
		value, _ := strconv.ParseFloat(m[1], 64)
		span := seconds[m[2]]
		switch {
		case unit == "s" && span > 0:
			return write(value * span)
		case unit == "d" && span > 0:
			return write(value * span / 86400)
		case unit == "%" && m[2] == "%", unit == "":
			return write(value)
		}
	}
	s.omit(at.Field("when"), fmt.Sprintf("no number with its unit is written that the stack can take: it uses %s %s", write(otherwise), unit))
	return write(otherwise)
}
