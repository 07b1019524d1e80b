package executor

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"go.yaml.in/yaml/v4"
)

// Config says what serves the executors and sources that models name. It is the
// file executors.yaml of an installation:
//
//	executors:
//	  pipeline.deploy:
//	    shell: {run: ./deploy.sh, env: [PATH, HOME]}
//	    idempotent: true
//	    timeout: 5m
//	sources:
//	  metrics.service:
//	    http: {url: "http://127.0.0.1:9090/health", outputs: {error_rate: rate}}
type Config struct {
	Executors map[string]Spec `yaml:"executors"`
	Sources   map[string]Spec `yaml:"sources"`
}

// Spec configures one name: exactly one of Shell, HTTP and Builtin.
type Spec struct {
	Shell   *Shell `yaml:"shell"`
	HTTP    *HTTP  `yaml:"http"`
	Builtin string `yaml:"builtin"`
	// Idempotent says that doing it twice is doing it once, so that a call may
	// be repeated after a crash. Otherwise a repeated try ends in doubt.
	Idempotent bool `yaml:"idempotent"`
	// Timeout ends one try in doubt. Zero: the call's own, else DefaultTimeout.
	Timeout Duration `yaml:"timeout"`
}

// Duration is a time.Duration written as 90s or 5m.
type Duration time.Duration

// UnmarshalText reads a Go duration.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is no duration such as 90s or 5m", text)
	}
	*d = Duration(v)
	return nil
}

// ParseConfig reads executors.yaml. Unknown keys are errors.
func ParseConfig(text []byte) (Config, error) {
	var c Config
	if err := yaml.Load(text, &c, yaml.WithKnownFields()); err != nil {
		return Config{}, fmt.Errorf("executors: %w", err)
	}
	for _, names := range []map[string]Spec{c.Executors, c.Sources} {
		for _, name := range slices.Sorted(maps.Keys(names)) {
			if err := names[name].check(); err != nil {
				return Config{}, fmt.Errorf("executors: %s: %w", name, err)
			}
		}
	}
	return c, nil
}

func (s Spec) check() error {
	n := 0
	if s.Shell != nil {
		n++
		for name, status := range map[string]int{"safe_point": s.Shell.SafePoint, "transient": s.Shell.Transient} {
			if status < 0 || status > 125 {
				return fmt.Errorf("%s is an exit status, 1 to 125", name)
			}
		}
		if s.Shell.SafePoint == s.Shell.Transient && s.Shell.SafePoint != 0 {
			return fmt.Errorf("safe_point and transient are the same exit status")
		}
		if s.Shell.Run == "" {
			return fmt.Errorf("shell needs run: the command line")
		}
	}
	if s.HTTP != nil {
		n++
		if s.HTTP.URL == "" {
			return fmt.Errorf("http needs url")
		}
	}
	if s.Builtin != "" {
		n++
	}
	if n != 1 {
		return fmt.Errorf("give exactly one of shell, http and builtin")
	}
	return nil
}

// Set is the configured executors of an installation. It is an Executor: a call
// goes to the one its name asks for.
type Set struct {
	specs    map[string]Spec
	builtins map[string]Executor
	dir      string
}

// NewSet returns the executors of specs (Config.Executors or Config.Sources).
// Programs run in dir, the installation's working folder. Names without a spec
// fall back to the built-in executor of the same name.
func NewSet(specs map[string]Spec, dir string, builtins map[string]Executor) *Set {
	return &Set{specs: specs, dir: dir, builtins: builtins}
}

// Run routes the call by its executor's name. A try after the first of an
// executor that is not idempotent ends in doubt without running.
func (s *Set) Run(ctx context.Context, c Call, out io.Writer) Result {
	e, spec, err := s.find(c)
	if err != nil {
		return failed(err)
	}
	if c.Try > 1 && !spec.Idempotent {
		return doubt("the server stopped while it ran; it may have acted, and it is not marked idempotent")
	}
	ctx, cancel := context.WithTimeout(ctx, timeout(c, spec))
	defer cancel()
	return e.Run(ctx, c, out)
}

// Idempotent reports whether a call of that executor may simply be run again.
func (s *Set) Idempotent(name string) bool {
	_, spec, err := s.find(Call{Executor: name})
	return err == nil && spec.Idempotent
}

func (s *Set) find(c Call) (Executor, Spec, error) {
	spec, configured := s.specs[c.Executor]
	name := c.Executor
	if configured && spec.Builtin != "" {
		name = spec.Builtin
	}
	switch {
	case spec.Shell != nil:
		return shellRun{*spec.Shell, s.dir}, spec, nil
	case spec.HTTP != nil:
		return httpRun{*spec.HTTP, spec.Idempotent}, spec, nil
	case s.builtins[name] != nil:
		spec.Idempotent = true // built-in executors only read and record
		return s.builtins[name], spec, nil
	case name == "shell":
		return inlineShell{s.dir}, spec, nil
	}
	return nil, spec, fmt.Errorf("no executor is configured for %q; add it to executors.yaml", c.Executor)
}

func timeout(c Call, spec Spec) time.Duration {
	switch {
	case c.Timeout > 0:
		return c.Timeout
	case spec.Timeout > 0:
		return time.Duration(spec.Timeout)
	}
	return DefaultTimeout
}
