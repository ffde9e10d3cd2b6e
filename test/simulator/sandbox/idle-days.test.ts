import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const HOUR = 3_600_000;

const LOOK = `date -u +%FT%T
kubectl get nodes -o jsonpath='{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status} {.status.conditions[?(@.type=="Ready")].lastHeartbeatTime}{"\\n"}{end}'
kubectl get leases -A -o jsonpath='{range .items[*]}{.metadata.name} {.spec.renewTime}{"\\n"}{end}'
kubectl get pods -A -o jsonpath='{range .items[*]}{.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}' | sort | uniq -c
stat -c %Y /var/lib/kubelet/pods/*/volumes/kubernetes.io~projected/*/..data/token | sort -n | head -1`;

function woken(): ReturnType<typeof newWorld> {
	const world = newWorld('idle-days');
	world.runScript({ name: 'wake.sh', script: 'kubectl get nodes' });
	return world;
}

/** Virtual ms between a time that is written down and now. */
function age(nowMs: number, time: string): number {
	return nowMs - Date.parse(time);
}

test('however a day is cut, an idle cluster is the same afterwards', () => {
	const [whole, cut] = [woken(), woken()];
	const until = whole.now() + 24 * HOUR;
	whole.run(until);
	for (let ms = cut.now(); ms < until; ms += 3_607_013) cut.run(ms);
	cut.run(until);
	expect(cut.hash()).toBe(whole.hash());
	const { revision } = whole.cluster.store;
	expect(cut.cluster.store.revision).toBe(revision);
	const files = 'stat -c "%n %i %Y" /var/lib/kubelet/pods/*/volumes/kubernetes.io~projected/*/..data/*';
	const names = 'stat -c "%N" /var/lib/kubelet/pods/*/volumes/kubernetes.io~projected/*/..data';
	const [ofWhole, ofCut] = [whole, cut].map((world) => {
		const script = `for host in localhost node01 node02; do ssh $host '${files}; ${names}; touch new; stat -c %i new'; done`;
		return world.runScript({ name: 'tokens.sh', script }).stdout;
	});
	expect(ofCut).toBe(ofWhole);
	expect(ofWhole?.split('\n').length).toBeGreaterThan(25);
	// Three kubelets and the API server every ten seconds, two elected components every two, and a status of each node every five minutes.
	const written = revision - woken().cluster.store.revision;
	expect(written).toBeGreaterThanOrEqual(4 * 8_640 + 2 * 43_200 + 3 * 288 - 10);
	expect(written).toBeLessThanOrEqual(4 * 8_640 + 2 * 43_200 + 3 * 288 + 40);
});

test('after an idle day everything has been renewed in time', () => {
	const world = woken();
	world.run(world.now() + 24 * HOUR);
	const { stdout } = world.runScript({ name: 'look.sh', script: LOOK });
	const [date, ...lines] = stdout.trimEnd().split('\n');
	const nowMs = Date.parse(`${date}Z`);
	const token = Number(lines.pop()) * 1_000;
	expect(nowMs - token).toBeLessThan(0.8 * HOUR + 10_000);
	const nodes = lines.slice(0, 3).map((line) => line.split(' '));
	for (const [, ready, heartbeat = ''] of nodes) {
		expect(ready).toBe('True');
		expect(age(nowMs, heartbeat)).toBeLessThan(301_000);
	}
	const leases = lines.filter((line) => /^[a-z-]+\d* \d{4}-.*\.\d{6}Z$/.test(line)).map((line) => line.split(' '));
	expect(leases.map(([name]) => name)).toEqual([
		'controlplane',
		'node01',
		'node02',
		'kube-controller-manager',
		'kube-scheduler',
	]);
	for (const [name = '', renewed = ''] of leases) {
		expect(age(nowMs, renewed)).toBeLessThan(name.startsWith('kube-') ? 3_100 : 11_100);
	}
	expect(lines.at(-1)?.trim()).toMatch(/^\d+ True$/);
});

test('a watch of leases sees every renewal while it is open, and an old one has to list again', () => {
	const world = woken();
	const { stdout } = world.runScript({
		name: 'watch.sh',
		script: `RV=$(kubectl get --raw /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases | jq -r .metadata.resourceVersion)
timeout 65 kubectl get lease node01 -n kube-node-lease -w -o jsonpath='{.spec.renewTime}{"\\n"}' | wc -l
kubectl get --raw "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases?watch=1&resourceVersion=$RV&timeoutSeconds=1" | grep -c MODIFIED`,
	});
	const [seen = '', known = ''] = stdout.trim().split('\n');
	expect(Number(seen)).toBeGreaterThanOrEqual(7);
	expect(Number(known)).toBeGreaterThanOrEqual(18);
	const revision = world.cluster.store.revision;
	world.run(world.now() + HOUR);
	const old = world.runScript({
		name: 'old.sh',
		script: `kubectl get --raw "/apis/coordination.k8s.io/v1/leases?watch=1&resourceVersion=${revision}&timeoutSeconds=1"`,
	});
	expect(old.stdout).toContain('"code":410');
});

test('after an idle day a fault is a fault', () => {
	const world = woken();
	world.run(world.now() + 24 * HOUR);
	world.apply({ kind: 'fault', fault: { fault: 'network', host: 'node01', on: false } });
	world.run(world.now() + 60_000);
	const { stdout } = world.runScript({ name: 'look.sh', script: 'kubectl get node node01 --no-headers' });
	expect(stdout).toMatch(/^node01 +NotReady/);
});

test('a node that falls silent after an idle day is noticed as soon as any', () => {
	const world = woken();
	world.run(world.now() + 24 * HOUR);
	const { stdout } = world.runScript({
		name: 'silent.sh',
		script: `ssh node01 systemctl stop kubelet
S=$(date +%s)
kubectl wait node/node01 --for=condition=Ready=Unknown --timeout=120s >/dev/null
echo $(($(date +%s) - S))`,
	});
	expect(Number(stdout)).toBeGreaterThanOrEqual(40);
	expect(Number(stdout)).toBeLessThanOrEqual(55);
});
