package model

import (
	"maps"
	"slices"

	"github.com/agnivade/levenshtein"
)

// Suggest is the candidate that was probably meant by name, or empty where
// none is near: two letters may differ, in a short name one, in a long one a
// third; but never all of them.
func Suggest(name string, candidates []string) string {
	allowed := max(2, len(name)/3)
	if len(name) < 4 {
		allowed = min(1, len(name)-1)
	}
	best, nearest := "", allowed+1
	for _, candidate := range candidates {
		if d := levenshtein.ComputeDistance(name, candidate); d < nearest {
			best, nearest = candidate, d
		}
	}
	return best
}

// names lists candidates for a reference, when a message needs them.
type names func(*Architecture) []string

func zoneNames(a *Architecture) []string    { return keys(a.zones) }
func machineNames(a *Architecture) []string { return keys(a.servers) }
func serviceNames(a *Architecture) []string { return keys(a.services) }
func clientNames(a *Architecture) []string  { return keys(a.clients) }
func flowNames(a *Architecture) []string    { return keys(a.flows) }

// serverNames are what "on" may say: servers and groups of them.
func serverNames(a *Architecture) []string {
	return append(keys(a.servers), keys(a.groups)...)
}

// placeNames are what known knows.
func placeNames(a *Architecture) []string {
	return slices.Concat(serverNames(a), keys(a.zones), keys(a.services))
}

func networkNames(a *Architecture) []string {
	list := make([]string, len(a.Networks))
	for i, network := range a.Networks {
		list[i] = network.Name
	}
	return list
}

func words(list ...string) names { return func(*Architecture) []string { return list } }

// keys are the names in a map, sorted.
func keys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
