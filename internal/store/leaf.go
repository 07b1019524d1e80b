package store

import (
	"crypto/sha256"
	"encoding/binary"
)

// LeafHash returns the hash of an event as a leaf of the Merkle log that the
// audit is built on: SHA-256 of a zero byte and the canonical bytes of the
// event, as RFC 6962, section 2.1, hashes leaves. Position and Leaf of e do
// not count: the tree gives the order.
func LeafHash(tenant string, e *Event) Hash {
	var stack [512]byte
	return sha256.Sum256(appendCanonical(append(stack[:0], 0), tenant, e))
}

// appendCanonical appends the event in a form that has one reading only: a
// tag, then each field with its length before it or as a varint.
func appendCanonical(dst []byte, tenant string, e *Event) []byte {
	dst = append(dst, "headgate event 1\n"...)
	dst = appendText(dst, tenant)
	dst = appendText(dst, e.Case)
	dst = binary.AppendVarint(dst, e.Seq)
	dst = appendText(dst, e.Kind)
	dst = binary.AppendVarint(dst, int64(e.V))
	dst = binary.AppendVarint(dst, int64(e.At))
	dst = appendText(dst, e.Actor)
	dst = binary.AppendUvarint(dst, uint64(len(e.Data)))
	return append(dst, e.Data...)
}

func appendText(dst []byte, s string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}
