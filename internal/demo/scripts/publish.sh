#!/bin/sh
# pages.publish: show a page of the handbook, or take it away when there is no
# package, as there is none before the first.
. scripts/lib.sh
mkdir -p pages
if [ -n "${HEADGATE_INPUT_PACKAGE:-}" ]; then
	echo "$HEADGATE_INPUT_PACKAGE" >"pages/$HEADGATE_CASE"
	echo "published $HEADGATE_INPUT_PACKAGE"
else
	rm -f "pages/$HEADGATE_CASE"
	echo "taken away"
fi
