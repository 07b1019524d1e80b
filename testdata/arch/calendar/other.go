package calendar

// Local changes a variable of another file, and one of its own.
func Local(table []string) {
	table[0] = "a parameter, not the package's"
	limits["a"] = 2
}
