// Package model reads release model documents: it parses the YAML profile of
// the language, gives every diagnostic at once, flattens inheritance, process
// and dials into one model, and addresses the result by the digest of its
// canonical form.
//
// Its steps are pure functions:
//
//	Parse      text -> documents            syntax, types, positions
//	LoadSet    files -> Set                 a library of documents, and a site
//	Flatten    document, library -> Model   process, extends, rigor, places of overlays
//	Check      Model, site -> diagnostics   all that needs no compiled condition
//	Later      Model -> diagnostics         what this version does not run yet
//	Canonical  Model -> bytes               what the digest is taken of
//
// The package knows the words of the language and no more: what a step does
// when it runs is decided by package engine, which compiles the flattened
// model. Source: language reference, sections 1, 2, 4, 13 and 17.
package model
