package model

import "github.com/agnivade/levenshtein"

// Suggest is the candidate that was probably meant by name, or empty where
// none is near: at most a third of the letters may differ.
func Suggest(name string, candidates []string) string {
	best, distance := "", len(name)/3+1
	for _, candidate := range candidates {
		if d := levenshtein.ComputeDistance(name, candidate); d < distance || d == distance && d == 1 && best == "" {
			best, distance = candidate, d
		}
	}
	return best
}
