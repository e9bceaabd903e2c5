package main

import (
	"testing"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

func TestMarks(t *testing.T) {
	got := marks([]findings.Finding{
		{Rule: "AVL001", Severity: findings.Error},
		{Rule: "AVL002", Severity: findings.Error, Undecided: true},
		{Rule: "AVL003", Severity: findings.Warning, Waiver: &model.Waiver{}},
	})
	if len(got) != 2 || got[0].Severity != "error" || got[1].Severity != "undecided" {
		t.Errorf("marks = %+v, want an error and an undecided one, and not what is waived", got)
	}
}
