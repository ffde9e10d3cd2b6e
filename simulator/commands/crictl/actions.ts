import { RuntimeRefusal } from '../../hosts/runtime/runtime-service.ts';
import { GoTemplate } from '../../machinery/go-template/go-template.ts';
import type { Task } from '../../machinery/task.ts';
import { type CrictlRun, containerOf, fatal, notFound, truncatedId } from './crictl-run.ts';
import { containerStatus, imageStatus, sandboxStatus } from './status-json.ts';
import { writeObject } from './structured.ts';

function requireIds(run: CrictlRun, all: () => readonly string[]): readonly string[] {
	if (run.options.has('all')) return all();
	if (run.args.length === 0) throw fatal(run.process, 'ID cannot be empty');
	return run.args;
}

/** `crictl stop`: the kubelet will start another one. */
export function* stop(run: CrictlRun): Task<void> {
	const graceMs = Number(run.options.get('timeout') ?? 0) * 1000;
	for (const id of requireIds(run, () => [])) {
		yield* run.service.stopContainer(containerOf(run, id).record.id, graceMs);
		yield* run.out.write(`${id}\n`);
	}
}

export function* rm(run: CrictlRun): Task<void> {
	for (const id of requireIds(run, () => run.service.containers().map(({ record }) => record.id))) {
		const { record } = containerOf(run, id);
		if (record.state === 'running') {
			if (!run.options.has('force')) {
				throw fatal(run.process, `container ${JSON.stringify(id)} is running, please stop it first`);
			}
			yield* run.service.stopContainer(record.id, 0);
			yield* run.out.write(`${id}\n`);
		}
		run.service.removeContainer(record.id);
		yield* run.out.write(`${id}\n`);
	}
}

function sandboxOf(run: CrictlRun, id: string) {
	const found = run.service.sandboxes().filter((each) => each.id.startsWith(id));
	const [first] = found;
	if (id !== '' && first !== undefined && found.length === 1) return first;
	throw notFound(run.process, 'PodSandboxStatus', 'sandbox', id);
}

export function* stopp(run: CrictlRun): Task<void> {
	for (const id of requireIds(run, () => [])) {
		run.service.stopSandbox(sandboxOf(run, id).id);
		yield* run.out.write(`Stopped sandbox ${id}\n`);
	}
}

export function* rmp(run: CrictlRun): Task<void> {
	for (const id of requireIds(run, () => run.service.sandboxes().map((each) => each.id))) {
		const sandbox = sandboxOf(run, id);
		if (sandbox.state === 'ready') {
			if (!run.options.has('force')) {
				throw fatal(run.process, `pod sandbox ${JSON.stringify(id)} is running, please stop it first`);
			}
			run.service.stopSandbox(sandbox.id);
			yield* run.out.write(`Stopped sandbox ${id}\n`);
		}
		run.service.removeSandbox(sandbox.id);
		yield* run.out.write(`Removed sandbox ${id}\n`);
	}
}

export function* rmi(run: CrictlRun): Task<void> {
	const { service, options, process } = run;
	const used = new Set(service.containers().map((each) => each.imageId));
	const wanted = options.has('all') || options.has('prune') ? service.images() : undefined;
	const ids =
		wanted === undefined
			? requireIds(run, () => [])
			: wanted.map((each) => each.version.configDigest).filter((id) => !options.has('prune') || !used.has(id));
	for (const id of ids) {
		const image =
			service.imageOf(id) ?? service.images().find((each) => each.version.configDigest.startsWith(`sha256:${id}`));
		if (image === undefined) throw fatal(process, `no such image ${id}`);
		service.removeImage(image.version.configDigest);
		for (const tag of image.tags) yield* run.out.write(`Deleted: ${tag}\n`);
	}
}

export function* pull(run: CrictlRun): Task<void> {
	const [name] = run.args;
	if (name === undefined || name === '') throw fatal(run.process, 'image name cannot be empty');
	try {
		const id = yield* run.service.pull(name);
		yield* run.out.write(`Image is up to date for ${id}\n`);
	} catch (error) {
		if (!(error instanceof RuntimeRefusal)) throw error;
		throw fatal(run.process, `pulling image: ${error.message}`);
	}
}

function* inspectAll(run: CrictlRun, of: (id: string) => object): Task<void> {
	const format = run.options.get('output') ?? 'json';
	const template = run.options.get('template');
	if (format === 'go-template' && typeof template === 'string') {
		const [first = {}] = requireIds(run, () => []).map(of);
		const { output, error } = new GoTemplate('tmplExecuteRawJSON', template).execute(first);
		if (error !== undefined) throw fatal(run.process, `execute template: ${error.message}`);
		yield* run.out.write(`${output}\n`);
		return;
	}
	if (format !== 'json' && format !== 'yaml') {
		throw fatal(run.process, `unsupported format: ${JSON.stringify(format)}`);
	}
	const found = requireIds(run, () => []).map(of);
	const [only] = found;
	yield* writeObject(run, format, found.length === 1 && only !== undefined ? only : found, true);
}

export function* inspect(run: CrictlRun): Task<void> {
	yield* inspectAll(run, (id) => containerStatus(containerOf(run, id)));
}

export function* inspectp(run: CrictlRun): Task<void> {
	yield* inspectAll(run, (id) => sandboxStatus(sandboxOf(run, id)));
}

export function* inspecti(run: CrictlRun): Task<void> {
	yield* inspectAll(run, (id) => {
		const image =
			run.service.imageOf(id) ??
			run.service.images().find((each) => truncatedId(each.version.configDigest).startsWith(id));
		if (image === undefined) throw fatal(run.process, `no such image ${JSON.stringify(id)} present`);
		return imageStatus(image);
	});
}

export function* version(run: CrictlRun): Task<void> {
	yield* run.out.write('Version:  0.1.0\nRuntimeName:  containerd\nRuntimeVersion:  v2.1.4\nRuntimeApiVersion:  v1\n');
}

/** The runtime's conditions, as the kubelet sees them. */
export function* info(run: CrictlRun): Task<void> {
	const conditions = ['RuntimeReady', 'NetworkReady'].map((type) => ({ message: '', reason: '', status: true, type }));
	const config = { containerdEndpoint: '/run/containerd/containerd.sock', containerdRootDir: '/var/lib/containerd' };
	yield* writeObject(
		run,
		'json',
		{ config, golang: 'go1.24.6', lastCNILoadStatus: 'OK', status: { conditions } },
		true,
	);
}
