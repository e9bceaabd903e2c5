package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/validate"
)

// NewRules lists the rules, or shows the page of one.
func NewRules(s *Streams) *cobra.Command {
	return &cobra.Command{
		Use:     "rules [RULE]",
		Short:   "List the rules, or explain one",
		Example: "  loadpath rules\n  loadpath rules AVL001",
		Args:    cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return s.listRules()
			}
			return s.explainRule(args[0])
		},
	}
}

func (s *Streams) listRules() error {
	table := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, rule := range validate.Rules() {
		fmt.Fprintf(table, "%s\t%s\t%s\n", rule.ID, rule.Severity, rule.Title)
	}
	return world(table.Flush())
}

func (s *Streams) explainRule(id string) error {
	for _, rule := range validate.Rules() {
		if strings.EqualFold(rule.ID, id) {
			_, err := fmt.Fprint(s.Out, rule.Page)
			return world(err)
		}
	}
	message := fmt.Sprintf("there is no rule %q", id)
	if meant := model.Suggest(strings.ToUpper(id), ruleIDs()); meant != "" {
		message += fmt.Sprintf("; did you mean %q?", meant)
	}
	return fmt.Errorf("%s (loadpath rules lists them)", message)
}

func ruleIDs() []string {
	var ids []string
	for _, rule := range validate.Rules() {
		ids = append(ids, rule.ID)
	}
	return ids
}
