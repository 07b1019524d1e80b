// Package model imports upwards.
package model

import (
	"example.org/planted/engine"
	"example.org/planted/model/inner"
)

var _, _ = engine.Plan, inner.X
