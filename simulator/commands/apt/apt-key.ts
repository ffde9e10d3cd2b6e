import { type Process, SystemError } from '../../kernel/process-api.ts';
import { sha1 } from '../../machinery/sha1.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { dearmored } from '../misc/gpg.ts';
import { concatenate, readAll, readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

const RING = '/etc/apt/trusted.gpg';
const PARTS = '/etc/apt/trusted.gpg.d';
const DEPRECATED = 'Warning: apt-key is deprecated. Manage keyring files in trusted.gpg.d instead (see apt-key(8)).\n';
const USAGE = `Usage: apt-key [--keyring file] [command] [arguments]

Manage apt's list of trusted keys

  apt-key add <file>          - add the key contained in <file> ('-' for stdin)
  apt-key del <keyid>         - remove the key <keyid>
  apt-key export <keyid>      - output the key <keyid>
  apt-key exportall           - output all trusted keys
  apt-key update              - update keys using the keyring package
  apt-key net-update          - update keys using the network
  apt-key list                - list keys
  apt-key finger              - list fingerprints
  apt-key adv                 - pass advanced options to gpg (download key)

If no specific keyring file is given the command applies to all keyring files.
`;

/**
 * The keys that archives are believed by, as it was done before trusted.gpg.d. Differs: keys are neither fetched (adv,
 * net-update) nor taken away one by one; nothing is checked by them.
 */
export const aptKey = unixCommand({
	name: 'apt-key',
	paths: ['/usr/bin/apt-key'],
	size: 27_932,
	*main(run) {
		const { process, args } = run;
		const words = [...args];
		let ring = RING;
		while (words[0]?.startsWith('-') === true && words[0] !== '-') {
			const option = words.shift() as string;
			if (option === '--keyring') ring = words.shift() ?? RING;
			else if (option !== '--quiet' && option !== '--debug1') throw new Exit(1, `Unknown option: ${option}\n${USAGE}`);
		}
		const [verb, file] = words;
		if (verb === undefined || verb === 'help') {
			yield* run.out.write(USAGE);
			return verb === undefined ? 1 : 0;
		}
		yield* run.say(DEPRECATED);
		if (verb === 'list' || verb === 'finger' || verb === 'fingerprint') {
			for (const path of rings(process, ring)) yield* show(run, path);
			return 0;
		}
		if (verb !== 'add') throw new Exit(1, USAGE);
		if (process.credentials.uid !== 0) throw new Exit(1, 'E: This command can only be used by root.\n');
		yield* add(run, ring, file);
		yield* run.out.write('OK\n');
		return 0;
	},
});

function* add({ process }: UnixRun, ring: string, file: string | undefined): Task<void> {
	let data: Uint8Array;
	try {
		data = file === undefined || file === '-' ? yield* readAll(process, 0) : yield* readFile(process, file);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(2, `gpg: can't open '${file}': No such file or directory\n`);
	}
	const keys = isBinary(data) ? data : dearmored(decodeUtf8(data))?.bytes;
	if (keys === undefined) throw new Exit(2, 'gpg: no valid OpenPGP data found.\n');
	const fd = yield* process.open(ring, { write: true, create: true, append: true }, 0o644);
	yield* process.write(fd, keys);
	process.close(fd);
}

/** Packets of keys begin with a set bit. Models RFC 4880 4.2. */
function isBinary(data: Uint8Array): boolean {
	return ((data[0] ?? 0) & 0x80) !== 0;
}

function rings(process: Process, ring: string): string[] {
	const parts = process.access(PARTS, {}) ? [...process.readdir(PARTS)].sort().map((name) => `${PARTS}/${name}`) : [];
	return [ring, ...parts].filter((path) => process.access(path, { read: true }) && process.stat(path).type === 'file');
}

interface Packet {
	readonly tag: number;
	readonly body: Uint8Array;
}

/** Old and new lengths. Models RFC 4880 4.2. */
function packets(data: Uint8Array): Packet[] {
	const found: Packet[] = [];
	for (let at = 0; at < data.length; ) {
		const head = data[at] as number;
		const isNew = (head & 0x40) !== 0;
		const byte = (offset: number): number => data[at + offset] ?? 0;
		let start = at + 2;
		let length = byte(1);
		if (isNew && length >= 192) {
			if (length < 224) {
				length = ((length - 192) << 8) + byte(2) + 192;
				start = at + 3;
			} else {
				length = byte(2) * 2 ** 24 + (byte(3) << 16) + (byte(4) << 8) + byte(5);
				start = at + 6;
			}
		} else if (!isNew && (head & 3) === 1) {
			length = (byte(1) << 8) + byte(2);
			start = at + 3;
		} else if (!isNew && (head & 3) >= 2) {
			length = byte(1) * 2 ** 24 + (byte(2) << 16) + (byte(3) << 8) + byte(4);
			start = at + 5;
		}
		found.push({ tag: isNew ? head & 0x3f : (head >> 2) & 0xf, body: data.subarray(start, start + length) });
		at = start + length;
	}
	return found;
}

const PUBLIC_KEY = 6;
const USER_ID = 13;
const PUBLIC_SUBKEY = 14;
const RING_BYTES_MAX = 131_072;

/** Models gpg's list of keys (g10/keylist.c). */
function* show({ process, out }: UnixRun, path: string): Task<void> {
	const data = (yield* readFile(process, path)).subarray(0, RING_BYTES_MAX);
	const keys = isBinary(data) ? data : (dearmored(decodeUtf8(data))?.bytes ?? new Uint8Array(0));
	yield* out.write(`${path}\n${'-'.repeat(path.length)}\n`);
	let isFirst = true;
	for (const { tag, body } of packets(keys)) {
		yield* process.tick();
		if (tag === PUBLIC_KEY) {
			if (!isFirst) yield* out.write('\n');
			isFirst = false;
			yield* out.write(`pub   ${keyText(body)} [SC]\n      ${fingerprint(body)}\n`);
		} else if (tag === USER_ID) yield* out.write(`uid           [ unknown] ${decodeUtf8(body)}\n`);
		else if (tag === PUBLIC_SUBKEY) yield* out.write(`sub   ${keyText(body)} [E]\n`);
	}
	yield* out.write('\n');
}

/** "rsa4096 2017-02-22". */
function keyText(body: Uint8Array): string {
	const seconds = (body[1] ?? 0) * 2 ** 24 + ((body[2] ?? 0) << 16) + ((body[3] ?? 0) << 8) + (body[4] ?? 0);
	const kind = body[5] === 1 ? `rsa${((body[6] ?? 0) << 8) + (body[7] ?? 0)}` : body[5] === 17 ? 'dsa1024' : 'ed25519';
	return `${kind} ${strftime('%Y-%m-%d', seconds * 1000)}`;
}

/** In groups of four. Models RFC 4880 12.2. */
function fingerprint(body: Uint8Array): string {
	const digest = sha1(concatenate([Uint8Array.of(0x99, body.length >> 8, body.length & 255), body]));
	const digits = Array.from(digest, (each) => each.toString(16).padStart(2, '0'))
		.join('')
		.toUpperCase();
	const groups = digits.match(/.{4}/g) ?? [];
	return `${groups.slice(0, 5).join(' ')}  ${groups.slice(5).join(' ')}`;
}
