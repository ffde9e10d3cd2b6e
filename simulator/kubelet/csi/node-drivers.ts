import type { Node } from '../../api/core/types/node.ts';
import type { CSINodeDriver } from '../../api/storage/types.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { TransportError } from '../../client/transport.ts';
import type { Machine } from '../../kernel/machine-api.ts';
import type { Context } from '../../machinery/context.ts';
import { delay } from '../../machinery/delay.ts';
import { ApiError } from '../../machinery/status.ts';
import { startTask, type Task } from '../../machinery/task.ts';
import { CSI_NODES, NODES } from '../resources.ts';
import { DRIVER_SOCKETS, type DriverSocket, DriverSockets } from './driver-sockets.ts';

const NODE_ID = 'csi.volume.kubernetes.io/nodeid';
const RETRY_MS = 2_000;
const TRIES = 10;

/**
 * The storage drivers of a node, as the kubelet knows them: what they say of the node stands in its CSINode and its Node.
 * Models pkg/volume/csi RegistrationHandler and nodeinfomanager.
 */
export class NodeDrivers {
	readonly #context: Context;
	readonly #client: ApiClient;
	readonly #nodeName: string;
	readonly #sockets: DriverSockets;

	constructor(context: Context, client: ApiClient, machine: Machine, nodeName: string) {
		this.#context = context;
		this.#client = client;
		this.#nodeName = nodeName;
		let sockets = machine.port<DriverSockets>(DRIVER_SOCKETS);
		if (sockets === undefined) {
			sockets = new DriverSockets();
			machine.providePort(DRIVER_SOCKETS, sockets);
		}
		this.#sockets = sockets;
	}

	start(): void {
		this.#sockets.onChange = (driver) => this.#begin(driver);
		for (const driver of this.#sockets.names) this.#begin(driver);
	}

	stop(): void {
		this.#sockets.onChange = undefined;
	}

	find(driver: string): DriverSocket | undefined {
		return this.#sockets.find(driver);
	}

	#begin(driver: string): void {
		startTask(this.#sync(driver), () => undefined);
	}

	*#sync(driver: string): Task<void> {
		for (let tries = 0; tries < TRIES; tries++) {
			yield delay(this.#context.loop, tries === 0 ? 50 : RETRY_MS);
			try {
				if (!this.#sockets.isRegistered(driver)) {
					yield* this.#remove(driver);
					return;
				}
				const socket = this.#sockets.find(driver);
				if (socket === undefined) continue;
				yield* this.#add(socket);
				return;
			} catch (error) {
				if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			}
		}
	}

	/** Models InstallCSIDriver. */
	*#add({ name, node }: DriverSocket): Task<void> {
		const { id, maxVolumes, topology = {} } = node;
		const own = yield* this.#client.get(NODES, '', this.#nodeName);
		const ids = { ...driverIds(own), [name]: id };
		const metadata = {
			annotations: { [NODE_ID]: JSON.stringify(ids) },
			labels: topology,
		};
		yield* this.#client.patch(NODES, { name: this.#nodeName }, 'strategic', { metadata });
		const driver: CSINodeDriver = {
			name,
			nodeID: id,
			topologyKeys: Object.keys(topology),
			...(maxVolumes === undefined ? {} : { allocatable: { count: maxVolumes } }),
		};
		yield* this.#write((drivers) => [...drivers.filter((each) => each.name !== name), driver]);
	}

	/** Models UninstallCSIDriver. */
	*#remove(name: string): Task<void> {
		yield* this.#write((drivers) => drivers.filter((each) => each.name !== name));
		const own = yield* this.#client.get(NODES, '', this.#nodeName);
		const { [name]: gone, ...ids } = driverIds(own);
		if (gone === undefined) return;
		const text = Object.keys(ids).length === 0 ? null : JSON.stringify(ids);
		const metadata = { annotations: { [NODE_ID]: text } };
		yield* this.#client.patch(NODES, { name: this.#nodeName }, 'strategic', { metadata });
	}

	*#write(change: (drivers: readonly CSINodeDriver[]) => CSINodeDriver[]): Task<void> {
		const found = yield* this.#client.get(CSI_NODES, '', this.#nodeName);
		yield* this.#client.update(CSI_NODES, { ...found, spec: { drivers: change(found.spec.drivers ?? []) } });
	}
}

function driverIds({ metadata }: Node): { [driver: string]: string } {
	try {
		const ids: unknown = JSON.parse(metadata.annotations?.[NODE_ID] ?? '{}');
		return typeof ids === 'object' && ids !== null ? (ids as { [driver: string]: string }) : {};
	} catch {
		// Somebody has written it by hand.
		return {};
	}
}
