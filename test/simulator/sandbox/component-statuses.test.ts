import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const WARNING = 'Warning: v1 ComponentStatus is deprecated in v1.19+\n';

test('componentstatuses are found out when asked: a scheduler that is gone is unhealthy', () => {
	const world = newWorld('components');
	const run = (script: string) => world.runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
	expect(run('kubectl get cs')).toBe(`${WARNING}NAME                 STATUS    MESSAGE   ERROR
scheduler            Healthy   ok        
controller-manager   Healthy   ok        
etcd-0               Healthy   ok        
`);
	run('mv /etc/kubernetes/manifests/kube-scheduler.yaml /root; sleep 20');
	expect(run("kubectl get cs --field-selector metadata.name=scheduler -o jsonpath='{.items[*].conditions}'")).toBe(
		`${WARNING}[{"message":"Get \\"https://127.0.0.1:10259/healthz\\": dial tcp 127.0.0.1:10259: connect: connection refused","status":"False","type":"Healthy"}]`,
	);
	expect(run('kubectl get cs nosuch')).toBe(`${WARNING}Error from server: Component not found: nosuch\n`);
});

test('a refusal about a deprecated kind carries its warning, too', () => {
	expect(newWorld('warned').runScript({ name: 'x.sh', script: 'kubectl get ep nosuch' }).stderr).toBe(
		'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\nError from server (NotFound): endpoints "nosuch" not found\n',
	);
});
