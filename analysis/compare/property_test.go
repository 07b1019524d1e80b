package compare_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/headgate/headgate/analysis/compare"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// sources are documents with every part of the language: what is shipped, and
// the sound documents of package model.
func sources(t *testing.T) [][]model.File {
	t.Helper()
	var out [][]model.File
	for _, m := range []string{"models/software-standard.yaml", "models/handbook-page.yaml", "models/change-basic.yaml", "models/release-core.yaml"} {
		files := models.Core()
		i := slices.IndexFunc(files, func(f model.File) bool { return f.Name == m })
		files[0], files[i] = files[i], files[0]
		out = append(out, files)
	}
	names, err := filepath.Glob("../../model/testdata/sound/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, slices.Concat([]model.File{{Name: name, Text: text}}, models.Core()))
	}
	return out
}

// first flattens the first model of the first file, anew with every call; nil
// when there is none.
func first(files []model.File) *model.Model {
	set, _ := model.LoadSet(files)
	i := slices.IndexFunc(set.Models, func(m *model.Model) bool { return m.Pos.File == files[0].Name })
	if i < 0 {
		return nil
	}
	m, ds := model.Flatten(set.Models[i], set)
	if ds.HasErrors() {
		return nil
	}
	return m
}

// TestNothingDiffersFromItself: reading a document twice gives no changes.
func TestNothingDiffersFromItself(t *testing.T) {
	t.Parallel()
	count := 0
	for _, files := range sources(t) {
		a, b := first(files), first(files)
		if a == nil {
			continue
		}
		count++
		if got := compare.Models(a, b); len(got.Changes) > 0 || got.Running != "" || got.Version.Level != compare.None {
			t.Errorf("%s differs from itself:\n%s", files[0].Name, got)
		}
	}
	if count < 5 {
		t.Errorf("only %d models were compared", count)
	}
}

// TestNothingIsLost changes a model anywhere and asks for every part of which
// the canonical form is another.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	all := slices.DeleteFunc(sources(t), func(files []model.File) bool { return first(files) == nil })
	rapid.Check(t, func(r *rapid.T) {
		files := all[rapid.IntRange(0, len(all)-1).Draw(r, "document")]
		a, b := first(files), first(files)
		for range rapid.IntRange(1, 4).Draw(r, "changes") {
			mutate(r, reflect.ValueOf(b).Elem())
		}
		b.ID, b.Version = a.ID, a.Version
		got := compare.Models(a, b)
		want := differing(r, a, b)
		for _, unit := range want {
			if !slices.ContainsFunc(got.Changes, func(c compare.Change) bool { return tells(c.Path, unit) }) {
				r.Errorf("%s: nothing tells that %s differs:\n%s", files[0].Name, unit, got)
			}
		}
		if same := string(model.Canonical(a)) == string(model.Canonical(b)); same != (len(got.Changes) == 0) {
			r.Errorf("%s: the forms are the same: %v, but:\n%s", files[0].Name, same, got)
		}
		for _, c := range got.Changes {
			if c.Text == "" || c.Group == "" || c.Level == compare.None {
				r.Errorf("%s: %+v says too little", files[0].Name, c)
			}
		}
		if again := compare.Models(a, b); !reflect.DeepEqual(got, again) {
			r.Errorf("%s: two comparisons differ:\n%s\n%s", files[0].Name, got, again)
		}
	})
}

// tells reports whether a change is about a unit: at it, below it, or at what
// holds it.
func tells(path, unit string) bool {
	return path == unit || strings.HasPrefix(path, unit+".") || strings.HasPrefix(unit, path+".")
}

// mutate changes one value somewhere below v that the canonical form writes.
func mutate(r *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "_x")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Pointer:
		mutatePointer(r, v)
	case reflect.Slice:
		mutateSlice(r, v)
	case reflect.Struct:
		var fields []reflect.Value
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() || f.Tag.Get("canon") == "-" || f.Type == reflect.TypeFor[model.Pos]() || isIdentity(v, f) {
				continue
			}
			if !v.Field(i).IsZero() || rapid.IntRange(0, 9).Draw(r, "empty") == 0 {
				fields = append(fields, v.Field(i))
			}
		}
		if len(fields) > 0 {
			mutate(r, fields[rapid.IntRange(0, len(fields)-1).Draw(r, v.Type().Name())])
		}
	}
}

// isIdentity: the identity of a step, and what Flatten says of it, stay.
func isIdentity(v reflect.Value, f reflect.StructField) bool {
	_, ok := v.Interface().(model.Step)
	return ok && (f.Name == "ID" || f.Name == "Kind" || f.Name == "OfProcess" || f.Name == "Reference" || f.Name == "Omit")
}

func mutatePointer(r *rapid.T, v reflect.Value) {
	step, isStep := v.Interface().(*model.Step)
	switch {
	case v.IsNil():
		if v.Type().Elem().PkgPath() == reflect.TypeFor[model.Step]().PkgPath() && !isStep {
			v.Set(reflect.New(v.Type().Elem()))
			mutate(r, v.Elem())
		}
	case isStep:
		c := *step
		v.Set(reflect.ValueOf(&c))
		mutate(r, v.Elem())
	case rapid.IntRange(0, 3).Draw(r, "gone") == 0:
		v.SetZero()
	default:
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(v.Elem())
		v.Set(c)
		mutate(r, v.Elem())
	}
}

func mutateSlice(r *rapid.T, v reflect.Value) {
	if v.Len() == 0 {
		return
	}
	c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(c, v)
	v.Set(c)
	i := rapid.IntRange(0, v.Len()-1).Draw(r, "element")
	switch rapid.IntRange(0, 5).Draw(r, "how") {
	case 0:
		v.Set(reflect.AppendSlice(v.Slice(0, i), v.Slice(i+1, v.Len())))
	case 1:
		swap := reflect.Swapper(v.Interface())
		swap(0, i)
	default:
		mutate(r, v.Index(i))
	}
}

// differing lists, from the canonical forms alone, what differs: step.field,
// section.name, or a key.
func differing(r *rapid.T, a, b *model.Model) []string {
	was, is := decoded(r, a), decoded(r, b)
	var out []string
	note := func(unit string, x, y any) {
		if !reflect.DeepEqual(x, y) {
			out = append(out, unit)
		}
	}
	old, new := map[string]map[string]any{}, map[string]map[string]any{}
	for _, key := range keysOf(was, is) {
		switch key {
		case "phases", "procedures":
			stepsOf(was[key], old)
			stepsOf(is[key], new)
			continue
		case "timeline":
			x, _ := was[key].(map[string]any)
			y, _ := is[key].(map[string]any)
			for _, k := range keysOf(x, y) {
				sections("timeline."+documentKey(k), x[k], y[k], note)
			}
			continue
		}
		sections(key, was[key], is[key], note)
	}
	for _, id := range keysOf(old, new) {
		x, y := old[id], new[id]
		if x == nil || y == nil {
			out = append(out, id)
			continue
		}
		for _, k := range keysOf(x, y) {
			note(id+"."+documentKey(k), x[k], y[k])
		}
	}
	return out
}

func documentKey(key string) string {
	if k, ok := map[string]string{"from_role": "from", "to_role": "to", "t": "T", "follow": "T.follow", "overlay_use": "overlay", "overlay_with": "overlay.with"}[key]; ok {
		return k
	}
	return key
}

func decoded(r *rapid.T, m *model.Model) map[string]any {
	out := map[string]any{}
	text := strings.ReplaceAll(string(model.Canonical(m)), `="`, `"=`) // a quoted scalar; in a string the quote is escaped
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		r.Fatalf("canonical form of %s: %v", m.ID, err)
	}
	return out
}

func keysOf[V any](a, b map[string]V) []string {
	var out []string
	for k := range a {
		out = append(out, k)
	}
	for k := range b {
		out = append(out, k)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sections compares a section by the names in it.
func sections(key string, was, is any, note func(unit string, x, y any)) {
	x, y := named(was), named(is)
	if x == nil || y == nil {
		note(key, was, is)
		return
	}
	for _, name := range keysOf(x, y) {
		note(fmt.Sprintf("%s.%s", key, name), x[name], y[name])
	}
}

func named(v any) map[string]any {
	list, ok := v.([]any)
	if !ok {
		return nil
	}
	out := map[string]any{}
	for _, e := range list {
		record, _ := e.(map[string]any)
		id, ok := record["id"].(string)
		if !ok {
			return nil
		}
		out[id] = record
	}
	return out
}

// stepsOf collects the steps with an id by it, without the steps in them.
func stepsOf(v any, out map[string]map[string]any) {
	list, _ := v.([]any)
	for _, e := range list {
		s := e.(map[string]any)
		stepsOf(s["steps"], out)
		delete(s, "steps")
		if id, ok := s["id"].(string); ok {
			out[id] = s
		}
	}
}

// TestEveryFieldOfAStepIsTold gives a step each field there is, one at a time.
func TestEveryFieldOfAStepIsTold(t *testing.T) {
	t.Parallel()
	files := models.Core()
	of := func() (*model.Model, *model.Step) {
		set, _ := model.LoadSet(files)
		m, _ := model.Flatten(set.ByID("handbook-page"), set)
		blank := &model.Step{Kind: "task", ID: "blank"}
		m.Phases[0].Steps = append(slices.Clip(m.Phases[0].Steps), blank)
		return m, blank
	}
	for i := range reflect.TypeFor[model.Step]().NumField() {
		f := reflect.TypeFor[model.Step]().Field(i)
		if f.Tag.Get("canon") == "-" || f.Type == reflect.TypeFor[model.Pos]() || f.Name == "ID" || f.Name == "Steps" {
			continue
		}
		old, _ := of()
		new, step := of()
		fill(reflect.ValueOf(step).Elem().Field(i))
		if got := compare.Models(old, new); len(got.Changes) != 1 || !strings.HasPrefix(got.Changes[0].Path, "blank.") {
			t.Errorf("%s:\n%s", f.Name, got)
		}
	}
}

// fill makes a value say something.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(2)
	case reflect.Uint8:
		v.SetUint(0)
	case reflect.Interface:
		v.Set(reflect.ValueOf("x"))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() && (f.Kind() == reflect.String || f.Kind() == reflect.Struct) {
				fill(f)
			}
		}
	}
}
