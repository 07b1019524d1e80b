// Package view shows cases and models in the wire types of the HTTP API. Every
// function takes values and returns values: the plan, the state and what the
// engine offers go in, what a page shows comes out. It decides nothing. What
// may be done and why not is the engine's word; this package only chooses the
// words of the status vocabulary, the sentences of the log and the cells of the
// phase grid, each from one table.
package view
