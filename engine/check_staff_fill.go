package engine

import "slices"

// unstaffed returns the smallest set of seats it finds that cannot be filled
// together, or nil if all can.
func (s *staffing) unstaffed() []int {
	core := make([]int, len(s.list))
	for i := range core {
		core[i] = i
	}
	if s.fill(core) {
		return nil
	}
	for i := 0; i < len(core); {
		without := slices.Delete(slices.Clone(core), i, i+1)
		if s.fill(without) {
			i++
			continue
		}
		core = without
	}
	return core
}

// fill reports whether the seats can be filled: search that takes the seat with
// the fewest people left first. Models have a dozen kinds of seats, so this
// ends at once; a search that does not is given up and counts as filled.
func (s *staffing) fill(seats []int) bool {
	taken := make([]string, len(s.list))
	steps := 0
	var place func(left []int) bool
	place = func(left []int) bool {
		if steps++; len(left) == 0 || steps > maxStaffingSteps {
			return true
		}
		best, people := s.tightest(left, taken)
		rest := slices.Delete(slices.Clone(left), best, best+1)
		for _, person := range people {
			taken[left[best]] = person
			if place(rest) {
				return true
			}
		}
		taken[left[best]] = ""
		return false
	}
	return place(seats)
}

const maxStaffingSteps = 100_000

// tightest returns the seat with the fewest people it can still get, and them.
func (s *staffing) tightest(left []int, taken []string) (int, []string) {
	best, fewest := -1, []string(nil)
	for i, seat := range left {
		free := slices.DeleteFunc(slices.Clone(s.list[seat].persons), func(id string) bool { return s.clashes(seat, id, taken) })
		if best < 0 || len(free) < len(fewest) {
			best, fewest = i, free
		}
	}
	return best, fewest
}

func (s *staffing) clashes(seat int, person string, taken []string) bool {
	for other, edge := range s.differ[seat] {
		if edge && taken[other] == person {
			return true
		}
	}
	return false
}
