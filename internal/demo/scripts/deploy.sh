#!/bin/sh
# pipeline.deploy: bring a share of the live instances to a package, first ones
# first. Without a package they go back to what they ran before. Doing it again
# changes nothing.
. scripts/lib.sh
alone
share=${HEADGATE_INPUT_SHARE:-100}
set -- $LIVE
wanted=$(((${share%\%} * $# + 99) / 100))
for instance in $LIVE; do
	[ "$wanted" -gt 0 ] || break
	wanted=$((wanted - 1))
	if [ -n "${HEADGATE_INPUT_PACKAGE:-}" ]; then
		deploy "$instance" "$HEADGATE_INPUT_PACKAGE"
	else
		restore "$instance"
	fi
done
