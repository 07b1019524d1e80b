package calendar

import "time"

// Calendar is working time.
type Calendar struct{ always bool }

// Weekdays is a set of weekdays: bit 0 is Monday.
type Weekdays uint8

// Hours is a daily range of working time in seconds of the local day.
type Hours struct{ From, To int64 }

// CalendarSpec says what a Calendar is made of.
type CalendarSpec struct {
	Zone     *Zone
	Days     Weekdays
	Hours    []Hours
	Holidays Holidays
	From, To int
}

func NewCalendar(spec CalendarSpec) (*Calendar, error)          { panic("api") }
func Always() *Calendar                                         { panic("api") }
func ParseWeekdays(s string) (Weekdays, error)                  { panic("api") }
func ParseHours(s string) ([]Hours, error)                      { panic("api") }
func (c *Calendar) IsAlways() bool                              { panic("api") }
func (c *Calendar) Zone() *Zone                                 { panic("api") }
func (c *Calendar) Contains(t Instant) bool                     { panic("api") }
func (c *Calendar) NextOpen(t Instant) Instant                  { panic("api") }
func (c *Calendar) Add(t Instant, d time.Duration) Instant      { panic("api") }
func (c *Calendar) Sub(t Instant, d time.Duration) Instant      { panic("api") }
func (c *Calendar) Between(a, b Instant) time.Duration          { panic("api") }
func (c *Calendar) AddDays(t Instant, n int) Instant            { panic("api") }
func (c *Calendar) DayLength() time.Duration                    { panic("api") }
func (c *Calendar) Point(from, to Instant, percent int) Instant { panic("api") }
func (c *Calendar) addMillis(t Instant, ms int64) Instant       { panic("api") }
