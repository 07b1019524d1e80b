package artefact

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
)

// Sum is one line of a SHA256SUMS file.
type Sum struct {
	Name   string // without folders
	Digest string // sha256:<hex>
}

// Digest returns the digest of content as sha256:<hex>.
func Digest(content []byte) string {
	sum := sha256.Sum256(content)
	return digest(sum[:])
}

// DigestFile returns the digest of a file as sha256:<hex>.
func DigestFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return digest(hash.Sum(nil)), nil
}

func digest(sum []byte) string { return "sha256:" + hex.EncodeToString(sum) }

// Sums returns a SHA256SUMS file as sha256sum(1) writes and checks it, sorted
// by name.
func Sums(sums []Sum) []byte {
	sums = slices.Clone(sums)
	slices.SortFunc(sums, func(a, b Sum) int { return strings.Compare(a.Name, b.Name) })
	var out bytes.Buffer
	for _, s := range sums {
		fmt.Fprintf(&out, "%s  %s\n", strings.TrimPrefix(s.Digest, "sha256:"), s.Name)
	}
	return out.Bytes()
}

var sumLine = regexp.MustCompile(`^([0-9a-f]{64}) [ *]([^/\\]+)$`)

// ParseSums reads a SHA256SUMS file. A line that is none is an error, and so is
// a name with folders: what is checked lies beside the list.
func ParseSums(text []byte) ([]Sum, error) {
	var sums []Sum
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		m := sumLine.FindStringSubmatch(lines.Text())
		if m == nil {
			return nil, fmt.Errorf("line %d is no digest and name", n)
		}
		sums = append(sums, Sum{Name: m[2], Digest: "sha256:" + m[1]})
	}
	return sums, lines.Err()
}
