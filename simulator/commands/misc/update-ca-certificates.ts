import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { INTERNET_ROOT_CERTIFICATE } from '../../machinery/x509/internet-root.ts';
import { readFile } from '../stdio.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';

const LOCAL = '/usr/local/share/ca-certificates';
const LINKS = '/etc/ssl/certs';
const BUNDLE = `${LINKS}/ca-certificates.crt`;
const HOOKS = '/etc/ca-certificates/update.d';
/** Folders within folders. */
const DEPTH_MAX = 16;

/** Debian's script. Differs: what the distribution trusts is one root, which no file lists; links by hashes are not made. */
export const updateCaCertificates = unixCommand({
	name: 'update-ca-certificates',
	paths: ['/usr/sbin/update-ca-certificates'],
	size: 5_349,
	*main(run) {
		const { process, args, out } = run;
		let isFresh = false;
		for (const word of args) {
			if (word === '--fresh' || word === '-f') isFresh = true;
			else if (word !== '--verbose' && word !== '-v' && word !== '--default' && word !== '-d') {
				yield* run.say(`${process.argv[0]}: [--verbose] [--fresh]\n`);
				return 0;
			}
		}
		yield* out.write(isFresh ? 'Clearing symlinks in /etc/ssl/certs...\ndone.\n' : '');
		yield* out.write(`Updating certificates in ${LINKS}...\n`);
		try {
			const { added, removed } = yield* update(run, isFresh);
			if (added + removed > 0) {
				yield* run.say(
					'rehash: warning: skipping ca-certificates.crt,it does not contain exactly one certificate or CRL\n',
				);
			}
			yield* out.write(`${added} added, ${removed} removed; done.\nRunning hooks in ${HOOKS}...\ndone.\n`);
			return 0;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* run.say(`ln: failed to create symbolic link '${LINKS}': Permission denied\n`);
			return 1;
		}
	},
});

function* update(
	{ process, say }: UnixRun,
	isFresh: boolean,
): Task<{ readonly added: number; readonly removed: number }> {
	let added = 0;
	let removed = 0;
	for (const name of process.readdir(LINKS)) {
		yield* process.tick();
		const path = `${LINKS}/${name}`;
		if (!name.endsWith('.pem') || process.lstat(path).type !== 'symlink') continue;
		const isDangling = !process.access(path, {});
		if (!isDangling && !isFresh) continue;
		process.unlink(path);
		if (isDangling) removed++;
	}
	let bundle = INTERNET_ROOT_CERTIFICATE.replace(/\n*$/, '\n');
	for (const path of yield* certificatesBelow(process, LOCAL, 0)) {
		const base = path.slice(path.lastIndexOf('/') + 1, -'.crt'.length);
		const link = `${LINKS}/${base.replace(/[ ,]/g, '_').replace(/[()]/g, '=')}.pem`;
		const text = decodeUtf8(yield* readFile(process, path));
		const isLink =
			process.access(link, {}) && process.lstat(link).type === 'symlink' && process.readlink(link) === path;
		if (!isLink) {
			if (process.access(link, {})) process.unlink(link);
			process.symlink(path, link);
			added++;
		}
		if (!/-----BEGIN (?:TRUSTED )?CERTIFICATE-----/.test(text)) {
			yield* say(
				`rehash: warning: skipping ${link.slice(LINKS.length + 1)},it does not contain exactly one certificate or CRL\n`,
			);
		}
		bundle += text.replace(/\n*$/, '\n');
	}
	const fresh = `${BUNDLE}.new`;
	const fd = yield* process.open(fresh, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(bundle));
	process.close(fd);
	process.rename(fresh, BUNDLE);
	return { added, removed };
}

function* certificatesBelow(process: Process, folder: string, depth: number): Task<string[]> {
	const found: string[] = [];
	if (depth > DEPTH_MAX || !process.access(folder, { read: true })) return found;
	for (const name of [...process.readdir(folder)].sort()) {
		yield* process.tick();
		const path = `${folder}/${name}`;
		const { type } = process.stat(path);
		if (type === 'directory') found.push(...(yield* certificatesBelow(process, path, depth + 1)));
		else if (type === 'file' && name.endsWith('.crt')) found.push(path);
	}
	return found;
}
