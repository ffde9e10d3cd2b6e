import type { ApkPackage } from '../../hosts/packages/alpine-index.ts';
import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import type { UnixRun } from '../unix-command.ts';
import { readApkDatabase } from './database.ts';

/** Models apk-tools src/app_list.c. @param offered what the mirrors have; empty when nobody has asked them yet. */
export function* list(
	run: UnixRun,
	options: readonly string[],
	patterns: readonly string[],
	offered: readonly ApkPackage[],
): Task<number> {
	const here = yield* readApkDatabase(run.process);
	const isOn = (...names: string[]): boolean => names.some((name) => options.includes(name));
	const globs = patterns.map((pattern) => compileGlob(pattern));
	const onlyInstalled = isOn('-I', '--installed');
	const lines: string[] = [];
	const newer = (each: ApkPackage): ApkPackage | undefined => {
		const found = offered.find(({ name }) => name === each.name);
		return found !== undefined && compareApkVersions(found.version, each.version) > 0 ? found : undefined;
	};
	for (const each of here) {
		const upgrade = newer(each);
		if (isOn('-u', '--upgradable', '--upgradeable')) {
			if (upgrade !== undefined) lines.push(`${line(upgrade)} [upgradable from: ${each.name}-${each.version}]`);
		} else lines.push(`${line(each)} [installed]`);
	}
	const others = offered.filter(
		(each) => !here.some(({ name, version }) => name === each.name && version === each.version),
	);
	if (!onlyInstalled && !isOn('-u', '--upgradable', '--upgradeable')) lines.push(...others.map(line));
	for (const text of lines.sort()) {
		yield* run.process.tick();
		const name = text.slice(0, text.indexOf(' ')).replace(/-[^-]+-r\d+$/, '');
		if (globs.length === 0 || globs.some((glob) => glob.matches(name))) yield* run.out.write(`${text}\n`);
	}
	return 0;
}

function line({ name, version, origin, license }: ApkPackage): string {
	return `${name}-${version} x86_64 {${origin}} (${license})`;
}

/** Models apk-tools src/app_info.c. */
export function* info(run: UnixRun, options: readonly string[], names: readonly string[]): Task<number> {
	const here = yield* readApkDatabase(run.process);
	const loud = options.reduce((sum, option) => sum + (/^-(v+)$/.exec(option)?.[1]?.length ?? 0), 0);
	const verbose = loud + options.filter((option) => option === '--verbose').length;
	if (names.length === 0) {
		for (const { name, version, description } of here) {
			const text = verbose === 0 ? name : `${name}-${version}`;
			yield* run.out.write(`${text}${verbose > 1 ? ` - ${description}` : ''}\n`);
		}
		return 0;
	}
	if (options.includes('-e') || options.includes('--installed')) {
		const found = here.filter(({ name }) => names.includes(name));
		for (const { name, version } of found) yield* run.out.write(`${verbose > 0 ? `${name}-${version}` : name}\n`);
		return names.length - found.length;
	}
	let missing = 0;
	for (const name of names) {
		const found = here.find((each) => each.name === name);
		if (found === undefined) {
			missing++;
			continue;
		}
		yield* run.out.write(sections(found, options));
	}
	return missing;
}

function sections(found: ApkPackage, options: readonly string[]): string {
	const { name, version, description, url, installedBytes, license } = found;
	const all: readonly (readonly [options: readonly string[], title: string, text: string])[] = [
		[['-d', '--description'], 'description', description],
		[['-w', '--webpage'], 'webpage', url],
		[['-s', '--size'], 'installed size', sizeText(installedBytes)],
		[['--license'], 'license', license],
	];
	const asked = all.filter(([names]) => names.some((each) => options.includes(each) || options.includes('-a')));
	const shown = asked.length > 0 ? asked : all.slice(0, 3);
	return shown.map(([, title, text]) => `${name}-${version} ${title}:\n${text}\n\n`).join('');
}

/** Models apk-tools src/print.c apk_get_human_size. */
function sizeText(bytes: number): string {
	let [size, unit] = [bytes, 0];
	while (size >= 10_000 && unit < 3) [size, unit] = [size / 1024, unit + 1];
	return `${Math.floor(size)} ${['B', 'KiB', 'MiB', 'GiB'][unit]}`;
}

/** Orders Alpine's versions: numbers, a letter, what is before or after a release, the build. Models apk-tools src/version.c. */
export function compareApkVersions(a: string, b: string): number {
	const [left, right] = [partsOf(a), partsOf(b)];
	for (let index = 0; index < Math.max(left.length, right.length); index++) {
		const order = (left[index] ?? 0) - (right[index] ?? 0);
		if (order !== 0) return order;
	}
	return 0;
}

const SUFFIXES = ['alpha', 'beta', 'pre', 'rc'];

/** Twelve numbers of the version, the letter, the suffix and its number, the build. */
function partsOf(version: string): number[] {
	const [, numbers = '', letter = '', suffix = '', build = '0'] =
		/^([\d.]*)([a-z]?)((?:_[a-z]+\d*)*)(?:-r(\d+))?$/.exec(version) ?? [];
	const digits = numbers.split('.').map(Number);
	const padded = Array.from({ length: 12 }, (_, index) => digits[index] ?? -1);
	const [, word = '', number = '0'] = /^_([a-z]+)(\d*)/.exec(suffix) ?? [];
	const at = SUFFIXES.indexOf(word);
	const rank = word === '' ? 0 : at >= 0 ? at - SUFFIXES.length : 1;
	return [...padded, letter === '' ? 0 : letter.charCodeAt(0), rank, Number(number || 0), Number(build)];
}
