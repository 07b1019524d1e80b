// Package expr is the condition language of release models: a subset of CEL
// with three-valued logic, compiled to a small stack code.
//
// An expression is compiled once, against a Scope that knows what the names
// mean, and evaluated many times, against a Source that knows what they are
// worth now:
//
//	p, problems := expr.Compile("live.samples >= 1000", scope, expr.Scalar(expr.TypeBool))
//	v := expr.Eval(p, source, &stack)
//
// The scope turns a dotted name into a cell, a Ref, when the model is
// compiled, so that evaluation never sees a name. A program lists the cells it
// reads; the engine evaluates it again when one of them changes and at no
// other time.
//
// # Unknown
//
// A fact may be missing or too old, and then a condition over it is neither
// true nor false. Such a value is Unknown, and it carries the cell to blame and
// a Reason. Unknown spreads through operators, but what is decided already stays
// decided: false && unknown is false, true || unknown is true, from either side.
// Whatever would be an error in CEL (division by zero, overflow, an index out of
// range, a missing key) is Unknown here, with its reason. Evaluation never fails
// and never panics.
//
// Null is something else: the value of what is absent on purpose, for example an
// optional parameter or the outcome of a step that has not settled. It can be
// compared with == and !=; where a value must be known (an operand of && + <,
// an argument, a condition) it is Unknown with ReasonAbsent.
//
// # Purity
//
// There is no clock, no chance and no I/O in an expression; everything comes from
// the Source. Programs are immutable and may be shared between goroutines; each
// goroutine needs a Stack of its own.
//
// Source: language reference, sections 1, 2 and 15; the CEL specification,
// whose meaning is kept where this package accepts an expression, but for the
// differences listed in docs/expr.md. Why not cel-go itself:
// docs/decisions/0002-own-cel-compiler.md.
package expr
