// Package host is what the scripts of the demonstration cannot say portably in
// a shell: run a server that outlives the script, wait until it is ready,
// measure it, and fetch a package whose every part is checked by digest.
package host
