#!/bin/sh
# config.baseline: what the live instances really run, and how they do.
. scripts/lib.sh
case $HEADGATE_STEP in
pre_baseline) name=before ;;
*) name=after ;;
esac
baseline >"run/$HEADGATE_CASE-$name.txt"
cat "run/$HEADGATE_CASE-$name.txt"
if [ "$name" = before ]; then
	"$HEADGATE" tool sample --requests 1000 $(for i in $LIVE; do url "$i"; done) >"run/$HEADGATE_CASE-healthy.json"
	cat "run/$HEADGATE_CASE-healthy.json"
fi
give "$name=$(keep "run/$HEADGATE_CASE-$name.txt")"
