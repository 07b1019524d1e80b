package model_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/headgate/headgate/model"
)

// TestSchema: the schema is one, takes every document in order, and refuses a
// key that no step has.
func TestSchema(t *testing.T) {
	t.Parallel()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(model.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("model.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("model.json")
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("testdata/sound/*.yaml")
	shipped, _ := filepath.Glob("../models/*.yaml")
	checked := 0
	for _, file := range append(files, shipped...) {
		for _, doc := range values(t, file) {
			if m, ok := doc.(map[string]any); !ok || m["kind"] != "release-model" && m["kind"] != "change-model" {
				continue
			}
			checked++
			if err := schema.Validate(doc); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	if checked < 30 {
		t.Errorf("%d documents were looked at", checked)
	}
	for _, text := range []string{
		"{kind: release-model, id: x, version: 1.0.0, title: X, owner: o, phases: {plan: [{task: a, answers: [b]}]}}",
		"{kind: release-model, id: x, version: 1.0.0, title: X, owner: o, colour: red}",
		"{kind: release-model, id: X_y, version: 1.0.0, title: X, owner: o}",
	} {
		var doc any
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		if schema.Validate(doc) == nil {
			t.Errorf("taken: %s", text)
		}
	}
	if !bytes.Equal(model.Schema(), model.Schema()) || !json.Valid(model.Schema()) {
		t.Error("the schema is not the same twice")
	}
}

// values reads the documents of a file as plain values. What is no plain YAML
// is left to the compiler.
func values(t *testing.T, file string) []any {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []any
	d := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var doc any
		if d.Decode(&doc) != nil {
			return out
		}
		if plain, err := json.Marshal(doc); err == nil {
			var again any
			if json.Unmarshal(plain, &again) == nil {
				out = append(out, again)
			}
		}
	}
}
