package calendar

// clockZone is the optional zone behind a clock time: none, one known by its
// name, or a name that the caller resolves.
type clockZone struct {
	zone *Zone
	name string // as written, or empty
	at   int
}

// zone reads a zone, unless one of the words that may follow is next.
func (p *parser) zone(follow ...string) (clockZone, error) {
	p.space()
	at := p.pos
	name, err := p.zoneName(follow...)
	if err != nil || name == "" {
		return clockZone{}, err
	}
	cz := clockZone{name: name, at: at}
	if !isZoneRef(name) {
		if cz.zone, err = LoadZone(name, nil); err != nil {
			return clockZone{}, errorAt(at, zoneHint, "unknown zone %q", name)
		}
	}
	return cz, nil
}

// isZoneRef reports whether the caller knows what a zone name means: site, and
// dotted paths, which no zone of the database is.
func isZoneRef(name string) bool {
	if name == "site" {
		return true
	}
	for i := range len(name) {
		if name[i] == '.' || name[i] == '[' {
			return true
		}
	}
	return false
}

func (c clockZone) or(z *Zone) *Zone {
	if c.zone != nil {
		return c.zone
	}
	return z
}

func (c clockZone) isRef() bool { return c.name != "" && isZoneRef(c.name) }

func (c clockZone) appendRef(refs []Ref) []Ref {
	if c.isRef() {
		refs = append(refs, Ref{RefZone, c.name, c.at})
	}
	return refs
}

func (c *clockZone) bind(zone func(string) (*Zone, error)) (err error) {
	if c.isRef() {
		c.zone, err = zone(c.name)
	}
	return err
}

// suffix returns the zone as it stands behind a clock time.
func (c clockZone) suffix() string {
	if c.name == "" {
		return ""
	}
	return " " + c.name
}
