import type { FrozenFileSystems, ThawedFileSystems } from '../../kernel/files/file-system-copies.ts';
import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { Machine } from '../../kernel/machine-api.ts';
import { ContainerRuntime } from '../../kubelet/runtime/container-runtime.ts';
import type { ImageVersion } from '../../kubelet/runtime/image.ts';
import type { ImageCatalog } from '../../kubelet/runtime/image-catalog.ts';
import { ImageStore } from '../../kubelet/runtime/image-store.ts';
import { RuntimeError } from '../../kubelet/runtime/runtime-error.ts';
import type { PodNetwork } from '../../kubelet/runtime/runtime-options.ts';
import type { Context } from '../../machinery/context.ts';
import { delay } from '../../machinery/delay.ts';
import type { Random } from '../../machinery/random.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { BuildCache } from './build-cache.ts';
import { containerConfig } from './container-config.ts';
import { type ContainerRequest, EngineError } from './container-request.ts';
import { type EngineContainer, stateOf } from './engine-container.ts';
import { EngineImages } from './engine-images.ts';
import { type EngineNetwork, EngineNetworks, type NetworkOptions } from './engine-networks.ts';
import { containerMemory, type EngineSnapshot, rememberedContainer } from './engine-snapshot.ts';
import { EngineVolumes } from './engine-volumes.ts';
import { resumeHealth, watchHealth } from './health.ts';
import { madeUpName } from './made-up-names.ts';
import { startNameServer } from './name-server.ts';
import { attach, writeHostsFile } from './network-attachments.ts';
import { openPorts } from './open-ports.ts';
import { setPaused } from './pausing.ts';
import { startFailure } from './start-failure.ts';

export type EngineKind = 'docker' | 'podman';

export interface EngineOptions {
	readonly kind: EngineKind;
	/** Whose it is: podman's storage is its user's. */
	readonly uid: number;
	/** Where it keeps what it has: "/var/lib/docker". */
	readonly root: string;
	readonly context: Context;
	readonly machine: Machine;
	readonly catalog: ImageCatalog;
	/** Where containers' namespaces are plugged in. */
	readonly network: PodNetwork & { addBridge(gateway: string): void };
}

/** First waiting time of a restart policy, doubled each time. Models moby restartmanager. */
const RESTART_MS = 100;
const RESTART_MS_MAX = 60_000;
/** A container that has run so long is no more restarted in haste. */
const STEADY_MS = 10_000;

/** From the first process to the answer that it runs. */
const SETTLED_MS = 120;

/**
 * One container engine of a host: dockerd, or podman of one user. Its containers run with the same runtime as the kubelet's,
 * beside them: neither sees the other's.
 */
export class ContainerEngine {
	readonly kind: EngineKind;
	readonly uid: number;
	readonly root: string;
	readonly machine: Machine;
	readonly context: Context;
	readonly runtime: ContainerRuntime;
	readonly catalog: ImageCatalog;
	readonly images: EngineImages;
	/** What BuildKit has fetched to build on: no images of the engine. */
	readonly buildBases: ImageStore;
	readonly buildCache = new BuildCache();
	readonly networks: EngineNetworks;
	readonly volumes: EngineVolumes;
	readonly network: EngineOptions['network'];
	readonly random: Random;
	readonly startedAtMs: number;
	readonly #containers = new Map<string, EngineContainer>();
	#idCounter = 0;

	constructor(options: EngineOptions) {
		const { kind, uid, context, machine, catalog, network } = options;
		this.kind = kind;
		this.uid = uid;
		this.root = options.root;
		this.machine = machine;
		this.context = context;
		this.network = network;
		this.catalog = catalog;
		const name = uid === 0 ? kind : `${kind}-${uid}`;
		this.random = context.random.stream(`${name}/engine/${machine.hostname}`);
		this.runtime = new ContainerRuntime({ context, machine, catalog, network, name });
		this.images = new EngineImages(this.runtime.images, catalog, kind);
		this.buildBases = new ImageStore({ context, catalog, random: this.random.stream('buildkit') });
		this.startedAtMs = context.loop.now();
		this.networks = new EngineNetworks(kind, this.startedAtMs, () => this.newId());
		for (const { gateway } of this.networks.list()) if (gateway !== '') network.addBridge(gateway);
		this.volumes = new EngineVolumes(machine.root, this.root);
	}

	/** Depends on the count only, so that a restored engine goes on where its snapshot stopped. */
	newId(): string {
		return this.random.stream(`id/${this.#idCounter++}`).hex(64);
	}

	/** Where containers ask for names: as the host does, unless it asks itself. */
	resolvConf(dns: readonly string[]): string {
		if (dns.length > 0) return dns.map((address) => `nameserver ${address}\n`).join('');
		const { root } = this.machine;
		const data = root.readFile('/run/systemd/resolve/resolv.conf') ?? root.readFile('/etc/resolv.conf');
		const lines = data === undefined ? [] : decodeUtf8(data).split('\n');
		return lines
			.filter((line) => /^(nameserver|search|options) /.test(line) && !line.startsWith('nameserver 127.'))
			.map((line) => `${line}\n`)
			.join('');
	}

	get containers(): readonly EngineContainer[] {
		return [...this.#containers.values()];
	}

	/** By name, by id or by the beginning of one. Throws EngineError. */
	container(nameOrId: string): EngineContainer {
		const found = this.find(nameOrId);
		if (found !== undefined) return found;
		const message =
			this.kind === 'docker'
				? `No such container: ${nameOrId}`
				: `no container with name or ID ${JSON.stringify(nameOrId)} found: no such container`;
		throw new EngineError('no-container', message);
	}

	find(nameOrId: string): EngineContainer | undefined {
		const wanted = nameOrId.replace(/^\//, '');
		const exact = this.#containers.get(wanted) ?? this.containers.find(({ name }) => name === wanted);
		if (exact !== undefined || wanted === '') return exact;
		const found = this.containers.filter(({ id }) => id.startsWith(wanted));
		if (found.length > 1 && /^[0-9a-f]+$/.test(wanted)) {
			throw new EngineError('invalid', `Multiple IDs found with provided prefix: ${wanted}`);
		}
		return found[0];
	}

	/** The image of a container that is to be. */
	stackOf(version: ImageVersion): LayerStack {
		return this.images.contentOf(version).stack;
	}

	/** Makes a container of an image that is here. Throws EngineError. */
	*create(request: ContainerRequest): Task<EngineContainer> {
		const image = this.images.require(request.image);
		const name = this.#nameFor(request.name);
		const id = this.newId();
		const joined = request.networks.find((each) => each.startsWith('container:'));
		const target = joined === undefined ? undefined : this.container(joined.slice('container:'.length));
		const plugged = attach(this, request, target);
		try {
			const sandboxId = target?.sandboxId ?? (yield* this.runtime.runSandbox(plugged.sandbox(name, id))).id;
			if (target === undefined) this.setAddresses(sandboxId, plugged.attachments);
			const mounts = this.volumes.prepare(request, image, this.stackOf(image), () => this.newId());
			const hostsFile = `${this.root}/containers/${id}/hosts`;
			const config = containerConfig({ engine: this, request, image, id, name, mounts, hostsFile });
			yield* this.runtime.createContainer(sandboxId, config);
			const live = this.runtime.live(id);
			const container: EngineContainer = {
				id,
				name,
				request,
				image,
				createdAtMs: this.context.loop.now(),
				command: live.record.config.command ?? [],
				live,
				sandboxId,
				hostname: plugged.hostname(id),
				attachments: plugged.attachments,
				mounts,
				ports: [],
				proxies: [],
				names: undefined,
				restarts: 0,
				stopped: false,
				pausedAtMs: undefined,
				health: undefined,
				error: '',
				isRemoved: false,
			};
			writeHostsFile(this, container, hostsFile);
			for (const { type, target: path } of mounts) {
				if (type === 'tmpfs') live.tree.mount(path, this.machine.createTree(), { source: 'tmpfs', type: 'tmpfs' });
			}
			this.#containers.set(id, container);
			return container;
		} catch (error) {
			plugged.release();
			if (!(error instanceof RuntimeError)) throw error;
			throw new EngineError('invalid', error.message.replace(/^failed to generate container spec: /, ''));
		}
	}

	/** Throws EngineError. */
	createNetwork(options: NetworkOptions): EngineNetwork {
		const network = this.networks.create(options, this.newId(), this.context.loop.now());
		this.network.addBridge(network.gateway);
		return network;
	}

	/** Says on which bridges a sandbox is. */
	setAddresses(sandboxId: string, attachments: EngineContainer['attachments']): void {
		const namespace = this.runtime.namespaceOf(sandboxId);
		if (namespace === this.machine.network) return;
		this.network.detach(namespace);
		namespace.addresses = [...attachments.values()].map(({ address }) => address);
		namespace.labels.set('bridges', [...attachments.keys()].join(','));
		if (attachments.size > 0) this.network.attach(namespace);
	}

	#nameFor(asked: string | undefined): string {
		if (asked === undefined) {
			for (;;) {
				const name = madeUpName(this.random.stream(`name/${this.#idCounter++}`));
				if (this.find(name) === undefined) return name;
			}
		}
		const name = asked.replace(/^\//, '');
		const well = this.kind === 'docker' ? /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/ : /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;
		if (!well.test(name)) {
			throw new EngineError(
				'invalid',
				this.kind === 'docker'
					? `Invalid container name (${asked}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`
					: 'names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument',
			);
		}
		this.requireFreeName(name);
		return name;
	}

	requireFreeName(name: string): void {
		const holder = this.containers.find((each) => each.name === name);
		if (holder === undefined) return;
		throw new EngineError(
			'name-taken',
			this.kind === 'docker'
				? `Conflict. The container name ${JSON.stringify(`/${name}`)} is already in use by container ${JSON.stringify(holder.id)}. You have to remove (or rename) that container to be able to reuse that name.`
				: `creating container storage: the container name ${JSON.stringify(name)} is already in use by ${holder.id}. You have to remove that container to be able to reuse that name: that name is already in use`,
		);
	}

	/** What a copy of this engine starts from. @param copies of its machine. */
	snapshot(copies: FrozenFileSystems): EngineSnapshot {
		return {
			kind: this.kind,
			uid: this.uid,
			root: this.root,
			idCounter: this.#idCounter,
			runtime: this.runtime.snapshot(copies),
			networks: this.networks.list(),
			volumes: this.volumes.list(),
			containers: this.containers.map(containerMemory),
		};
	}

	/** Takes over a snapshot: what ran runs again, its ports are open again. */
	restore(snapshot: EngineSnapshot, copies: ThawedFileSystems): void {
		this.#idCounter = snapshot.idCounter;
		for (const network of snapshot.networks) {
			this.networks.restore(network);
			if (network.gateway !== '') this.network.addBridge(network.gateway);
		}
		this.volumes.restore(snapshot.volumes);
		this.runtime.restore(snapshot.runtime, copies);
		for (const memory of snapshot.containers) {
			const container = rememberedContainer(memory, this.runtime.live(memory.id));
			this.#containers.set(container.id, container);
			for (const [name, { address }] of container.attachments) this.networks.find(name)?.pool?.reserve(address);
			if (container.live.network !== this.machine.network)
				this.setAddresses(container.sandboxId, container.attachments);
			if (stateOf(container) !== 'running') continue;
			openPorts(this, container);
			container.names = startNameServer(this, container);
			container.live.exits.add(() => this.#ended(container));
			resumeHealth(this, container);
		}
	}

	/** Starts a container that does not run. Throws EngineError. */
	*start(container: EngineContainer): Task<void> {
		if (stateOf(container) === 'running') return;
		container.stopped = false;
		yield* this.#launch(container);
		yield delay(this.context.loop, SETTLED_MS);
	}

	*#launch(container: EngineContainer): Task<void> {
		try {
			openPorts(this, container);
		} catch (error) {
			container.error = error instanceof EngineError ? error.message : '';
			throw error;
		}
		try {
			yield* this.runtime.startContainer(container.id);
			container.error = '';
		} catch (error) {
			this.#closePorts(container);
			if (!(error instanceof RuntimeError)) throw error;
			const failure = startFailure(this.kind, error.message);
			container.error = failure.message;
			throw failure;
		}
		container.names = startNameServer(this, container);
		watchHealth(this, container);
		if (container.live.record.state !== 'running') this.#ended(container);
		else container.live.exits.add(() => this.#ended(container));
	}

	#closePorts(container: EngineContainer): void {
		for (const proxy of container.proxies) if (proxy.exited === undefined) proxy.signal('KILL');
		container.proxies = [];
		container.ports = [];
		container.names?.signal('KILL');
		container.names = undefined;
	}

	#ended(container: EngineContainer): void {
		this.#closePorts(container);
		container.pausedAtMs = undefined;
		if (container.isRemoved) return;
		const { loop } = this.context;
		if (container.request.autoRemove) {
			loop.post(() => this.#forget(container, true));
			return;
		}
		if (!this.#isToRestart(container)) return;
		const { startedAtMs, finishedAtMs } = container.live.record;
		const hasty = finishedAtMs - startedAtMs < STEADY_MS;
		const waitMs = hasty ? Math.min(RESTART_MS * 2 ** Math.min(container.restarts, 10), RESTART_MS_MAX) : RESTART_MS;
		loop.after(waitMs, () => this.#again(container));
	}

	#isToRestart({ request, stopped, live, restarts }: EngineContainer): boolean {
		const { policy, retries } = request.restart;
		if (stopped || policy === 'no') return false;
		if (policy !== 'on-failure') return true;
		return live.record.exitCode !== 0 && (retries === 0 || restarts < retries);
	}

	#again(container: EngineContainer): void {
		if (container.isRemoved || container.stopped || stateOf(container) === 'running') return;
		container.restarts++;
		const task = this.#launch(container);
		const step = (): void => {
			try {
				const next = task.next();
				if (!next.done) next.value.arm(step);
			} catch (error) {
				if (!(error instanceof EngineError)) throw error;
			}
		};
		step();
	}

	/** Asks it to end, and ends it when it has not. Returns when it has. */
	*stop(container: EngineContainer, graceMs: number): Task<void> {
		container.stopped = true;
		setPaused(container, undefined);
		yield* this.runtime.stopContainer(container.id, graceMs);
	}

	/** Waits until it does not run. @returns its exit code. */
	*wait(container: EngineContainer): Task<number> {
		const { loop } = this.context;
		const { live } = container;
		const ended = new Signal(loop.post);
		const wake = (): void => ended.wakeAll();
		while (live.record.state === 'running') {
			live.exits.add(wake);
			yield ended;
		}
		live.exits.delete(wake);
		return live.record.exitCode;
	}

	/** Throws EngineError when it runs and `force` does not say that this does not matter. */
	*remove(container: EngineContainer, options: { readonly force: boolean; readonly volumes: boolean }): Task<void> {
		if (stateOf(container) === 'running' || stateOf(container) === 'paused') {
			if (!options.force) {
				throw new EngineError('conflict', removalRefusal(this.kind, container));
			}
			container.stopped = true;
			setPaused(container, undefined);
			yield* this.runtime.stopContainer(container.id, 0);
		}
		yield delay(this.context.loop, 15);
		this.#forget(container, options.volumes);
	}

	#forget(container: EngineContainer, withVolumes: boolean): void {
		if (container.isRemoved) return;
		container.isRemoved = true;
		this.#containers.delete(container.id);
		this.runtime.removeContainer(container.id);
		if (!this.containers.some((each) => each.sandboxId === container.sandboxId)) {
			this.runtime.removeSandbox(container.sandboxId);
		}
		for (const [name, { address }] of container.attachments) this.networks.find(name)?.pool?.release(address);
		this.machine.root.remove(`${this.root}/containers/${container.id}`);
		if (withVolumes) for (const { name } of container.mounts) this.volumes.removeAnonymous(name);
	}
}

function removalRefusal(kind: EngineKind, { id, name }: EngineContainer): string {
	return kind === 'docker'
		? `cannot remove container ${JSON.stringify(name)}: container is running: stop the container before removing or force remove`
		: `cannot remove container ${id} as it is running - running or paused containers cannot be removed without force: container state improper`;
}
