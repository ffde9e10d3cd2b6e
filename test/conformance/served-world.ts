import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server, TLSSocket } from 'node:tls';
import { KubeConfig } from '@kubernetes/client-node';
import { nodeHostCalls } from '../../simulator/cli/host-calls.ts';
import { LiveClock } from '../../simulator/cli/live-clock.ts';
import { tlsFront } from '../../simulator/cli/tls-front.ts';
import {
	DEFAULT_PRESET,
	PRESETS,
	PresetImages,
	SimulatedWorld,
	servingCredentials,
} from '../../simulator/sandbox/index.ts';
import type { Preset } from '../../simulator/sandbox/presets/preset.ts';

const ADDRESS = '127.0.0.1';
/** How long ago the cluster was set up. */
const SET_UP_MS = 5 * 60_000;

/** A world behind the TLS front of `sim serve`, its clock following ours, and what its clients need. */
export class ServedWorld {
	readonly world: SimulatedWorld;
	readonly config = new KubeConfig();
	readonly directory = mkdtempSync(join(tmpdir(), 'kubedrill-conformance-'));
	readonly #clock: LiveClock;
	readonly #front: Server;
	readonly #credentials = servingCredentials(Date.now(), [ADDRESS], nodeHostCalls);
	readonly #sockets = new Set<TLSSocket>();

	constructor() {
		const preset = PRESETS.get(DEFAULT_PRESET) as Preset;
		const bootedAtMs = Math.floor((Date.now() - SET_UP_MS) / 1_000) * 1_000;
		const images = new PresetImages(nodeHostCalls, new Map([[DEFAULT_PRESET, { ...preset, bootedAtMs }]]));
		this.world = new SimulatedWorld({ preset: DEFAULT_PRESET, seed: 'conformance' }, images);
		this.world.run(Date.now());
		this.#clock = new LiveClock(this.world);
		this.#front = tlsFront(this.world, this.#credentials, this.#clock.poke);
		this.#front.on('secureConnection', (socket: TLSSocket) => {
			this.#sockets.add(socket);
			socket.on('close', () => this.#sockets.delete(socket));
		});
	}

	async open(): Promise<void> {
		await new Promise<void>((resolve) => this.#front.listen(0, ADDRESS, resolve));
		const text = this.#credentials.kubeconfig(this.url);
		writeFileSync(this.kubeconfigFile, text, { mode: 0o600 });
		this.config.loadFromString(text);
		this.#clock.poke();
	}

	get url(): string {
		return `https://${ADDRESS}:${(this.#front.address() as AddressInfo).port}`;
	}

	get kubeconfigFile(): string {
		return join(this.directory, 'config');
	}

	/** Cuts every connection, as a restarted server would. */
	cutConnections(): void {
		for (const socket of this.#sockets) socket.destroy();
	}

	/** Forgets all changes up to now: watches from before have to list again. */
	compact(): void {
		const { store } = this.world.cluster;
		store.compact(store.revision);
	}

	close(): void {
		this.#clock.stop();
		this.cutConnections();
		this.#front.close();
		rmSync(this.directory, { recursive: true, force: true });
	}
}
