package engine
import ("testing";"syscall";"runtime")
func TestSteps(t *testing.T) {
	p, w, commands := r12(t)
	var d Decision
	run := func() {
		d.State.clear()
		for i := range commands { Decide(p, &d.State, w, &commands[i], &d) }
	}
	for range 2000 { run() }
	runtime.LockOSThread()
	syscall.RawSyscall(syscall.SYS_GETPPID,0,0,0)
	run()
	syscall.RawSyscall(syscall.SYS_GETPPID,0,0,0)
}
