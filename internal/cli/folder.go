package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// The files of a working folder.
const (
	// ConfigFile says where the server of a working folder listens and keeps its
	// data; its presence makes a folder a working folder.
	ConfigFile = "headgate.yaml"
	// PeopleFile holds the passwords of a working folder's people. It
	// is readable by its owner only and never committed.
	PeopleFile = ".headgate/people.yaml"
)

// Folder is a working folder: documents, executors, and who acts in them.
type Folder struct {
	Dir    string
	Config FolderConfig
	People map[string]Login
}

// FolderConfig is the file headgate.yaml.
type FolderConfig struct {
	Listen string `yaml:"listen"` // host:port, loopback
	Data   string `yaml:"data"`   // folder of the database, below Dir
}

// Login is how one person of a working folder proves who they are.
type Login struct {
	Password    string   `yaml:"password"`
	Permissions []string `yaml:"permissions,omitempty"`
}

// FindFolder returns the working folder that dir lies in: the nearest one
// upwards with a headgate.yaml. It returns nil and no error when there is none.
func FindFolder(dir string) (*Folder, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ConfigFile)); err == nil {
			return readFolder(at)
		}
		if at == filepath.Dir(at) {
			return nil, nil
		}
	}
}

func readFolder(dir string) (*Folder, error) {
	f := &Folder{Dir: dir}
	if err := readYAML(filepath.Join(dir, ConfigFile), &f.Config); err != nil {
		return nil, err
	}
	err := readYAML(filepath.Join(dir, PeopleFile), &f.People)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return f, nil
}

func readYAML(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := yaml.Load(text, into, yaml.WithKnownFields()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// URL returns the address of the folder's server.
func (f *Folder) URL() string { return "http://" + f.Config.Listen }

// ids are those of the folder's people.
func (f *Folder) ids() []string { return slices.Sorted(maps.Keys(f.People)) }

// keepLogin writes down how a person of the folder logs in from now on.
func (f *Folder) keepLogin(id string, l Login) error {
	if f.People == nil {
		f.People = map[string]Login{}
	}
	f.People[id] = l
	return writePeople(f.Dir, f.People)
}

// writePeople writes the passwords of a folder; only its owner can read them.
func writePeople(dir string, people map[string]Login) error {
	text, err := yaml.Dump(people)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, PeopleFile)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// login returns how a person of the folder logs in. The nil folder has nobody.
func (f *Folder) login(as string) (Login, error) {
	if f == nil {
		return Login{}, unfit{errors.New("--as needs a working folder; elsewhere set HEADGATE_TOKEN")}
	}
	there := strings.Join(f.ids(), ", ")
	if as == "" {
		return Login{}, unfit{fmt.Errorf("say who acts with --as; there are: %s", there)}
	}
	login, ok := f.People[as]
	if !ok {
		return Login{}, unfit{fmt.Errorf("%s is nobody in this folder; there are: %s", as, there)}
	}
	return login, nil
}
