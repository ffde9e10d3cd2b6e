import { listPath, mirrorOf, type PackageSource, servedPackages } from '../../hosts/packages/repositories.ts';
import type { Task } from '../../machinery/task.ts';
import { writeSparse } from '../apk/package-payload.ts';
import { Exit } from '../unix-command.ts';
import { type AptRun, progress, sizeText, tell } from './apt-run.ts';
import { readSources, textFile, writeTextFile } from './package-state.ts';

/** What the lists of whole distributions take, of which the world's are a part. */
const LIST_BYTES: readonly (readonly [place: string, bytes: number])[] = [
	['deb.debian.org', 17_940_000],
	['archive.ubuntu.com', 42_600_000],
];
const RELEASE_BYTES = 1_192;

/** Fetches the lists of all sources. Models apt-pkg/acquire-item.cc and apt-private/private-update.cc. */
export function* update(run: AptRun): Task<number> {
	const { process } = run;
	if (process.credentials.uid !== 0) {
		yield* progress(run, 'Reading package lists');
		throw new Exit(
			100,
			'E: Could not open lock file /var/lib/apt/lists/lock - open (13: Permission denied)\nE: Unable to lock directory /var/lib/apt/lists/\n',
		);
	}
	const sources = yield* readSources(process);
	const groups = new Map<string, PackageSource[]>();
	for (const source of sources) {
		const key = `${mirrorOf(source.uri)} ${source.suite === '/' ? '' : source.suite}`;
		groups.set(key, [...(groups.get(key) ?? []), source]);
	}
	let index = 0;
	let fetched = 0;
	const problems: string[] = [];
	for (const [place, group] of groups) {
		yield* process.sleep(180);
		index++;
		const texts = group.map((source) => servedPackages(source));
		if (texts.includes(undefined)) {
			problems.push(yield* refused(run, index, place, group[0] as PackageSource));
			continue;
		}
		let changed = false;
		for (const [at, source] of group.entries()) {
			const text = texts[at] as string;
			if (((yield* textFile(process, listPath(source))) ?? '') === text) continue;
			if (!changed) yield* tell(run, `Get:${index} ${place} InRelease [${sizeText(RELEASE_BYTES)}B]\n`);
			changed = true;
			index++;
			yield* tell(run, `Get:${index} ${place} Packages [${sizeText(text.length)}B]\n`);
			fetched += RELEASE_BYTES + text.length;
			yield* writeTextFile(process, listPath(source), text);
			const rest = LIST_BYTES.find(([place]) => source.uri.includes(place) && text !== '')?.[1] ?? 0;
			if (rest > 0) yield* writeSparse(process, `${listPath(source)}.lz4`, rest, new Uint8Array(0), 0o644);
		}
		if (!changed) yield* tell(run, `Hit:${index} ${place} InRelease\n`);
	}
	if (fetched > 0) yield* tell(run, `Fetched ${sizeText(fetched)}B in 1s (${sizeText(fetched)}B/s)\n`);
	yield* progress(run, 'Reading package lists');
	if (problems.length > 0) throw new Exit(100, problems.join(''));
	return 0;
}

function* refused(run: AptRun, index: number, place: string, source: PackageSource): Task<string> {
	const isKubernetes = source.uri.includes('pkgs.k8s.io');
	const [status, reason] = isKubernetes ? ['403', 'Forbidden'] : ['404', 'Not Found'];
	yield* tell(run, `Err:${index} ${place} InRelease\n  ${status}  ${reason}\n`);
	const suite = source.suite === '/' ? '' : ` ${source.suite}`;
	const url = `${source.uri}${source.suite === '/' ? '' : `/dists/${source.suite}`}/InRelease`;
	return isKubernetes
		? `E: Failed to fetch ${url}  ${status}  ${reason}\nE: The repository '${source.uri} ${suite} InRelease' is not signed.\nN: Updating from such a repository can't be done securely, and is therefore disabled by default.\nN: See apt-secure(8) manpage for repository creation and user configuration details.\n`
		: `E: The repository '${source.uri}${suite} Release' does not have a Release file.\nN: Updating from such a repository can't be done securely, and is therefore disabled by default.\nN: See apt-secure(8) manpage for repository creation and user configuration details.\n`;
}
