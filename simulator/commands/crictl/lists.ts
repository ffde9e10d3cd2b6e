import type { ContainerFacts } from '../../hosts/runtime/runtime-service.ts';
import { compileRe2 } from '../../machinery/regexp.ts';
import { TabWriter } from '../../machinery/tab-writer.ts';
import type { Task } from '../../machinery/task.ts';
import { agoText, type CrictlRun, fatal, sizeText, stateText, truncatedId } from './crictl-run.ts';
import { containerLabels, containerListItem, imageItem, sandboxItem, sandboxLabels } from './status-json.ts';
import { writeObject } from './structured.ts';

const STYLE = { minWidth: 20, padding: 3, rememberWidths: false };

function* table(run: CrictlRun, rows: readonly (readonly string[])[]): Task<void> {
	const writer = new TabWriter(STYLE);
	for (const row of rows) writer.write(`${row.join('\t')}\n`);
	yield* run.out.write(writer.flush());
}

/** The output format, or undefined for a table. */
function formatOf(run: CrictlRun): 'json' | 'yaml' | undefined {
	const format = run.options.get('output') ?? 'table';
	if (format === 'json' || format === 'yaml') return format;
	if (format === 'table') return undefined;
	throw fatal(run.process, `unsupported output format ${JSON.stringify(format)}`);
}

function matcher(run: CrictlRun, option: string): (text: string) => boolean {
	const pattern = run.options.get(option);
	if (typeof pattern !== 'string' || pattern === '') return () => true;
	const regexp = compileRe2(pattern);
	return (text) => regexp.test(text);
}

/** Of --label: what runs has that label with that value. */
function labelMatcher(run: CrictlRun): (labels: object) => boolean {
	const wanted = run.options.get('label');
	if (typeof wanted !== 'string') return () => true;
	const at = wanted.indexOf('=');
	if (at < 0) throw fatal(run.process, `incorrectly formatted label: ${JSON.stringify(wanted)}`);
	return (labels) => Object.entries(labels).some(([key, value]) => `${key}=${value}` === wanted);
}

/** Models cmd/crictl OutputContainers. */
export function* ps(run: CrictlRun): Task<void> {
	const { options, service, process } = run;
	const state = options.get('state');
	if (typeof state === 'string' && !/^(created|running|exited|unknown)$/i.test(state)) {
		throw fatal(process, 'list containers: --state should be one of created, running, exited or unknown');
	}
	const last = options.has('latest') ? 1 : Number(options.get('last') ?? 0);
	const name = matcher(run, 'name');
	const namespace = matcher(run, 'namespace');
	const labelled = labelMatcher(run);
	const starts = (value: string, option: string): boolean => {
		const wanted = options.get(option);
		return typeof wanted !== 'string' || value.startsWith(wanted);
	};
	const image = options.get('image');
	const imageId = typeof image === 'string' ? (service.imageOf(image)?.version.configDigest ?? image) : undefined;
	let found = [...service.containers()]
		.filter((facts) => {
			const { record, sandbox, imageId: own } = facts;
			if (typeof state === 'string' && record.state !== state.toLowerCase()) return false;
			if (state === undefined && last === 0 && !options.has('all') && record.state !== 'running') return false;
			if (imageId !== undefined && own !== imageId) return false;
			return (
				starts(record.id, 'id') &&
				starts(record.sandboxId, 'pod') &&
				name(record.config.name) &&
				namespace(sandbox?.config.podNamespace ?? '') &&
				labelled(containerLabels(facts))
			);
		})
		.sort((a, b) => b.record.createdAtMs - a.record.createdAtMs);
	if (last > 0) found = found.slice(0, last);
	const format = formatOf(run);
	if (format !== undefined) {
		yield* writeObject(run, format, { containers: found.map(containerListItem) });
		return;
	}
	if (options.has('quiet')) {
		for (const { record } of found) yield* run.out.write(`${record.id}\n`);
		return;
	}
	const header = ['CONTAINER', 'IMAGE', 'CREATED', 'STATE', 'NAME', 'ATTEMPT', 'POD ID', 'POD', 'NAMESPACE'];
	yield* table(run, [header, ...found.map((each) => containerRow(run, each))]);
}

function containerRow({ process, options }: CrictlRun, { record, sandbox, imageId }: ContainerFacts): string[] {
	const shown = (id: string): string => (options.has('no-trunc') ? id : truncatedId(id));
	return [
		shown(record.id),
		options.has('resolve-image-path') ? record.imageName : shown(imageId),
		agoText(process.now() - record.createdAtMs),
		stateText(record.state),
		record.config.name,
		String(record.config.attempt),
		shown(record.sandboxId),
		sandbox?.config.podName ?? 'unknown',
		sandbox?.config.podNamespace ?? 'unknown',
	];
}

/** Models cmd/crictl OutputPodSandboxes. */
export function* pods(run: CrictlRun): Task<void> {
	const { options, service, process } = run;
	const state = options.get('state');
	if (typeof state === 'string' && !/^(ready|notready)$/i.test(state)) {
		throw fatal(process, 'list pod sandboxes: --state should be ready or notready');
	}
	const name = matcher(run, 'name');
	const namespace = matcher(run, 'namespace');
	const labelled = labelMatcher(run);
	const id = options.get('id');
	const last = options.has('latest') ? 1 : Number(options.get('last') ?? 0);
	let found = [...service.sandboxes()]
		.filter((each) => {
			if (typeof state === 'string' && each.state !== state.toLowerCase()) return false;
			if (typeof id === 'string' && !each.id.startsWith(id)) return false;
			return name(each.config.podName) && namespace(each.config.podNamespace) && labelled(sandboxLabels(each.config));
		})
		.sort((a, b) => b.createdAtMs - a.createdAtMs);
	if (last > 0) found = found.slice(0, last);
	const format = formatOf(run);
	if (format !== undefined) {
		yield* writeObject(run, format, { items: found.map(sandboxItem) });
		return;
	}
	if (options.has('quiet')) {
		for (const each of found) yield* run.out.write(`${each.id}\n`);
		return;
	}
	yield* table(run, [
		['POD ID', 'CREATED', 'STATE', 'NAME', 'NAMESPACE', 'ATTEMPT', 'RUNTIME'],
		...found.map((each) => [
			options.has('no-trunc') ? each.id : truncatedId(each.id),
			agoText(process.now() - each.createdAtMs),
			each.state === 'ready' ? 'Ready' : 'NotReady',
			each.config.podName,
			each.config.podNamespace,
			String(each.config.attempt),
			'(default)',
		]),
	]);
}

/** Models cmd/crictl listImageCommand. */
export function* images(run: CrictlRun): Task<void> {
	const { options, service } = run;
	const [wanted] = run.args;
	const all = wanted === undefined ? service.images() : [service.imageOf(wanted)];
	const found = all.flatMap((each) => (each === undefined ? [] : [each]));
	const format = formatOf(run);
	if (format !== undefined) {
		yield* writeObject(run, format, { images: found.map(imageItem) });
		return;
	}
	if (options.has('quiet')) {
		for (const { version } of found) yield* run.out.write(`${version.configDigest}\n`);
		return;
	}
	const digests = options.has('digests');
	const rows = found.flatMap(({ version, tags, digests: refs }) => {
		const id = options.has('no-trunc') ? version.configDigest : truncatedId(version.configDigest);
		const size = sizeText(version.sizeBytes);
		const digest = digests ? [truncatedId(version.digest)] : [];
		const names = tags.length === 0 ? [[refs[0]?.split('@')[0] ?? '<none>', '<none>']] : tags.map(splitTag);
		return names.map((pair) => [...pair, ...digest, id, size]);
	});
	rows.sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
	yield* table(run, [['IMAGE', 'TAG', ...(digests ? ['DIGEST'] : []), 'IMAGE ID', 'SIZE'], ...rows]);
}

function splitTag(tag: string): string[] {
	const at = tag.lastIndexOf(':');
	return [tag.slice(0, at), tag.slice(at + 1)];
}
