package bench

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"text/tabwriter"
)

// Figure is one thing measured. Value is the median of the runs and lies
// between Least and Greatest. Bar and Goal are what was asked for, 0 for
// figures that only explain others and for bars without a goal.
type Figure struct {
	Of       string  `json:"of"`   // core, compile, sqlite, start or memory
	Name     string  `json:"name"` // what, in words
	Unit     string  `json:"unit"`
	Value    float64 `json:"value"`
	Least    float64 `json:"least"`
	Greatest float64 `json:"greatest"`
	Runs     int     `json:"runs"`
	Bar      float64 `json:"bar,omitempty"`
	Goal     float64 `json:"goal,omitempty"`
	AtMost   bool    `json:"at_most,omitempty"` // bar and goal are upper bounds
	Verdict  string  `json:"verdict"`           // met, goal met, missed; empty without a bar
}

// figure makes a Figure of the values of all runs. One in which nothing happened
// has no ratio, and is left out.
func figure(of, name, unit string, values ...float64) Figure {
	sorted := slices.DeleteFunc(slices.Sorted(slices.Values(values)), func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
	f := Figure{Of: of, Name: name, Unit: unit, Runs: len(sorted)}
	if n := len(sorted); n > 0 {
		f.Value, f.Least, f.Greatest = sorted[n/2], sorted[0], sorted[n-1]
	}
	return f
}

// atLeast judges a figure that should be great.
func (f Figure) atLeast(bar, goal float64) Figure {
	f.Bar, f.Goal = bar, goal
	f.Verdict = verdict(f.Value >= bar, goal != 0 && f.Value >= goal)
	return f
}

// atMost judges a figure that should be small.
func (f Figure) atMost(bar, goal float64) Figure {
	f.Bar, f.Goal, f.AtMost = bar, goal, true
	f.Verdict = verdict(f.Value <= bar, goal != 0 && f.Value <= goal)
	return f
}

func verdict(bar, goal bool) string {
	switch {
	case goal:
		return "goal met"
	case bar:
		return "met"
	default:
		return "missed"
	}
}

// Report is what one run of the command measured, and where.
type Report struct {
	Machine Machine  `json:"machine"`
	Figures []Figure `json:"figures"`
}

// Print writes the report as a table.
func (r *Report) Print(out io.Writer) error {
	r.Machine.print(out)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	of := ""
	for _, f := range r.Figures {
		if f.Of != of {
			of = f.Of
			fmt.Fprintf(w, "\n%s\tmedian\tleast\tgreatest\tbar\tgoal\t\n", of)
		}
		fmt.Fprintf(w, "  %s, %s\t%s\t%s\t%s\t%s\t%s\t%s\n", f.Name, f.Unit, number(f.Value), number(f.Least), number(f.Greatest),
			f.bound(f.Bar), f.bound(f.Goal), f.Verdict)
	}
	return w.Flush()
}

func (f *Figure) bound(v float64) string {
	switch {
	case v == 0:
		return ""
	case f.AtMost:
		return "≤ " + number(v)
	default:
		return "≥ " + number(v)
	}
}

// number writes a value with three digits that mean something.
func number(v float64) string {
	switch {
	case v == 0:
		return "0"
	case v >= 100:
		return grouped(int64(v + 0.5))
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	case v >= 1:
		return strconv.FormatFloat(v, 'f', 2, 64)
	default:
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
}

func grouped(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}
