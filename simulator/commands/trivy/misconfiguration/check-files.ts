import type { Task } from '../../../machinery/task.ts';
import { parseYamlStreamInSteps } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { DockerfileError, parseDockerfile } from '../../docker/build/dockerfile.ts';
import type { FileView } from '../../sbom/inventory.ts';
import { type CheckedFile, type Misconfiguration, runChecks } from './check.ts';
import { DOCKERFILE_CHECKS, dockerfileSubject } from './dockerfile-checks.ts';
import { fields, ROLE_CHECKS, roleSubject, WORKLOAD_CHECKS, workloadSubject } from './kubernetes-checks.ts';

const FILES_MAX = 2_000;
/** What the checks of one object take, in nodes read. */
const STEPS_AN_OBJECT = 30;
/** Of larger files nothing is said: they would take too long. */
const CHARS_MAX = 128 * 1024;

/** Dockerfiles and manifests by their names. */
export function isConfiguration(path: string): boolean {
	return isDockerfile(path) || /\.(ya?ml|json)$/.test(path);
}

function isDockerfile(path: string): boolean {
	const name = path.slice(path.lastIndexOf('/') + 1);
	return /^(Dockerfile|Containerfile)([.-].*)?$/i.test(name) || /\.(dockerfile|containerfile)$/i.test(name);
}

/** All files below a folder that something can be said of, in the order of their names. @param pause called on the way */
export function* checkFiles(view: FileView, pause: (nodes: number) => Task<void>): Task<readonly CheckedFile[]> {
	const found: CheckedFile[] = [];
	const folders = [''];
	for (let seen = 0; folders.length > 0 && seen < FILES_MAX; seen++) {
		const folder = folders.shift() as string;
		for (const name of view.names(folder === '' ? '/' : folder) ?? []) {
			const path = `${folder}/${name}`;
			if (view.isFolder(path)) folders.push(path);
			else found.push(...(yield* checkFile(path.slice(1), view.text(path), pause)));
		}
	}
	return found.sort((a, b) => (a.target < b.target ? -1 : 1));
}

/** One file; nothing when nothing can be said of it. */
export function* checkFile(
	target: string,
	text: string | undefined,
	pause: (nodes: number) => Task<void>,
): Task<readonly CheckedFile[]> {
	if (text === undefined || text.length > CHARS_MAX) return [];
	return isDockerfile(target) ? checkDockerfile(target, text) : yield* checkManifest(target, text, pause);
}

function checkDockerfile(target: string, text: string): readonly CheckedFile[] {
	try {
		const subject = dockerfileSubject(parseDockerfile(text));
		return [
			{ target, type: 'dockerfile', tests: DOCKERFILE_CHECKS.length, failures: runChecks(DOCKERFILE_CHECKS, subject) },
		];
	} catch (error) {
		if (error instanceof DockerfileError) return [];
		throw error;
	}
}

/** Nothing of what is no YAML. */
function* documentsOf(text: string, pause: (nodes: number) => Task<void>): Task<readonly ReturnType<typeof fields>[]> {
	try {
		return (yield* parseYamlStreamInSteps(text, pause)).map(fields);
	} catch (error) {
		if (error instanceof YamlError) return [];
		throw error;
	}
}

function* checkManifest(
	target: string,
	text: string,
	pause: (nodes: number) => Task<void>,
): Task<readonly CheckedFile[]> {
	const failures: Misconfiguration[] = [];
	let isKubernetes = false;
	for (const object of yield* documentsOf(text, pause)) {
		yield* pause(STEPS_AN_OBJECT);
		if (typeof object.kind !== 'string' || typeof object.apiVersion !== 'string') continue;
		isKubernetes = true;
		const all = object.kind === 'List' && Array.isArray(object.items) ? object.items.map(fields) : [object];
		for (const each of all) {
			const workload = workloadSubject(each);
			const role = roleSubject(each);
			if (workload !== undefined) failures.push(...runChecks(WORKLOAD_CHECKS, workload));
			if (role !== undefined) failures.push(...runChecks(ROLE_CHECKS, role));
		}
	}
	if (!isKubernetes) return [];
	const tests = WORKLOAD_CHECKS.length + ROLE_CHECKS.length;
	return [
		{
			target,
			type: 'kubernetes',
			tests,
			failures: failures.sort((a, b) => (a.id === b.id ? 0 : a.id < b.id ? -1 : 1)),
		},
	];
}
