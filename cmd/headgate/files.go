package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/headgate/headgate/internal/executor"
	"github.com/headgate/headgate/internal/service"
)

// machine reads and stores content for executors.
var machine = service.Machine("executor")

// inputFiles lays out the inputs of a call that are digests of stored content as
// files, read-only, until remove is called.
func inputFiles(ctx context.Context, svc *service.Service, with map[string]json.RawMessage) (files map[string]string, remove func(), err error) {
	files = map[string]string{}
	dir, err := os.MkdirTemp("", "headgate-inputs-")
	if err != nil {
		return nil, nil, err
	}
	remove = func() { _ = os.RemoveAll(dir) } // what stays is in the system's temporary folder
	for name, raw := range with {
		var digest string
		if json.Unmarshal(raw, &digest) != nil || !strings.HasPrefix(digest, "sha256:") {
			continue
		}
		_, content, err := svc.Blob(ctx, machine, digest)
		var no *service.Error
		if errors.As(err, &no) && no.Kind == service.NotFound {
			continue // it lies elsewhere
		}
		path := filepath.Join(dir, name)
		if err == nil {
			err = os.WriteFile(path, content, 0o400)
		}
		if err != nil {
			remove()
			return nil, nil, err
		}
		files[name] = path
	}
	return files, remove, nil
}

// keepFiles stores the files that a call gave and lets their digests be the
// outputs. A call whose files cannot be stored has failed: nobody could look at
// what it says it did.
func keepFiles(ctx context.Context, svc *service.Service, r executor.Result) executor.Result {
	for _, name := range slices.Sorted(maps.Keys(r.Files)) {
		digest, err := keepFile(ctx, svc, r.Files[name])
		if err != nil {
			return executor.Result{Outcome: executor.Failed, Error: fmt.Sprintf("%s cannot be stored: %s", name, err)}
		}
		r.Outputs[name] = digest
	}
	return r
}

func keepFile(ctx context.Context, svc *service.Service, path string) (json.RawMessage, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	blob, err := svc.PutBlob(ctx, machine, filepath.Base(path), mime.TypeByExtension(filepath.Ext(path)), content)
	var no *service.Error
	if errors.As(err, &no) {
		return nil, errors.New(no.Detail + "; " + no.Need)
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(blob.Digest)
}
