#!/bin/sh
# Stop every instance.
. scripts/lib.sh
alone
for instance in staging $LIVE; do
	stop "$instance"
done
