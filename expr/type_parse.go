package expr

import (
	"fmt"
	"strings"
)

// ParseType reads the spelling of a type in one scalar of a document: a name,
// `list(t)` or `map(t)`, each with an optional trailing `?`. Enums and records
// are not scalars; see EnumOf and RecordOf. The error is one sentence for the
// author, with the nearest type as suggestion.
// Source: language reference, section 1.
func ParseType(s string) (Type, error) {
	return parseType(s, 8)
}

func parseType(s string, depth int) (Type, error) {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutSuffix(s, "?"); ok {
		t, err := parseType(rest, depth)
		return t.Maybe(), err
	}
	name, arg, nested := strings.Cut(s, "(")
	if nested {
		return parseNested(s, strings.TrimSpace(name), arg, depth)
	}
	for n := TypeAny; n < TypeEnum; n++ {
		if n.String() == s {
			return Type{Name: n}, nil
		}
	}
	return Type{}, fmt.Errorf("unknown type %q%s", s, didYouMean(Nearest(s, strings.Fields(typeNames))))
}

// parseNested reads s, which is name(arg with the rest of arg still on.
func parseNested(s, name, arg string, depth int) (Type, error) {
	if depth == 0 {
		return Type{}, fmt.Errorf("type nested too deeply")
	}
	arg, ok := strings.CutSuffix(arg, ")")
	if !ok || name != "list" && name != "map" {
		return Type{}, fmt.Errorf("type %q: write list(t) or map(t)", s)
	}
	elem, err := parseType(arg, depth-1)
	if err != nil {
		return Type{}, err
	}
	if name == "list" {
		return ListOf(elem), nil
	}
	return MapOf(elem), nil
}
