package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/schema"
)

// NewSchema prints the language.
func NewSchema(s *Streams) *cobra.Command {
	var format, output string
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the schema, as CUE or JSON Schema",
		Example: `  loadpath schema
  loadpath schema --format jsonschema -o loadpath.schema.json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			content, err := schemaAs(format)
			if err != nil {
				return err
			}
			return s.WriteFile(output, content)
		},
	}
	cmd.Flags().StringVar(&format, "format", "cue", "cue or jsonschema")
	cmd.Flags().StringVarP(&output, "output", "o", "-", "the file to write, - for stdout")
	Complete(cmd, "format", "cue", "jsonschema")
	return cmd
}

func schemaAs(format string) ([]byte, error) {
	switch format {
	case "cue":
		return schema.CUE(), nil
	case "jsonschema":
		return schema.JSONSchema()
	}
	return nil, fmt.Errorf("there is no format %q for the schema: use cue or jsonschema", format)
}
