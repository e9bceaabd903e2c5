package compose

import (
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// replicaMetrics is what a software's exporter says of replicas, in PromQL: ONLY
// stands for what an alert is limited to, LIMIT for its threshold in seconds.
type replicaMetrics struct{ software, lag, stopped string }

// measuredReplicas are those of which there is something to say. Redis is behind
// as long as it has not heard of its source; PostgreSQL has no receiver where it
// receives nothing.
func measuredReplicas() []replicaMetrics {
	return []replicaMetrics{
		{"mysql", `mysql_slave_status_seconds_behind_source{job="software"ONLY} > LIMIT`,
			`mysql_slave_status_replica_io_running{job="software"ONLY} == 0 or mysql_slave_status_replica_sql_running{job="software"ONLY} == 0`},
		{"mariadb", `mysql_slave_status_seconds_behind_master{job="software"ONLY} > LIMIT`,
			`mysql_slave_status_slave_io_running{job="software"ONLY} == 0 or mysql_slave_status_slave_sql_running{job="software"ONLY} == 0`},
		{"postgresql", `pg_replication_lag_seconds{job="software"ONLY} > LIMIT`,
			`(pg_replication_is_replica{job="software"ONLY} == 1 unless on (instance) pg_stat_wal_receiver_flushed_lsn{status="streaming"})`},
		{"redis", `redis_master_last_io_seconds_ago{job="software"ONLY} > LIMIT`, `redis_master_link_up{job="software"ONLY} == 0`},
	}
}

// onReplicas joins what the exporters of all software with replicas say; empty
// where there is none.
func (s *stack) onReplicas(only, limit string, of func(replicaMetrics) string) string {
	var all []string
	for _, r := range measuredReplicas() {
		if slices.ContainsFunc(s.a.Services, func(service *model.Service) bool {
			return service.Defaults.Name == r.software && service.Replication != nil
		}) {
			all = append(all, strings.NewReplacer("ONLY", only, "LIMIT", limit).Replace(of(r)))
		}
	}
	return strings.Join(all, " or ")
}
