package bench

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// Command returns the command `bench`.
func Command() *cobra.Command {
	c := Config{Runs: 5, Submitters: 32, Stored: 1000, Releases: 1000}
	seconds := 3.0
	cmd := &cobra.Command{
		Use: "bench [" + strings.Join(Parts(), "|") + "|all]…", Short: "Measure this machine with the reference release",
		Long: "Run the reference release of the benchmarks through the engine, the service and the server, and print what it took\n" +
			"beside the bars of docs/performance.md. What was written is removed.",
		ValidArgs: append(Parts(), "all"), Args: cobra.OnlyValidArgs,
		RunE: func(cmd *cobra.Command, names []string) error {
			if seconds <= 0 || c.Runs < 1 || c.Submitters < 1 || c.Stored < 1 || c.Releases < 1 {
				return fmt.Errorf("invalid argument: every number must be greater than 0")
			}
			c.Window = time.Duration(seconds * float64(time.Second))
			if len(names) == 0 || slices.Contains(names, "all") {
				names = Parts()
			}
			r, err := Run(cmd.Context(), c, names)
			if err != nil {
				return err
			}
			if asJSON, _ := cmd.Flags().GetBool("json"); asJSON { // a flag of the whole command line, absent in tests
				return json.NewEncoder(cmd.OutOrStdout()).Encode(r)
			}
			return r.Print(cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.Float64Var(&seconds, "seconds", seconds, "length of one stretch of measuring")
	flags.IntVar(&c.Runs, "runs", c.Runs, "stretches of each kind, of which the median counts")
	flags.IntVar(&c.Submitters, "submitters", c.Submitters, "people who act at the same time")
	flags.IntVar(&c.Stored, "stored", c.Stored, "releases in the folder that a server is started over")
	flags.IntVar(&c.Releases, "releases", c.Releases, "releases that a server runs before its memory is read")
	flags.StringVar(&c.Dir, "data", "", "folder on the disk to measure (default: the system's for temporary files)")
	return cmd
}
