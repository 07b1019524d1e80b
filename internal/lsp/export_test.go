package lsp

// Complete completes at a place of a text that declares nothing.
func Complete(text string, line, character int) {
	c := look(text, position{line, character})
	complete(&c, nil, nil)
}
