package model

// prometheus scrapes what it watches every minute unless told otherwise.
func prometheus() Software {
	return Software{
		Name: "prometheus", Title: "Prometheus", Port: 9090, Protocol: "http", Image: "prom/prometheus:v3.5.3",
		Source: "Prometheus documentation: configuration",
	}
}

// grafana shows what others have measured.
func grafana() Software {
	return Software{
		Name: "grafana", Title: "Grafana", Port: 3000, Protocol: "http", Image: "grafana/grafana:12.2.0",
		Source: "Grafana documentation: configuration, http_port",
	}
}
