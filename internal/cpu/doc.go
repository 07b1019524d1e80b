// Package cpu tells how much processor time this process has used, so that what
// is measured does not depend on who else wants the processor.
package cpu
