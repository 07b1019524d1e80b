package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
)

// Command returns the command `demo`; serve runs the server it needs.
func Command(serve func(context.Context, ServerConfig) (Server, error)) *cobra.Command {
	c := Config{Serve: serve}
	var once bool
	cmd := &cobra.Command{
		Use: "demo", Short: "Let Headgate release Headgate", Args: cobra.NoArgs,
		Long: "Headgate releases Headgate: it is compiled, tested, approved, deployed to instances on this machine, and reviewed.\n" +
			"Waits are skipped; instants in the record are those of the demonstration's clock.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.complete(); err != nil {
				return err
			}
			if !once {
				c.Out = cmd.OutOrStdout()
				return c.live(cmd.Context())
			}
			asJSON, _ := cmd.Flags().GetBool("json") // a flag of the whole command line, absent in tests
			return c.once(cmd, asJSON)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&once, "once", false, "play the release to its end without visitors, and stop")
	flags.StringVar(&c.Fail, "fail", "", "live: let the second live instance fail its check")
	flags.StringVar(&c.Dir, "dir", "", "folder to keep everything in; started again over it, the release goes on")
	flags.StringVar(&c.Repository, "repository", "", "checkout of Headgate (default: the one around this folder or this program)")
	flags.StringVar(&c.Addr, "listen", "127.0.0.1:8080", "where the server listens")
	flags.DurationVar(&c.Pause, "pause", 12*time.Second, "how long you may act for a person before the person does")
	return cmd
}

// complete fills in what was not said.
func (c *Config) complete() error {
	if c.Fail != "" && c.Fail != failLive {
		return fmt.Errorf("--fail knows live only, not %q", c.Fail)
	}
	var err error
	if c.Binary, err = os.Executable(); err != nil {
		return err
	}
	if c.Repository == "" {
		here, err := os.Getwd()
		if err != nil {
			return err
		}
		if c.Repository, err = FindRepository(here, filepath.Dir(c.Binary)); err != nil {
			return err
		}
	}
	if c.Repository, err = filepath.Abs(c.Repository); err != nil {
		return err
	}
	if c.Dir == "" {
		c.temporary = true
		c.Dir, err = os.MkdirTemp("", "headgate-demo-")
		return err
	}
	c.Dir, err = filepath.Abs(c.Dir)
	return err
}

// live plays for visitors. A folder that nobody asked for goes with them.
func (c *Config) live(ctx context.Context) error {
	err := Live(ctx, *c)
	if c.temporary {
		err = errors.Join(err, os.RemoveAll(c.Dir))
	}
	return err
}

func (c *Config) once(cmd *cobra.Command, asJSON bool) error {
	c.Addr, c.Pause = "127.0.0.1:0", 0
	c.Out = cmd.OutOrStdout()
	if asJSON {
		c.Out = io.Discard
	}
	s, err := Once(cmd.Context(), *c)
	if err != nil {
		return err
	}
	if c.temporary {
		if err := c.tidy(); err != nil {
			return err
		}
	}
	if asJSON {
		return json.NewEncoder(cmd.OutOrStdout()).Encode(s)
	}
	s.Print(cmd.OutOrStdout())
	return nil
}

// tidy leaves of a folder that nobody asked for what the summary names.
func (c *Config) tidy() error {
	var errs []error
	for _, name := range []string{"bin", "data", "instances", "run", "scripts"} {
		errs = append(errs, os.RemoveAll(filepath.Join(c.Dir, name)))
	}
	return errors.Join(errs...)
}
