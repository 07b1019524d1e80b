// Package compare tells two versions of a model apart in words: what is new,
// gone, moved or changed, whether it obliges to more or to less, and which
// number the new version deserves.
//
// It compares what runs, not what is written: both models are flattened, so a
// change of a parent or of the process counts, and another order of keys,
// another spelling of defaults, or a comment does not. What differs is found by
// model.Differences, which walks the canonical form; so two models without a
// change here have one form, and no field is forgotten when the language grows.
//
//   - diff.go: the result, and the walk over the parts of a model;
//   - steps.go: steps, by id: new, gone, moved, changed;
//   - lists.go: maps of names: params, roles, outputs, overlays;
//   - groups.go: what a change is about;
//   - phrases.go, words.go: sentences, and values in words;
//   - version.go: the number.
//
// Whether a change is tighter or looser is asked of model.Comparison, which
// knows the rules a child model is held to by its parent (language reference,
// section 13).
package compare
