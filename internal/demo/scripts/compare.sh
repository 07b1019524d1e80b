#!/bin/sh
# source config.compare: how many live instances run something else than was
# last put there, and whether all run again what the baseline found.
. scripts/lib.sh
baseline >run/baseline-now.txt
drift=$(grep -c ' down$' run/baseline-now.txt || true)
restored=false
if cmp -s run/baseline-before.txt run/baseline-now.txt; then restored=true; fi
for instance in $LIVE; do
	"$HEADGATE" tool ready --within 1s --version "$("instances/$instance/current/headgate" version | sed 's/^headgate //')" "$(url "$instance")" >/dev/null || {
		drift=$((drift + 1))
		restored=false
	}
done
give "{\"drift\": $drift, \"restored\": $restored}"
