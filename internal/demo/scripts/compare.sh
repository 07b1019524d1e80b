#!/bin/sh
# source config.compare: how many live instances run something else than was
# last put there, and whether all run again what the baseline found.
. scripts/lib.sh
baseline >"run/$HEADGATE_CASE-now.txt"
drift=$(grep -c ' down$' "run/$HEADGATE_CASE-now.txt" || true)
restored=false
if cmp -s "run/$HEADGATE_CASE-before.txt" "run/$HEADGATE_CASE-now.txt"; then restored=true; fi
for instance in $LIVE; do
	"$HEADGATE" tool ready --within 1s --version "$("instances/$instance/current/headgate" version | sed 's/^headgate //')" "$(url "$instance")" >/dev/null || {
		drift=$((drift + 1))
		restored=false
	}
done
give "{\"drift\": $drift, \"restored\": $restored}"
