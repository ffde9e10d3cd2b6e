import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const SCRIPT = `kubectl apply -f - <<Y
apiVersion: v1
kind: Pod
metadata: {name: fits}
spec:
  containers:
  - {name: c, image: polinux/stress, resources: {limits: {memory: 200Mi}}, command: [stress], args: ["--vm", "1", "--vm-bytes", "150M", "--vm-hang", "1"]}
---
apiVersion: v1
kind: Pod
metadata: {name: does-not}
spec:
  restartPolicy: Never
  containers:
  - {name: c, image: polinux/stress, resources: {limits: {memory: 100Mi}}, command: [stress], args: ["--vm", "1", "--vm-bytes", "250M", "--vm-hang", "1"]}
---
apiVersion: v1
kind: Pod
metadata: {name: cpu}
spec:
  containers:
  - {name: c, image: vish/stress, resources: {limits: {cpu: "1"}}, args: ["-cpus", "2"]}
Y
sleep 20
kubectl get pods --no-headers | sed 's/  */ /g'
kubectl logs does-not
kubectl get pod does-not -o jsonpath='{.status.containerStatuses[0].state.terminated.exitCode}{"\\n"}'
kubectl logs cpu | cut -c31-`;

test('stress: what a container takes beyond its memory limit has it killed', () => {
	const { stdout, stderr } = newWorld('stress').runScript({ name: 'script.sh', script: SCRIPT });
	expect(stderr).toBe('');
	expect(stdout).toBe(`pod/fits created
pod/does-not created
pod/cpu created
cpu 1/1 Running 0 20s
does-not 0/1 OOMKilled 0 20s
fits 1/1 Running 0 20s
stress: info: [1] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd
137
main.go:26] Allocating "0" memory, in "4Ki" chunks, with a 1ms sleep between allocations
main.go:39] Spawning a thread to consume CPU
main.go:39] Spawning a thread to consume CPU
main.go:29] Allocated "0" memory
`);
});
