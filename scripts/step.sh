#!/usr/bin/env bash
# step.sh NAME COMMAND...: run one step of `make test`, show what it says,
# keep that in artefacts/test/NAME.log, and end with how long it took.
set -uo pipefail

name=$1
shift
log=artefacts/test/$name.log
mkdir -p "${log%/*}"

printf '\n== %s\n' "$name"
"$@" 2>&1 </dev/null | tee "$log"
status=${PIPESTATUS[0]}
[[ $status == 0 ]] && verdict=ok || verdict="failed with status $status"
printf '== %s: %s after %d s\n' "$name" "$verdict" "$SECONDS"
exit "$status"
