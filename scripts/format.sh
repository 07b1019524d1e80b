#!/usr/bin/env bash
# format.sh [--write]: list the files that gofumpt or prettier would change,
# or change them.
set -euo pipefail

if [[ ${1:-} == --write ]]; then
  bin/gofumpt -w .
  npm --prefix web run --silent format:write
  exit
fi
changed=$(bin/gofumpt -l .)
if [[ -n $changed ]]; then
  printf '%s\nnot formatted; run: make fmt\n' "$changed"
  exit 1
fi
npm --prefix web run --silent format
