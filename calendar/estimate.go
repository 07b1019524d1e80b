package calendar

import "math"

// Estimate is how long something takes: from p10 (it is quicker once in ten
// times) to p90, and maybe p50 between them.
// Source: language reference, section 10, "estimate".
type Estimate struct {
	P10, P50, P90 Dur
	HasP50        bool
}

const estimateHint = "write p10..p90 like 2h..1d, or p10..p50..p90"

// ParseEstimate reads "2h..1d" or "10m..20m..1h". The ends are positive, in
// order, without months, and all of elapsed time and days (of 24 hours) or all
// of working time. The error is a *SyntaxError.
func ParseEstimate(s string) (Estimate, error) {
	p := parser{src: s}
	var points []Dur
	for {
		p.space()
		at := p.pos
		d, _, err := p.dur()
		if err != nil {
			return Estimate{}, err
		}
		if err := checkPoint(points, d, at); err != nil {
			return Estimate{}, err
		}
		points = append(points, d)
		if p.peek() != '.' || p.ahead(1) != '.' || len(points) == 3 {
			break
		}
		p.pos += 2
	}
	if err := p.end(); err != nil {
		return Estimate{}, err
	}
	if len(points) == 1 {
		return Estimate{}, p.fail(estimateHint, "an estimate is a range")
	}
	return estimateOf(points), nil
}

func estimateOf(points []Dur) Estimate {
	e := Estimate{P10: points[0], P90: points[len(points)-1]}
	if len(points) == 3 {
		e.P50, e.HasP50 = points[1], true
	}
	return e
}

func checkPoint(before []Dur, d Dur, at int) error {
	rest := d
	rest.WorkDays, rest.WorkSecs, rest.Calendar = 0, 0, ""
	switch {
	case d.Months != 0:
		return errorAt(at, "count in days or weeks", "months and years differ in length")
	case d.Working() && !rest.IsZero():
		return errorAt(at, "use bh and bd, or none of them", "an estimate of working and other time")
	case d.IsZero():
		return errorAt(at, "write at least 1s", "an estimate of nothing")
	}
	if len(before) == 0 {
		return nil
	}
	last := before[len(before)-1]
	if last.Working() != d.Working() || last.Calendar != d.Calendar {
		return errorAt(at, "count both ends on the same clock", "an estimate over two clocks")
	}
	// Working days without a calendar compare with 8 hours: the order of ends
	// like 4bh..1bd must not depend on a site.
	if last.estimated(8*secondsPerHour) > d.estimated(8*secondsPerHour) {
		return errorAt(at, estimateHint, "%s is less than %s", d, last)
	}
	return nil
}

// estimated returns d in seconds of its one clock.
func (d Dur) estimated(workDay int64) float64 {
	return float64(d.Secs + d.Days*secondsPerDay + d.WorkSecs + d.WorkDays*workDay)
}

// Percentile returns percentile p, between 1 and 99, of the lognormal through
// p10 and p90, rounded up to a second: elapsed seconds, or working seconds if
// the estimate is of working time, in which a bd is a day of c. A written p50 is
// the 50th percentile and the least of those above. c is not used for elapsed
// time.
//
// It is for compile time: floating point differs between machines in the last
// place, so the result is kept and not computed again.
func (e Estimate) Percentile(p int, c *Calendar) Dur {
	workDay := int64(0)
	if e.P90.WorkDays|e.P10.WorkDays|e.P50.WorkDays != 0 {
		workDay = c.dayLong
	}
	low, high := math.Log(e.P10.estimated(workDay)), math.Log(e.P90.estimated(workDay))
	sigma := (high - low) / 2 / normal(0.9)
	secs := math.Exp((low+high)/2 + sigma*normal(float64(p)/100))
	if mid := e.P50.estimated(workDay); e.HasP50 && (p == 50 || p > 50 && secs < mid) {
		secs = mid
	}
	// The millionth of a second keeps p90 what was written, although Exp(Log(x))
	// may be a little more than x.
	whole := int64(math.Ceil(secs - 1e-6))
	if e.P90.Working() {
		return Dur{WorkSecs: whole, Calendar: e.P90.Calendar}
	}
	return Dur{Secs: whole}
}

// normal returns the quantile of the standard normal distribution.
func normal(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

// String returns e in canonical form.
func (e Estimate) String() string {
	if e.HasP50 {
		return e.P10.String() + ".." + e.P50.String() + ".." + e.P90.String()
	}
	return e.P10.String() + ".." + e.P90.String()
}
