import type { Process } from '../../../kernel/process-api.ts';
import { hashedHost, isAbout, isHashed, knownHostLines, LINE_STEPS } from '../../../machinery/ssh/known-hosts-file.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { readFile } from '../../stdio.ts';
import { Exit, type UnixRun } from '../../unix-command.ts';
import { keyLineOf, keySummary, keyTypeName } from './public-key-line.ts';

/** `ssh-keygen -F`: status 1 when nobody of this name is known. Models ssh-keygen.c known_hosts_find_delete. */
export function* findHost(run: UnixRun, file: string, name: string, fingerprint: boolean): Task<number> {
	let status = 1;
	for (const { text, number } of yield* thoseAbout(run.process, name, yield* linesOf(run.process, file))) {
		status = 0;
		yield* run.out.write(`# Host ${name} found: line ${number} \n`);
		const key = keyLineOf(text);
		if (!fingerprint || key === undefined) yield* run.out.write(`${text}\n`);
		else {
			const sum = keySummary({ ...key, comment: '' }, 'sha256').split(' ')[1];
			yield* run.out.write(`${name} ${keyTypeName(key)} ${sum}\n`);
		}
	}
	return status;
}

/** `ssh-keygen -R`. */
export function* removeHost(run: UnixRun, file: string, name: string): Task<number> {
	const lines = yield* linesOf(run.process, file);
	const found = yield* thoseAbout(run.process, name, lines);
	if (found.length === 0) throw new Exit(0, `Host ${name} not found in ${file}\r\n`);
	for (const { number } of found) yield* run.out.write(`# Host ${name} found: line ${number}\n`);
	const gone = new Set(found);
	const kept = lines.filter((line) => !gone.has(line)).map(({ text }) => `${text}\n`);
	yield* replaceFile(run, file, kept.join(''));
	return 0;
}

/** `ssh-keygen -H`: each name becomes a hash of its own; patterns cannot. */
export function* hashHosts(run: UnixRun, file: string): Task<number> {
	const { process, say } = run;
	const out: string[] = [];
	let changed = false;
	for (const { text, number } of yield* linesOf(process, file)) {
		const [line] = knownHostLines(text);
		if (line === undefined || isHashed(line.hosts) || line.marker !== undefined) {
			out.push(`${text}\n`);
			continue;
		}
		for (const host of line.hosts.split(',')) {
			const rest = `${line.key}${line.comment === '' ? '' : ` ${line.comment}`}`;
			if (/[*?!]/.test(host)) {
				yield* say(`${file}:${number}: ignoring host name with wildcard: ${host.slice(0, 64)}\r\n`);
				out.push(`${host} ${rest}\n`);
				continue;
			}
			changed = true;
			out.push(
				`${hashedHost(
					host,
					Uint8Array.from({ length: 20 }, () => process.randomUint32() & 0xff),
				)} ${rest}\n`,
			);
		}
	}
	if (!changed) return 0;
	yield* replaceFile(run, file, out.join(''));
	yield* say(`WARNING: ${file}.old contains unhashed entries\r\nDelete this file to ensure privacy of hostnames\r\n`);
	return 0;
}

function* replaceFile({ process, out }: UnixRun, file: string, text: string): Task<void> {
	const old = `${file}.old`;
	if (process.access(old, {})) process.unlink(old);
	process.link(file, old);
	process.unlink(file);
	const fd = yield* process.open(file, { write: true, create: true, truncate: true }, 0o600);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
	yield* out.write(`${file} updated.\nOriginal contents retained as ${old}\n`);
}

function* thoseAbout<Line extends { readonly text: string }>(
	process: Process,
	name: string,
	lines: readonly Line[],
): Task<Line[]> {
	const found: Line[] = [];
	for (const line of lines) {
		yield* process.tick(LINE_STEPS);
		const [known] = knownHostLines(line.text);
		if (known !== undefined && isAbout(known, name)) found.push(line);
	}
	return found;
}

function* linesOf(process: Process, file: string): Task<{ readonly text: string; readonly number: number }[]> {
	if (!process.access(file, {})) throw new Exit(255, `Cannot stat ${file}: No such file or directory\r\n`);
	const lines = decodeUtf8(yield* readFile(process, file)).split('\n');
	if (lines.at(-1) === '') lines.pop();
	return lines.map((text, index) => ({ text, number: index + 1 }));
}
