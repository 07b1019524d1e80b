// Package proof explores everything a model can do, with the engine that runs
// it, and says what must not be: a step that nothing reaches, a place from
// which no end can be reached.
//
// A situation is a case at one moment together with what it knows of the world.
// From every situation each move is tried: a machine succeeds or fails, a
// person reports or answers in each way there is, a fact arrives with each value
// that makes a difference, time passes to the next thing that happens by itself.
// What cannot matter any more is left out of the comparison (who did something,
// when, what nobody reads), so that the situations are finitely many:
//
//   - values.go: the values that tell conditions apart;
//   - cast.go: people, enough for every role (whether the people there are
//     suffice is a matching, see engine.Build);
//   - moves.go, play.go: what can happen, and letting it happen;
//   - print.go: which situations are the same;
//   - parts.go: branches that do not concern each other are not interleaved;
//   - explore.go, graph.go: the exploration, and what it shows;
//   - story.go: a situation that must not be, told as the shortest way to it.
//
// Facts and grants are not known before a condition asks for them, and forgotten
// when none does: the outside world may change them between any two readings.
//
// What was not explored is said, in Result.Beyond: a proof never passes in
// silence.
//
// Source: language reference, sections 16 and 18, "Prover".
package proof
