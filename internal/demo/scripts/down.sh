#!/bin/sh
# Stop every instance.
. scripts/lib.sh
for instance in staging $LIVE; do
	stop "$instance"
done
