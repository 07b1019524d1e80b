package headgate_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// The checker reads source files alone: it needs no build, no network and no
// complete module, so it also works on a half-written tree.

type (
	layer struct {
		trees []string
		why   string
	}
	way        struct{ from, to, why string }
	exceptions struct{ more, less []way }
	ban        struct{ pattern, why string }
	use        struct {
		pkg   string
		names []string
		why   string
	}
)

// pkg is one parsed package without its tests.
type pkg struct {
	path   string // relative to the module, "." for its root
	module string
	fset   *token.FileSet
	files  []*ast.File
	info   *types.Info
	vars   []*types.Var // package-level variables in source order
}

// parseTree reads every package below fsys in path order. It leaves out test
// files, testdata, hidden folders, node_modules and nested modules.
func parseTree(fsys fs.FS, module string) ([]*pkg, error) {
	var pkgs []*pkg
	err := fs.WalkDir(fsys, ".", func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if dir != "." && skipped(fsys, dir) {
			return fs.SkipDir
		}
		p, err := parseDir(fsys, dir, module)
		if p != nil {
			pkgs = append(pkgs, p)
		}
		return err
	})
	return pkgs, err
}

func skipped(fsys fs.FS, dir string) bool {
	base := path.Base(dir)
	if strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules" {
		return true
	}
	_, err := fs.Stat(fsys, path.Join(dir, "go.mod"))
	return err == nil
}

func parseDir(fsys fs.FS, dir, module string) (*pkg, error) {
	names, err := fs.Glob(fsys, path.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	p := &pkg{path: dir, module: module, fset: token.NewFileSet()}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(p.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, f)
	}
	if len(p.files) == 0 {
		return nil, nil
	}
	p.resolve()
	return p, nil
}

// resolve finds what each name in the package means. Imports stay opaque: the
// checker asks only which package or which own variable a name stands for.
func (p *pkg) resolve() {
	p.info = &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: opaque{}, Error: func(error) {}}
	own, _ := conf.Check(p.path, p.fset, p.files, p.info)
	for _, name := range own.Scope().Names() {
		if v, ok := own.Scope().Lookup(name).(*types.Var); ok {
			p.vars = append(p.vars, v)
		}
	}
	slices.SortFunc(p.vars, func(a, b *types.Var) int { return int(a.Pos() - b.Pos()) })
}

// opaque refuses every import; go/types then puts an empty package in place.
type opaque struct{}

func (opaque) Import(string) (*types.Package, error) { return nil, errors.New("opaque") }

// violations lists every broken rule in order of package, file and line.
func violations(pkgs []*pkg) []string {
	var all []string
	for _, p := range pkgs {
		var found []finding
		found = append(found, p.comment()...)
		found = append(found, p.layering()...)
		if p.pure() {
			found = append(found, p.impurities()...)
		}
		slices.SortStableFunc(found, func(a, b finding) int { return int(a.pos - b.pos) })
		for _, f := range found {
			all = append(all, fmt.Sprintf("%s: %s", p.fset.Position(f.pos), f.text))
		}
	}
	return all
}

type finding struct {
	pos  token.Pos
	text string
}

// comment demands one package comment, in the form that go doc expects.
func (p *pkg) comment() []finding {
	name := p.files[0].Name
	for _, f := range p.files {
		if f.Doc == nil {
			continue
		}
		if name.Name == "main" || strings.HasPrefix(f.Doc.Text(), "Package "+name.Name+" ") {
			return nil
		}
	}
	return []finding{{name.Pos(), fmt.Sprintf("package %s has no comment that begins with %q", name.Name, "Package "+name.Name+" ")}}
}

func (p *pkg) layering() []finding {
	if p.path == "." {
		return nil
	}
	from, rank := locate(p.path)
	if rank < 0 {
		return []finding{{p.files[0].Name.Pos(), fmt.Sprintf("package %s is in no layer: give it one in arch_test.go", p.path)}}
	}
	var found []finding
	for _, spec := range p.imports() {
		path, ok := strings.CutPrefix(spec.path, p.module+"/")
		if !ok {
			continue
		}
		to, below := locate(path)
		if why := forbidden(from, rank, to, below); why != "" {
			found = append(found, finding{spec.pos, fmt.Sprintf("%s imports %s: %s", p.path, path, why)})
		}
	}
	return found
}

// forbidden says why tree from must not import tree to, or "" if it may.
func forbidden(from string, rank int, to string, below int) string {
	same := func(w way) bool { return w.from == from && w.to == to }
	switch {
	case from == to || slices.ContainsFunc(ways.more, same):
		return ""
	case slices.ContainsFunc(ways.less, same):
		return ways.less[slices.IndexFunc(ways.less, same)].why
	case below < 0 || below >= rank:
		return layers[rank].why
	}
	return ""
}

// locate returns the tree that a package belongs to and the index of its
// layer, or -1 if it has none.
func locate(path string) (tree string, rank int) {
	for rank, l := range layers {
		for _, tree := range l.trees {
			if within(path, tree) {
				return tree, rank
			}
		}
	}
	return "", -1
}

func within(path, tree string) bool {
	return path == tree || strings.HasPrefix(path, tree+"/")
}

func (p *pkg) pure() bool {
	return !slices.ContainsFunc(impure, func(tree string) bool { return within(p.path, tree) })
}

func (p *pkg) impurities() []finding {
	var found []finding
	for _, spec := range p.imports() {
		for _, b := range noImport {
			if b.pattern == spec.path || within(spec.path, strings.TrimSuffix(b.pattern, "/...")) && strings.HasSuffix(b.pattern, "/...") {
				found = append(found, finding{spec.pos, fmt.Sprintf("imports %s: %s", spec.path, b.why)})
			}
		}
	}
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			found = append(found, p.impurity(n)...)
			return true
		})
	}
	return append(found, p.changedVars()...)
}

func (p *pkg) impurity(n ast.Node) []finding {
	switch n := n.(type) {
	case *ast.GoStmt:
		return []finding{{n.Pos(), "go statement: pure code runs in its caller"}}
	case *ast.FuncDecl:
		if n.Recv == nil && n.Name.Name == "init" {
			return []finding{{n.Pos(), "func init: nothing happens before it is asked for"}}
		}
	case *ast.SelectorExpr:
		return p.banned(n)
	}
	return nil
}

func (p *pkg) banned(sel *ast.SelectorExpr) []finding {
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return nil
	}
	name, ok := p.info.Uses[id].(*types.PkgName)
	if !ok {
		return nil
	}
	for _, u := range noUse {
		if u.pkg == name.Imported().Path() && slices.Contains(u.names, sel.Sel.Name) {
			return []finding{{sel.Pos(), fmt.Sprintf("uses %s.%s: %s", u.pkg, sel.Sel.Name, u.why)}}
		}
	}
	return nil
}

// changedVars reports the package variables that some function assigns to, or
// whose address it takes. Errors and tables, set once where they are declared,
// are constants in all but name.
func (p *pkg) changedVars() []finding {
	changes := map[types.Object]token.Pos{}
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			for _, target := range changed(n) {
				if v := p.info.Uses[root(target)]; v != nil && !changes[v].IsValid() {
					changes[v] = target.Pos()
				}
			}
			return true
		})
	}
	var found []finding
	for _, v := range p.vars {
		if at, ok := changes[v]; ok {
			found = append(found, finding{v.Pos(), fmt.Sprintf(
				"package variable %s may be changed at %s: a result must not depend on calls before", v.Name(), p.fset.Position(at))})
		}
	}
	return found
}

// changed returns the expressions that n writes to.
func changed(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return n.Lhs
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		return []ast.Expr{n.Key, n.Value}
	case *ast.UnaryExpr:
		// A pointer into a table is how large rows are read; one to a whole
		// variable is how it is changed behind the checker's back.
		if _, ok := n.X.(*ast.Ident); ok && n.Op == token.AND {
			return []ast.Expr{n.X}
		}
	case *ast.CallExpr:
		if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "delete" || id.Name == "clear") && len(n.Args) > 0 {
			return n.Args[:1]
		}
	}
	return nil
}

// root returns the variable at the bottom of x.f[i], or nil.
func root(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.IndexExpr:
		return root(e.X)
	case *ast.SelectorExpr:
		return root(e.X)
	case *ast.StarExpr:
		return root(e.X)
	case *ast.ParenExpr:
		return root(e.X)
	}
	return nil
}

type imported struct {
	path string
	pos  token.Pos
}

func (p *pkg) imports() []imported {
	var all []imported
	for _, f := range p.files {
		for _, spec := range f.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			// A blank import of embedded data, such as time/tzdata, is judged like any other.
			all = append(all, imported{path, spec.Pos()})
		}
	}
	return all
}
