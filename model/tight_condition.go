package model

import (
	"slices"
	"strings"
)

// untilStand: a condition is tighter when it holds less often.
func untilStand(_ *tightening, old, new *Step) verdict {
	return conditionStand(old.Until.Src, new.Until.Src)
}

// whenStand: a guard is tighter when it holds more often, so that the step runs
// at least as often. No guard always holds.
func whenStand(_ *tightening, old, new *Step) verdict {
	v := verdict{implied(old.When.Src, new.When.Src), old.When.Src, new.When.Src, "write `" + old.When.Src + " || …`, or remove `when`"}
	switch v.stand {
	case tighter:
		v.stand = looser
	case looser:
		v.stand = tighter
	}
	if old.When.Src == "" {
		v.hint = "remove `when`: it always ran"
	}
	return v
}

// conditionStand compares two conditions of which the one that holds less often
// is tighter. No condition always holds.
func conditionStand(old, new string) verdict {
	return verdict{implied(old, new), old, new, "write `" + old + " && …`"}
}

// implied tells whether condition b is equal to a, holds less often (tighter)
// or more often (looser), by what they are joined of; apart when that does not
// tell.
func implied(a, b string) stand {
	a, b = or(condensed(a), "true"), or(condensed(b), "true")
	less, more := implies(b, a), implies(a, b)
	switch {
	case less && more:
		return equal
	case less:
		return tighter
	case more:
		return looser
	}
	return apart
}

// implies reports whether a holding means that b holds, by what both are
// joined of. False does not mean that it does not.
func implies(a, b string) bool {
	if a == b {
		return true
	}
	if parts := clauses(a, "||"); len(parts) != 1 {
		return !slices.ContainsFunc(parts, func(p string) bool { return !implies(p, b) })
	}
	if parts := clauses(b, "&&"); len(parts) != 1 {
		return !slices.ContainsFunc(parts, func(p string) bool { return !implies(a, p) })
	}
	anyOf, allOf := clauses(b, "||"), clauses(a, "&&")
	return len(anyOf) > 1 && slices.ContainsFunc(anyOf, func(p string) bool { return implies(a, p) }) ||
		len(allOf) > 1 && slices.ContainsFunc(allOf, func(p string) bool { return implies(p, b) }) ||
		len(anyOf) == 1 && len(allOf) == 1 && anyOf[0] == allOf[0]
}

// holds reports whether every word of part is in all.
func holds(all, part []string) bool {
	return !slices.ContainsFunc(part, func(w string) bool { return !slices.Contains(all, w) })
}

// clauses gives what a condensed condition joins by an operator, && or ||, on
// its outermost level; the condition itself when it joins nothing by it. `true`
// joins nothing by && and `false` nothing by ||.
func clauses(src, op string) []string {
	src = unwrapped(src)
	if src == "true" && op == "&&" || src == "false" && op == "||" {
		return nil
	}
	parts := cut(src, op)
	if op == "&&" && len(cut(src, "||")) > 1 || len(cut(src, "?")) > 1 || len(parts) == 1 {
		return []string{src}
	}
	var out []string
	for _, p := range parts {
		out = append(out, clauses(p, op)...)
	}
	return out
}

// unwrapped takes away parentheses around the whole.
func unwrapped(src string) string {
	for strings.HasPrefix(src, "(") && strings.HasSuffix(src, ")") && closes(src) == len(src)-1 {
		src = src[1 : len(src)-1]
	}
	return src
}

// closes gives the index of the bracket that closes the first character, or -1.
func closes(src string) int {
	at := -1
	scan(src, func(i, depth int) bool {
		if depth == 0 && i > 0 {
			at = i
		}
		return at < 0
	})
	return at
}

// cut splits a condition at an operator outside of brackets and quotes.
func cut(src, op string) []string {
	var out []string
	from := 0
	scan(src, func(i, depth int) bool {
		if depth == 0 && i >= from && strings.HasPrefix(src[i:], op) {
			out = append(out, src[from:i])
			from = i + len(op)
		}
		return true
	})
	return append(out, src[from:])
}

// scan visits every byte of a condition outside of quotes with the depth of
// brackets behind it, until visit returns false.
func scan(src string, visit func(i, depth int) bool) {
	depth, quote := 0, byte(0)
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch {
		case quote != 0 && c == '\\':
			i++
			continue
		case quote != 0:
			if c == quote {
				quote = 0
			}
			continue
		case c == '"' || c == '\'':
			quote = c
			continue
		case strings.IndexByte("([{", c) >= 0:
			depth++
		case strings.IndexByte(")]}", c) >= 0:
			depth--
		}
		if !visit(i, depth) {
			return
		}
	}
}

// condensed takes the space out of a condition that does not part two words, so
// that layout makes no difference.
func condensed(src string) string {
	var b strings.Builder
	quote, space := byte(0), false
	for i := range len(src) {
		c := src[i]
		if quote == 0 && strings.IndexByte(" \t\r\n", c) >= 0 {
			space = true
			continue
		}
		if space && b.Len() > 0 && isWord(b.String()[b.Len()-1]) && isWord(c) {
			b.WriteByte(' ')
		}
		space = false
		b.WriteByte(c)
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote && (i == 0 || src[i-1] != '\\'):
			quote = 0
		}
	}
	return b.String()
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// or gives a text, or another when it is empty.
func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
