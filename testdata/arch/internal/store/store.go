// Package store imports a neighbour.
package store

import _ "example.org/planted/internal/executor"
