package calendar

import (
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar, in no zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads a date as 2006-01-02. The error is a *SyntaxError.
func ParseDate(s string) (Date, error) {
	p := parser{src: s}
	d, err := p.date()
	if err != nil {
		return Date{}, err
	}
	if err := p.end(); err != nil {
		return Date{}, err
	}
	return d, nil
}

// String returns d as 2006-01-02.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// days returns the days from 1970-01-01 to d. A month outside 1..12 and a day
// outside the month count on into their neighbours.
// Source: H. Hinnant, chrono-compatible low-level date algorithms.
func (d Date) days() int64 {
	m := int64(d.Month) - 1
	y := int64(d.Year) + floorDiv(m, monthsPerYear)
	m -= floorDiv(m, monthsPerYear) * monthsPerYear
	// The year begins in March, so that the leap day is its last.
	if m < 2 {
		y--
		m += monthsPerYear
	}
	m -= 2
	era := floorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*m+2)/5 + int64(d.Day) - 1
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

// dateOf is the inverse of days.
func dateOf(days int64) Date {
	days += 719468
	era := floorDiv(days, 146097)
	dayOfEra := days - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	m := (5*dayOfYear + 2) / 153
	d := Date{Year: int(yearOfEra + era*400), Month: time.Month(m + 3), Day: int(dayOfYear - (153*m+2)/5 + 1)}
	if m >= 10 {
		d.Month -= monthsPerYear
		d.Year++
	}
	return d
}

// addMonths returns the same day n months later, or the last day of that month
// if it is shorter.
func (d Date) addMonths(n int64) Date {
	m := int64(d.Year)*monthsPerYear + int64(d.Month) - 1 + n
	year := floorDiv(m, monthsPerYear)
	month := time.Month(m-year*monthsPerYear) + 1
	return Date{Year: int(year), Month: month, Day: min(d.Day, monthLength(int(year), month))}
}

func monthLength(year int, month time.Month) int {
	return int(Date{year, month + 1, 1}.days() - Date{year, month, 1}.days())
}

// weekdayOf returns the weekday of a day, Monday is 0.
func weekdayOf(days int64) int64 {
	d := days + epochWeekday
	return d - floorDiv(d, daysPerWeek)*daysPerWeek
}

// nthWeekday returns the day of the nth (1 to 4, or 5 for the last) weekday of
// the month that the first day of opens.
func nthWeekday(first int64, nth int, weekday int64) int64 {
	d := dateOf(first)
	day := first + (weekday-weekdayOf(first)+daysPerWeek)%daysPerWeek + int64(nth-1)*daysPerWeek
	if end := first + int64(monthLength(d.Year, d.Month)); day >= end {
		day -= daysPerWeek
	}
	return day
}
