package engine

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/headgate/headgate/expr"
)

// EventVersion is the version that events are written in. ParseEventJSON reads
// it and every older one.
const EventVersion = 1

// AppendEventJSON appends an event as JSON, on one line. Nodes, roles, facts,
// outputs and answers are written by name and items by their keys, so that an
// event can be read without the plan; s is a state that knows the items, such
// as the one after the event. Values keep their types: a time is
// {"$time": ms}, a duration {"$duration": ms}, a number that is no int has a
// point.
func AppendEventJSON(b []byte, p *Plan, s *State, e *Event) []byte {
	if e.Kind == LaterEvent {
		return append(b, e.Text...)
	}
	w := jsonWriter{b: b}
	w.raw(`{"v":`)
	w.int(EventVersion)
	w.text("kind", e.Kind.String())
	w.name("at")
	w.int(int64(e.At))
	if e.Node != None {
		w.text("node", p.nodeName(e.Node))
		w.items(keysOf(s, e.Frame))
	}
	w.number("attempt", int64(e.Attempt))
	w.text("person", e.Actor.Person)
	w.text("for", e.Actor.For)
	w.text("machine", e.Actor.Machine)
	if e.Role != None {
		w.text("role", p.Roles[e.Role].ID)
	}
	w.text("answer", e.Answer)
	w.text("text", e.Text)
	w.target(p, e)
	w.index(e)
	w.number("until", int64(e.Until))
	w.text("whom", e.Person)
	w.list("persons", e.Persons)
	w.named("values", e.Values)
	w.named("read", e.Read)
	if e.Start != nil {
		w.start(e.Start)
	}
	if e.Grant != nil {
		w.grant(e.Grant)
	}
	w.raw("}")
	return w.b
}

// jsonWriter appends members; what is empty is left out.
type jsonWriter struct{ b []byte }

func (w *jsonWriter) raw(s string) { w.b = append(w.b, s...) }

func (w *jsonWriter) int(n int64) { w.b = strconv.AppendInt(w.b, n, 10) }

func (w *jsonWriter) name(s string) {
	if last := w.b[len(w.b)-1]; last != '{' && last != '[' {
		w.b = append(w.b, ',')
	}
	w.quote(s)
	w.b = append(w.b, ':')
}

func (w *jsonWriter) text(name, s string) {
	if s != "" {
		w.name(name)
		w.quote(s)
	}
}

func (w *jsonWriter) number(name string, n int64) {
	if n != 0 {
		w.name(name)
		w.int(n)
	}
}

const hexDigits = "0123456789abcdef"

// quote appends a JSON string. Bytes that are no UTF-8 become U+FFFD.
func (w *jsonWriter) quote(s string) {
	w.b = append(w.b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				w.b = append(append(w.b, s[from:i]...), "\ufffd"...)
				from = i + 1
			}
			i += size
			continue
		}
		if c < ' ' || c == '"' || c == '\\' {
			w.b = append(w.b, s[from:i]...)
			switch c {
			case '"', '\\':
				w.b = append(w.b, '\\', c)
			case '\n':
				w.b = append(w.b, '\\', 'n')
			default:
				w.b = append(w.b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			from = i + 1
		}
		i++
	}
	w.b = append(append(w.b, s[from:]...), '"')
}

func (w *jsonWriter) items(keys []string) { w.list("items", keys) }

func (w *jsonWriter) list(name string, list []string) {
	if len(list) > 0 {
		w.fullList(name, list)
	}
}

// fullList is list that writes an empty one too.
func (w *jsonWriter) fullList(name string, list []string) {
	w.name(name)
	w.raw("[")
	for i, s := range list {
		if i > 0 {
			w.raw(",")
		}
		w.quote(s)
	}
	w.raw("]")
}

// target writes what Target means for the kind of the event.
func (w *jsonWriter) target(p *Plan, e *Event) {
	switch {
	case e.Target == None:
	case e.Kind == Elapsed:
		w.text("timer", timerWords[e.Target])
	case e.Target < None:
		w.name("mark")
		w.int(int64(e.Target))
	case e.Kind == UndoStarted || e.Kind == Held:
		w.name("mark")
		w.int(int64(e.Target))
	default:
		w.text("target", p.nodeName(e.Target))
	}
}

var timerWords = [...]string{
	TimerLatestBackOut: "latest_back_out", TimerValidity: "validity", TimerFactAge: "fact_age", TimerWatchAt: "watch_at",
	TimerWatchFor: "watch_for", TimerElse: "else", TimerAt: "at", TimerFor: "for", TimerWindow: "window",
	TimerTimeout: "timeout", TimerRetry: "retry", TimerRung: "rung", TimerHold: "hold", TimerPeriod: "period",
}

// index writes Index, by name where it has one; what follows from other
// members is left out.
func (w *jsonWriter) index(e *Event) {
	switch {
	case e.Index == None:
	case e.Kind == Held || e.Kind == Resumed:
		w.text("cause", HoldCause(e.Index).String())
	default:
		w.name("index")
		w.int(int64(e.Index))
	}
}

func (w *jsonWriter) named(name string, list []Named) {
	if len(list) == 0 {
		return
	}
	w.name(name)
	w.raw("{")
	for i := range list {
		w.name(list[i].Name)
		w.value(list[i].Value)
	}
	w.raw("}")
}

func (w *jsonWriter) value(x expr.Value) {
	switch x.Kind() {
	case expr.KindBool:
		w.b = strconv.AppendBool(w.b, x.IsTrue())
	case expr.KindInt:
		w.int(x.AsInt())
	case expr.KindNumber:
		from := len(w.b)
		w.b = strconv.AppendFloat(w.b, x.AsNumber(), 'g', -1, 64)
		for _, c := range w.b[from:] {
			if c == '.' || c == 'e' {
				return
			}
		}
		w.raw(".0")
	case expr.KindTime:
		w.raw(`{"$time":`)
		w.int(x.AsInt())
		w.raw("}")
	case expr.KindDuration:
		w.raw(`{"$duration":`)
		w.int(x.AsInt())
		w.raw("}")
	case expr.KindString:
		w.quote(x.AsString())
	case expr.KindList:
		w.raw("[")
		for i, item := range x.Items() {
			if i > 0 {
				w.raw(",")
			}
			w.value(item)
		}
		w.raw("]")
	case expr.KindMap:
		w.raw("{")
		for _, f := range x.Fields() {
			w.name(f.Name)
			w.value(f.Value)
		}
		w.raw("}")
	default:
		w.raw("null")
	}
}

func (w *jsonWriter) start(s *Start) {
	w.name("start")
	w.raw("{")
	w.text("case", s.Case)
	w.text("title", s.Title)
	w.named("params", s.Params)
	w.number("t", int64(s.T))
	for i, a := range s.Assign {
		if i == 0 {
			w.name("assign")
			w.raw("{")
		}
		w.fullList(a.Role, a.Persons) // nobody is an assignment too
		if i == len(s.Assign)-1 {
			w.raw("}")
		}
	}
	w.list("overlays", s.Overlays)
	w.list("changes", s.Changes)
	w.list("cis", s.CIs)
	w.number("mode", int64(s.Mode))
	w.named("facts", s.Facts)
	w.raw("}")
}

func (w *jsonWriter) grant(g *Grant) {
	w.name("grant")
	w.raw("{")
	w.text("id", g.ID)
	w.text("change", g.Change)
	w.text("kind", g.Kind)
	w.text("stage", g.Stage)
	w.list("cis", g.CIs)
	w.list("environments", g.Environments)
	w.number("from", int64(g.From))
	w.number("to", int64(g.To))
	w.text("window", g.Window)
	w.text("package", g.Package)
	w.text("model", g.Model)
	w.list("deciders", g.Deciders)
	w.text("status", g.Status)
	w.raw("}")
}

// nodeName is the id of a node, or for a block without one its number.
func (p *Plan) nodeName(n NodeID) string {
	if id := p.Nodes[n].ID; id != "" {
		return id
	}
	return "#" + strconv.Itoa(int(n))
}

// nodeNamed is the inverse of nodeName.
func (p *Plan) nodeNamed(name string) (NodeID, bool) {
	if number, ok := strings.CutPrefix(name, "#"); ok {
		n, err := strconv.Atoi(number)
		return NodeID(n), err == nil && n >= 0 && n < len(p.Nodes)
	}
	n, ok := p.names[name]
	return n, ok
}
