import type { Process } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { DRIVER_SOCKETS, type DriverSockets } from '../../kubelet/csi/driver-sockets.ts';
import { serveHealth } from '../../kubelet/images/programs/health-endpoint.ts';
import { goFlag } from '../../kubelet/images/programs/simple-http.ts';
import type { Task } from '../../machinery/task.ts';
import { Sidecar } from './sidecar.ts';

const MEMORY_BYTES = 8 * 1024 ** 2;

/** Tells the kubelet of a driver. Models kubernetes-csi/node-driver-registrar. */
export function* nodeDriverRegistrar(process: Process): Task<number> {
	process.rest({ cpuMillicores: 0, memoryBytes: MEMORY_BYTES });
	const sidecar = new Sidecar(process, 'node-driver-registrar');
	sidecar.group.add(register(sidecar));
	return yield* sidecar.run();
}

function* register(sidecar: Sidecar): Task<void> {
	const { process } = sidecar;
	const { name } = yield* sidecar.connect(() => 'node-driver-registrar');
	yield* sidecar.log('I', `Starting Registration Server at: /registration/${name}-reg.sock`);
	const endpoint = goFlag(process.argv.slice(1), 'csi-address') ?? '/csi/csi.sock';
	process.port<DriverSockets>(DRIVER_SOCKETS)?.register(process, name, endpoint);
	yield* sidecar.log('I', 'Received NotifyRegistrationStatus call: &RegistrationStatus{PluginRegistered:true,Error:,}');
}

/** Says whether a driver answers. Models kubernetes-csi/livenessprobe. Differs: it says so always. */
export function* livenessProbe(process: Process): Task<number> {
	process.rest({ cpuMillicores: 0, memoryBytes: MEMORY_BYTES });
	const group = new TaskGroup();
	const port = (args: readonly string[]): number => Number(goFlag(args, 'health-port') ?? '9808');
	const checks = new Map([['/healthz', []]]);
	serveHealth(process, group, { address: () => '0.0.0.0', port, checks, guarded: false }, () => true);
	process.onSignal('TERM', 'catch');
	return yield* group.run(process, () => 0);
}

/** One that watches and has nothing to tell. Models kubernetes-csi/external-health-monitor. */
export function* watchingSidecar(process: Process): Task<number> {
	process.rest({ cpuMillicores: 0, memoryBytes: MEMORY_BYTES });
	return yield* new Sidecar(process, 'csi-external-health-monitor-controller').run();
}
