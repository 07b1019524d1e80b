#!/usr/bin/env bash
# summary.sh NAME...: show again how each of these steps ended, so that the
# result of a long run is on its last screen.
set -euo pipefail

printf '\n== all checks passed\n'
for name in "$@"; do
  printf -- '-- %s\n' "$name"
  grep -v '^[[:space:]]*$' "artefacts/test/$name.log" | tail -n 6
done
