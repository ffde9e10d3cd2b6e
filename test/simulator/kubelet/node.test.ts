import { expect, test } from 'vitest';
import { PODS } from '../../../simulator/kubelet/resources.ts';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { NodeCluster } from './test-node.ts';

const MANIFEST = `apiVersion: v1
kind: Pod
metadata:
  name: st
spec:
  containers:
  - name: app
    image: nginx:1.27
`;

test('static Pods follow their files, and the API shows them', () => {
	const cluster = new NodeCluster();
	const { root } = cluster.node().machine;
	root.writeFile('/etc/kubernetes/manifests/st.yaml', MANIFEST);
	cluster.run(8);
	const mirror = cluster.get(PODS, 'st-node01');
	expect(mirror.status.phase).toBe('Running');
	expect(mirror.metadata.ownerReferences).toMatchObject([
		{ apiVersion: 'v1', kind: 'Node', name: 'node01', controller: true },
	]);
	expect(Object.keys(mirror.metadata.annotations ?? {})).toEqual([
		'kubernetes.io/config.hash',
		'kubernetes.io/config.mirror',
		'kubernetes.io/config.seen',
		'kubernetes.io/config.source',
	]);
	const containerID = mirror.status.containerStatuses?.[0]?.containerID;
	cluster.delete(PODS, 'st-node01');
	cluster.run(3);
	expect(cluster.status('st-node01').containerStatuses?.[0]?.containerID).toBe(containerID);
	root.writeFile('/etc/kubernetes/manifests/st.yaml', MANIFEST.replace('1.27', '1.25'));
	cluster.run(12);
	expect(cluster.status('st-node01').containerStatuses?.[0]?.image).toBe('docker.io/library/nginx:1.25');
	root.remove('/etc/kubernetes/manifests/st.yaml');
	cluster.run(5);
	expect(cluster.find('st-node01')).toBeUndefined();
	expect(cluster.node().runtime.listContainers()).toEqual([]);
});

test('a kubelet that comes back takes over what runs', () => {
	const cluster = new NodeCluster();
	cluster.pod('web', { image: 'nginx:1.27' });
	cluster.run(8);
	const before = cluster.get(PODS, 'web');
	const node = cluster.node();
	node.kubelet.stop();
	cluster.run(20);
	node.kubelet = cluster.startKubelet('node01', node.machine, node.runtime, 0);
	cluster.run(20);
	expect(cluster.get(PODS, 'web').status).toEqual(before.status);
});

test('what died while the kubelet was away is started again', () => {
	const cluster = new NodeCluster();
	cluster.pod('web', { image: 'nginx:1.27' });
	cluster.run(8);
	const node = cluster.node();
	node.kubelet.stop();
	for (const { id } of node.runtime.listContainers()) node.runtime.live(id).process?.signal('KILL');
	cluster.run(5);
	node.kubelet = cluster.startKubelet('node01', node.machine, node.runtime, 0);
	cluster.run(5);
	const status = cluster.status('web').containerStatuses?.[0];
	expect(status?.restartCount).toBe(1);
	expect(status?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
});

test('a restored runtime has its containers running again, with their files, logs and addresses', () => {
	const cluster = new NodeCluster();
	cluster.pod('web', { image: 'nginx:1.27' });
	cluster.run(8);
	cluster.exec('web', 'sh', '-c', 'write /mark here');
	const log = cluster.logs('web');
	const { runtime, machine } = cluster.node();
	const snapshot = runtime.snapshot();
	const copy = new NodeCluster();
	const root = copy.node().machine.root;
	for (const { record } of snapshot.containers) {
		const written = machine.root.readFile(record.config.logPath);
		if (written !== undefined) root.writeFile(record.config.logPath, written);
		for (const mount of record.config.mounts)
			root.writeFile(mount.hostPath, machine.root.readFile(mount.hostPath) ?? '');
	}
	for (const { id } of snapshot.sandboxes) {
		for (const name of ['hostname', 'resolv.conf']) {
			root.writeFile(`/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/${id}/${name}`, '');
		}
	}
	const { kubelet, runtime: restored } = copy.node();
	kubelet.stop();
	restored.restore(snapshot);
	copy.run(1);
	const [record] = restored.listContainers();
	const live = restored.live(record?.id ?? '');
	expect(record?.state).toBe('running');
	expect(live.process?.exited).toBeUndefined();
	expect(decodeUtf8(live.tree.readFile('/mark') ?? encodeUtf8(''))).toBe('here');
	expect(restored.listSandboxes()[0]?.address).toBe('192.168.0.2');
	live.log.flush();
	const kept = decodeUtf8(root.readFile(live.log.path) ?? encodeUtf8(''));
	expect(
		kept
			.split('\n')
			.map((line) => line.split(' ').slice(3).join(' '))
			.join('\n'),
	).toBe(log);
});

test('an idle node asks for next to nothing', () => {
	const cluster = new NodeCluster();
	cluster.pod('web', { image: 'nginx:1.27' });
	cluster.run(20);
	const revision = Number(cluster.get(PODS, 'web').metadata.resourceVersion);
	cluster.run(240);
	expect(Number(cluster.get(PODS, 'web').metadata.resourceVersion)).toBe(revision);
});

test('logs: tail, limits, times, following, and an exec that cannot start', () => {
	const cluster = new NodeCluster();
	cluster.pod('p', { command: ['sh', '-c', 'echo one; echo two; sleep 5; echo three; sleep infinity'] });
	cluster.run(3);
	expect(cluster.logs('p')).toBe('one\ntwo\n');
	expect(cluster.logs('p', 'app', { tailLines: 1 })).toBe('two\n');
	expect(cluster.logs('p', 'app', { limitBytes: 5 })).toBe('one\nt');
	expect(cluster.logs('p', 'app', { timestamps: true, tailLines: 1 })).toMatch(/^2026-11-20T09:00:\d\d\.\d+Z two\n$/);
	const { uid } = cluster.get(PODS, 'p').metadata;
	const target = { namespace: 'default', pod: 'p', uid, container: 'app' };
	const { server } = cluster.node().kubelet;
	const options = {
		follow: true,
		previous: false,
		timestamps: false,
		sinceSeconds: undefined,
		sinceTime: undefined,
		tailLines: 0,
		limitBytes: undefined,
	};
	const answer = cluster.do(server.logs(target, options));
	if (answer.kind !== 'open') throw new Error(answer.message);
	expect(answer.value.next()).toBeUndefined();
	cluster.run(6);
	expect(decodeUtf8(answer.value.next() as Uint8Array)).toBe('three\n');
	const exec = cluster.do(
		server.exec(target, { command: ['bash'], stdin: false, stdout: true, stderr: true, tty: false }),
	);
	if (exec.kind !== 'open') throw new Error(exec.message);
	const piece = exec.value.receive();
	if (piece === undefined || piece === 'end') throw new Error('nothing came');
	expect(JSON.parse(decodeUtf8(piece.data)).message).toMatch(
		/^Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "bash": executable file not found in \$PATH: unknown$/,
	);
});

test('port-forward reaches a port of the Pod, and says when nobody is there', () => {
	const cluster = new NodeCluster();
	cluster.pod('redis', { image: 'redis:7', command: ['redis-server'] });
	cluster.run(8);
	const { uid } = cluster.get(PODS, 'redis').metadata;
	const answer = cluster.do(cluster.node().kubelet.server.portForward({ namespace: 'default', pod: 'redis', uid }));
	if (answer.kind !== 'open') throw new Error(answer.message);
	const sessions = [6379, 1].map((port) => answer.value.open(port));
	sessions[0]?.send(0, encodeUtf8('PING\r\n'));
	cluster.run(1);
	const pieces = (): string[][] =>
		sessions.map((session) => {
			const said: string[] = [];
			for (let piece = session.receive(); piece !== undefined; piece = session.receive()) {
				if (piece === 'end') return [...said, 'end'];
				said.push(`${piece.channel} ${decodeUtf8(piece.data)}`);
			}
			return said;
		});
	expect(pieces()).toEqual([
		['0 +PONG\r\n'],
		[
			expect.stringMatching(
				/^1 error forwarding port 1 to pod ([0-9a-f]{64}), uid : failed to execute portforward in network namespace "\/var\/run\/netns\/cni-[^"]*": failed to connect to localhost:1 inside namespace "\1", IPv4: dial tcp4 127\.0\.0\.1:1: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address $/,
			),
			'end',
		],
	]);
	// The client has said its last: half a second later the connection is over.
	sessions[0]?.closeChannel(0);
	cluster.run(0.4);
	expect(pieces()).toEqual([[], ['end']]);
	cluster.run(0.2);
	expect(pieces()).toEqual([['end'], ['end']]);
	answer.value.close();
});
