package host

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/demo/artefact"
)

var digests = regexp.MustCompile(`sha256:[0-9a-f]{64}`)

// Fetch writes the binary for a platform (linux-amd64) out of a sealed package.
// A package names what was built by digest, that is a list of digests, and the
// list names the binaries; so what runs in the end is what was sealed, or
// nothing does.
func Fetch(ctx context.Context, api *client.Client, pack, platform, path string) error {
	manifest, err := checked(ctx, api, pack)
	if err != nil {
		return err
	}
	for _, digest := range digests.FindAllString(string(manifest), -1) {
		text, err := checked(ctx, api, digest)
		if err != nil {
			continue // names something that is not content, such as a model
		}
		sums, err := artefact.ParseSums(text)
		if err != nil {
			continue
		}
		if sum, ok := named(sums, "-"+platform+packed); ok {
			whole, _ := named(sums, "-"+platform)
			return fetch(ctx, api, sum.Digest, whole.Digest, path)
		}
	}
	return fmt.Errorf("package %s holds no binary for %s", pack, platform)
}

// packed is what the name of a compressed file ends in.
const packed = ".gz"

func named(sums []artefact.Sum, suffix string) (artefact.Sum, bool) {
	i := slices.IndexFunc(sums, func(s artefact.Sum) bool { return strings.HasSuffix(s.Name, suffix) })
	if i < 0 {
		return artefact.Sum{}, false
	}
	return sums[i], true
}

// fetch writes what is compressed under a digest, if it is what was built.
func fetch(ctx context.Context, api *client.Client, digest, whole, path string) error {
	content, err := checked(ctx, api, digest)
	if err != nil {
		return err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("unpack %s: %w", digest, err)
	}
	binary, err := io.ReadAll(io.LimitReader(unpacked, maxBinary))
	if err != nil {
		return fmt.Errorf("unpack %s: %w", digest, err)
	}
	if got := artefact.Digest(binary); got != whole {
		return fmt.Errorf("%s holds %s, not %s", digest, got, whole)
	}
	return os.WriteFile(path, binary, 0o755) //nolint:gosec // it is to be run
}

// maxBinary bounds what is unpacked, in bytes.
const maxBinary = 256 << 20

// checked returns content only if it has the digest it was asked for.
func checked(ctx context.Context, api *client.Client, digest string) ([]byte, error) {
	content, err := api.Blob(ctx, digest)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", digest, err)
	}
	if got := artefact.Digest(content); got != digest {
		return nil, fmt.Errorf("asked for %s and was given %s", digest, got)
	}
	return content, nil
}
