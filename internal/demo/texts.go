package demo

import (
	"fmt"
	"strings"
)

// The versions of the story: what runs at its begin, and what is released.
// They are built from the same sources and differ in their stamp.
const (
	version = "0.2.0"
	before  = "0.1.0"
)

func planText(p *play) string {
	return fmt.Sprintf(`# Release of Headgate %s

**What.** The server, for %s, built from the sources in this checkout.
**When.** %s, in two waves: %s first, %s when that went well.
**Who.** Ben builds, Mia tests, Ida accepts, Kim deploys, Jon operates, Eva answers for all of it. Rob decides on the changes.
**If it fails.** The link of each instance goes back to %s and the process is started again; the data stays as it is.
`, version, strings.Join(platforms(), ", "), p.story.T.In(berlin).Format("Mon 2 Jan 2006 15:04 MST"), live[0], live[1], before)
}

func platforms() []string {
	var out []string
	for _, t := range targets() {
		out = append(out, t.String())
	}
	return out
}

func criteriaText(*play) string {
	return `# Acceptance criteria

1. The tests of the packages that decide pass on exactly these sources.
2. The binary starts over the data of the version before, can store, and says its version.
3. Of a thousand requests to the live instances not one fails that did not fail before.
4. It was backed out on staging once.
`
}

func testsText(*play) string {
	return "# Tests\n\n1. `go test -json " + strings.Join(tested, " ") + "`, as JUnit.\n" +
		"2. The smoke test on staging.\n3. Two hundred requests to the live instances after each wave.\n4. The back-out on staging, timed.\n"
}

func knownText(*play) string {
	return "# Known errors of " + version + "\n\nNone that a user would meet.\n"
}
