# What the scripts share. They run in the working folder.
set -eu

# digest FILE: sha256:<hex>
digest() { echo "sha256:$(sha256sum "$1" | cut -d' ' -f1)"; }

# content: what the sealed package, a list of digests and their names, says was built. What was not sealed is taken as it is.
content() {
	[ -z "${HEADGATE_FILE_PACKAGE:-}" ] || sed -n 's/ [a-z_]*\.content$//p' "$HEADGATE_FILE_PACKAGE"
}

# package DIGEST: the file of a package, checked to be what it says
package() {
	file=packages/${1#sha256:}.tar
	[ -f "$file" ] || { echo "there is no package $1; build it first" >&2; return 1; }
	[ "$(digest "$file")" = "$1" ] || { echo "$file is not what it was when it was built" >&2; return 1; }
	echo "$file"
}

# give NAME VALUE: an output of the step; @FILE stores the file and gives its digest; by hand it is only shown
give() { echo "$1=$2" >>"${HEADGATE_OUTPUTS:-/dev/stdout}"; }
