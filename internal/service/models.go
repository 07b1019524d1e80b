package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/findings"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/model"
)

// compiled is a version of a model ready to run, with what it was made of.
type compiled struct {
	flat  *model.Model
	plan  *engine.Plan
	files []client.SourceFile // its own document first
	// pausable are the executors that can stop at a safe point. Others run to
	// their end when their step is held.
	pausable []string
}

// modelData is what the row of a model keeps for lists.
type modelData struct {
	Class    string   `json:"class"`
	Owner    string   `json:"owner"`
	Rigor    string   `json:"rigor"`
	Urgency  string   `json:"urgency"`
	Extends  string   `json:"extends,omitempty"`
	Abstract bool     `json:"abstract,omitempty"`
	NotYet   []string `json:"not_yet,omitempty"`
}

// plan returns the compiled model of a digest.
func (s *Service) plan(ctx context.Context, digest string) (*engine.Plan, error) {
	c, err := s.compiled(ctx, digest)
	if err != nil {
		return nil, err
	}
	return c.plan, nil
}

// compiled compiles a stored model once. It is stored with everything it is
// built on, so it compiles to the same plan for ever.
func (s *Service) compiled(ctx context.Context, digest string) (*compiled, error) {
	if c, ok := s.plans.get(digest); ok {
		return c, nil
	}
	row, err := s.Store.ModelByDigest(ctx, digest)
	if err != nil {
		return nil, fault("read model "+digest, err)
	}
	var files []client.SourceFile
	if err := json.Unmarshal([]byte(row.Text), &files); err != nil {
		return nil, fmt.Errorf("decode documents of %s@%s: %w", row.ID, row.Version, err)
	}
	c, found := compile(files, row.ID, row.Version)
	if c == nil || found.HasErrors() || c.flat.Digest != digest {
		return nil, fmt.Errorf("model %s@%s does not compile to the version that was stored: %s", row.ID, row.Version, found)
	}
	s.plans.put(digest, c, nil)
	return c, nil
}

// compile makes one model of a set of documents.
func compile(files []client.SourceFile, id, version string) (*compiled, model.Diagnostics) {
	set, found := loadSet(files)
	for _, doc := range set.Models {
		if doc.ID == id && doc.Version == version {
			c, more := flatten(set, doc)
			if c != nil {
				c.files = files
			}
			return c, append(found, more...)
		}
	}
	return nil, found
}

func flatten(set *model.Set, doc *model.Model) (*compiled, model.Diagnostics) {
	flat, found := model.Flatten(doc, set)
	if flat == nil || found.HasErrors() {
		return nil, set.Annotate(found)
	}
	plan, more := engine.Compile(flat, set.Site)
	found = set.Annotate(append(found, more...))
	if plan == nil {
		return nil, found
	}
	return &compiled{flat: flat, plan: plan, pausable: pausable(set.Site)}, found
}

func pausable(site *model.Site) []string {
	var out []string
	if site == nil {
		return nil
	}
	for _, e := range site.Executors {
		if e.SafePoint {
			out = append(out, e.ID.Text)
		}
	}
	return out
}

func loadSet(files []client.SourceFile) (*model.Set, model.Diagnostics) {
	read := make([]model.File, len(files))
	for i, f := range files {
		read[i] = model.File{Name: f.Name, Text: []byte(f.Text)}
	}
	return model.LoadSet(read)
}

// CheckModels returns everything that is wrong with documents, together with
// the ones they are built on. Nothing is stored.
func (s *Service) CheckModels(ctx context.Context, c Caller, files []client.SourceFile) (client.CheckResult, error) {
	if err := c.need(MayRead); err != nil {
		return client.CheckResult{}, err
	}
	r, err := s.check(ctx, files)
	return r.result, err
}

// storeModels stores the models among the documents as approved, if all of them
// are in order, and otherwise nothing. Storing the same version again does
// nothing; another text under the same version is refused.
func (s *Service) storeModels(ctx context.Context, c Caller, files []client.SourceFile) (client.CheckResult, error) {
	r, err := s.check(ctx, files)
	if err != nil || !r.result.OK {
		return r.result, err
	}
	fresh, err := s.fresh(ctx, r.models, false)
	if err != nil {
		return client.CheckResult{}, err
	}
	for _, m := range fresh {
		if err := s.storeModel(ctx, c, m, s.shipped(c, m)); err != nil {
			return client.CheckResult{}, err
		}
	}
	return r.result, nil
}

// shipped is the act that brings a model with the program or the folder of an
// operator: it is approved.
func (s *Service) shipped(c Caller, m *compiled) store.ModelAct {
	return store.ModelAct{Act: "shipped", State: store.ModelApproved, At: s.now(), By: c.id(), Digest: m.flat.Digest}
}

// fresh returns the models that are not stored yet. It refuses those of which
// the version exists with another content, before anything is stored. A draft
// counts as not stored for who submits, and for nobody else.
func (s *Service) fresh(ctx context.Context, models []*compiled, drafts bool) (fresh []*compiled, err error) {
	for _, m := range models {
		old, err := s.Store.Model(ctx, m.flat.ID, m.flat.Version)
		switch {
		case errors.Is(err, store.ErrNotFound):
			fresh = append(fresh, m)
		case err != nil:
			return nil, fault("read model", err)
		case old.State == store.ModelDraft && drafts:
			fresh = append(fresh, m)
		case old.State == store.ModelDraft:
		case old.Digest != m.flat.Digest:
			return nil, &Error{
				Kind: Exists, Code: "version_exists", Detail: fmt.Sprintf("%s@%s is stored with another content", m.flat.ID, m.flat.Version),
				Need: "a version never changes: give the document a higher version",
			}
		}
	}
	return fresh, nil
}

func (s *Service) storeModel(ctx context.Context, c Caller, m *compiled, act store.ModelAct) error {
	text, err := json.Marshal(s.built(m))
	if err != nil {
		return fmt.Errorf("encode documents: %w", err)
	}
	f := m.flat
	data, err := json.Marshal(modelData{
		Class: f.Class, Owner: f.Owner, Rigor: f.Rigor, Urgency: f.Urgency, Extends: f.Extends, Abstract: f.Abstract, NotYet: m.plan.NotYet,
	})
	if err != nil {
		return fmt.Errorf("encode model: %w", err)
	}
	err = s.Store.PutModel(ctx, store.Model{
		ID: f.ID, Version: f.Version, Kind: m.plan.CaseWord, Title: f.Title, Digest: f.Digest, Text: string(text), At: act.At, By: c.id(), Data: data,
		State: act.State,
	}, act)
	return fault("store model "+f.ID, err)
}

// checked is documents as they were given, read with the library.
type checked struct {
	result client.CheckResult
	set    *model.Set
	models []*compiled // those that compile, in the order of the set
}

// check compiles all models among the documents, and says all that is wrong.
func (s *Service) check(ctx context.Context, files []client.SourceFile) (checked, error) {
	all, err := s.withLibrary(ctx, files)
	if err != nil {
		return checked{}, err
	}
	set, found := loadSet(all)
	r := checked{set: set, result: client.CheckResult{Models: []client.ModelSummary{}}}
	for _, doc := range set.Models {
		if !given(files, doc.Pos.File) {
			continue
		}
		m, more := flatten(set, doc)
		found = append(found, more...)
		if m == nil {
			continue
		}
		found = append(found, set.Annotate(model.Check(m.flat, set.Site))...)
		m.files = ownFirst(all, doc.Pos.File)
		r.models = append(r.models, m)
		r.result.Models = append(r.result.Models, client.ModelSummary{
			ID: doc.ID, Version: doc.Version, Kind: m.plan.CaseWord, Title: m.flat.Title, Class: m.flat.Class, Owner: m.flat.Owner,
			Rigor: m.flat.Rigor, Urgency: m.flat.Urgency, Extends: m.flat.Extends, Abstract: m.flat.Abstract, Digest: m.flat.Digest,
			NotYet: orEmpty(m.plan.NotYet),
		})
	}
	found.Sort()
	r.result.OK = !found.HasErrors()
	r.result.Diagnostics = findings.Wire(found)
	return r, nil
}

func given(files []client.SourceFile, name string) bool {
	return slices.ContainsFunc(files, func(f client.SourceFile) bool { return f.Name == name })
}

// withLibrary adds to documents those of the library that they do not replace.
func (s *Service) withLibrary(ctx context.Context, files []client.SourceFile) ([]client.SourceFile, error) {
	library, err := s.library(ctx)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, f := range files {
		taken["file "+f.Name] = true
		for _, key := range s.documents(f) {
			taken[key] = true
		}
	}
	all := slices.Clone(files)
	for _, f := range library {
		keys := append(slices.Clone(s.documents(f)), "file "+f.Name)
		if !slices.ContainsFunc(keys, func(key string) bool { return taken[key] }) {
			all = append(all, f)
		}
		for _, key := range keys {
			taken[key] = true
		}
	}
	return all, nil
}

// library is what models may be built on: the documents of the installation
// and those of the stored models.
func (s *Service) library(ctx context.Context) ([]client.SourceFile, error) {
	rows, err := s.Store.Models(ctx)
	if err != nil {
		return nil, fault("list models", err)
	}
	out := slices.Clone(s.Library)
	for _, row := range rows {
		full, err := s.Store.Model(ctx, row.ID, row.Version)
		if err != nil {
			return nil, fault("read model", err)
		}
		var files []client.SourceFile
		if err := json.Unmarshal([]byte(full.Text), &files); err != nil || len(files) == 0 {
			return nil, fmt.Errorf("decode documents of %s@%s: %w", row.ID, row.Version, err)
		}
		own := files[0]
		own.Name = row.ID + "@" + row.Version + ".yaml"
		out = append(out, own)
	}
	return out, nil
}

// documents names what is in a file, so that two files with the same document
// can be told. The names are kept: the files of the library are asked for theirs
// with every check.
func (s *Service) documents(f client.SourceFile) []string {
	names, ok := s.named.get(f.Text)
	if !ok {
		names = documents(f)
		s.named.put(f.Text, names, nil)
	}
	return names
}

func documents(f client.SourceFile) []string {
	docs, _ := model.Parse(f.Name, []byte(f.Text)) // what is wrong with it is said when all are loaded
	out := []string{}
	for _, d := range docs {
		switch {
		case d.Process != nil:
			out = append(out, "process "+d.Process.Runs)
		case d.Site != nil:
			out = append(out, "site")
		default:
			out = append(out, d.Kind+" "+d.ID+"@"+d.Version)
		}
	}
	return out
}

// ownFirst puts the file of a model before all others.
func ownFirst(all []client.SourceFile, own string) []client.SourceFile {
	out := make([]client.SourceFile, 0, len(all))
	for _, f := range all {
		if f.Name == own {
			out = slices.Insert(out, 0, f)
		} else {
			out = append(out, f)
		}
	}
	return out
}

// built returns the documents a model is made of, its own first. When fewer
// than all give the same model, only those are kept with it.
func (s *Service) built(m *compiled) []client.SourceFile {
	flat, files := m.flat, m.files[:1:1]
	for _, f := range m.files[1:] {
		if slices.ContainsFunc(s.documents(f), func(key string) bool {
			kind, id, _ := strings.Cut(key, " ")
			return kind == "site" || kind == "policy" || kind == "overlay" || key == "process "+flat.Kind || slices.Contains(flat.Parents, id)
		}) {
			files = append(files, f)
		}
	}
	if c, found := compile(files, flat.ID, flat.Version); c != nil && !found.HasErrors() && c.flat.Digest == flat.Digest {
		return files
	}
	return m.files
}
