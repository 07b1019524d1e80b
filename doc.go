// Package headgate is the root of the Headgate module: one release and
// deployment process, and the many release models that run through it.
//
// The module is built around one idea. A release model is a document; it is
// compiled once into a plan, and a running release is a fold over events:
//
//	document --Parse--> Model --Compile--> Plan
//	Decide(plan, state, world, command) -> events | refusal
//	Evolve(plan, state, event)          -> state
//	Due(plan, state)                    -> next instant at which something happens by itself
//	Offer(plan, state, world, actor)    -> what this person may do now, and why not the rest
//
// Those functions have no clock, no I/O and no chance in them, so the same
// ones drive real execution, rehearsal, simulation, proofs and every button
// on the screen.
//
// Packages that are not under internal, cmd or client are pure in that sense.
// The package itself holds no code: its test keeps the layers and the purity
// of the module (see the table in arch_test.go). Where to begin reading:
// package model for documents, package engine for execution, and
// internal/service for how a decision becomes durable.
package headgate
