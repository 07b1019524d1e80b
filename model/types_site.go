package model

// Site is the names of an installation.
type Site struct {
	Header
	Zone          string
	Calendars     []CalendarSpec
	Groups        []Entry
	People        []Person
	Teams         []NamedList
	Environments  []Entry
	CIs           []CI
	Executors     []Signature
	Sources       []Signature
	Templates     []string
	Models        []string
	Classes       []string
	Organizations []string
}

// CalendarSpec is a calendar of the installation.
type CalendarSpec struct {
	ID       Word
	Days     string
	Hours    string
	Holidays string   // shipped list, or empty
	Dates    []string // own list
}

// Person of the directory.
type Person struct {
	ID           Word
	Name         string
	Skills       []string
	Organization string
}

// NamedList is a list of ids under a name.
type NamedList struct {
	ID    Word
	Items []string
}

// CI of the installation.
type CI struct {
	ID     Word
	Type   string
	PartOf string
}

// Signature is what an executor takes and gives, or a source's type.
type Signature struct {
	ID         Word
	With       []Field
	Gives      []Field
	AnyGives   bool
	Type       *TypeExpr
	Dry        bool
	SafePoint  bool
	Idempotent bool
}
