// Package engine runs cases of compiled models. It is pure: time, people,
// grants and facts arrive as values, and everything it decides leaves as
// events.
//
//	Compile(model, site)                    -> Plan         once per model version
//	Decide(plan, state, world, command, d)  -> d            events and next state, or a refusal
//	Evolve(plan, state, event)                              the only way a state changes
//	Due(plan, state)                        -> Instant      when something happens by itself
//	Offer(plan, state, world, actor)        -> what this person may do, and why not the rest
//
// A model is lowered to one flat array of nodes in document order, so that
// scope, "after" and redo ranges are interval tests. A case is a set of frames
// (the case itself and one per item of an each) with one slot per node. Evolve
// never reads the world: what a decision depended on is in its events.
//
// Order is fixed: a command at t first fires all timers before t, each as of
// its own instant, then applies; timers at t are left to Tick(t). At one
// instant inputs come before timers, and timers are ordered by class, document
// order, item and attempt. After the input and after every timer, rules fire
// until nothing changes, the first applicable in document order. Source:
// language reference, sections 3 to 12, 15 and 18.
package engine
