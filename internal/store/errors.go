package store

import "errors"

// The errors of a store, for errors.Is. Their texts are sentences that an
// operator can act on.
var (
	// ErrNotFound says that the thing asked for is not there.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that something moved on since it was read: load it
	// again and decide again.
	ErrConflict = errors.New("changed since it was read")
	// ErrDuplicate says that the request was carried out before.
	ErrDuplicate = errors.New("already done under this idempotency key")
	// ErrKeyReused says that an idempotency key came with another request.
	ErrKeyReused = errors.New("idempotency key was used for another request")
	// ErrLease says that an effect is not held by the caller any more.
	ErrLease = errors.New("lease is over")
	// ErrCursor says that a cursor is not one that the list gave out.
	ErrCursor = errors.New("bad cursor")
	// ErrTooLarge says that content is larger than MaxBlob.
	ErrTooLarge = errors.New("content is larger than 16 MiB")
	// ErrFull says that the disk has no room. Nothing was lost and nothing
	// half written; the same call works once there is room.
	ErrFull = errors.New("the disk is full: free some space, then try again")
	// ErrReadOnly says that the data folder cannot be written.
	ErrReadOnly = errors.New("the data folder is read-only: make it writable for the server, then try again")
	// ErrDamaged says that the file is not one of Headgate, or is damaged.
	ErrDamaged = errors.New("the database is damaged or not one of headgate: restore a backup, or choose another data folder")
	// ErrSchema says that the data was written by a newer Headgate.
	ErrSchema = errors.New("the data was written by a newer version of headgate: install that version, or restore a backup made before the upgrade")
	// ErrClosed says that the store or committer was closed.
	ErrClosed = errors.New("store is closed")
)
