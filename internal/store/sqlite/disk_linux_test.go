package sqlite_test

import (
	"context"
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
	"github.com/headgate/headgate/internal/store/storetest"
)

// smallDisk mounts a real file system of that size, as mount(8) writes it.
func smallDisk(t *testing.T, size string) (dir string, remount func(flags uintptr, size string)) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("headgate-test", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("needs the right to mount: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return dir, func(flags uintptr, size string) {
		t.Helper()
		if err := syscall.Mount("headgate-test", dir, "tmpfs", syscall.MS_REMOUNT|flags, "size="+size); err != nil {
			t.Fatalf("remount: %v", err)
		}
	}
}

// TestFaultsFullDisk fills a real disk under a running store, several times:
// each time it says so, keeps what it has, and goes on once there is room.
func TestFaultsFullDisk(t *testing.T) {
	t.Parallel()
	dir, remount := smallDisk(t, "1m")
	path := filepath.Join(dir, "headgate.db")
	s := open(t, sqlite.Config{Path: path})
	for _, size := range []string{"1200k", "2m", "3m"} {
		version := fillUp(t, s)
		remount(0, size)
		goOn(t, s, version)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	checkIntegrity(t, path)
}

// TestFaultsReadOnlyMount opens a store on a file system that became read-only.
func TestFaultsReadOnlyMount(t *testing.T) {
	t.Parallel()
	dir, remount := smallDisk(t, "4m")
	c := sqlite.Config{Path: filepath.Join(dir, "headgate.db")}
	s := open(t, c)
	if _, err := s.Commit(context.Background(), []*store.Append{storetest.Append("REL-1", 0)}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	remount(syscall.MS_RDONLY, "4m")
	if _, err := sqlite.Open(context.Background(), c); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("got error %v, want %v", err, store.ErrReadOnly)
	}
	remount(0, "4m")
	goOn(t, open(t, c), 1)
}
