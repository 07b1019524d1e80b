package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost is what one argon2id hash costs: memory in KiB, passes and lanes.
type Cost struct {
	Memory uint32
	Passes uint32
	Lanes  uint8
}

// DefaultCost is the second set of the OWASP Password Storage Cheat Sheet, at
// the least 19 MiB, 2 passes and 1 lane: about 30 ms on one core.
var DefaultCost = Cost{Memory: 19 * 1024, Passes: 2, Lanes: 1}

const (
	saltSize = 16 // RFC 9106, section 3.1
	hashSize = 32
	// The most that a stored hash may ask for, so that a damaged row cannot
	// take the machine down.
	maxMemory = 1 << 20
	maxPasses = 64
)

// Hash returns the argon2id hash of a password in PHC string format, with its
// parameters and a fresh salt: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func Hash(password string, cost Cost) string {
	salt := random(saltSize)
	return phc(cost, salt, argon2.IDKey([]byte(password), salt, cost.Passes, cost.Memory, cost.Lanes, hashSize))
}

// Unmatched returns what looks like a hash and matches no password: checking
// one against it takes as long as against any other of this cost.
func Unmatched(cost Cost) string { return phc(cost, random(saltSize), random(hashSize)) }

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails, see crypto/rand
	return b
}

func phc(cost Cost, salt, sum []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		cost.Memory, cost.Passes, cost.Lanes, encode(salt), encode(sum))
}

// Check reports whether password is the one stored was made from. It takes the
// same time whether or not they differ; a stored text that is no hash matches
// nothing.
func Check(stored, password string) bool {
	cost, salt, want, ok := parse(stored)
	if !ok {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, cost.Passes, cost.Memory, cost.Lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// NeedsRehash reports whether stored was made with another cost than this one.
func NeedsRehash(stored string, cost Cost) bool {
	have, _, _, ok := parse(stored)
	return !ok || have != cost
}

func parse(stored string) (cost Cost, salt, sum []byte, ok bool) {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return cost, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.Memory, &cost.Passes, &cost.Lanes); err != nil {
		return cost, nil, nil, false
	}
	salt, err1 := decode(parts[4])
	sum, err2 := decode(parts[5])
	sane := cost.Memory > 0 && cost.Memory <= maxMemory && cost.Passes > 0 && cost.Passes <= maxPasses && cost.Lanes > 0
	return cost, salt, sum, sane && err1 == nil && err2 == nil && len(sum) >= 16
}

func encode(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }

func decode(s string) ([]byte, error) { return base64.RawStdEncoding.DecodeString(s) }
