package calendar

import (
	_ "embed" // the zone database
	"encoding/binary"
	"time"
)

// zoneInfo is the IANA time zone database, release 2025c, as Go 1.26.8 ships it
// (lib/time/zoneinfo.zip): an archive whose files stand in it uncompressed.
// The machine's database is never asked, so the same document has the same
// instants everywhere (docs/decisions/0007).
//
//go:embed zoneinfo.zip
var zoneInfo string

// loadLocation reads an IANA zone from the database.
func loadLocation(name string) (*time.Location, bool) {
	data := zoneFile(name)
	if data == nil {
		return nil, false
	}
	loc, err := time.LoadLocationFromTZData(name, data)
	return loc, err == nil
}

// Offsets in the records of an archive.
// Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
const (
	endLength   = 22 // of the end record, which has no comment here
	endEntries  = 10
	endOffset   = 16
	entrySize   = 24 // of an entry of the directory
	entryName   = 28
	entryExtra  = 30
	entryNote   = 32
	entryFile   = 42
	entryLength = 46
	fileName    = 26 // of the header before a file
	fileExtra   = 28
	fileLength  = 30
)

// zoneFile returns the file of that name in the database, or nil.
func zoneFile(name string) []byte {
	end := zoneInfo[len(zoneInfo)-endLength:]
	dir := zoneInfo[long(end, endOffset):]
	for range short(end, endEntries) {
		length := short(dir, entryName)
		if dir[entryLength:entryLength+length] == name {
			file := zoneInfo[long(dir, entryFile):]
			from := fileLength + short(file, fileName) + short(file, fileExtra)
			return []byte(file[from : from+long(dir, entrySize)])
		}
		dir = dir[entryLength+length+short(dir, entryExtra)+short(dir, entryNote):]
	}
	return nil
}

func short(s string, at int) int { return int(binary.LittleEndian.Uint16([]byte(s[at : at+2]))) }
func long(s string, at int) int  { return int(binary.LittleEndian.Uint32([]byte(s[at : at+4]))) }
