import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { reasonOf } from '../launch.ts';
import { makeParents } from '../make-parents.ts';
import { LineReader, readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { isDirectory, isSymbolicLink, type ZipEntry } from './zip-entry.ts';
import { contentOf, readZip } from './zip-file.ts';

const USAGE = `UnZip 6.00 of 20 April 2009, by Debian. Original by Info-ZIP.

Usage: unzip [-opts[modifiers]] file[.zip] [list] [-x xlist] [-d exdir]

  -p  extract files to pipe, no messages     -l  list files (short format)
  -t  test compressed archive data           -Z1 names only
  -x  exclude files that follow (in xlist)   -d  extract files into exdir
modifiers:
  -n  never overwrite existing files         -q  quiet mode (-qq => quieter)
  -o  overwrite files WITHOUT prompting      -j  junk paths (do not make directories)
`;

interface Request {
	readonly flags: ReadonlySet<string>;
	/** How often -q was given. */
	readonly quiet: number;
	readonly archive: string;
	readonly patterns: readonly string[];
	readonly excluded: readonly string[];
	readonly target: string | undefined;
}

/** Info-ZIP's unzip. Differs: no encryption, no -f, -u and -v. */
export const unzip = unixCommand({
	name: 'unzip',
	paths: ['/usr/bin/unzip'],
	size: 186_664,
	*main(run) {
		const request = requestOf(run.args);
		if (request === undefined) {
			yield* run.out.write(USAGE);
			return 0;
		}
		const { flags, quiet } = request;
		const file = [request.archive, `${request.archive}.zip`, `${request.archive}.ZIP`].find((path) =>
			run.process.access(path, { read: true }),
		);
		const own = request.archive;
		if (file === undefined) throw new Exit(9, `unzip:  cannot find or open ${own}, ${own}.zip or ${own}.ZIP.\n`);
		const namesOnly = flags.has('Z') && flags.has('1');
		const tellsArchive = !flags.has('p') && !namesOnly && quiet === 0;
		if (tellsArchive) yield* run.out.write(`Archive:  ${file}\n`);
		const entries = readZip(yield* readFile(run.process, file));
		if (entries === undefined) throw new Exit(9, notAnArchive(own));
		const chosen = entries.filter(({ name }) => isChosen(request, name));
		if (namesOnly) yield* run.out.write(chosen.map(({ name }) => `${name}\n`).join(''));
		else if (flags.has('l')) yield* run.out.write(listing(chosen, quiet));
		else if (flags.has('p')) {
			for (const entry of chosen)
				if (!isDirectory(entry)) yield* run.out.writeBytes(contentOf(entry) ?? new Uint8Array(0));
		} else {
			const status = yield* flags.has('t') ? test(run, chosen, file, quiet) : extract(run, request, chosen);
			if (status !== 0) return status;
		}
		let status = 0;
		for (const pattern of request.patterns) {
			if (entries.some(({ name }) => compileGlob(pattern).matches(name))) continue;
			yield* run.say(`caution: filename not matched:  ${pattern}\n`);
			status = 11;
		}
		return status;
	},
});

/** Undefined: nothing was asked for. */
function requestOf(args: readonly string[]): Request | undefined {
	const flags = new Set<string>();
	const operands: string[] = [];
	const excluded: string[] = [];
	let [quiet, excluding] = [0, false];
	let target: string | undefined;
	for (let index = 0; index < args.length; index++) {
		const word = args[index] as string;
		if (!/^-./.test(word)) {
			(excluding ? excluded : operands).push(word);
			continue;
		}
		for (let at = 1; at < word.length; at++) {
			const letter = word[at] as string;
			if (letter === 'd') {
				target = word.slice(at + 1) || args[++index];
				if (target === undefined)
					throw new Exit(10, 'error:  must specify directory to which to extract with -d option\n');
				break;
			}
			if (letter === 'x') excluding = true;
			else if (letter === 'q') quiet++;
			else if ('lptonjZ1aX'.includes(letter)) flags.add(letter);
			else throw new Exit(10, USAGE);
		}
	}
	const [archive, ...patterns] = operands;
	return archive === undefined ? undefined : { flags, quiet, archive, patterns, excluded, target };
}

function isChosen({ patterns, excluded }: Request, name: string): boolean {
	const matches = (pattern: string): boolean => compileGlob(pattern).matches(name);
	return (patterns.length === 0 || patterns.some(matches)) && !excluded.some(matches);
}

function notAnArchive(name: string): string {
	return `  End-of-central-directory signature not found.  Either this file is not
  a zipfile, or it constitutes one disk of a multi-part archive.  In the
  latter case the central directory and zipfile comment will be found on
  the last disk(s) of this archive.
unzip:  cannot find zipfile directory in one of ${name} or
        ${name}.zip, and cannot find ${name}.ZIP, period.
`;
}

function listing(entries: readonly ZipEntry[], quiet: number): string {
	const number = (value: number): string => String(value).padStart(9);
	const rows = entries.map(({ size, mtimeMs, name }) => {
		const time = formatTime(mtimeMs);
		return `${number(size)}  ${time.slice(0, 10)} ${time.slice(11, 16)}   ${name}\n`;
	});
	if (quiet > 1) return rows.join('');
	const total = entries.reduce((sum, { size }) => sum + size, 0);
	const files = `${entries.length} file${entries.length === 1 ? '' : 's'}`;
	return `  Length      Date    Time    Name\n---------  ---------- -----   ----\n${rows.join('')}---------                     -------\n${number(total)}                     ${files}\n`;
}

function* test(run: UnixRun, entries: readonly ZipEntry[], file: string, quiet: number): Task<number> {
	let bad = 0;
	for (const entry of entries) {
		yield* run.process.tick(entry.packed.length + 1);
		const isGood = contentOf(entry) !== undefined;
		if (!isGood) bad++;
		if (quiet === 0 || !isGood) {
			yield* run.out.write(`    testing: ${entry.name.padEnd(22)}  ${isGood ? ' OK' : ' bad CRC'}\n`);
		}
	}
	if (quiet > 1) return bad > 0 ? 2 : 0;
	yield* run.out.write(
		bad > 0 ? `At least one error was detected in ${file}.\n` : `No errors detected in compressed data of ${file}.\n`,
	);
	return bad > 0 ? 2 : 0;
}

function* extract(run: UnixRun, request: Request, entries: readonly ZipEntry[]): Task<number> {
	const { process } = run;
	const { flags, target } = request;
	let answer: 'ask' | 'all' | 'none' = flags.has('o') ? 'all' : flags.has('n') ? 'none' : 'ask';
	let status = 0;
	const lines = new LineReader(process, 0);
	for (const entry of entries) {
		const inside = entry.name.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
		const kept = flags.has('j') ? inside.slice(-1) : inside;
		if (kept.length === 0 || (flags.has('j') && isDirectory(entry))) continue;
		const path = [...(target === undefined ? [] : [target.replace(/\/+$/, '')]), ...kept].join('/');
		try {
			if (isDirectory(entry)) {
				if (!process.access(path, {})) {
					makeParents(process, `${path}/`);
					if (request.quiet === 0) yield* run.out.write(`   creating: ${path}/\n`);
				}
				continue;
			}
			if (process.access(path, {})) {
				if (answer === 'none') continue;
				if (answer === 'ask') {
					const said = yield* mayReplace(run, path, lines);
					if (said === 'all' || said === 'none') answer = said;
					if (said === 'no' || said === 'none') continue;
				}
				process.unlink(path);
			}
			makeParents(process, path);
			if (!(yield* extractFile(run, request, entry, path))) status = 2;
		} catch (error) {
			yield* run.say(`error:  cannot create ${path}\n        ${reasonOf(error)}\n`);
			status = 50;
		}
	}
	// What stands in directories has changed their times: they come last.
	for (const entry of entries) {
		const path = [...(target === undefined ? [] : [target]), entry.name].join('/');
		if (isDirectory(entry) && !flags.has('j') && process.access(path, {})) {
			process.chmod(path, entry.mode & 0o777);
			process.utimes(path, entry.mtimeMs, entry.mtimeMs);
		}
	}
	return status;
}

function* extractFile(run: UnixRun, { quiet }: Request, entry: ZipEntry, path: string): Task<boolean> {
	const { process } = run;
	yield* process.tick(entry.packed.length + 1);
	const data = contentOf(entry);
	const how = isSymbolicLink(entry) ? '    linking' : entry.deflated ? '  inflating' : ' extracting';
	if (quiet === 0) {
		const link = isSymbolicLink(entry) && data !== undefined ? `-> ${decodeUtf8(data)} ` : '';
		yield* run.out.write(`${how}: ${path.padEnd(22)}  ${link}\n`);
	}
	if (data === undefined) {
		yield* run.say(`  error:  invalid compressed data to inflate\n`);
		return false;
	}
	if (isSymbolicLink(entry)) {
		process.symlink(decodeUtf8(data), path);
		return true;
	}
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o600);
	yield* process.write(fd, data);
	process.close(fd);
	process.chmod(path, entry.mode & 0o777);
	process.utimes(path, entry.mtimeMs, entry.mtimeMs);
	return true;
}

function* mayReplace(run: UnixRun, path: string, lines: LineReader): Task<'yes' | 'no' | 'all' | 'none'> {
	for (;;) {
		yield* run.say(`replace ${path}? [y]es, [n]o, [A]ll, [N]one, [r]ename: `);
		const answer = yield* lines.next();
		if (answer === undefined) {
			yield* run.process.write(2, encodeUtf8(' NULL\n(EOF or read error, treating as "[N]one" ...)\n'));
			return 'none';
		}
		if (answer.startsWith('A')) return 'all';
		if (answer.startsWith('N')) return 'none';
		if (/^[yY]/.test(answer)) return 'yes';
		if (answer.startsWith('n')) return 'no';
		yield* run.say(`error:  invalid response [${answer[0] ?? '{ENTER}'}]\n`);
	}
}
