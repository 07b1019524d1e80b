package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/analysis/compare"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/findings"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

func (s *session) modelDiff() *cobra.Command {
	var published, exitCode bool
	cmd := &cobra.Command{
		Use: "diff [OLD] NEW", Short: "Tell two versions of a model apart, in words", Args: oneOrTwo, ValidArgsFunction: completeModel,
		Long: "Tell two versions of a model apart, in words: what is new, gone, moved or changed, whether that is tighter or looser,\n" +
			"what becomes of running releases, and which version number it deserves.\n" +
			"OLD and NEW are files, or ids of shipped or neighbouring models, with or without @version. Without OLD, NEW is\n" +
			"compared with the shipped or neighbouring model of its id; with --published, with what the server has.",
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := s.diffOf(cmd, args, published)
			if err != nil {
				return err
			}
			err = s.show(cmd, findings.Diff(d), func(w io.Writer) { fmt.Fprint(w, d.String()) })
			if err == nil && exitCode && len(d.Changes) > 0 {
				return silent(ExitError)
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&published, "published", false, "take OLD from the server: the version named, else the current one")
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "end with 1 when anything differs, for scripts")
	return cmd
}

func oneOrTwo(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return byUse(cmd, args)
}

func (s *session) diffOf(cmd *cobra.Command, args []string, published bool) (*compare.Diff, error) {
	newName := args[len(args)-1]
	new, err := flatModel(cmd, newName, "")
	if err != nil {
		return nil, err
	}
	name, but := new.ID, newName
	if len(args) == 2 {
		name, but = args[0], ""
	}
	var old *model.Model
	if published {
		old, err = s.publishedModel(cmd, name)
	} else {
		old, err = flatModel(cmd, name, but)
	}
	if err != nil {
		return nil, err
	}
	return compare.Models(old, new), nil
}

// flatModel is a model by file, or by id or id@version of a shipped or
// neighbouring one, ready to be compared. The file but does not count as a
// neighbour.
func flatModel(cmd *cobra.Command, name, but string) (*model.Model, error) {
	files, isFile, err := filesFor(name, but)
	if err != nil {
		return nil, err
	}
	set, found := model.LoadSet(files)
	id, version, _ := strings.Cut(name, "@")
	var doc *model.Model
	for _, m := range set.Models {
		switch {
		case isFile && m.Pos.File == name && doc == nil, !isFile && m.ID == id && version != "" && model.IsVersion(m.Version, version):
			doc = m
		}
	}
	if !isFile && version == "" {
		doc = set.ByID(id)
	}
	if doc == nil && isFile && !found.HasErrors() {
		return nil, usagef("%s has no model", name)
	}
	if doc == nil && !isFile {
		return nil, usagef("%s is no file and no other model here (--published asks the server); there are: %s", name, strings.Join(modelIDs(&reading{set: set}), ", "))
	}
	return flattened(cmd, set, doc, keep(found, map[string]bool{name: isFile}))
}

// filesFor puts the file named before those it may be built on, so that it
// stands for any other document of its id and version.
func filesFor(name, but string) (files []model.File, isFile bool, err error) {
	var paths []string
	if _, err := os.Stat(name); err == nil {
		paths, isFile = append(paths, name), true
		paths = append(paths, slices.DeleteFunc(beside(paths), func(p string) bool { return p == name })...)
	} else {
		paths = slices.DeleteFunc(neighbours(), func(p string) bool { return sameFile(p, but) })
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, isFile, err
		}
		files = append(files, model.File{Name: path, Text: text})
	}
	return append(files, models.Shipped()...), isFile, nil
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	y, none := os.Stat(b)
	return err == nil && none == nil && os.SameFile(x, y)
}

// flattened prints what is wrong with a document instead, if anything is.
func flattened(cmd *cobra.Command, set *model.Set, doc *model.Model, found model.Diagnostics) (*model.Model, error) {
	if doc != nil {
		flat, more := model.Flatten(doc, set)
		found = append(found, more...)
		if !found.HasErrors() {
			return flat, nil
		}
	}
	fmt.Fprintln(cmd.ErrOrStderr(), set.Annotate(found.Errors()).String())
	return nil, silent(ExitError)
}

// publishedModel is a model of the server, made of the documents it was stored
// with.
func (s *session) publishedModel(cmd *cobra.Command, ref string) (*model.Model, error) {
	api, err := s.api(cmd.Context())
	if err != nil {
		return nil, err
	}
	m, err := api.Model(cmd.Context(), ref)
	if err != nil {
		return nil, err
	}
	set, found := model.LoadSet(filesOf(m.Documents))
	i := slices.IndexFunc(set.Models, func(doc *model.Model) bool { return doc.ID == m.ID && doc.Version == m.Version })
	if i < 0 {
		return nil, fmt.Errorf("the server shows no document of %s@%s", m.ID, m.Version)
	}
	return flattened(cmd, set, set.Models[i], found)
}

func filesOf(docs []client.SourceFile) []model.File {
	out := make([]model.File, len(docs))
	for i, d := range docs {
		out[i] = model.File{Name: d.Name, Text: []byte(d.Text)}
	}
	return out
}
