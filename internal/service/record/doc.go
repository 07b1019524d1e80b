// Package record makes the record pack of a case: one document that tells an
// auditor what was done, by whom, when and how it was verified, with the
// decisions and their reasons, the evidence with its digests, and the log. It is
// a function of the case alone: the same events give the same bytes, so a pack
// can be made again later and compared.
package record
