// Package artefact makes the papers that go with a build: the list of digests,
// the bill of materials, and the report of the tests. Each is a function of
// what it is given, so the same build has the same papers, byte for byte, and
// their digests can be compared.
package artefact
