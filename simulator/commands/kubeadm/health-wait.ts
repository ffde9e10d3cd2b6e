import { TransportError } from '../../client/transport.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { SocketTransport } from '../kubectl/transport.ts';
import { announce } from './host-files.ts';
import { KubeadmError } from './kubeadm-error.ts';

const POLL_MS = 500;
const LIMIT_MS = 240_000;
const KUBELET = 'http://127.0.0.1:10248/healthz';

interface Health {
	readonly healthy: boolean;
	readonly problem: string;
}

function* ask(run: CobraRun, url: string): Task<Health> {
	const [, server = '', path = ''] = /^(https?:\/\/[^/]+)(\/.*)$/.exec(url) ?? [];
	const transport = new SocketTransport(run.process, { server, caPem: undefined, insecure: true, timeoutMs: 10_000 });
	try {
		const { status } = yield* transport.request({ method: 'GET', path });
		return { healthy: status === 200, problem: `an error on the server with status ${status}` };
	} catch (error) {
		if (!(error instanceof TransportError)) throw error;
		return { healthy: false, problem: `Get ${JSON.stringify(url)}: ${error.message}` };
	}
}

/** As Go prints what a monotonic clock has measured: no wait takes whole milliseconds. */
function elapsed(run: CobraRun, sinceMs: number): string {
	const micros = (run.process.now() - sinceMs) * 1000 + (run.process.randomUint32() % 1000);
	const digits = (value: number): string => value.toFixed(6).replace(/\.?0+$/, '');
	if (micros < 1_000_000) return `${digits(micros / 1000)}ms`;
	const minutes = Math.floor(micros / 60_000_000);
	return `${minutes > 0 ? `${minutes}m` : ''}${digits((micros - minutes * 60_000_000) / 1_000_000)}s`;
}

const KUBELET_HINTS = `
Unfortunately, an error has occurred, likely caused by:
	- The kubelet is not running
	- The kubelet is unhealthy due to a misconfiguration of the node in some way (required cgroups disabled)

If you are on a systemd-powered system, you can try to troubleshoot the error with the following commands:
	- 'systemctl status kubelet'
	- 'journalctl -xeu kubelet'

`;

/** Models cmd/kubeadm/app/util/apiclient KubeWaiter.WaitForKubelet. */
export function* waitForKubelet(run: CobraRun): Task<void> {
	yield* announce(run, `[kubelet-check] Waiting for a healthy kubelet at ${KUBELET}. This can take up to 4m0s\n`);
	const sinceMs = run.process.now();
	let health: Health = { healthy: false, problem: '' };
	while (run.process.now() - sinceMs < LIMIT_MS) {
		yield* run.process.sleep(POLL_MS);
		health = yield* ask(run, KUBELET);
		if (!health.healthy) continue;
		yield* announce(run, `[kubelet-check] The kubelet is healthy after ${elapsed(run, sinceMs)}\n`);
		return;
	}
	yield* announce(run, `[kubelet-check] The kubelet is not healthy after ${elapsed(run, sinceMs)}\n${KUBELET_HINTS}`);
	throw new KubeadmError(
		`failed while waiting for the kubelet to start: The HTTP call equal to 'curl -sSL ${KUBELET}' returned error: ${health.problem}`,
	);
}

/** Models KubeWaiter.WaitForControlPlaneComponents. */
export function* waitForControlPlane(run: CobraRun, address: string, port: number): Task<void> {
	const components = new Map([
		['kube-apiserver', `https://${address}:${port}/livez`],
		['kube-controller-manager', 'https://127.0.0.1:10257/healthz'],
		['kube-scheduler', 'https://127.0.0.1:10259/livez'],
	]);
	const told = [...components].map(([name, url]) => `[control-plane-check] Checking ${name} at ${url}\n`);
	yield* announce(
		run,
		`[control-plane-check] Waiting for healthy control plane components. This can take up to 4m0s\n${told.join('')}`,
	);
	const sinceMs = run.process.now();
	const problems = new Map<string, string>();
	while (components.size > 0 && run.process.now() - sinceMs < LIMIT_MS) {
		yield* run.process.sleep(POLL_MS);
		for (const [name, url] of [...components]) {
			const { healthy, problem } = yield* ask(run, url);
			problems.set(name, problem);
			if (!healthy) continue;
			components.delete(name);
			yield* announce(run, `[control-plane-check] ${name} is healthy after ${elapsed(run, sinceMs)}\n`);
		}
	}
	if (components.size === 0) return;
	for (const name of components.keys()) {
		yield* announce(run, `[control-plane-check] ${name} is not healthy after ${elapsed(run, sinceMs)}\n`);
	}
	yield* announce(run, CONTROL_PLANE_HINTS);
	const list = [...components].map(([name, url]) => `${name} check failed at ${url}: ${problems.get(name)}`);
	throw new KubeadmError(
		`failed while waiting for the control plane to start: ${list.length === 1 ? list[0] : `[${list.join(', ')}]`}`,
	);
}

const CONTROL_PLANE_HINTS = `
A control plane component may have crashed or exited when started by the container runtime.
To troubleshoot, list all containers using your preferred container runtimes CLI.
Here is one example how you may list all running Kubernetes containers by using crictl:
	- 'crictl --runtime-endpoint unix:///var/run/containerd/containerd.sock ps -a | grep kube | grep -v pause'
	Once you have found the failing container, you can inspect its logs with:
	- 'crictl --runtime-endpoint unix:///var/run/containerd/containerd.sock logs CONTAINERID'

`;
