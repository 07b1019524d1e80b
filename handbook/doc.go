// Package handbook writes the handbook of a model: one document that tells
// people who never read the model's text what it asks of whom, by when, what
// silence means, what is handed over and shown, who is asked when it is late,
// and how we get back.
//
//	Of(plan, model)    -> Book                the contents
//	Book.Markdown()    -> text                for repositories and mail
//	Book.HTML()        -> a page by itself    for reading, and for printing
//
// The contents are assembled once, as sections of paragraphs, lists, tables and
// pictures; the two writers only spell them. Rules are said by the engine
// (engine.Sayings) and pictures are those of package draw, so a handbook cannot
// say anything else than what is run and shown. The same model gives the same
// bytes.
package handbook
