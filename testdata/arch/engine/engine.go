// Package engine is as it should be: it imports downwards.
package engine

import (
	"time"
	_ "time/tzdata"

	"example.org/planted/model"
)

// Plan uses what is allowed of time.
var Plan = time.Second

var _ = model.X
