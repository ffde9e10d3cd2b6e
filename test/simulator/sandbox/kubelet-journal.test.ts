import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const pod = (rest: string): string => `apiVersion: v1\\nkind: Pod\\nmetadata:\\n  name: x\\n${rest}`;
const container = (rest: string): string => pod(`spec:\\n  containers:\\n  - name: x\\n${rest}`);
const PARSE = "/etc/kubernetes/manifests/x.yaml: couldn't parse as pod";

test('the kubelet says which manifests are no Pods, and which Pods it cannot start', () => {
	const world = newWorld('kubelet-journal');
	const run = (script: string): string => world.runScript({ name: 's.sh', script }).stdout;
	const says = (manifest: string): string =>
		run(
			`printf '${manifest}' > /etc/kubernetes/manifests/x.yaml; sleep 2; journalctl -u kubelet | tail -1 | sed 's/.* file.go:187. //; s/ path=.*//'`,
		);
	const refusal = (reason: string): string => `"Could not process manifest file" err=${JSON.stringify(reason)}\n`;
	expect(says(pod(' spec:\\n'))).toBe(
		refusal(`${PARSE}(yaml: line 4: did not find expected key), please check config file`),
	);
	expect(says(container('    image: nginx\\n    command: echo\\n'))).toBe(
		refusal(
			`${PARSE}(json: cannot unmarshal string into Go struct field Container.spec.containers.command of type []string), please check config file`,
		),
	);
	expect(says('apiVersion: v1\\nkind: Po\\n')).toBe(
		refusal(
			`${PARSE}(no kind "Po" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"), please check config file`,
		),
	);
	expect(says(container('    command: [a]\\n'))).toBe(
		refusal('invalid pod: [spec.containers[0].image: Required value]'),
	);
	// A comment is no argument: what is left of the item is empty.
	run(
		`printf '${container('    image: nginx\\n    args:\\n    - #nginx\\n')}' > /etc/kubernetes/manifests/x.yaml; sleep 8`,
	);
	expect(run("kubectl get pod x-controlplane -o jsonpath='{.spec.containers[0].args}'")).toBe('[""]');
	expect(
		run(
			`rm /etc/kubernetes/manifests/x.yaml
kubectl run y --image=nginx --overrides='{"spec":{"nodeName":"node01","containers":[{"name":"z","image":"nginx","envFrom":[{"configMapRef":{"name":"no"}}]}]}}' > /dev/null
sleep 10; ssh node01 journalctl -u kubelet | tail -1 | sed 's/.* pod_workers.go:1324. //; s/ podUID=.*//'`,
		),
	).toBe(
		'"Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"z\\" with CreateContainerConfigError: \\"configmap \\\\\\"no\\\\\\" not found\\"" pod="default/y"\n',
	);
});

test('a manifest that is no Pod is complained of every twenty seconds until it is mended', () => {
	const world = newWorld('kubelet-journal');
	const run = (script: string): string => world.runScript({ name: 's.sh', script }).stdout;
	const count = `journalctl -u kubelet | grep -c 'Could not process manifest file'`;
	expect(
		run(`printf 'apiVersion: v1\\nkind: Po\\n' > /etc/kubernetes/manifests/x.yaml; sleep 50; ${count}
systemctl restart kubelet; sleep 30; ${count}
rm /etc/kubernetes/manifests/x.yaml; sleep 60; ${count}`),
	).toBe('3\n5\n5\n');
});
