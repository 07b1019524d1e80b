package calendar

import (
	"math"
	"time"
)

// Zone is a time zone with its clock changes from 1980 to 2100 laid out for
// constant-time conversion; instants outside are converted as exactly, but
// slower. A Zone is immutable.
type Zone struct {
	name    string
	loc     *time.Location
	offsets []int64 // of era i, in seconds east of UTC
	starts  stairs  // first second of era i; era 0 starts with the table
	ends    stairs  // local second at which era i ends, its last excepted
	from    int64   // the table holds for local and UTC seconds in [from, to)
	to      int64
}

// UTC is Coordinated Universal Time.
var UTC = NewZone(time.UTC)

// AoE is "anywhere on earth", UTC-12: a day there ends when it has ended
// everywhere.
var AoE = NewZone(time.FixedZone("AoE", -12*60*60))

// LoadZone returns the zone of that name: an IANA name, "UTC", "AoE", or
// "site", which is the zone given (nil: unknown). Any other name is a
// *SyntaxError at offset 0. The zone database is the one in the program, whatever
// the machine has, so that a case has the same instants on every machine.
func LoadZone(name string, site *Zone) (*Zone, error) {
	switch name {
	case "UTC":
		return UTC, nil
	case "AoE":
		return AoE, nil
	case "site":
		if site != nil {
			return site, nil
		}
	default:
		if loc, ok := loadLocation(name); ok {
			return NewZone(loc), nil
		}
	}
	return nil, errorAt(0, zoneHint, "unknown zone %q", name)
}

const zoneHint = "write an IANA name like Europe/Berlin, UTC, AoE or site"

// NewZone lays out the clock changes of loc.
func NewZone(loc *time.Location) *Zone {
	z := &Zone{name: loc.String(), loc: loc}
	first := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(2101, 1, 1, 0, 0, 0, 0, time.UTC)
	// A day's margin: within it a local second and a UTC second are in range
	// together.
	z.from, z.to = first.Unix()+secondsPerDay, last.Unix()-secondsPerDay
	var starts, ends []uint32
	for t := first.In(loc); t.Before(last); t = boundAfter(t) {
		_, seconds := t.Zone()
		offset := int64(seconds)
		if n := len(z.offsets); n > 0 {
			if z.offsets[n-1] == offset { // a bound of names or years
				continue
			}
			ends = append(ends, uint32(t.Unix()+z.offsets[n-1]))
		}
		starts, z.offsets = append(starts, uint32(t.Unix())), append(z.offsets, offset)
	}
	z.starts, z.ends = newStairs(starts), newStairs(ends)
	return z
}

// boundAfter returns the end of the time that t shares its offset with, or an
// earlier instant after t. On 31 December of leap years package time names the
// beginning of that day for some zones.
func boundAfter(t time.Time) time.Time {
	_, end := t.ZoneBounds()
	if end.IsZero() {
		return t.AddDate(1000, 0, 0)
	}
	if !end.After(t) {
		return t.Add(time.Hour)
	}
	return end
}

// Name returns the IANA name of z, "UTC" or "AoE".
func (z *Zone) Name() string { return z.name }

// String returns the name of z.
func (z *Zone) String() string { return z.name }

// Location returns z for package time.
func (z *Zone) Location() *time.Location { return z.loc }

const (
	secondsPerDay  = 24 * 60 * 60
	millisPerDay   = secondsPerDay * 1000
	noSecond       = math.MinInt64
	daysPerWeek    = 7
	epochWeekday   = 3 // 1970-01-01 was a Thursday; Monday is 0
	monthsPerYear  = 12
	secondsPerHour = 60 * 60
)

// local returns the local second of a Unix second: what the clock on the wall
// shows, counted as if the wall were in UTC.
func (z *Zone) local(sec int64) int64 { return sec + z.offset(sec) }

func (z *Zone) offset(sec int64) int64 {
	if len(z.offsets) == 1 {
		return z.offsets[0]
	}
	if sec < z.from || sec >= z.to {
		_, offset := time.Unix(sec, 0).In(z.loc).Zone()
		return int64(offset)
	}
	return z.offsets[z.starts.find(uint32(sec))]
}

// unix returns the Unix second of a local second: the first of two, and the
// first after the gap when there is none.
func (z *Zone) unix(local int64) int64 {
	if len(z.offsets) == 1 {
		return local - z.offsets[0]
	}
	if local < z.from || local >= z.to {
		return z.unixOutside(local)
	}
	// The first era that ends after the local second either shows it or
	// begins behind it, in which case no era shows it.
	era := z.ends.find(uint32(local)) + 1
	return max(local-z.offsets[era], int64(z.starts.keys[era]))
}

// unixOutside is unix without the table.
func (z *Zone) unixOutside(local int64) int64 {
	before, after := z.offset(local-secondsPerDay), z.offset(local+secondsPerDay)
	if t := local - before; z.offset(t) == before {
		return t
	}
	if t := local - after; z.offset(t) == after {
		return t
	}
	start, _ := time.Unix(local-before, 0).In(z.loc).ZoneBounds()
	return start.Unix()
}

// clock returns the local day (days since 1970-01-01), the second of that day
// and the milliseconds of t.
func (z *Zone) clock(t Instant) (day, second, ms int64) {
	sec, ms := t.seconds()
	local := z.local(sec)
	day = floorDiv(local, secondsPerDay)
	return day, local - day*secondsPerDay, ms
}

// at returns the instant of a second of a local day; the second may lie outside
// the day and then counts on into its neighbours.
func (z *Zone) at(day, second int64) Instant {
	return Instant(z.unix(day*secondsPerDay+second) * 1000)
}
