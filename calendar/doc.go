// Package calendar is the arithmetic of time in models: instants, durations,
// working time, windows, recurrences, estimates and time expressions.
//
// Everything here is a pure function of its arguments. Text is read once, when
// a model is compiled; what comes out is immutable, safe for concurrent use,
// and evaluated without allocating:
//
//	ParseDur       "1d4bh@office"                     Dur
//	ParseWindow    "Tue-Thu 08:00-16:00 except peak"  Window
//	ParseRecur     "every 2w on Tue 14:00"            Recur
//	ParseEstimate  "20m..1h"                          Estimate
//	ParseTime      "later(T - 2bd, build.end)"        *Expr
//
// An Instant is Unix milliseconds; the zero Instant means "unresolved", and
// arithmetic that has no answer says so by returning it. Intervals are
// half-open, [from, to). Local times follow one rule everywhere: a clock time
// that a zone change skips is the first instant after the gap, one that occurs
// twice is the first of the two. Weeks are ISO weeks.
//
// Source: language reference, sections 10 (time) and 17 (site).
package calendar
