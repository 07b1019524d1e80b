// Command headgate runs releases by models. See headgate help, and README.md.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/internal/bench"
	"github.com/headgate/headgate/internal/cli"
	"github.com/headgate/headgate/internal/demo"
)

// version is set by the linker for releases (-X main.version=1.2.3).
var version = ""

func main() { os.Exit(run(os.Args[1:])) }

// run is the whole program; tests call it in a process of their own.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second signal ends the process as the system does
	return cli.Run(ctx, cli.Config{
		Args: args, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Version: versionOf(),
		More: more(),
	})
}

// more are the commands that need more than the HTTP API.
func more() []*cobra.Command {
	demonstration := demo.Command(serveDemo)
	demonstration.GroupID = "operate"
	measuring := bench.Command()
	measuring.GroupID = "operate"
	return []*cobra.Command{serveCommand(), demonstration, demo.Tool(), measuring}
}

// versionOf is the linked version, else that of the module or its commit.
func versionOf() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "development-" + s.Value[:12]
		}
	}
	return info.Main.Version
}
