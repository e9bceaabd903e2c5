package compose_test

import "testing"

// TestDatabasesAreMeasured: Prometheus has all targets up, and behind each
// exporter of a database its server answers.
func TestDatabasesAreMeasured(t *testing.T) {
	requireStacks(t)
	l := started(t, "monitored")
	ask := func(query, want string) {
		t.Helper()
		l.eventually("monitoring.app-1", "promtool query instant http://127.0.0.1:9090 '"+query+"'", "=> "+want+" @")
	}
	ask("count(up)", "14") // itself; 3 servers and what runs on them; 7 databases
	ask("count(up == 1)", "14")
	ask("sum(mysql_up)", "2")
	ask("sum(pg_up)", "2")
	ask("sum(redis_up)", "3")
}
