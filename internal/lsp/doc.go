// Package lsp serves editors of model documents over the Language Server
// Protocol: findings as one types, completion, what a word means, and where it
// is declared. All of it comes from the compiler that reads the documents for
// everybody else; this package only knows where the cursor stands.
//
// Source: Language Server Protocol 3.17.
package lsp
