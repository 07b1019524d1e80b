package proof_test

import (
	"testing"

	"github.com/headgate/headgate/analysis/proof"
	"github.com/headgate/headgate/internal/cpu"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// BenchmarkProve explores the reference release, and 198 steps in six tracks.
func BenchmarkProve(b *testing.B) {
	for _, doc := range append(models.Bench(), model.File{Name: "tracks.yaml", Text: models.Tracks(6, 33)}) {
		p := plansOf(b, doc, append(models.Core(), models.Site()...))[0]
		b.Run(p.Model, func(b *testing.B) {
			b.ReportAllocs()
			moves := 0
			used := cpu.Used()
			for b.Loop() {
				moves += proof.Prove(p, proof.Limits{}).Moves
			}
			b.ReportMetric(float64(moves)/(cpu.Used()-used).Seconds()/1000, "kmoves/cpu-s")
		})
	}
}
