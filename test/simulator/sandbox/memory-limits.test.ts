import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test.each([
	['a shell’s variable', '["sh", "-c", "x=a; while true; do x=$x$x; done"]', '20Mi'],
	['a shell’s variable, bash', '["bash", "-c", "x=a; while true; do x=$x$x; done"]', '100Mi', 'nginx'],
	['a line without an end', '["tail", "/dev/zero"]', '20Mi'],
	['input that is kept', '["sh", "-c", "cat /dev/urandom | sort"]', '20Mi'],
	['a block of dd', '["dd", "if=/dev/zero", "of=/dev/null", "bs=50M"]', '20Mi'],
])('%s beyond the limit: OOMKilled', (_, command, limit, image = 'busybox') => {
	const world = newWorld('memory');
	const script = `kubectl create -f - <<'END' >/dev/null
apiVersion: v1
kind: Pod
metadata: {name: big}
spec:
  restartPolicy: Never
  containers: [{name: c, image: ${image}, command: ${command}, resources: {limits: {memory: ${limit}}}}]
END
sleep 60
kubectl get pod big --no-headers | awk '{print $3}'
kubectl get pod big -o jsonpath='{.status.containerStatuses[0].state.terminated.exitCode}'`;
	expect(world.runScript({ name: 'x.sh', script })).toMatchObject({ stdout: 'OOMKilled\n137', stderr: '' });
});

test('a program that takes more than the machine gives is killed', () => {
	const { stdout, stderr } = newWorld('memory').runScript({ name: 'x.sh', script: 'tail /dev/zero; echo $?' });
	expect(stdout).toBe('137\n');
	expect(stderr).toMatch(/Killed +tail \/dev\/zero\n$/);
});
