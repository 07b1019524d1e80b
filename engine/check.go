package engine

// checks proves what needs the lowered graph.
func (c *compiler) checks() {
}
