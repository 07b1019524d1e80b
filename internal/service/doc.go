// Package service holds the use cases of Headgate and is the only place where a
// decision becomes durable:
//
//	load    the case from the cache or the store, and the world it depends on
//	decide  engine.Decide, which is pure
//	commit  events, projections, outbox and answer in one transaction
//	publish to whoever watches
//
// A conflict at commit means that somebody was faster: the case is loaded and
// decided again. The clock, ids and the store are passed in, so that the same
// commands at the same instants give the same log.
//
// Authorization is decided in two places and nowhere else: what a person may do
// on this site at all is checked here, at the top of every use case, and denied
// unless given; what he may do in a case are duties, which the engine checks.
//
// docs/service.md tells how the parts fit.
package service
