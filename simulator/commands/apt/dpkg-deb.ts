import { DebError, type DebFile as DebMember, tarball, writeDeb } from '../../hosts/packages/deb-archive.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import { listingLine } from '../tar/listing.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { DPKG_DEB_HELP } from './apt-help.ts';
import { parseStanzas } from './control-file.ts';
import { type DebFile, extractDeb, openDeb } from './deb-file.ts';

export const dpkgDeb = unixCommand({
	name: 'dpkg-deb',
	paths: ['/usr/bin/dpkg-deb'],
	size: 154_696,
	help: DPKG_DEB_HELP,
	*main(run) {
		const [verb = '', ...rest] = run.args.filter((word) => !/^(--root-owner-group|-Z\w+|--verbose)$/.test(word));
		return yield* archive(run, verb, rest);
	},
});

const FAILED = 2;

/** What is done with an archive alone: dpkg passes it on. Models src/deb. */
export function* archive(run: UnixRun, verb: string, [path, ...rest]: readonly string[]): Task<number> {
	if (path === undefined) throw new Exit(FAILED, `dpkg-deb: error: ${verb} needs a .deb filename argument\n`);
	if (verb === '-b' || verb === '--build') return yield* build(run, path, rest[0]);
	const deb = yield* opened(run.process, path);
	switch (verb) {
		case '-c':
		case '--contents': {
			const columns = { size: 0 };
			for (const item of deb.data) yield* run.out.write(listingLine(item, columns));
			return 0;
		}
		case '-f':
		case '--field':
			yield* run.out.write(fields(deb, rest));
			return 0;
		case '-I':
		case '--info':
			yield* run.out.write(information(deb));
			return 0;
		case '-x':
		case '-X':
		case '--extract':
		case '--vextract':
			if (rest[0] === undefined) throw new Exit(FAILED, `dpkg-deb: error: ${verb} needs a target directory argument\n`);
			yield* extractDeb(run.process, deb, run.process.realpath(rest[0]));
			return 0;
		default:
			throw new Exit(FAILED, `dpkg-deb: error: unknown option ${verb}\n`);
	}
}

function* opened(process: Process, path: string): Task<DebFile> {
	try {
		return yield* openDeb(process, path);
	} catch (error) {
		if (error instanceof SystemError) {
			throw new Exit(FAILED, `dpkg-deb: error: failed to read archive '${path}': ${errorMessage(error.errno)}\n`);
		}
		if (!(error instanceof DebError)) throw error;
		throw new Exit(FAILED, `dpkg-deb: error: ${error.message}\n`);
	}
}

function fields({ stanza }: DebFile, names: readonly string[]): string {
	const [only] = names;
	if (names.length === 1 && only !== undefined) return `${stanza.get(only) ?? ''}\n`;
	return [...stanza]
		.filter(([name]) => names.length === 0 || names.includes(name))
		.map(([name, value]) => `${name}: ${value}\n`)
		.join('');
}

/** Models src/deb/info.c info_spew. */
function information({ bytes, control, stanza }: DebFile): string {
	const files = control.filter(({ entry }) => entry.type === 'file');
	const size = tarball(
		files.map(({ entry, data }) => ({ path: entry.name, mode: entry.mode, data })),
		0,
	).length;
	const lines = files.map(({ entry, data }) => {
		const count = decodeUtf8(data).split('\n').length - 1;
		const shell = /^#! *(\S+)/.exec(decodeUtf8(data))?.[1];
		const name = entry.name.replace(/^\.\//, '');
		const mark = (entry.mode & 0o100) === 0 ? ' ' : '*';
		return ` ${String(data.length).padStart(7)} bytes, ${String(count).padStart(5)} lines   ${mark}  ${name.padEnd(20)} ${shell === undefined ? '' : `#!${shell}`}\n`;
	});
	const text = [...stanza].map(([name, value]) => ` ${name}: ${value.replaceAll('\n', '\n ')}\n`).join('');
	return ` new Debian package, version 2.0.\n size ${bytes} bytes: control archive=${size} bytes.\n${lines.join('')}${text}`;
}

/** Models src/deb/build.c do_build. */
function* build(run: UnixRun, folder: string, target: string | undefined): Task<number> {
	const { process } = run;
	const root = folder.replace(/\/+$/, '');
	if (!process.access(`${root}/DEBIAN`, {})) {
		throw new Exit(
			FAILED,
			`dpkg-deb: error: failed to open package info file '${root}/DEBIAN/control' for reading: No such file or directory\n`,
		);
	}
	const control = yield* gather(process, `${root}/DEBIAN`, '', './');
	const text = control.find(({ path }) => path === './control');
	const [stanza] = parseStanzas(text === undefined ? '' : decodeUtf8(text.data));
	for (const field of ['Package', 'Version', 'Architecture', 'Maintainer', 'Description']) {
		if (stanza?.get(field) !== undefined) continue;
		throw new Exit(
			FAILED,
			`dpkg-deb: error: parsing file '${root}/DEBIAN/control' near line ${stanza?.size ?? 0}:\n missing '${field}' field\n`,
		);
	}
	const field = (name: string): string => stanza?.get(name) as string;
	const name = field('Package');
	const own = `${name}_${field('Version').replace(/^\d+:/, '')}_${field('Architecture')}.deb`;
	const isFolder = target !== undefined && process.access(target, {}) && process.stat(target).type === 'directory';
	const path = target === undefined ? `${root}.deb` : isFolder ? `${target}/${own}` : target;
	const data = (yield* gather(process, root, '', '/')).filter((each) => !/^\/DEBIAN(\/|$)/.test(each.path));
	yield* run.out.write(`dpkg-deb: building package '${name}' in '${path}'.\n`);
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, writeDeb(control, data, process.now()));
	process.close(fd);
	return 0;
}

function* gather(process: Process, root: string, below: string, prefix: string): Task<DebMember[]> {
	const found: DebMember[] = [];
	for (const name of [...process.readdir(`${root}${below}`)].sort()) {
		yield* process.tick();
		const place = `${below}/${name}`;
		const { type, mode } = process.lstat(`${root}${place}`);
		const path = `${prefix}${place.slice(1)}`;
		if (type === 'directory') {
			found.push({ path, mode: mode & 0o7777, data: new Uint8Array(0), type: 'directory' });
			found.push(...(yield* gather(process, root, place, prefix)));
		} else if (type === 'file') {
			found.push({ path, mode: mode & 0o7777, data: yield* readFile(process, `${root}${place}`) });
		}
	}
	return found;
}
