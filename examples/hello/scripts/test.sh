#!/bin/sh
# app.test: unpack the package and see that it greets.
. scripts/lib.sh
file=$(package "$HEADGATE_INPUT_PACKAGE")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
tar -xf "$file" -C "$dir"
check() {
	got=$(sh "$dir/app/hello" "$@")
	[ "$got" = "$want" ] || { echo "hello $*: got '$got', want '$want'" >&2; exit 1; }
	echo "hello $*: $got"
}
want="hello, world" check
want="hello, Ada" check Ada
give checks "2 of 2 checks passed"
