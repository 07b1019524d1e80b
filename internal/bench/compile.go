package bench

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// compiling measures the way from the text of a model to its plan: parsing,
// flattening, checking and compiling. The documents that it is built on are
// read once, as in a server.
func compiling(ctx context.Context, c Config) ([]Figure, error) {
	set, found := model.LoadSet(slices.Concat(models.Site(), models.Core()))
	if found.HasErrors() {
		return nil, fmt.Errorf("read shipped models: %s", found)
	}
	text := models.Tracks(5, 40)
	var walls, cpus []float64
	for range c.Runs {
		var failed error
		t, err := spin(ctx, c.Window/4, func() { failed = build(set, text) })
		if err = cmp.Or(err, failed); err != nil {
			return nil, err
		}
		walls = append(walls, 1e3/t.rate)
		cpus = append(cpus, float64(t.cpu)/float64(time.Millisecond))
	}
	of := "compile"
	return []Figure{
		figure(of, "check and compile a model of 200 steps", "ms", walls...).atMost(20, 0),
		figure(of, "processor time of that", "ms", cpus...),
	}, nil
}

func build(set *model.Set, text []byte) error {
	docs, found := model.Parse("big.yaml", text)
	if !found.HasErrors() {
		_, found = engine.Build(docs[0].Model, set, set.Site)
	}
	if found.HasErrors() {
		return fmt.Errorf("the model of 200 steps: %s", found)
	}
	return nil
}
