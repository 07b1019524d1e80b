package calendar

// Estimate is how long something takes: p10..p90, or p10..p50..p90.
type Estimate struct {
	P10, P50, P90 Dur
	HasP50        bool
}

// ParseEstimate reads "2h..1d" or "10m..20m..1h". The error is a *SyntaxError.
func ParseEstimate(s string) (Estimate, error) { panic("api") }

// Percentile returns percentile p (1 to 99) of the lognormal through p10 and
// p90, rounded up to a second: elapsed seconds, or working ones if the estimate
// counts bh and bd (a bd is a day of c). For compile time: it uses floating point.
func (e Estimate) Percentile(p int, c *Calendar) Dur { panic("api") }
func (e Estimate) String() string                    { panic("api") }
