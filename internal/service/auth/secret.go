package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// TokenPrefix begins every API token, so that one found in a log or a
// repository can be recognized.
const TokenPrefix = "hg_"

// NewSecret returns a fresh secret of 256 random bits behind a prefix, in
// letters, digits, - and _.
func NewSecret(prefix string) string {
	b := make([]byte, 32)
	rand.Read(b) // never fails, see crypto/rand
	return prefix + base64.RawURLEncoding.EncodeToString(b)
}

// Digest returns the stored form of a secret made by NewSecret. It is not for
// passwords: it is fast.
func Digest(secret string) [sha256.Size]byte { return sha256.Sum256([]byte(secret)) }
