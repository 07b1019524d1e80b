#!/bin/sh
# Start every instance that does not run.
. scripts/lib.sh
alone
for instance in staging $LIVE; do
	running "$instance" || start "$instance"
	echo "$instance $(url "$instance") $("instances/$instance/current/headgate" version)"
done
