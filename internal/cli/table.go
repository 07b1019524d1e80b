package cli

import (
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

const (
	gap      = 2  // blanks between columns
	narrowed = 10 // what a column keeps at least when the terminal is narrow
)

// table prints rows under heads, columns aligned. On a terminal too narrow for
// them the widest columns are cut; what is not for a terminal is never cut.
func table(w io.Writer, heads []string, rows [][]string) {
	rows = append([][]string{heads}, rows...)
	widths := fit(widthsOf(rows), terminalWidth(w))
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			cell = cut(cell, widths[i])
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+gap))
		}
		_, _ = io.WriteString(w, strings.TrimRight(line.String(), " ")+"\n") // a broken pipe has nobody to tell
	}
}

func widthsOf(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

// fit narrows the widest columns until all of them fit into limit; 0 is no
// limit.
func fit(widths []int, limit int) []int {
	whole := gap * (len(widths) - 1)
	for _, w := range widths {
		whole += w
	}
	for ; limit > 0 && whole > limit; whole-- {
		widest := 0
		for i, w := range widths {
			if w > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= narrowed {
			break
		}
		widths[widest]--
	}
	return widths
}

// cut shortens a text to so many letters, the last of them an ellipsis.
func cut(text string, width int) string {
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:width-1]) + "…"
}

// terminalWidth is how many letters fit into a line of the terminal w is;
// COLUMNS says otherwise. 0: it is none.
func terminalWidth(w io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0
	}
	return int(size.Col)
}
