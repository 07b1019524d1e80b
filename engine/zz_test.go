package engine
import ("testing";"fmt")
func BenchmarkEach(b *testing.B) {
	p, w, commands := r12(b)
	var d Decision
	states := make([]State, len(commands)+1)
	for i := range commands {
		Decide(p, &d.State, w, &commands[i], &d)
		states[i+1].copyFrom(&d.State)
	}
	for i := range commands {
		var d Decision
		b.Run(fmt.Sprintf("%02d", i), func(b *testing.B) {
			var ev int
			for b.Loop() {
				d.State.copyFrom(&states[i])
				Decide(p, &d.State, w, &commands[i], &d)
				ev = len(d.Events)
			}
			b.ReportMetric(float64(ev), "events")
		})
	}
	b.Run("copy", func(b *testing.B) {
		for b.Loop() { d.State.copyFrom(&states[8]) }
	})
}
