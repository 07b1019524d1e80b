// Package bench is the reference release, driven and counted. R12 (see
// models/bench/r12.yaml) has 12 steps and makes 30 durable transitions: 13 acts
// of people, 3 automations, 2 timers, 7 transitions of bookkeeping. Every part
// of the product is measured with it: the pure engine, the service on its
// store, the server over HTTP.
//
// A figure stands beside what spoils it: the load average, the commit rate of
// the bare disk before and after, and the processor time, which other work on
// the machine moves less than the clock on the wall. Nothing here fails because
// a figure misses its bar; it is said in words. docs/performance.md has the
// bars and what was measured.
package bench
