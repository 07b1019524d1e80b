// Package demo plays one real release: Headgate releases Headgate.
//
// A server with the shipped models runs in this process. Beside it stand the
// people of site/site.yaml, each with a login of its own, who do what their
// inbox asks of them over the HTTP API: they compile, test, approve, hand over
// and deploy, really. Machines do the rest by the scripts in scripts/. What is
// deployed are two live instances and a staging one, processes on free ports of
// this machine.
//
// The models are as shipped, so their waits last days. The server therefore
// runs on a Clock that is ahead of the real one: when nobody has anything to do
// and nothing runs, it is moved to the next instant at which something happens
// by itself. Waits are skipped; nothing else is. Instants in the record are
// those of this clock.
//
// Everything that matters is in the server's database. The process may be
// killed at any moment and started again over the same folder: it goes on.
package demo
