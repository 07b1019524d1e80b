#!/bin/sh
# Rehearses as it is told: well, fails, or stays silent until nobody knows.
set -eu
echo "house lights down"
case $1 in
  fails) echo "the curtain is stuck" && exit 1 ;;
  unsure) sleep 60 ;;
esac
echo "curtain"
