import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { stackLayers } from '../../../simulator/kernel/files/layer-stack.ts';
import { createMachine } from '../../../simulator/kernel/machine.ts';
import type { Machine } from '../../../simulator/kernel/machine-api.ts';
import type { Program } from '../../../simulator/kernel/process-api.ts';
import { SystemError } from '../../../simulator/kernel/process-api.ts';
import { DEFAULT_CONFIGURATION, type KubeletConfiguration } from '../../../simulator/kubelet/configuration.ts';
import { holdMemory } from '../../../simulator/kubelet/images/programs/hold-memory.ts';
import { IMAGES } from '../../../simulator/kubelet/images/registry.ts';
import { type KubeletHandle, startKubelet } from '../../../simulator/kubelet/kubelet.ts';
import { NODES, PODS } from '../../../simulator/kubelet/resources.ts';
import { ContainerRuntime } from '../../../simulator/kubelet/runtime/container-runtime.ts';
import { ImageCatalog } from '../../../simulator/kubelet/runtime/image-catalog.ts';
import type { Task } from '../../../simulator/machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { ClusterNetwork } from '../../../simulator/network/cluster-network.ts';
import { TestCluster } from '../../support/cluster/test-cluster.ts';

/** A few commands, so that these tests need no shell: `sh -c` understands single words and `;`. */
const COMMANDS: readonly (readonly [string, Program])[] = [
	['sh', shell],
	['sleep', shell],
	['cat', shell],
	['true', shell],
	['false', shell],
	['env', shell],
	['ls', shell],
	['touch', shell],
];

function* shell(process: Parameters<Program>[0]): Task<number> {
	const args = process.argv[0]?.endsWith('sh') ? (process.argv[2] ?? '').split(/;\s*/) : [process.argv.join(' ')];
	let status = 0;
	for (const line of args) status = yield* runLine(process, line.trim());
	return status;
}

function* runLine(process: Parameters<Program>[0], line: string): Task<number> {
	const [command = '', ...args] = line.replace(/^\S*\//, '').split(/\s+/);
	const print = (text: string): Task<void> => process.write(1, encodeUtf8(text));
	const [first = ''] = args;
	try {
		switch (command) {
			case 'sleep':
				yield* process.sleep(first === 'infinity' ? 1e12 : Number(first) * 1_000);
				return 0;
			case 'echo':
				yield* print(`${args.join(' ')}\n`);
				return 0;
			case 'trap':
				process.onSignal('TERM', 'catch');
				return 0;
			case 'env':
				yield* print([...process.env].map(([name, value]) => `${name}=${value}\n`).join(''));
				return 0;
			case 'ls':
				yield* print(`${process.readdir(first).join('\n')}\n`);
				return 0;
			case 'touch':
				process.close(yield* process.open(first, { write: true, create: true }, 0o644));
				return 0;
			case 'write': {
				const fd = yield* process.open(first, { write: true, create: true, truncate: true }, 0o644);
				yield* process.write(fd, encodeUtf8(args.slice(1).join(' ')));
				process.close(fd);
				return 0;
			}
			case 'cat': {
				const fd = yield* process.open(first, { read: true });
				for (let data = yield* process.read(fd, 4096); data.length > 0; data = yield* process.read(fd, 4096)) {
					yield* process.write(1, data);
				}
				process.close(fd);
				return 0;
			}
			case 'hold':
				holdMemory(process, Number(first) * 1024 ** 2);
				return 0;
			case 'exit':
				return process.exit(Number(first));
			case 'false':
				return 1;
			default:
				return 0;
		}
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'EINTR') return process.exit(143);
		yield* process.write(2, encodeUtf8(`${command}: ${first}: ${error.errno}\n`));
		return 1;
	}
}

const programs = new Map<string, Program>(COMMANDS);
const imagePrograms = new ImageCatalog(IMAGES).programs();
const catalog = new ImageCatalog(
	IMAGES,
	(name) => programs.has(name.split('@')[0] as string) || imagePrograms.has(name.split('@')[0] as string),
);
for (const [name, program] of imagePrograms) programs.set(name, program);
const HOST = stackLayers([
	{
		entries: new Map([
			['/etc/cni/net.d/10-calico.conflist', { type: 'file', mode: 0o644, content: '{"plugins":[{"type":"calico"}]}' }],
			['/opt/cni/bin/calico', { type: 'file', mode: 0o755, content: '' }],
			['/opt/cni/bin/loopback', { type: 'file', mode: 0o755, content: '' }],
			['/etc/hosts', { type: 'file', mode: 0o644, content: '127.0.0.1 localhost\n' }],
			['/etc/kubernetes/manifests', { type: 'directory', mode: 0o755 }],
		] as const),
	},
]);

export interface TestNode {
	readonly name: string;
	readonly machine: Machine;
	readonly runtime: ContainerRuntime;
	kubelet: KubeletHandle;
}

/** A real control plane with real kubelets on real machines. */
export class NodeCluster extends TestCluster {
	readonly nodes = new Map<string, TestNode>();
	readonly network: ClusterNetwork;
	readonly #configuration: Partial<KubeletConfiguration>;

	constructor(
		names: readonly string[] = ['node01'],
		options: {
			scheduler?: boolean;
			controllers?: readonly string[] | false;
			configuration?: Partial<KubeletConfiguration>;
		} = {},
	) {
		super({ nodes: [], kubelet: false, ...options });
		this.#configuration = options.configuration ?? {};
		this.network = new ClusterNetwork(this.context);
		names.forEach((name, index) => {
			this.#addMachine(name, index);
		});
		this.run(0);
		for (const [index, name] of names.entries()) {
			if (options.controllers === false) this.patch(NODES, name, { spec: { podCIDR: `192.168.${index}.0/24` } });
		}
		this.run(1);
	}

	#addMachine(name: string, index: number): void {
		const machine = createMachine({
			context: this.context,
			hostname: name,
			layers: HOST,
			programs,
			fabric: this.network,
			addresses: [`172.30.${index + 2}.2`],
		});
		this.network.addHost(name, machine.network);
		const runtime = new ContainerRuntime({
			context: this.context,
			machine,
			catalog,
			network: {
				attach: (namespace) => this.network.attach(name, namespace),
				detach: (namespace) => this.network.detach(namespace),
				setRange: (cidr) => this.network.setPodRange(name, cidr),
			},
		});
		const node = { name, machine, runtime, kubelet: this.startKubelet(name, machine, runtime, index) };
		this.nodes.set(name, node);
	}

	startKubelet(name: string, machine: Machine, runtime: ContainerRuntime, index: number): KubeletHandle {
		return startKubelet({
			context: this.context,
			facts: {
				name,
				address: `172.30.${index + 2}.2`,
				cpus: 4,
				memoryBytes: 8 * 1024 ** 3,
				diskBytes: 40 * 1024 ** 3,
				osImage: 'Ubuntu 24.04.3 LTS',
				kernelVersion: '6.8.0-51-generic',
				containerRuntimeVersion: 'containerd://2.1.4',
				kubeletVersion: 'v1.35.0',
				machineID: 'm',
				systemUUID: 's',
				bootID: 'b',
			},
			machine,
			transport: this.transport(`system:node:${name}`),
			runtime,
			dns: { address: '10.96.0.10', domain: 'cluster.local' },
			configuration: { ...DEFAULT_CONFIGURATION, resolvConf: '', ...this.#configuration },
		});
	}

	node(name = 'node01'): TestNode {
		const node = this.nodes.get(name);
		if (node === undefined) throw new Error(`no node ${name}`);
		return node;
	}

	/** A Pod on node01 unless it says otherwise. */
	pod(name: string, container: object, spec: object = {}): Pod {
		return this.create(PODS, {
			metadata: { name, namespace: 'default' },
			spec: {
				nodeName: 'node01',
				terminationGracePeriodSeconds: 5,
				automountServiceAccountToken: false,
				containers: [{ name: 'app', image: 'busybox:1.36', ...container }],
				...spec,
			},
		});
	}

	find(name: string): Pod | undefined {
		return this.list(PODS).find((pod) => pod.metadata.name === name);
	}

	status(name: string): Pod['status'] {
		return this.get(PODS, name).status;
	}

	/** The log of the newest instance of a container. */
	logs(pod: string, container = 'app', options: object = {}): string {
		const { metadata, spec } = this.get(PODS, pod);
		const { server } = this.node(spec.nodeName).kubelet;
		const target = { namespace: 'default', pod, uid: metadata.uid, container };
		const answer = this.do(
			server.logs(target, {
				follow: false,
				previous: false,
				timestamps: false,
				sinceSeconds: undefined,
				sinceTime: undefined,
				tailLines: undefined,
				limitBytes: undefined,
				...options,
			}),
		);
		if (answer.kind === 'refused') return `${answer.status} ${answer.message}`;
		let text = '';
		for (let data = answer.value.next(); data !== undefined && data !== 'end'; data = answer.value.next())
			text += decodeUtf8(data);
		return text;
	}

	/** Runs a command in a container and gives its output and the last status. */
	exec(pod: string, ...command: string[]): string {
		const { metadata, spec } = this.get(PODS, pod);
		const target = { namespace: 'default', pod, uid: metadata.uid, container: spec.containers[0]?.name ?? '' };
		const { server } = this.node(spec.nodeName).kubelet;
		const answer = this.do(server.exec(target, { command, stdin: false, stdout: true, stderr: true, tty: false }));
		if (answer.kind === 'refused') return `${answer.status} ${answer.message}`;
		this.run(1);
		let text = '';
		for (let piece = answer.value.receive(); piece !== undefined && piece !== 'end'; piece = answer.value.receive()) {
			text += piece.channel === 3 ? `[${JSON.parse(decodeUtf8(piece.data)).status}]` : decodeUtf8(piece.data);
		}
		return text;
	}
}
