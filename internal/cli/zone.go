package cli

import (
	"os"
	"strings"
	"time"
)

// inZone returns the zone instants are shown in: UTC if asked for, else that of
// who reads.
func (s *session) inZone() *time.Location {
	if s.zone == nil {
		s.zone = time.UTC
		if !s.utc {
			s.zone = localZone()
		}
	}
	return s.zone
}

// when is an instant for a table or a hint.
func (s *session) when(t time.Time) string { return t.In(s.inZone()).Format("2006-01-02 15:04") }

func (s *session) whenOr(t *time.Time, none string) string {
	if t == nil {
		return none
	}
	return s.when(*t)
}

// localZone returns the zone of TZ, else that of the machine, by its IANA name,
// because the server must show the same. One without a name is UTC.
func localZone() *time.Location {
	name, set := os.LookupEnv("TZ")
	name = strings.TrimPrefix(name, ":")
	if !set {
		name = machineZone()
	}
	if loc, err := time.LoadLocation(name); err == nil && name != "Local" {
		return loc
	}
	return time.UTC
}

// machineZone is the name of the zone that the machine is set to, "" if it has
// none.
func machineZone() string {
	if to, err := os.Readlink("/etc/localtime"); err == nil {
		if _, name, ok := strings.Cut(to, "zoneinfo/"); ok {
			return name
		}
	}
	text, _ := os.ReadFile("/etc/timezone") // Debian's; without it there is no name
	return strings.TrimSpace(string(text))
}
