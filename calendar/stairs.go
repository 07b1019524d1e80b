package calendar

import "math/bits"

// stairs finds the place of a number among sorted keys in constant time for
// keys that lie about evenly, as days and clock changes do: a table leads from
// the upper bits of the number to the first key worth looking at.
type stairs struct {
	keys  []uint32
	below []uint32 // below[b] is the number of keys under b<<shift
	shift uint8
}

// newStairs indexes keys, which must be sorted and are kept. Equal keys are
// allowed.
func newStairs(keys []uint32) stairs {
	if len(keys) == 0 {
		return stairs{below: []uint32{0}, shift: 31}
	}
	top := keys[len(keys)-1]
	s := stairs{keys: keys, shift: uint8(bits.Len32(top / uint32(len(keys))))}
	s.below = make([]uint32, top>>s.shift+1)
	n := uint32(0)
	for b := range s.below {
		for uint64(keys[n]) < uint64(b)<<s.shift {
			n++
		}
		s.below[b] = n
	}
	return s
}

// find returns the index of the last key that is not above x, or -1.
func (s *stairs) find(x uint32) int {
	b := min(int(x>>s.shift), len(s.below)-1)
	i := int(s.below[b])
	for i < len(s.keys) && s.keys[i] <= x {
		i++
	}
	return i - 1
}
