import { expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { DEFAULT_PRESET, PresetImages, SimulatedWorld } from '../../../simulator/sandbox/index.ts';

const images = new PresetImages(nodeHostCalls);
const MANIFEST = '/etc/kubernetes/manifests/kube-apiserver.yaml';

function run(script: string): { stdout: string; stderr: string } {
	const world = new SimulatedWorld({ preset: DEFAULT_PRESET, seed: 'who' }, images);
	return world.runScript({ name: 'who.sh', script, limitMs: 600_000 });
}

test('with a kubelet’s kubeconfig one changes its own node, and of that not everything', () => {
	const { stdout, stderr } = run(`
k() { kubectl --kubeconfig /etc/kubernetes/kubelet.conf "$@"; }
k label node controlplane node-restriction.kubernetes.io/x=y
k label node controlplane mine=y
k get node node01
k taint node controlplane a=b:NoSchedule
k delete node controlplane
k run x --image=nginx
kubectl create secret generic s >/dev/null; k get secret s
`);
	expect(stdout).toBe('node/controlplane labeled\n');
	expect(stderr.split('\n')).toEqual([
		'Error from server (Forbidden): nodes "controlplane" is forbidden: is not allowed to modify labels: node-restriction.kubernetes.io/x',
		`Error from server (Forbidden): nodes "node01" is forbidden: User "system:node:controlplane" cannot get resource "nodes" in API group "" at the cluster scope: node 'controlplane' cannot read 'node01', only its own Node object`,
		'Error from server (Forbidden): nodes "controlplane" is forbidden: node "controlplane" is not allowed to modify taints',
		'Error from server (Forbidden): nodes "controlplane" is forbidden: User "system:node:controlplane" cannot delete resource "nodes" in API group "" at the cluster scope',
		'Error from server (Forbidden): pods "x" is forbidden: pod does not have "kubernetes.io/config.mirror" annotation, node "controlplane" can only create mirror pods',
		`Error from server (Forbidden): secrets "s" is forbidden: User "system:node:controlplane" cannot get resource "secrets" in API group "" in the namespace "default": no relationship found between node 'controlplane' and this object`,
		'',
	]);
});

test('--authorization-mode and --anonymous-auth are what the manifest says', () => {
	const { stdout, stderr } = run(`
kubectl auth can-i delete nodes --as=nobody
sed -i 's/mode=Node,RBAC/mode=AlwaysAllow/' ${MANIFEST}; sleep 60
kubectl auth can-i delete nodes --as=nobody
sed -i 's/mode=AlwaysAllow/mode=Node,RBAC\\n    - --anonymous-auth=false/' ${MANIFEST}; sleep 60
curl -sk https://172.30.1.2:6443/version
kubectl get pods --as=nobody
`);
	expect(stdout).toBe(`no
yes
{
  "kind": "Status",
  "apiVersion": "v1",
  "metadata": {},
  "status": "Failure",
  "message": "Unauthorized",
  "reason": "Unauthorized",
  "code": 401
}`);
	expect(stderr).toContain(
		'Error from server (Forbidden): pods is forbidden: User "nobody" cannot list resource "pods" in API group "" in the namespace "default"\n',
	);
});

test('exec serves whom --as and several --as-group name', () => {
	const { stdout, stderr } = run(`
kubectl create rolebinding devs --clusterrole=edit --group=devs > /dev/null
kubectl run p --image=nginx:1.27 > /dev/null; kubectl wait --for=condition=Ready pod/p --timeout=60s
kubectl exec p --as=dana --as-group=system:authenticated --as-group=devs -- echo in
kubectl exec p --as=dana --as-group=system:authenticated --as-group=others -- echo in
`);
	expect(stdout).toBe('pod/p condition met\nin\n');
	expect(stderr).toMatch(/^Error from server \(Forbidden\): pods "p" is forbidden: User "dana" cannot /);
});
