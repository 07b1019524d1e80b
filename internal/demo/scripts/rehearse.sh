#!/bin/sh
# By hand, before a deployment: take staging back to what it ran before, and
# forward again.
. scripts/lib.sh
alone
now=$(readlink instances/staging/current)
restore staging
switch staging "${now#releases/}"
