package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// ParseEventJSON reads an event that AppendEventJSON wrote, of this or an older
// version. s is a state that knows the items the event is in: the one before
// it, or any later. An event of a newer version, or of a kind this engine does
// not know, comes back as LaterEvent with its text kept, so that it can be
// written again as it was. The error says what is wrong with the bytes.
func ParseEventJSON(p *Plan, s *State, data []byte) (Event, error) {
	if !utf8.Valid(data) {
		return Event{}, fmt.Errorf("read event: not UTF-8")
	}
	r := jsonReader{b: data}
	x := r.envelope()
	if r.bad || x.Kind() != expr.KindMap {
		return Event{}, fmt.Errorf("read event: not a JSON object")
	}
	version := int(member(x, "v").AsInt())
	kind, known := ParseEventKind(member(x, "kind").AsString())
	if version > EventVersion || !known {
		return Event{
			Kind: LaterEvent, Text: string(data), Node: None, Role: None, Target: None, Index: None,
			At: calendar.Instant(member(x, "at").AsInt()),
		}, nil
	}
	for v := version; v < EventVersion; v++ {
		x = Upcast[v](x)
	}
	return eventOf(p, s, kind, x)
}

// Upcast turns the JSON of an event of version i into that of version i + 1.
// A step is added whenever EventVersion rises, and never changed afterwards.
var Upcast = [EventVersion]func(expr.Value) expr.Value{
	0: func(x expr.Value) expr.Value { return x }, // 0: written without v
}

func member(x expr.Value, name string) expr.Value {
	v, _ := x.Get(name)
	return v
}

func eventOf(p *Plan, s *State, kind EventKind, x expr.Value) (Event, error) {
	e := Event{Kind: kind, Node: None, Role: None, Target: None, Index: None}
	e.At = calendar.Instant(member(x, "at").AsInt())
	if id, ok := x.Get("node"); ok {
		n, found := p.nodeNamed(id.AsString())
		if !found {
			return e, fmt.Errorf("read event: no node %q in plan %s", id.AsString(), p.Digest)
		}
		f, ok := s.frameOf(wordsOf(member(x, "items")))
		if !ok {
			return e, fmt.Errorf("read event: no item %v of %q", wordsOf(member(x, "items")), id.AsString())
		}
		e.Node, e.Frame = n, f
	}
	e.Attempt = uint16(member(x, "attempt").AsInt())
	e.Actor = Actor{Person: wordOf(x, "person"), For: wordOf(x, "for"), Machine: wordOf(x, "machine")}
	if id := wordOf(x, "role"); id != "" {
		e.Role = p.roleID(id)
	}
	e.Answer, e.Text, e.Person = wordOf(x, "answer"), wordOf(x, "text"), wordOf(x, "whom")
	e.Until = calendar.Instant(member(x, "until").AsInt())
	e.Persons = wordsOf(member(x, "persons"))
	e.Values, e.Read = namedOf(member(x, "values")), namedOf(member(x, "read"))
	e.marks(p, x)
	if start, ok := x.Get("start"); ok {
		e.Start = startOf(start)
	}
	if grant, ok := x.Get("grant"); ok {
		e.Grant = grantOf(grant)
	}
	return e, nil
}

// marks reads Target and Index.
func (e *Event) marks(p *Plan, x expr.Value) {
	if id := wordOf(x, "target"); id != "" {
		if n, ok := p.nodeNamed(id); ok {
			e.Target = n
		}
	}
	if m, ok := x.Get("mark"); ok {
		e.Target = NodeID(m.AsInt())
	}
	if t := wordOf(x, "timer"); t != "" {
		e.Target = NodeID(slices.Index(timerWords[:], t))
	}
	if c := wordOf(x, "cause"); c != "" {
		e.Index = int32(slices.Index(holdNames[:], c))
	}
	if i, ok := x.Get("index"); ok {
		e.Index = int32(i.AsInt())
	}
}

// frameOf returns the frame of an item by the keys on the way to it.
func (s *State) frameOf(keys []string) (FrameID, bool) {
	f := FrameID(0)
	for _, key := range keys {
		found := false
		for i := range s.Frames {
			if fr := &s.Frames[i]; i > 0 && fr.Parent == f && fr.Key == key {
				f, found = FrameID(i), true
				break
			}
		}
		if !found {
			return 0, false
		}
	}
	return f, true
}

func wordOf(x expr.Value, name string) string { return member(x, name).AsString() }

func wordsOf(x expr.Value) []string {
	if x.Len() == 0 {
		return nil
	}
	list := make([]string, x.Len())
	for i, item := range x.Items() {
		list[i] = item.AsString()
	}
	return list
}

// namedOf takes the pairs that the reader makes of an object whose order counts.
func namedOf(x expr.Value) []Named {
	if x.Len() == 0 {
		return nil
	}
	pairs := x.Items()
	list := make([]Named, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, Named{Name: pairs[i].AsString(), Value: pairs[i+1]})
	}
	return list
}

func startOf(x expr.Value) *Start {
	s := &Start{
		Case: wordOf(x, "case"), Title: wordOf(x, "title"), Params: namedOf(member(x, "params")),
		T: calendar.Instant(member(x, "t").AsInt()), Overlays: wordsOf(member(x, "overlays")),
		Changes: wordsOf(member(x, "changes")), CIs: wordsOf(member(x, "cis")),
		Mode: Mode(member(x, "mode").AsInt()), Facts: namedOf(member(x, "facts")),
	}
	for _, a := range namedOf(member(x, "assign")) {
		s.Assign = append(s.Assign, Assignment{Role: a.Name, Persons: wordsOf(a.Value)})
	}
	return s
}

func grantOf(x expr.Value) *Grant {
	return &Grant{
		ID: wordOf(x, "id"), Change: wordOf(x, "change"), Kind: wordOf(x, "kind"), Stage: wordOf(x, "stage"),
		CIs: wordsOf(member(x, "cis")), Environments: wordsOf(member(x, "environments")),
		From: calendar.Instant(member(x, "from").AsInt()), To: calendar.Instant(member(x, "to").AsInt()),
		Window: wordOf(x, "window"), Package: wordOf(x, "package"), Model: wordOf(x, "model"),
		Deciders: wordsOf(member(x, "deciders")), Status: wordOf(x, "status"),
	}
}

// jsonReader reads JSON into values, without reflection. {"$time": ms} and
// {"$duration": ms} are the values they stand for.
type jsonReader struct {
	b     []byte
	i     int
	depth int
	bad   bool
}

const maxDepth = 64

func (r *jsonReader) fail() expr.Value {
	r.bad = true
	r.i = len(r.b)
	return expr.Null()
}

func (r *jsonReader) next() byte {
	for r.i < len(r.b) {
		switch c := r.b[r.i]; c {
		case ' ', '\t', '\n', '\r':
			r.i++
		default:
			return c
		}
	}
	return 0
}

func (r *jsonReader) any() expr.Value {
	if r.depth++; r.depth > maxDepth {
		return r.fail()
	}
	defer func() { r.depth-- }()
	switch c := r.next(); {
	case c == '{':
		return r.object()
	case c == '[':
		return r.array()
	case c == '"':
		return expr.String(r.str())
	case c == 't':
		return r.word("true", expr.Bool(true))
	case c == 'f':
		return r.word("false", expr.Bool(false))
	case c == 'n':
		return r.word("null", expr.Null())
	}
	return r.num()
}

func (r *jsonReader) word(w string, x expr.Value) expr.Value {
	if r.i+len(w) > len(r.b) || string(r.b[r.i:r.i+len(w)]) != w {
		return r.fail()
	}
	r.i += len(w)
	return x
}

func (r *jsonReader) num() expr.Value {
	from := r.i
	whole := true
	for r.i < len(r.b) {
		c := r.b[r.i]
		if c == '.' || c == 'e' || c == 'E' {
			whole = false
		} else if (c < '0' || c > '9') && c != '-' && c != '+' {
			break
		}
		r.i++
	}
	if whole {
		if n, err := strconv.ParseInt(string(r.b[from:r.i]), 10, 64); err == nil {
			return expr.Int(n)
		}
	}
	x, err := strconv.ParseFloat(string(r.b[from:r.i]), 64)
	if err != nil {
		return r.fail()
	}
	return expr.Number(x)
}

// str reads a string; one with escapes is left to package json.
func (r *jsonReader) str() string {
	from := r.i
	escaped := false
	for r.i++; r.i < len(r.b) && r.b[r.i] != '"'; r.i++ {
		if r.b[r.i] == '\\' {
			escaped = true
			r.i++
		}
	}
	if r.i >= len(r.b) {
		r.fail()
		return ""
	}
	r.i++
	if !escaped {
		return string(r.b[from+1 : r.i-1])
	}
	var s string
	if json.Unmarshal(r.b[from:r.i], &s) != nil {
		r.fail()
	}
	return s
}

func (r *jsonReader) array() expr.Value {
	var items []expr.Value
	r.i++
	if r.next() == ']' {
		r.i++
		return expr.List(items...)
	}
	for {
		items = append(items, r.any())
		switch r.next() {
		case ',':
			r.i++
		case ']':
			r.i++
			return expr.List(items...)
		default:
			return r.fail()
		}
	}
}

func (r *jsonReader) object() expr.Value {
	var fields []expr.Field
	r.members(func(name string) { fields = append(fields, expr.Field{Name: name, Value: r.any()}) })
	return special(fields)
}

// envelope reads the object of an event or of a start. Of the objects in it
// whose order counts it makes lists of name, value, name, value.
func (r *jsonReader) envelope() expr.Value {
	var fields []expr.Field
	r.members(func(name string) {
		var x expr.Value
		switch name {
		case "values", "read", "params", "facts", "assign":
			x = r.pairs()
		case "start":
			x = r.envelope()
		default:
			x = r.any()
		}
		fields = append(fields, expr.Field{Name: name, Value: x})
	})
	return expr.Map(fields...)
}

func (r *jsonReader) pairs() expr.Value {
	var list []expr.Value
	r.members(func(name string) { list = append(list, expr.String(name), r.any()) })
	return expr.List(list...)
}

// members reads an object and calls value at each member's value.
func (r *jsonReader) members(value func(name string)) {
	if r.next() != '{' {
		r.fail()
		return
	}
	r.i++
	if r.next() == '}' {
		r.i++
		return
	}
	for !r.bad {
		if r.next() != '"' {
			break
		}
		name := r.str()
		if r.next() != ':' {
			break
		}
		r.i++
		value(name)
		switch r.next() {
		case ',':
			r.i++
			continue
		case '}':
			r.i++
			return
		}
		break
	}
	r.fail()
}

func special(fields []expr.Field) expr.Value {
	if len(fields) == 1 {
		switch fields[0].Name {
		case "$time":
			return expr.Time(fields[0].Value.AsInt())
		case "$duration":
			return expr.Duration(fields[0].Value.AsInt())
		}
	}
	return expr.Map(fields...)
}
