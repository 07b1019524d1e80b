# What the scripts share. They run in the working folder.
set -eu

# digest FILE: sha256:<hex>
digest() { echo "sha256:$(sha256sum "$1" | cut -d' ' -f1)"; }

# package DIGEST: the file of a package, checked to be what it says
package() {
	file=packages/${1#sha256:}.tar
	[ -f "$file" ] || { echo "there is no package $1; build it first" >&2; return 1; }
	[ "$(digest "$file")" = "$1" ] || { echo "$file is not what it was when it was built" >&2; return 1; }
	echo "$file"
}

# give NAME VALUE: an output of the step
give() { echo "$1=$2" >>"$HEADGATE_OUTPUTS"; }
