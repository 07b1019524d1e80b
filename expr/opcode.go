package expr

// opcode is an instruction of the stack machine. Instructions take up to two
// operands, each from the stack, a constant, a cell or a local, and push their
// result, so that a condition over one fact is one instruction.
type opcode uint8

const (
	opPush    opcode = iota // a
	opNot                   // !a
	opNeg                   // -a
	opSize                  // size of a
	opRange                 // the list 0 to a-1
	opKnown                 // a, but unknown when absent
	opFloat                 // a as a number
	opConvert               // conversion k of a
	opRank                  // the place of a in the list of words b
	opHas                   // whether a is there
	opField                 // field b of a; k says what a missing one is
	opIndex                 // a[b]
	opAdd                   // a + b, as numbers if k is 1; so are the next
	opSub
	opMul
	opDiv
	opMod
	opEq
	opNe
	opLt
	opLe
	opGt
	opGe
	opIn
	opContains
	opStarts
	opEnds
	opMatches // a matches pattern b
	opAnd     // both decided before by a jump if the left decides
	opOr
	opJump      // to b
	opJumpFalse // to b if the top is false; it stays
	opJumpTrue  // to b if the top is true; it stays
	opBranch    // a ? go on : to b; with an unknown result to c
	opList      // the top b values as a list
	opMap       // the top b values, name and value in turn, as a map
	opCall      // function a on the top b values; bit i of c: value i may be absent
	opBegin     // macro k over a with locals from c; to b with an unknown result
	opNext      // next element of macro c, or to b at the end
	opPick      // a true: go on; else to b, ending macro c if it is unknown
	opFold      // a into the result of macro c of kind k; to b
	opDone      // result of macro c of kind k
)

// mode says where an operand comes from.
type mode uint8

const (
	fromStack mode = iota // the top, which is removed
	fromConst             // constant number n
	fromCell              // the source's cell n
	fromLocal             // local number n
)

// instr is one instruction, 16 bytes.
type instr struct {
	op      opcode
	am, bm  mode
	k       uint8
	a, b, c int32
}

// What opField makes of a field that is missing.
const (
	fieldStrict uint8 = iota // unknown
	fieldMaybe               // null
	fieldHas                 // false; true if it is there
)

// macroKind is what becomes of the body of a macro.
type macroKind = uint8

const (
	macroAll macroKind = iota
	macroExists
	macroOne
	macroMap // filter too, which collects the element itself
)

// Locals of a macro, from its first slot.
const (
	slotList = iota
	slotNext // index of the next element
	slotElem // the variable
	slotFold // the result so far
	macroSlots
)
