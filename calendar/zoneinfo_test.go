package calendar

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"time"
)

// TestZonesAreThoseOfTheProgram: rules that states changed lately are known,
// however old the database of the machine is. Each row is the offset from UTC
// at 12:00 UTC of a day.
func TestZonesAreThoseOfTheProgram(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone, day, want, since string
	}{
		{"America/Coyhaique", "2025-07-01", "-03:00", "Aysén keeps summer time, and has a zone of its own, since March 2025"},
		{"America/Asuncion", "2026-07-01", "-03:00", "Paraguay keeps summer time since October 2024"},
		{"Asia/Almaty", "2024-02-29", "+06:00", "Kazakhstan has one zone since March 2024"},
		{"Asia/Almaty", "2024-03-01", "+05:00", "Kazakhstan has one zone since March 2024"},
		{"America/Nuuk", "2026-01-15", "-02:00", "Greenland is an hour nearer since 2023"},
		{"America/Nuuk", "2026-07-15", "-01:00", "and has summer time again since 2024"},
		{"Africa/Cairo", "2026-01-15", "+02:00", "Egypt has summer time again since 2023"},
		{"Africa/Cairo", "2026-07-15", "+03:00", "Egypt has summer time again since 2023"},
		{"America/Mexico_City", "2026-07-15", "-06:00", "Mexico has no summer time since 2022"},
		{"Asia/Amman", "2026-01-15", "+03:00", "Jordan keeps summer time since 2022"},
	} {
		z := zone(t, c.zone)
		noon := time.UnixMilli(int64(at(t, UTC, c.day+"T12:00"))).In(z.Location())
		if got := noon.Format("-07:00"); got != c.want {
			t.Errorf("%s on %s is at %s, want %s: %s", c.zone, c.day, got, c.want, c.since)
		}
	}
}

// TestZoneDatabase: package archive/zip reads the same files, every one is a
// zone, and the archive is the one the documentation names.
func TestZoneDatabase(t *testing.T) {
	t.Parallel()
	sum := sha256.Sum256([]byte(zoneInfo))
	const want = "8f55634d05f8bca1f7bc7c69c5933428c69357e0bdf565e5ba224e3f88ff12e8"
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("zoneinfo.zip has digest %s, want %s; with a new release change zoneinfo.go, decision 0007 and this line", got, want)
	}
	archive, err := zip.NewReader(strings.NewReader(zoneInfo), int64(len(zoneInfo)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if got := zoneFile(f.Name); string(got) != string(text) || err != nil {
			t.Errorf("%s has %d bytes, want %d; error %v", f.Name, len(got), len(text), err)
		}
		if _, ok := loadLocation(f.Name); !ok {
			t.Errorf("%s is no zone", f.Name)
		}
	}
}
