package engine

import (
	"os"
	"testing"

	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// BenchmarkCompile measures the way from text to plan: parsing the model,
// flattening, checking and compiling. The documents it is built on are read
// once.
func BenchmarkCompile(b *testing.B) {
	text, err := os.ReadFile("../models/software-standard.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name string
		text []byte
	}{
		{"software-standard", text},
		{"200-steps", models.Tracks(5, 40)},
	} {
		set := shipped(b)
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				docs, found := model.Parse("bench.yaml", bench.text)
				if found.HasErrors() {
					b.Fatal(found)
				}
				if _, found = Build(docs[0].Model, set, set.Site); found.HasErrors() {
					b.Fatal(found)
				}
			}
		})
	}
}
