import type { MountRequest } from '../../hosts/containers/container-request.ts';
import { Exit } from '../unix-command.ts';
import type { EngineRun } from './engine-command.ts';

/** "/src:/dst:ro", "name:/dst", "/dst". Models docker/cli opts and volume/mounts ParseMountRaw. */
export function parseVolume(run: EngineRun, text: string): MountRequest {
	const parts = text.split(':');
	if (parts.length > 3 || parts.some((part) => part === '')) {
		throw refused(
			run,
			`invalid volume specification: '${text}'`,
			`incorrect volume format, should be [host-dir:]ctr-dir[:option]`,
		);
	}
	if (parts.length === 1)
		return { type: 'volume', source: '', target: clean(text), readOnly: false, createsSource: true };
	const [source = '', target = '', mode = ''] = parts;
	const readOnly = mode.split(',').includes('ro');
	if (!target.startsWith('/')) {
		throw refused(
			run,
			`Error response from daemon: invalid volume specification: '${text}': invalid mount config for type "${source.startsWith('/') ? 'bind' : 'volume'}": invalid mount path: '${target}' mount path must be absolute`,
			`invalid container path ${JSON.stringify(target)}, must be an absolute path`,
		);
	}
	// The client makes "." and "./x" absolute, nothing else.
	const isPath = source.startsWith('/') || source.startsWith('.') || source.startsWith('~');
	if (!isPath) return { type: 'volume', source, target: clean(target), readOnly, createsSource: true };
	return {
		type: 'bind',
		source: absolute(run, source),
		target: clean(target),
		readOnly,
		createsSource: run.kind === 'docker',
	};
}

/** "type=bind,source=/src,target=/dst,readonly". Models docker/cli opts/mount.go. */
export function parseMount(run: EngineRun, text: string): MountRequest {
	const fields = new Map<string, string>();
	for (const part of text.split(',')) {
		const at = part.indexOf('=');
		const key = (at < 0 ? part : part.slice(0, at)).toLowerCase();
		if (at < 0 && key !== 'readonly' && key !== 'ro' && key !== 'volume-nocopy') {
			throw refused(run, `invalid field '${part}' must be a key=value pair`, `${part}: invalid mount option`);
		}
		fields.set(key, at < 0 ? 'true' : part.slice(at + 1));
	}
	const type = fields.get('type') ?? 'volume';
	if (type !== 'bind' && type !== 'volume' && type !== 'tmpfs') {
		throw refused(
			run,
			`Error response from daemon: invalid mount config for type ${JSON.stringify(type)}: mount type unknown: ${JSON.stringify(type)}`,
			`invalid filesystem type ${JSON.stringify(type)}`,
		);
	}
	const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination');
	if (target === undefined) throw refused(run, 'target is required', 'must set volume destination');
	const source = fields.get('source') ?? fields.get('src') ?? '';
	const readOnly = (fields.get('readonly') ?? fields.get('ro') ?? 'false') !== 'false';
	return {
		type,
		source: type === 'bind' ? absolute(run, source) : source,
		target: clean(target),
		readOnly,
		createsSource: false,
	};
}

function clean(path: string): string {
	const cleaned = path.replace(/\/{2,}/g, '/');
	return cleaned.length > 1 ? cleaned.replace(/\/$/, '') : cleaned;
}

function absolute(run: EngineRun, path: string): string {
	const parts = (path.startsWith('/') ? path : `${run.process.cwd}/${path}`).split('/');
	const out: string[] = [];
	for (const part of parts) {
		if (part === '..') out.pop();
		else if (part !== '' && part !== '.') out.push(part);
	}
	return `/${out.join('/')}`;
}

function refused(run: EngineRun, docker: string, podman: string): Exit {
	return run.kind === 'docker'
		? new Exit(125, `docker: ${docker}\n\nRun '${run.path} --help' for more information\n`)
		: new Exit(125, `Error: ${podman}\n`);
}
