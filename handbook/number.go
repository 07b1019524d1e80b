package handbook

import "strconv"

// number gives every section its number and returns the numbers by ID.
func (b *Book) number() map[string]string {
	numbers := map[string]string{}
	count(b.Sections, "", numbers)
	return numbers
}

// count numbers sections, those in groups along with those beside them.
func count(list []*Section, above string, numbers map[string]string) {
	for i, s := range list {
		s.number = above + strconv.Itoa(i+1)
		numbers[s.ID] = s.number
		count(s.all(), s.number+".", numbers)
	}
}

// all lists the sections of a section in the order in which they are read.
func (s *Section) all() []*Section {
	var out []*Section
	for _, b := range s.Blocks {
		if g, ok := b.(Group); ok {
			out = append(out, g.Sections...)
		}
	}
	return append(out, s.Sections...)
}
