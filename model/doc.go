// Package model reads release model documents: it parses the YAML profile of
// the language, gives every diagnostic at once, flattens inheritance, process
// and dials into one model, and addresses the result by the digest of its
// canonical form.
//
// Three steps, each a pure function:
//
//	Parse    text -> documents        syntax, types, positions
//	Flatten  documents -> one Model   process, extends, rigor, overlays checked
//	Canonical  Model -> bytes         what the digest is taken of
//
// The package knows the words of the language and no more: what a step does
// when it runs is decided by package engine, which compiles the flattened
// model. Source: language reference, sections 1, 2, 4, 13 and 17.
package model
