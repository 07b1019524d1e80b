#!/bin/sh
# toggles.enable: say on every live instance that the new version is for all.
. scripts/lib.sh
for instance in $LIVE; do
	"instances/$instance/current/headgate" version >"instances/$instance/enabled"
	echo "$instance: $(cat "instances/$instance/enabled") is for everybody"
done
