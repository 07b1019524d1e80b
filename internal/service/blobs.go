package service

import (
	"context"
	"errors"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/store"
)

// MaxContent is the largest content that is stored, in bytes.
const MaxContent = store.MaxBlob

// PutBlob stores content under the digest of its bytes. The name is kept for
// downloads only and stripped of folders.
func (s *Service) PutBlob(ctx context.Context, c Caller, name, media string, content []byte) (client.Blob, error) {
	if err := c.need(MayRead); err != nil {
		return client.Blob{}, err
	}
	if len(content) == 0 {
		return client.Blob{}, invalid("the content is empty", "send the bytes of the file as the body")
	}
	b, err := s.Store.PutBlob(ctx, store.Blob{Name: baseName(name), Media: media, At: s.now(), By: c.id()}, content)
	if errors.Is(err, store.ErrTooLarge) {
		return client.Blob{}, &Error{
			Kind: TooLarge, Code: "too_large", Detail: "the content is larger than 16 MiB",
			Need: "store it elsewhere and give its digest and address as evidence",
		}
	}
	return blobView(b), fault("store content", err)
}

// Blob returns stored content and its record. Who knows the digest has seen
// it; whoever may read may fetch.
func (s *Service) Blob(ctx context.Context, c Caller, digest string) (client.Blob, []byte, error) {
	if err := c.need(MayRead); err != nil {
		return client.Blob{}, nil, err
	}
	b, err := s.Store.Blob(ctx, digest)
	if errors.Is(err, store.ErrNotFound) {
		return client.Blob{}, nil, notFound("content", digest)
	}
	if err != nil {
		return client.Blob{}, nil, fault("read content", err)
	}
	content, err := s.Store.BlobContent(ctx, digest)
	return blobView(b), content, fault("read content", err)
}

// markStored says of every digest in lists whether its content is here: a
// digest may also stand for what lies elsewhere.
func (s *Service) markStored(ctx context.Context, lists ...[]client.DeliverableView) error {
	for _, list := range lists {
		for i := range list {
			d := &list[i]
			if d.Blob == "" {
				continue
			}
			_, err := s.Store.Blob(ctx, d.Blob)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return fault("read content", err)
			}
			d.Stored = err == nil
		}
	}
	return nil
}

func blobView(b store.Blob) client.Blob {
	return client.Blob{Digest: b.Digest, Size: b.Size, Name: b.Name, Media: b.Media}
}

// baseName returns the last part of a file name without control characters.
func baseName(name string) string {
	name = path.Base("/" + strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if name == "/" || name == "." || name == ".." {
		return "file"
	}
	for len(name) > 200 {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	return name
}
