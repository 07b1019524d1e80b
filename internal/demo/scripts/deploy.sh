#!/bin/sh
# pipeline.deploy: bring a share of the live instances to a package, first ones
# first. Without a package they go back to what they ran before. Doing it again
# changes nothing.
. scripts/lib.sh
alone
set -- $LIVE
# A share is a fraction of one, 50% is 0.5; part of an instance is one more.
wanted=$(awk -v share="${HEADGATE_INPUT_SHARE:-1}" -v all=$# 'BEGIN { n = share * all; print int(n) + (n - int(n) > 1e-9) }')
for instance in $LIVE; do
	[ "$wanted" -gt 0 ] || break
	wanted=$((wanted - 1))
	if [ -n "${HEADGATE_INPUT_PACKAGE:-}" ]; then
		deploy "$instance" "$HEADGATE_INPUT_PACKAGE"
	else
		restore "$instance"
	fi
done
