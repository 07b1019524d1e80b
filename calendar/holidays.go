package calendar

// Holidays returns the days of a year, in order, that are no working days. nil
// is none.
type Holidays func(year int) []Date

// HolidayList returns the list of that name shipped with the product ("de-be",
// "us-federal"), computed by rule; false if there is none.
func HolidayList(name string) (Holidays, bool) { panic("api") }

// HolidayLists returns the names of the shipped lists, sorted.
func HolidayLists() []string { panic("api") }

// HolidaysOn returns the holidays given as dates, in any order.
func HolidaysOn(dates ...Date) Holidays { panic("api") }
