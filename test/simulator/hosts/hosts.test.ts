import { describe, expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { bootHost } from '../../../simulator/hosts/boot-host.ts';
import { buildClusterHosts } from '../../../simulator/hosts/host-stacks.ts';
import { configurationOf } from '../../../simulator/hosts/kubeadm/cluster-configuration.ts';
import { staticPodManifests } from '../../../simulator/hosts/manifests/static-pods.ts';
import { openSession } from '../../../simulator/hosts/sessions/open-session.ts';
import { HOST_PROGRAMS } from '../../../simulator/hosts/systemd/host-programs.ts';
import type { LayerStack } from '../../../simulator/kernel/files/layer-stack.ts';
import { createMachine } from '../../../simulator/kernel/machine.ts';
import { type Program, SystemError } from '../../../simulator/kernel/process-api.ts';
import type { Context } from '../../../simulator/machinery/context.ts';
import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import { DEFAULT_LIMITS } from '../../../simulator/machinery/limits.ts';
import { Random } from '../../../simulator/machinery/random.ts';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { parseYamlDocument } from '../../../simulator/machinery/yaml/parse-yaml.ts';
import { FACTS, INITIALIZED_AT_MS } from './cluster-bench.ts';

/** Prints who it is, then echoes one line. */
const shell: Program = function* (process) {
	const { uid, gid, groups } = process.credentials;
	const facts = [process.argv[0], uid, gid, groups.join(), process.cwd, process.env.get('PATH')?.length];
	yield* process.write(1, encodeUtf8(`${facts.join(' ')}\n`));
	yield* process.write(1, encodeUtf8(`[${decodeUtf8(yield* process.read(0, 100)).trim()}]\n`));
	return 3;
};

const executables = [{ name: 'bash', paths: ['/usr/bin/bash'], size: 1_446_024 }, ...HOST_PROGRAMS];
const cluster = buildClusterHosts(FACTS, executables, nodeHostCalls);
const stack = (name: string): LayerStack => {
	const found = cluster.stacks.get(name);
	if (found === undefined) throw new Error(`no host ${name}`);
	return found;
};

function host(name: string) {
	const context: Context = { loop: new EventLoop(INITIALIZED_AT_MS), random: new Random('t'), limits: DEFAULT_LIMITS };
	const programs = new Map<string, Program>([['bash', shell]]);
	for (const each of HOST_PROGRAMS) programs.set(each.name, each.program);
	const machine = createMachine({ context, hostname: name, layers: stack(name), programs });
	const components: string[] = [];
	for (const component of ['kubelet', 'containerd']) {
		machine.providePort(`component:${component}`, {
			start(args: readonly string[]) {
				components.push(`+${component} ${args.join(' ')}`.trim());
				return { stop: () => components.push(`-${component}`) };
			},
		});
	}
	const run = (ms: number): void => {
		context.loop.runUntil(context.loop.now() + ms);
	};
	return { context, machine, components, run, services: bootHost(context, machine, undefined) };
}

test('the files of a control plane and of a worker', () => {
	const { machine } = host('controlplane');
	const list = (path: string) => machine.root.list(path)?.join(' ');
	expect([
		list('/etc/kubernetes'),
		list('/etc/kubernetes/pki'),
		list('/etc/kubernetes/pki/etcd'),
		list('/etc/kubernetes/manifests'),
	]).toEqual([
		'admin.conf controller-manager.conf kubelet.conf manifests pki scheduler.conf super-admin.conf',
		'apiserver-etcd-client.crt apiserver-etcd-client.key apiserver-kubelet-client.crt apiserver-kubelet-client.key ' +
			'apiserver.crt apiserver.key ca.crt ca.key etcd front-proxy-ca.crt front-proxy-ca.key front-proxy-client.crt ' +
			'front-proxy-client.key sa.key sa.pub',
		'ca.crt ca.key healthcheck-client.crt healthcheck-client.key peer.crt peer.key server.crt server.key',
		'etcd.yaml kube-apiserver.yaml kube-controller-manager.yaml kube-scheduler.yaml',
	]);
	expect(decodeUtf8(machine.root.readFile('/etc/os-release') ?? new Uint8Array())).toContain('Ubuntu 24.04.3 LTS');
	const worker = host('node01').machine.root;
	expect([
		worker.list('/etc/kubernetes'),
		worker.list('/etc/kubernetes/pki'),
		worker.list('/etc/kubernetes/manifests'),
	]).toEqual([['kubelet.conf', 'manifests', 'pki'], ['ca.crt'], []]);
	expect(decodeUtf8(worker.readFile('/var/lib/kubelet/pki/kubelet-client-current.pem') ?? new Uint8Array())).toMatch(
		/^-----BEGIN CERTIFICATE-----[\s\S]+-----BEGIN RSA PRIVATE KEY-----/,
	);
});

test('kube-scheduler.yaml as kubeadm writes it', () => {
	expect(
		staticPodManifests(configurationOf(FACTS), FACTS.hosts[0] as (typeof FACTS.hosts)[0]).get('kube-scheduler.yaml'),
	).toBe(`apiVersion: v1
kind: Pod
metadata:
  labels:
    component: kube-scheduler
    tier: control-plane
  name: kube-scheduler
  namespace: kube-system
spec:
  containers:
  - command:
    - kube-scheduler
    - --authentication-kubeconfig=/etc/kubernetes/scheduler.conf
    - --authorization-kubeconfig=/etc/kubernetes/scheduler.conf
    - --bind-address=127.0.0.1
    - --kubeconfig=/etc/kubernetes/scheduler.conf
    - --leader-elect=true
    image: registry.k8s.io/kube-scheduler:v1.35.0
    imagePullPolicy: IfNotPresent
    livenessProbe:
      failureThreshold: 8
      httpGet:
        host: 127.0.0.1
        path: /livez
        port: probe-port
        scheme: HTTPS
      initialDelaySeconds: 10
      periodSeconds: 10
      timeoutSeconds: 15
    name: kube-scheduler
    ports:
    - containerPort: 10259
      name: probe-port
      protocol: TCP
    readinessProbe:
      failureThreshold: 3
      httpGet:
        host: 127.0.0.1
        path: /readyz
        port: probe-port
        scheme: HTTPS
      periodSeconds: 1
      timeoutSeconds: 15
    resources:
      requests:
        cpu: 100m
    startupProbe:
      failureThreshold: 24
      httpGet:
        host: 127.0.0.1
        path: /livez
        port: probe-port
        scheme: HTTPS
      initialDelaySeconds: 10
      periodSeconds: 10
      timeoutSeconds: 15
    volumeMounts:
    - mountPath: /etc/kubernetes/scheduler.conf
      name: kubeconfig
      readOnly: true
  hostNetwork: true
  priority: 2000001000
  priorityClassName: system-node-critical
  securityContext:
    seccompProfile:
      type: RuntimeDefault
  volumes:
  - hostPath:
      path: /etc/kubernetes/scheduler.conf
      type: FileOrCreate
    name: kubeconfig
status: {}
`);
	for (const text of staticPodManifests(configurationOf(FACTS), FACTS.hosts[0] as (typeof FACTS.hosts)[0]).values()) {
		expect(parseYamlDocument(text)).toMatchObject({ kind: 'Pod', metadata: { namespace: 'kube-system' } });
	}
});

describe('services', () => {
	test('boot starts what multi-user.target wants; flags come from the drop-in', () => {
		const { machine, components, run } = host('node01');
		run(10);
		expect(machine.processes().map(({ pid, ppid, argv }) => `${pid} ${ppid} ${argv.join(' ')}`)).toEqual([
			'1 0 /sbin/init',
			'2 1 /usr/bin/containerd',
			'3 1 /usr/bin/kubelet --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml',
			'4 1 sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups',
		]);
		expect(components.map((line) => line.split(' ')[0])).toEqual(['+containerd', '+kubelet']);
	});

	test('stop, kill -9, a wrong path: state, restarts and journal', () => {
		const { machine, components, run, services } = host('node01');
		run(10);
		const brief = () => {
			const { active, sub, restarts } = services.status('kubelet');
			return `${active} (${sub}) ${restarts} ${components.filter((line) => line.includes('kubelet')).length}`;
		};
		const states = [brief()];
		services.stop('kubelet');
		run(10);
		states.push(brief());
		services.start('kubelet');
		run(10);
		machine.processes().find(({ argv }) => argv[0] === '/usr/bin/kubelet');
		states.push(brief());
		machine.start({
			argv: ['kill'],
			env: new Map(),
			cwd: '/',
			credentials: { uid: 0, gid: 0, groups: [], capabilities: new Set(['KILL']) },
			stdin: 'null',
			onOutput: () => undefined,
			onExit: () => undefined,
			program: function* (process) {
				process.kill(services.status('kubelet').mainPid ?? 0, 'KILL');
				return 0;
			},
		});
		run(1000);
		states.push(brief());
		run(10_000);
		states.push(brief());
		machine.root.writeFile(
			'/etc/systemd/system/kubelet.service.d/20-wrong.conf',
			'[Service]\nExecStart=\nExecStart=/usr/local/bin/kubelet\n',
		);
		services.reload();
		services.restart('kubelet');
		run(25_000);
		states.push(brief());
		expect(states).toEqual([
			'active (running) 0 1',
			'inactive (dead) 0 2',
			'active (running) 0 3',
			'activating (auto-restart) 0 4',
			'active (running) 1 5',
			'activating (auto-restart) 2 6',
		]);
		const text = services.journal
			.lines('kubelet.service')
			.map((line) => `${line.identifier}[${line.pid}]: ${line.text}`);
		expect(text.slice(5, 11)).toEqual([
			'systemd[1]: Starting kubelet.service - kubelet: The Kubernetes Node Agent...',
			'systemd[1]: Started kubelet.service - kubelet: The Kubernetes Node Agent.',
			'systemd[1]: kubelet.service: Main process exited, code=killed, status=9/KILL',
			"systemd[1]: kubelet.service: Failed with result 'signal'.",
			'systemd[1]: kubelet.service: Scheduled restart job, restart counter is at 1.',
			'systemd[1]: Starting kubelet.service - kubelet: The Kubernetes Node Agent...',
		]);
		expect(text.at(-1)).toBe("systemd[1]: kubelet.service: Failed with result 'exit-code'.");
		expect(services.start('nothing')).toBe(false);
	});
});

describe('sessions', () => {
	test('root and the student log in with a login shell, after the message of the day', () => {
		for (const [user, facts] of [
			['root', '-bash 0 0 0 /root 98'],
			['student', '-bash 1000 1000 27,1000 /home/student 98'],
		] as const) {
			const { machine, run } = host('controlplane');
			let output = '';
			let end: unknown;
			const session = openSession(machine, {
				user,
				columns: 80,
				rows: 24,
				onOutput: (data) => {
					output += decodeUtf8(data);
				},
				onExit: (result) => {
					end = result;
				},
			});
			session.write(encodeUtf8('hi\r'));
			run(100);
			const motd = 'Welcome to Ubuntu 24.04.3 LTS (GNU/Linux 6.8.0-51-generic x86_64)';
			expect(output).toBe(`hi\r\n${motd}\r\n\r\n${facts}\r\n[hi]\r\n`);
			expect(end).toMatchObject({ kind: 'exited', status: 3 });
		}
	});

	test('an unknown user', () => {
		const { machine } = host('node01');
		const options = { user: 'eve', columns: 80, rows: 24, onOutput: () => undefined, onExit: () => undefined };
		expect(() => openSession(machine, options)).toThrow(SystemError);
	});
});
