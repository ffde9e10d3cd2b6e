import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { readFile } from '../../stdio.ts';
import { Exit, type UnixRun } from '../../unix-command.ts';
import { keyLineOf, keySummary, keyTypeName } from './public-key-line.ts';

/** `ssh-keygen -F`: status 1 when nobody of this name is known. Models ssh-keygen.c known_hosts_find_delete. */
export function* findHost(run: UnixRun, file: string, name: string, fingerprint: boolean): Task<number> {
	let status = 1;
	for (const { text, number } of (yield* linesOf(run.process, file)).filter((line) => lists(line.text, name))) {
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

/** `ssh-keygen -R`. Differs: hashed names are nobody's. */
export function* removeHost(run: UnixRun, file: string, name: string): Task<number> {
	const { process, out } = run;
	const lines = yield* linesOf(process, file);
	const found = lines.filter(({ text }) => lists(text, name));
	if (found.length === 0) throw new Exit(0, `Host ${name} not found in ${file}\r\n`);
	for (const { number } of found) yield* out.write(`# Host ${name} found: line ${number}\n`);
	const kept = lines.filter((line) => !found.includes(line)).map(({ text }) => `${text}\n`);
	const old = `${file}.old`;
	if (process.access(old, {})) process.unlink(old);
	process.link(file, old);
	process.unlink(file);
	const fd = yield* process.open(file, { write: true, create: true, truncate: true }, 0o600);
	yield* process.write(fd, encodeUtf8(kept.join('')));
	process.close(fd);
	yield* out.write(`${file} updated.\nOriginal contents retained as ${old}\n`);
	return 0;
}

function lists(line: string, name: string): boolean {
	const words = line.trim().split(/\s+/);
	const names = words[0]?.startsWith('@') ? words[1] : words[0];
	return !line.startsWith('#') && (names ?? '').split(',').includes(name.toLowerCase());
}

function* linesOf(process: Process, file: string): Task<{ readonly text: string; readonly number: number }[]> {
	if (!process.access(file, {})) throw new Exit(255, `Cannot stat ${file}: No such file or directory\r\n`);
	const lines = decodeUtf8(yield* readFile(process, file)).split('\n');
	if (lines.at(-1) === '') lines.pop();
	return lines.map((text, index) => ({ text, number: index + 1 }));
}
