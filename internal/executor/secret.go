package executor

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

var reference = regexp.MustCompile(`\$\{(env|file|with):([^}]+)\}`)

// expand replaces ${with:name} by the call's input and ${env:NAME} and
// ${file:path} by secrets. It returns the text and the secrets it used.
func expand(text string, c Call) (string, []string, error) {
	var secrets []string
	var firstErr error
	out := reference.ReplaceAllStringFunc(text, func(ref string) string {
		m := reference.FindStringSubmatch(ref)
		v, secret, err := lookup(m[1], m[2], c)
		if err != nil && firstErr == nil {
			firstErr = err
		}
		if secret {
			secrets = append(secrets, v)
		}
		return v
	})
	return out, secrets, firstErr
}

func lookup(kind, name string, c Call) (value string, secret bool, err error) {
	switch kind {
	case "env":
		v, ok := os.LookupEnv(name)
		if !ok {
			return "", false, fmt.Errorf("secret ${env:%s} is not set", name)
		}
		return v, true, nil
	case "file":
		b, err := os.ReadFile(name)
		if err != nil {
			return "", false, fmt.Errorf("secret ${file:%s} cannot be read", name)
		}
		return strings.TrimRight(string(b), "\r\n"), true, nil
	}
	raw, ok := c.With[name]
	if !ok {
		return "", false, nil // an absent optional input
	}
	return scalar(raw), false, nil
}

// mask writes to w with every secret replaced by asterisks. A secret that is
// split between two writes is still found: the tail that could begin one is
// kept back until the next write or Close.
type mask struct {
	w       io.Writer
	secrets [][]byte
	tail    []byte
}

func newMask(w io.Writer, secrets []string) *mask {
	m := &mask{w: w}
	for _, s := range secrets {
		if s != "" {
			m.secrets = append(m.secrets, []byte(s))
		}
	}
	return m
}

func (m *mask) Write(p []byte) (int, error) {
	buf := append(m.tail, p...)
	for _, s := range m.secrets {
		buf = bytes.ReplaceAll(buf, s, []byte("***"))
	}
	keep := m.begun(buf)
	_, err := m.w.Write(buf[:len(buf)-keep])
	m.tail = append([]byte(nil), buf[len(buf)-keep:]...)
	return len(p), err
}

// begun returns how many last bytes of buf may be the start of a secret.
func (m *mask) begun(buf []byte) int {
	longest := 0
	for _, s := range m.secrets {
		for n := min(len(s)-1, len(buf)); n > longest; n-- {
			if bytes.HasPrefix(s, buf[len(buf)-n:]) {
				longest = n
				break
			}
		}
	}
	return longest
}

// Close writes what was kept back.
func (m *mask) Close() error {
	_, err := m.w.Write(m.tail)
	m.tail = nil
	return err
}
