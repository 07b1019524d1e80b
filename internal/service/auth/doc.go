// Package auth makes and checks the secrets of a login. Passwords are slow
// hashes with their parameters beside them, so that the cost may rise without
// locking anybody out. Session and token secrets are 256 random bits, so one
// fast hash is enough to keep the stored form worthless to a thief. Guessing is
// slowed down per person and address, in memory: a restart forgives, a person
// is never locked out by somebody else's guesses from another address.
package auth
