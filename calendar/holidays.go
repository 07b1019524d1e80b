package calendar

import "time"

// Holidays returns the days of a year that are no working days, in any order; a
// day kept before the year begins is in the year it is kept for. It must give
// the same answer each time. nil has none.
type Holidays func(year int) []Date

// HolidayList returns the list of that name shipped with the product, computed
// by rule for every year from 2000, and false if there is none.
func HolidayList(name string) (Holidays, bool) {
	switch name {
	case "de-be":
		return berlin, true
	case "us-federal":
		return usFederal, true
	}
	return nil, false
}

// HolidayLists returns the names of the shipped lists, sorted.
func HolidayLists() []string { return []string{"de-be", "us-federal"} }

// HolidaysOn returns the holidays given as dates, in any order. The dates are
// kept.
func HolidaysOn(dates ...Date) Holidays {
	return func(year int) []Date {
		var in []Date
		for _, d := range dates {
			if d.Year == year {
				in = append(in, d)
			}
		}
		return in
	}
}

// berlin returns the public holidays of Berlin.
// Source: Gesetz über die Sonn- und Feiertage (Berlin), with its single days.
func berlin(year int) []Date {
	easter := easterSunday(year)
	days := []Date{
		{year, time.January, 1},
		easter.plus(-2), // Good Friday
		easter.plus(1),
		{year, time.May, 1},
		easter.plus(39), // Ascension
		easter.plus(50), // Whit Monday
		{year, time.October, 3},
		{year, time.December, 25},
		{year, time.December, 26},
	}
	if year >= 2019 {
		days = append(days, Date{year, time.March, 8})
	}
	switch year {
	case 2017: // 500 years of Reformation
		days = append(days, Date{year, time.October, 31})
	case 2020, 2025: // 75 and 80 years of liberation
		days = append(days, Date{year, time.May, 8})
	case 2028: // 75 years after the uprising of 1953
		days = append(days, Date{year, time.June, 17})
	}
	return days
}

// usFederal returns the federal holidays of the United States as kept from
// Monday to Friday: one on a Saturday the Friday before, one on a Sunday the
// Monday after. Inauguration Day, kept around Washington only, is not in it.
// Source: 5 U.S.C. 6103; Executive Order 11582.
func usFederal(year int) []Date {
	days := []Date{
		observed(year, time.January, 1),
		nthIn(year, time.January, 3, 0),  // Birthday of Martin Luther King, Jr.
		nthIn(year, time.February, 3, 0), // Washington's Birthday
		nthIn(year, time.May, 5, 0),      // Memorial Day
		observed(year, time.July, 4),
		nthIn(year, time.September, 1, 0), // Labor Day
		nthIn(year, time.October, 2, 0),   // Columbus Day
		observed(year, time.November, 11),
		nthIn(year, time.November, 4, 3), // Thanksgiving Day
		observed(year, time.December, 25),
	}
	if year >= 2021 {
		days = append(days, observed(year, time.June, 19)) // Juneteenth
	}
	return days
}

func observed(year int, month time.Month, day int) Date {
	d := Date{year, month, day}
	switch weekdayOf(d.days()) {
	case 5:
		return d.plus(-1)
	case 6:
		return d.plus(1)
	}
	return d
}

func nthIn(year int, month time.Month, nth int, weekday int64) Date {
	return dateOf(nthWeekday(Date{year, month, 1}.days(), nth, weekday))
}

func (d Date) plus(days int64) Date { return dateOf(d.days() + days) }

// easterSunday returns Easter of the Gregorian calendar.
// Source: Meeus/Jones/Butcher, Nature 13 (1876) 487.
func easterSunday(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date{year, time.Month(n / 31), n%31 + 1}
}
