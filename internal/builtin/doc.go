// Package builtin holds the executors that need nothing but the records of the
// installation: they seal packages, take baselines, find what a change reaches
// and what is in its way. None acts on anything outside, so each may be run
// again.
//
//	package.seal        one digest for what the build phase gave
//	catalogue.classify  the class of the model
//	config.impact       the components that a case reaches
//	config.baseline     what is recorded for its components, under one digest
//	config.compare      a source: what changed since, and whether all is undone
//	store.put           that everything built lies in the definitive store
//	calendar.conflicts  other releases in the way
//
// An installation with tools of its own names those in executors.yaml, under
// the same names.
package builtin

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/executor"
	"github.com/headgate/headgate/internal/service"
)

// Records is what the executors read and store. *service.Service is one.
type Records interface {
	Case(ctx context.Context, c service.Caller, kind service.CaseKind, id string) (client.CaseView, error)
	Model(ctx context.Context, c service.Caller, ref string) (client.ModelView, error)
	PutBlob(ctx context.Context, c service.Caller, name, media string, content []byte) (client.Blob, error)
	Blob(ctx context.Context, c service.Caller, digest string) (client.Blob, []byte, error)
	Touching(ctx context.Context, c service.Caller, cis []string) ([]service.Touch, error)
	Recorded(ctx context.Context, c service.Caller, ci string) (service.Recorded, error)
	InPlace(ctx context.Context, c service.Caller, kind service.CaseKind, id string) (bool, error)
	Parts(ctx context.Context, cis []string) ([]string, error)
	Wholes(ctx context.Context, cis []string) ([]string, error)
}

// Executors returns the executors by name.
func Executors(r Records) map[string]executor.Executor {
	b := records{r}
	return map[string]executor.Executor{
		"package.seal":       answer{b, b.seal},
		"catalogue.classify": answer{b, b.classify},
		"config.impact":      answer{b, b.impact},
		"config.baseline":    answer{b, b.baseline},
		"store.put":          answer{b, b.masterCopy},
		"calendar.conflicts": answer{b, b.conflicts},
	}
}

// Sources returns the sources of facts by name.
func Sources(r Records) map[string]executor.Executor {
	b := records{r}
	return map[string]executor.Executor{"config.compare": answer{b, b.compare}}
}

type records struct{ Records }

// me reads for the machine, which sees every case.
var me = service.Machine("records")

// outputs are what a call gives, by name.
type outputs map[string]any

// answer is an executor that looks at its case and returns at once.
type answer struct {
	records
	give func(ctx context.Context, v client.CaseView, c executor.Call) (outputs, error)
}

// Run implements executor.Executor.
func (a answer) Run(ctx context.Context, c executor.Call, out io.Writer) executor.Result {
	encoded, err := a.run(ctx, c, out)
	if err != nil {
		return executor.Result{Outcome: executor.Failed, Error: err.Error()}
	}
	return executor.Result{Outcome: executor.Done, Outputs: encoded}
}

func (a answer) run(ctx context.Context, c executor.Call, out io.Writer) (map[string]json.RawMessage, error) {
	v, err := a.Case(ctx, me, kindOf(c.Case), c.Case)
	if err != nil {
		return nil, err
	}
	given, err := a.give(ctx, v, c)
	if err != nil {
		return nil, err
	}
	encoded := map[string]json.RawMessage{}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if encoded[name], err = json.Marshal(given[name]); err != nil {
			return nil, err
		}
		fmt.Fprintf(out, "%s: %s\n", name, encoded[name])
	}
	return encoded, nil
}

func kindOf(id string) service.CaseKind {
	if strings.HasPrefix(id, "CHG-") {
		return service.Change
	}
	return service.Release
}

// evidence is an attestation of what was stored under a digest.
func evidence(digest string) map[string]string {
	return map[string]string{"digest": digest, "result": "pass"}
}

// store keeps a document as JSON and returns its digest. Equal documents have
// equal digests.
func (r records) store(ctx context.Context, name string, document any) (string, error) {
	text, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return "", err
	}
	blob, err := r.PutBlob(ctx, me, name, "application/json", text)
	return blob.Digest, err
}
