package expr_test

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

// gen writes random well-typed expressions over the names of pairs: b c: bool,
// i j: int, x y: number, s t: string, d: duration, at: time, l m: list(int).
type gen struct {
	t    *rapid.T
	vars int // comprehension variables v0, v1, … in scope, all ints
}

func (g *gen) pick(n int) int { return rapid.IntRange(0, n-1).Draw(g.t, "pick") }

func (g *gen) of(options ...string) string { return options[g.pick(len(options))] }

func (g *gen) boolean(depth int) string {
	if depth == 0 {
		return g.of("b", "c", "true", "false")
	}
	d := depth - 1
	switch g.pick(14) {
	case 0, 1:
		return fmt.Sprintf("(%s && %s)", g.boolean(d), g.boolean(d))
	case 2, 3:
		return fmt.Sprintf("(%s || %s)", g.boolean(d), g.boolean(d))
	case 4:
		return "!" + g.boolean(d)
	case 5:
		return fmt.Sprintf("(%s %s %s)", g.integer(d), g.relation(), g.integer(d))
	case 6:
		return fmt.Sprintf("(%s %s %s)", g.number(d), g.relation(), g.number(d))
	case 7:
		return fmt.Sprintf("(%s %s %s)", g.text(d), g.relation(), g.text(d))
	case 8:
		return fmt.Sprintf("(%s %s %s)", g.time(d), g.relation(), g.time(d))
	case 9:
		return fmt.Sprintf("(%s in %s)", g.integer(d), g.list(d))
	case 10:
		return fmt.Sprintf("%s.%s(%s)", g.text(d), g.of("contains", "startsWith", "endsWith"), g.text(d))
	case 11:
		return fmt.Sprintf("(%s %s %s)", g.list(d), g.of("==", "!="), g.list(d))
	case 12:
		return g.macro(g.list(d), g.of("all", "exists", "exists_one"), func() string { return g.boolean(d) })
	default:
		return fmt.Sprintf("(%s ? %s : %s)", g.boolean(d), g.boolean(d), g.boolean(d))
	}
}

func (g *gen) relation() string { return g.of("==", "!=", "<", "<=", ">", ">=") }

func (g *gen) macro(list, name string, body func() string) string {
	v := fmt.Sprintf("v%d", g.vars)
	g.vars++
	defer func() { g.vars-- }()
	return fmt.Sprintf("%s.%s(%s, %s)", list, name, v, body())
}

func (g *gen) integer(depth int) string {
	if depth == 0 {
		if g.vars > 0 && g.pick(2) == 0 {
			return fmt.Sprintf("v%d", g.pick(g.vars))
		}
		return g.of("i", "j", "0", "1", "-3", "17", "9223372036854775807", "-9223372036854775808")
	}
	d := depth - 1
	switch g.pick(7) {
	case 0, 1:
		return fmt.Sprintf("(%s %s %s)", g.integer(d), g.of("+", "-", "*", "/", "%"), g.integer(d))
	case 2:
		return fmt.Sprintf("(%s ? %s : %s)", g.boolean(d), g.integer(d), g.integer(d))
	case 3:
		return fmt.Sprintf("%s.size()", g.list(d))
	case 4:
		return fmt.Sprintf("%s[%s]", g.list(d), g.integer(d))
	case 5:
		return fmt.Sprintf("int(%s)", g.of("(0.0 + "+g.number(d)+")", "s", "(s + t)", g.time(d)))
	default:
		return fmt.Sprintf("-(%s)", g.integer(d))
	}
}

func (g *gen) number(depth int) string {
	if depth == 0 {
		return g.of("x", "y", "0.0", "1.5", "-2.25", "1e300")
	}
	d := depth - 1
	switch g.pick(4) {
	case 0:
		return fmt.Sprintf("double(%s)", g.of(g.integer(d), "s", "(s + t)"))
	case 1:
		return fmt.Sprintf("(%s ? %s : %s)", g.boolean(d), g.number(d), g.number(d))
	default:
		return fmt.Sprintf("(%s %s %s)", g.number(d), g.of("+", "-", "*", "/"), g.number(d))
	}
}

func (g *gen) text(depth int) string {
	if depth == 0 {
		return g.of("s", "t", `""`, `"é\n"`, `"12"`, `"1.5"`)
	}
	d := depth - 1
	switch g.pick(3) {
	case 0:
		return fmt.Sprintf("(%s + %s)", g.text(d), g.text(d))
	case 1:
		return fmt.Sprintf("string(%s)", g.of(g.integer(d), g.boolean(d), g.time(d), g.duration(d)))
	default:
		return fmt.Sprintf("(%s ? %s : %s)", g.boolean(d), g.text(d), g.text(d))
	}
}

func (g *gen) time(depth int) string {
	if depth == 0 {
		return g.of("at", `timestamp("2026-01-31T12:00:00Z")`, `timestamp("1969-12-31T23:59:59.5Z")`)
	}
	return fmt.Sprintf("(%s %s %s)", g.time(depth-1), g.of("+", "-"), g.duration(depth-1))
}

func (g *gen) duration(depth int) string {
	if depth == 0 {
		return g.of("d", `duration("1h30m")`, `duration("-250ms")`)
	}
	if g.pick(2) == 0 {
		return fmt.Sprintf("(%s - %s)", g.time(depth-1), g.time(depth-1))
	}
	return fmt.Sprintf("(%s + %s)", g.duration(depth-1), g.duration(depth-1))
}

func (g *gen) list(depth int) string {
	if depth == 0 {
		return g.of("l", "m", "[1, 2, 3]")
	}
	d := depth - 1
	switch g.pick(5) {
	case 0:
		return fmt.Sprintf("(%s + %s)", g.list(d), g.list(d))
	case 1:
		return g.macro(g.list(d), "filter", func() string { return g.boolean(d) })
	case 2:
		return g.macro(g.list(d), "map", func() string { return g.integer(d) })
	case 3:
		return fmt.Sprintf("(%s ? %s : %s)", g.boolean(d), g.list(d), g.list(d))
	default:
		items := make([]string, 1+g.pick(3))
		for i := range items {
			items[i] = g.integer(d)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
}

// expression is one of any type.
func (g *gen) expression(depth int) string {
	switch g.pick(6) {
	case 0:
		return g.integer(depth)
	case 1:
		return g.number(depth)
	case 2:
		return g.text(depth)
	case 3:
		return g.list(depth)
	case 4:
		return g.time(depth)
	default:
		return g.boolean(depth)
	}
}
