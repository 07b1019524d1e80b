// Package inner belongs to the tree of model.
package inner
