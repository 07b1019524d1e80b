package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/demo/artefact"
	"github.com/headgate/headgate/internal/demo/host"
)

// Tool returns the hidden command `tool`: what the scripts and people of the
// demonstration use beside the shell. It acts over the HTTP API with
// HEADGATE_URL and HEADGATE_TOKEN, like any program.
func Tool() *cobra.Command {
	tool := &cobra.Command{Use: "tool", Short: "What build and deployment scripts need", Hidden: true}
	tool.AddCommand(
		sbomTool(), junitTool(), digestTool(), launchTool(), pointTool(),
		readyTool(), sampleTool(), healthTool(), packageTool(), fetchTool(), keepTool(),
	)
	return tool
}

func sbomTool() *cobra.Command {
	var version string
	cmd := &cobra.Command{
		Use: "sbom BINARY", Short: "Print the bill of materials of a Go binary as CycloneDX 1.6", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			bill, err := artefact.SBOM(args[0], version)
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(bill)
			return err
		},
	}
	cmd.Flags().StringVar(&version, "version", "", "version of the binary (default: what the linker wrote)")
	return cmd
}

func junitTool() *cobra.Command {
	return &cobra.Command{
		Use: "junit", Short: "Turn what go test -json printed into JUnit XML", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			report, err := artefact.ReadTests(cmd.InOrStdin())
			if err != nil {
				return err
			}
			text, err := report.JUnit()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
}

func digestTool() *cobra.Command {
	return &cobra.Command{
		Use: "digest FILE", Short: "Print the digest of a file", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			digest, err := artefact.DigestFile(args[0])
			if err != nil {
				return err
			}
			return printLine(cmd, digest)
		},
	}
}

func printLine(cmd *cobra.Command, text string) error {
	_, err := io.WriteString(cmd.OutOrStdout(), text+"\n")
	return err
}

func launchTool() *cobra.Command {
	var pid, log string
	cmd := &cobra.Command{
		Use: "launch -- COMMAND", Short: "Start a program that outlives this one", Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return host.Launch(pid, log, args) },
	}
	cmd.Flags().StringVar(&pid, "pid", "", "file for its process id")
	cmd.Flags().StringVar(&log, "log", os.DevNull, "file its output is appended to")
	return cmd
}

func pointTool() *cobra.Command {
	return &cobra.Command{
		Use: "point LINK TARGET", Short: "Let a symbolic link name another target, in one step", Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return host.Point(args[0], args[1]) },
	}
}

func readyTool() *cobra.Command {
	var version string
	var within time.Duration
	cmd := &cobra.Command{
		Use: "ready URL", Short: "Wait until a server can store and is of a version", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, cancel := context.WithTimeout(cmd.Context(), within)
			defer cancel()
			return host.Ready(ctx, args[0], version)
		},
	}
	cmd.Flags().StringVar(&version, "version", "", "the version it must be")
	cmd.Flags().DurationVar(&within, "within", 15*time.Second, "how long to wait")
	return cmd
}

func sampleTool() *cobra.Command {
	var requests int
	cmd := &cobra.Command{
		Use: "sample URL…", Short: "Measure servers with real requests", Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return json.NewEncoder(cmd.OutOrStdout()).Encode(host.Measure(cmd.Context(), args, requests))
		},
	}
	cmd.Flags().IntVar(&requests, "requests", 1000, "how many")
	return cmd
}

func healthTool() *cobra.Command {
	var requests int
	var baseline string
	cmd := &cobra.Command{
		Use: "health URL…", Short: "Measure servers and compare with an earlier sample", Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := os.ReadFile(baseline)
			if err != nil {
				return err
			}
			var before host.Sample
			if err := json.Unmarshal(text, &before); err != nil {
				return fmt.Errorf("%s is no sample: %w", baseline, err)
			}
			now := host.Measure(cmd.Context(), args, requests)
			return json.NewEncoder(cmd.OutOrStdout()).Encode(host.Compare(now, before, 0))
		},
	}
	cmd.Flags().IntVar(&requests, "requests", 1000, "how many")
	cmd.Flags().StringVar(&baseline, "baseline", "", "file that sample wrote before")
	return cmd
}

// api is the server that the environment names.
func api() (*client.Client, error) {
	url, token := os.Getenv("HEADGATE_URL"), os.Getenv("HEADGATE_TOKEN")
	if url == "" || token == "" {
		return nil, errors.New("set HEADGATE_URL and HEADGATE_TOKEN")
	}
	return client.New(url, token), nil
}

func packageTool() *cobra.Command {
	return &cobra.Command{
		Use: "package RELEASE", Short: "Print the digest of the sealed package of a release", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := api()
			if err != nil {
				return err
			}
			v, err := api.Case(cmd.Context(), client.Releases, args[0])
			if err != nil {
				return err
			}
			if v.Package == "" {
				return fmt.Errorf("%s has no sealed package", args[0])
			}
			return printLine(cmd, v.Package)
		},
	}
}

func fetchTool() *cobra.Command {
	return &cobra.Command{
		Use: "fetch PACKAGE FILE", Short: "Fetch the binary for this platform, checked by digest", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := api()
			if err != nil {
				return err
			}
			return host.Fetch(cmd.Context(), api, args[0], runtime.GOOS+"-"+runtime.GOARCH, args[1])
		},
	}
}

func keepTool() *cobra.Command {
	return &cobra.Command{
		Use: "keep FILE", Short: "Store a file and print its digest", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := api()
			if err != nil {
				return err
			}
			digest, err := storeFile(cmd.Context(), api, args[0])
			if err != nil {
				return err
			}
			return printLine(cmd, digest)
		},
	}
}

// storeFile stores a file on a server and returns its digest.
func storeFile(ctx context.Context, api *client.Client, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	blob, err := api.PutBlob(ctx, filepath.Base(path), f)
	return blob.Digest, err
}
