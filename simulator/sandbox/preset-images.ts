import type { Context } from '../machinery/context.ts';
import { EventLoop } from '../machinery/event-loop.ts';
import type { HostCalls } from '../machinery/host-calls.ts';
import { DEFAULT_LIMITS } from '../machinery/limits.ts';
import { Memo } from '../machinery/memo.ts';
import { Random } from '../machinery/random.ts';
import type { Blueprint } from './cluster/blueprint.ts';
import { buildBlueprint } from './cluster/blueprint.ts';
import type { ClusterSnapshot } from './cluster/cluster.ts';
import { Cluster } from './cluster/cluster.ts';
import type { Preset } from './presets/preset.ts';
import { findPreset, PRESETS } from './presets/presets.ts';
import { SimulatedWorld } from './world.ts';
import type { SetupStep } from './world-api.ts';

/** A preset that has been booted: every world of it starts as a copy. */
export interface PresetImage {
	readonly blueprint: Blueprint;
	readonly snapshot: ClusterSnapshot;
}

/**
 * Presets booted so far. The host process keeps one and gives it to every world it makes; an image is a pure function
 * of its preset, so who booted it does not matter.
 */
export class PresetImages {
	readonly #hostCalls: HostCalls;
	/** Lent to every world: see Memo. */
	readonly memo = new Memo(MEMO_CHARACTERS_MAX);
	readonly #presets: ReadonlyMap<string, Preset>;
	readonly #blueprints = new Map<string, Blueprint>();
	readonly #images = new Map<string, PresetImage>();
	/** Images that are being made. */
	readonly #underWay = new Map<string, Generator<void, PresetImage>>();

	/** @param presets other than the product's own, for tests. */
	constructor(hostCalls: HostCalls, presets: ReadonlyMap<string, Preset> = PRESETS) {
		this.#hostCalls = hostCalls;
		this.#presets = presets;
	}

	get hostCalls(): HostCalls {
		return this.#hostCalls;
	}

	/**
	 * The image that worlds with this preset and set-up start from. What the set-up leaves running outside containers
	 * is not part of it. Throws RangeError for a preset that there is not, Error when the set-up fails.
	 */
	get(name: string, setup: readonly SetupStep[] = []): PresetImage {
		return drained(this.prepare(name, setup));
	}

	/** As `get`, a little at a time: for a thread that others wait for too. Whoever cannot wait calls `get` meanwhile. */
	*prepare(name: string, setup: readonly SetupStep[] = []): Generator<void, PresetImage> {
		const key = setup.length === 0 ? name : `${name} ${JSON.stringify(setup)}`;
		for (;;) {
			const image = this.#further(key, name, setup);
			if (image !== undefined) return image;
			yield;
		}
	}

	/** One step of making an image, whoever asks for it: several may wait for the same one. Undefined: there is more to do. */
	#further(key: string, name: string, setup: readonly SetupStep[]): PresetImage | undefined {
		const made = this.#images.get(key) ?? this.#step(key, name, setup);
		if (made === undefined) return undefined;
		// Last in the order of use.
		this.#images.delete(key);
		this.#images.set(key, made);
		for (const oldest of this.#images.keys()) {
			if (this.#images.size <= IMAGES_MAX) break;
			this.#images.delete(oldest);
		}
		return made;
	}

	#step(key: string, name: string, setup: readonly SetupStep[]): PresetImage | undefined {
		const work = this.#underWay.get(key) ?? this.#make(name, setup);
		this.#underWay.set(key, work);
		let isOver = true;
		try {
			const step = work.next();
			isOver = step.done === true;
			return step.done === true ? step.value : undefined;
		} finally {
			// After an error too: whoever asks next begins anew and is told the same.
			if (isOver) this.#underWay.delete(key);
		}
	}

	*#make(name: string, setup: readonly SetupStep[]): Generator<void, PresetImage> {
		const blueprint = this.blueprint(name);
		yield;
		const snapshot =
			setup.length === 0 ? yield* bootPreset(blueprint, this.#hostCalls, this.memo) : yield* this.#setUp(name, setup);
		return { blueprint, snapshot };
	}

	*#setUp(preset: string, setup: readonly SetupStep[]): Generator<void, ClusterSnapshot> {
		yield* this.prepare(preset);
		const world = new SimulatedWorld({ preset, seed: 'set-up' }, this);
		for (const step of setup) yield* world.setUp(step);
		const quietMs = world.now() + SETTLE_MS;
		while (!world.run(quietMs, STEPS)) yield;
		return world.cluster.snapshot();
	}

	/** Throws RangeError when there is none. */
	preset(name: string): Preset {
		const preset = findPreset(name, this.#presets);
		if (preset === undefined) throw new RangeError(`no preset "${name}"`);
		return preset;
	}

	/** What all worlds of a preset share, without booting one. */
	blueprint(name: string): Blueprint {
		const known = this.#blueprints.get(name);
		if (known !== undefined) return known;
		const blueprint = buildBlueprint(this.preset(name), this.#hostCalls);
		this.#blueprints.set(name, blueprint);
		return blueprint;
	}
}

function drained<T>(work: Generator<void, T>): T {
	for (;;) {
		const step = work.next();
		if (step.done === true) return step.value;
	}
}

/**
 * Presets and exercises kept ready, about half a megabyte each; the least recently used goes first. Fifty mock exams of as
 * many seeds have 850.
 */
const IMAGES_MAX = 1_000;
/** Callbacks between two breaths of whoever prepares an image a little at a time. */
const STEPS = 2;
/** Time for what a set-up has begun to come to rest. */
const SETTLE_MS = 5_000;
/** Start-up files, discovery documents, certificates, and students' commands of the last minutes. */
const MEMO_CHARACTERS_MAX = 4 * 1024 * 1024;

/** After this much virtual time a cluster that is not up will never be. */
const BOOT_LIMIT_MS = 15 * 60_000;
/** How long everything has to be quiet before the copy is taken. */
const QUIET_MS = 20_000;

/** Switches a preset's machines on, waits until the cluster is up and quiet, and takes a copy. */
export function* bootPreset(blueprint: Blueprint, hostCalls: HostCalls, memo: Memo): Generator<void, ClusterSnapshot> {
	const { preset } = blueprint;
	const loop = new EventLoop(preset.bootedAtMs);
	const context: Context = { loop, random: new Random(`preset/${preset.name}`), limits: DEFAULT_LIMITS };
	const cluster = new Cluster({ context, blueprint, hostCalls, memo });
	const limitMs = loop.now() + BOOT_LIMIT_MS;
	let readySince: number | undefined;
	while (loop.now() < limitMs) {
		const untilMs = loop.now() + 1_000;
		while (!loop.runUntil(untilMs, STEPS)) yield;
		yield;
		if (!isUp(cluster, preset)) readySince = undefined;
		else readySince ??= loop.now();
		if (readySince !== undefined && loop.now() - readySince >= QUIET_MS) return cluster.snapshot();
	}
	throw new Error(`assertion failed: preset ${preset.name} did not come up: ${describeState(cluster)}`);
}

interface Conditioned {
	readonly metadata: { readonly name: string };
	readonly status?: {
		readonly phase?: string;
		readonly conditions?: readonly { readonly type: string; readonly status: string }[];
	};
}

function isUp(cluster: Cluster, preset: Preset): boolean {
	const nodes = valuesUnder(cluster, '/registry/minions/');
	const pods = valuesUnder(cluster, '/registry/pods/kube-system/');
	const ready = (object: Conditioned): boolean =>
		object.status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') === true;
	const members = preset.hosts.filter(({ isBare }) => isBare !== true);
	const controlPlanes = members.filter(({ role }) => role === 'control-plane');
	// kubeadm's Pods: 4 on a control plane, coredns twice, calico's controllers, and two DaemonSets.
	const expected = controlPlanes.length === 0 ? 0 : members.length * 2 + controlPlanes.length * 4 + 3;
	return nodes.length === members.length && nodes.every(ready) && pods.length === expected && pods.every(ready);
}

function valuesUnder(cluster: Cluster, prefix: string): readonly Conditioned[] {
	return cluster.store.list(prefix).entries.map((entry) => entry.value as Conditioned);
}

function describeState(cluster: Cluster): string {
	const pods = valuesUnder(cluster, '/registry/pods/').map((pod) => `${pod.metadata.name}=${pod.status?.phase}`);
	return `${valuesUnder(cluster, '/registry/minions/').length} nodes, ${pods.join(' ')}`;
}
