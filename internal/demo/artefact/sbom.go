package artefact

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"debug/buildinfo"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// SBOM returns the bill of materials of a Go binary as CycloneDX 1.6 JSON. It
// lists what the linker wrote into the binary, so it cannot name a module that
// is not in it. It carries no time: the same binary has the same bill. A version
// that is given names the binary; of one built in a checkout the linker knows
// only that it is under development.
// Source: https://cyclonedx.org/docs/1.6/json/
func SBOM(path, version string) ([]byte, error) {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s holds no build info of Go: %w", path, err)
	}
	if version != "" {
		info.Main.Version, info.Main.Replace = version, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = writeSBOM(&out, info, sha256.Sum256(content))
	return out.Bytes(), err
}

func writeSBOM(w io.Writer, info *debug.BuildInfo, binary [sha256.Size]byte) error {
	bom := cdx.NewBOM()
	bom.SerialNumber = serial(binary)
	root := module(&info.Main, cdx.ComponentTypeApplication)
	root.Hashes = &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: strings.TrimPrefix(digest(binary[:]), "sha256:")}}
	root.Properties = settings(info)
	bom.Metadata = &cdx.Metadata{Component: &root}
	components := libraries(info)
	bom.Components = &components
	bom.Dependencies = uses(root.BOMRef, components)
	encoder := cdx.NewBOMEncoder(w, cdx.BOMFileFormatJSON)
	return encoder.SetPretty(true).SetEscapeHTML(false).EncodeVersion(bom, cdx.SpecVersion1_6)
}

// serial makes the number of a bill out of the binary it is about, as a UUID of
// version 8 (RFC 9562, section 5.8).
func serial(binary [sha256.Size]byte) string {
	u := binary[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// libraries lists the modules in a binary and the standard library, by purl.
func libraries(info *debug.BuildInfo) []cdx.Component {
	std := debug.Module{Path: "std", Version: strings.TrimPrefix(info.GoVersion, "go")}
	list := []cdx.Component{module(&std, cdx.ComponentTypeLibrary)}
	for _, dep := range info.Deps {
		list = append(list, module(dep, cdx.ComponentTypeLibrary))
	}
	slices.SortFunc(list, func(a, b cdx.Component) int { return cmp.Compare(a.BOMRef, b.BOMRef) })
	return list
}

// module describes a module as what was really linked: its replacement, if it
// has one.
func module(m *debug.Module, kind cdx.ComponentType) cdx.Component {
	if m.Replace != nil {
		m = m.Replace
	}
	c := cdx.Component{Type: kind, Name: m.Path, Version: m.Version, PackageURL: purl(m)}
	c.BOMRef = c.PackageURL
	if m.Sum != "" {
		c.Properties = &[]cdx.Property{{Name: "go:sum", Value: m.Sum}}
	}
	return c
}

// purl returns the package URL of a module. The type golang wants small
// letters and the plus of a version escaped.
// Source: package-url specification, types, golang.
func purl(m *debug.Module) string {
	p := "pkg:golang/" + strings.ToLower(m.Path)
	if m.Version == "" {
		return p
	}
	return p + "@" + strings.NewReplacer("+", "%2B", "(", "%28", ")", "%29").Replace(m.Version)
}

// settings lists how the binary was built.
func settings(info *debug.BuildInfo) *[]cdx.Property {
	list := []cdx.Property{{Name: "go:version", Value: info.GoVersion}, {Name: "go:package", Value: info.Path}}
	for _, s := range info.Settings {
		list = append(list, cdx.Property{Name: "go:build:" + s.Key, Value: s.Value})
	}
	return &list
}

func uses(root string, components []cdx.Component) *[]cdx.Dependency {
	refs := make([]string, len(components))
	for i := range components {
		refs[i] = components[i].BOMRef
	}
	return &[]cdx.Dependency{{Ref: root, Dependencies: &refs}}
}
