// Package modeltest plays the tests of release models. A test of a model is a
// dialogue with the engine: people, machines, facts and time are made up, every
// line is a command or an expectation, and what the engine answers is compared
// with what the line says. There is no second engine; a test that passes says
// how a real case would go.
//
//	Compile(model, tests, library, site) -> Suite     or what is wrong, with places
//	Suite.Play(test)                     -> Result    passed, failed with a story, or later
//	Suite.Coverage(results)              -> Points    what the tests reached, and what not
//
// What a test leaves out is made up: people for roles that nobody fills, a
// sample of its type for a param, fact or output. Nobody acts unless a line says
// so, but machines; `until` alone lets everybody act well and time pass.
// Source: language reference, section 15, "Tests".
package modeltest
