import { DebError } from '../../hosts/packages/deb-archive.ts';
import { mirrorOf } from '../../hosts/packages/repositories.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { LineReader } from '../stdio.ts';
import { Exit } from '../unix-command.ts';
import { type AptRun, assumesYes, nameLines, progress, requireRoot, sizeText, tell } from './apt-run.ts';
import { configureDeb, openDeb, unpackDeb } from './deb-file.ts';
import { compareVersions } from './debian-version.ts';
import { candidateOf, isHeld, type OfferedVersion, type PackageState, readState, sourceLine } from './package-state.ts';
import { removePackage, unpackVersion } from './unpack.ts';

/** What a run is going to do. */
interface Plan {
	readonly state: PackageState;
	/** By name. */
	readonly versions: Map<string, OfferedVersion>;
	/** Those that nobody has named. */
	readonly extra: Set<string>;
	readonly removed: Set<string>;
	readonly keptBack: readonly string[];
}

const STEPS = ['Reading package lists', 'Building dependency tree', 'Reading state information'] as const;

/** Models apt-private/private-install.cc DoInstall. */
export function* install(run: AptRun): Task<number> {
	requireRoot(run);
	const state = yield* readState(run.process);
	yield* progress(run, ...STEPS);
	const plan: Plan = { state, versions: new Map(), extra: new Set(), removed: new Set(), keptBack: [] };
	const problems: string[] = [];
	for (const operand of run.operands) {
		problems.push(...(yield* operand.includes('/') ? chooseFile(run, plan, operand) : choose(run, plan, operand)));
	}
	if (problems.length > 0) throw new Exit(100, problems.join(''));
	for (const [name, offer] of [...plan.versions]) addDependencies(plan, name, offer);
	return yield* carryOut(run, plan);
}

/** One operand: "kubeadm", "kubeadm=1.35.1-1.1", "kubeadm=1.35.1-*". Gives what is wrong with it. */
function* choose(run: AptRun, { state, versions }: Plan, operand: string): Task<string[]> {
	const [name = '', wanted] = operand.split('=');
	const offered = state.offered.get(name);
	const own = state.installed.get(name)?.get('Version');
	if (offered === undefined && own === undefined) return [`E: Unable to locate package ${name}\n`];
	let version = candidateOf(state, name) as string;
	if (wanted !== undefined) {
		const glob = compileGlob(wanted);
		const found = offered?.find((each) => each.version === wanted || glob.matches(each.version));
		if (found === undefined && own !== wanted) return [`E: Version '${wanted}' for '${name}' was not found\n`];
		version = found?.version ?? wanted;
		if (found !== undefined && version !== wanted) {
			yield* tell(run, `Selected version '${version}' (${originOf(found)} [amd64]) for '${name}'\n`);
		}
	}
	const offer = offered?.find((each) => each.version === version);
	if (own === version && offer !== undefined && run.options.has('--reinstall')) versions.set(name, offer);
	else if (own === version || offer === undefined)
		yield* tell(run, `${name} is already the newest version (${version}).\n`);
	else if (!run.options.has('--only-upgrade') || own !== undefined) versions.set(name, offer);
	else yield* tell(run, `Skipping ${name}, it is not installed and only upgrades are requested.\n`);
	return [];
}

/** A package that lies on the disk: "./x.deb". */
function* chooseFile(run: AptRun, { versions }: Plan, path: string): Task<string[]> {
	try {
		const deb = yield* openDeb(run.process, path);
		const { name, version } = deb;
		yield* tell(run, `Note, selecting '${name}' instead of '${path}'\n`);
		const stanza = new Map([...deb.stanza, ['Size', String(deb.bytes)]]);
		versions.set(name, {
			version,
			stanza,
			source: { uri: run.process.realpath(path), suite: '/', component: '' },
			deb,
		});
		return [];
	} catch (error) {
		if (!(error instanceof SystemError) && !(error instanceof DebError)) throw error;
		return [`E: Unsupported file ${path} given on commandline\n`];
	}
}

/** "isv:kubernetes:core:stable:v1.35:pkgs.k8s.io": what the repository calls itself. */
function originOf({ source: { uri, suite } }: OfferedVersion): string {
	const minor = /stable:\/(v[\d.]+)\//.exec(uri)?.[1];
	return minor === undefined ? `Ubuntu:24.04/${suite}` : `isv:kubernetes:core:stable:${minor}:pkgs.k8s.io`;
}

function addDependencies(plan: Plan, name: string, { stanza }: OfferedVersion): void {
	for (const text of (stanza.get('Depends') ?? '').split(',')) {
		const needed = text.trim().split(/[ (]/)[0] as string;
		const [newest] = plan.state.offered.get(needed) ?? [];
		if (needed === name || newest === undefined || plan.versions.has(needed) || plan.state.installed.has(needed))
			continue;
		plan.versions.set(needed, newest);
		plan.extra.add(needed);
		addDependencies(plan, needed, newest);
	}
	for (const text of (stanza.get('Conflicts') ?? '').split(',')) {
		const other = text.trim().split(/[ (]/)[0] as string;
		if (plan.state.installed.has(other)) plan.removed.add(other);
	}
}

/** Models apt-private/private-upgrade.cc: what is held stays. */
export function* upgrade(run: AptRun): Task<number> {
	requireRoot(run);
	const state = yield* readState(run.process);
	yield* progress(run, ...STEPS, 'Calculating upgrade');
	const newer = upgradable(state);
	const isKept = (name: string): boolean => isHeld(state.installed.get(name)) && !run.options.has('--ignore-hold');
	const names = newer.filter((name) => !isKept(name));
	const versions = new Map(names.map((name) => [name, state.offered.get(name)?.[0] as OfferedVersion]));
	const keptBack = newer.filter(isKept);
	return yield* carryOut(run, { state, versions, extra: new Set(names), removed: new Set(), keptBack });
}

export function upgradable(state: PackageState): string[] {
	return [...state.installed.keys()].filter(
		(name) => candidateOf(state, name) !== state.installed.get(name)?.get('Version'),
	);
}

export function* remove(run: AptRun): Task<number> {
	requireRoot(run);
	const state = yield* readState(run.process);
	yield* progress(run, ...STEPS);
	const removed = new Set<string>();
	for (const name of run.operands) {
		if (state.installed.has(name)) removed.add(name);
		else if (state.offered.has(name)) yield* tell(run, `Package '${name}' is not installed, so not removed\n`);
		else throw new Exit(100, `E: Unable to locate package ${name}\n`);
	}
	return yield* carryOut(run, { state, versions: new Map(), extra: new Set(removed), removed, keptBack: [] });
}

/** Models InstallPackages: what is going to happen, whether it may, and then it does. */
function* carryOut(run: AptRun, plan: Plan): Task<number> {
	const { state, versions, removed } = plan;
	const kinds = sorted(plan);
	const columns = run.process.isatty(1) ? run.process.terminalSize(1).columns : 80;
	const lists: readonly (readonly [string, readonly string[]])[] = [
		[
			'The following additional packages will be installed:',
			[...plan.extra].filter((name) => kinds.fresh.includes(name)).sort(),
		],
		['The following packages will be REMOVED:', [...removed].sort()],
		['The following NEW packages will be installed:', kinds.fresh],
		['The following packages have been kept back:', plan.keptBack],
		['The following held packages will be changed:', kinds.held],
		['The following packages will be upgraded:', kinds.upgraded],
		['The following packages will be DOWNGRADED:', kinds.downgraded],
	];
	for (const [title, names] of lists) {
		if (names.length > 0) yield* tell(run, `${title}\n${nameLines(names, columns)}`);
	}
	const left = upgradable(state).filter((name) => !versions.has(name) && !removed.has(name)).length;
	const downgraded = kinds.downgraded.length === 0 ? '' : ` ${kinds.downgraded.length} downgraded,`;
	const again = kinds.again.length === 0 ? '' : ` ${kinds.again.length} reinstalled,`;
	yield* tell(
		run,
		`${kinds.upgraded.length} upgraded, ${kinds.fresh.length} newly installed,${again}${downgraded} ${removed.size} to remove and ${left} not upgraded.\n`,
	);
	if (versions.size + removed.size === 0) return 0;
	refuseUnasked(run, kinds);
	yield* tellSizes(run, plan);
	const isUnexpected = plan.extra.size + kinds.held.length + kinds.downgraded.length > 0;
	if (isUnexpected && !assumesYes(run)) yield* ask(run);
	yield* fetch(run, plan);
	yield* tell(run, '(Reading database ... 86432 files and directories currently installed.)\n');
	for (const name of removed) yield* removePackage(run, name);
	for (const [name, offer] of versions) yield* unpackOne(run, name, offer, state.installed.get(name)?.get('Version'));
	let failed = 0;
	for (const [name, { stanza, deb }] of versions) {
		yield* tell(run, `Setting up ${name} (${stanza.get('Version')}) ...\n`);
		if (deb === undefined) yield* unpackVersion(run.process, stanza);
		else if ((yield* configureDeb(run.process, name)) !== 0) failed++;
	}
	if (failed > 0) throw new Exit(100, 'E: Sub-process /usr/bin/dpkg returned an error code (1)\n');
	return 0;
}

function* unpackOne(run: AptRun, name: string, offer: OfferedVersion, own: string | undefined): Task<void> {
	const { version, deb, source } = offer;
	if (own === undefined) yield* tell(run, `Selecting previously unselected package ${name}.\n`);
	const file = deb === undefined ? `${name}_${version.replace(':', '%3a')}_amd64.deb` : source.uri.replace(/^.*\//, '');
	yield* tell(run, `Preparing to unpack .../${file} ...\n`);
	yield* tell(run, `Unpacking ${name} (${version})${own === undefined ? '' : ` over (${own})`} ...\n`);
	if (deb !== undefined) yield* unpackDeb(run.process, deb);
	yield* run.process.sleep(700);
}

interface Kinds {
	readonly fresh: readonly string[];
	readonly again: readonly string[];
	readonly upgraded: readonly string[];
	readonly downgraded: readonly string[];
	readonly held: readonly string[];
}

function sorted({ state: { installed }, versions, removed }: Plan): Kinds {
	const names = [...versions.keys()].sort();
	const order = (name: string): number | undefined => {
		const own = installed.get(name)?.get('Version');
		return own === undefined ? undefined : compareVersions(versions.get(name)?.version ?? '', own);
	};
	return {
		fresh: names.filter((name) => order(name) === undefined),
		again: names.filter((name) => order(name) === 0),
		upgraded: names.filter((name) => (order(name) ?? 0) > 0),
		downgraded: names.filter((name) => (order(name) ?? 0) < 0),
		held: [...names, ...removed].filter((name) => isHeld(installed.get(name)) && order(name) !== 0).sort(),
	};
}

function refuseUnasked(run: AptRun, { held, downgraded }: Kinds): void {
	if (!assumesYes(run)) return;
	if (held.length > 0 && !run.options.has('--allow-change-held-packages')) {
		throw new Exit(100, 'E: Held packages were changed and -y was used without --allow-change-held-packages.\n');
	}
	if (downgraded.length > 0 && !run.options.has('--allow-downgrades')) {
		throw new Exit(100, 'E: Packages were downgraded and -y was used without --allow-downgrades.\n');
	}
}

function* tellSizes(run: AptRun, { versions, state, removed }: Plan): Task<void> {
	const sum = (field: string): number =>
		[...versions.values()].reduce((total, { stanza }) => total + Number(stanza.get(field) ?? 0), 0);
	const before = [...versions.keys(), ...removed].reduce(
		(total, name) => total + Number(state.installed.get(name)?.get('Installed-Size') ?? 0),
		0,
	);
	const grown = (sum('Installed-Size') - before) * 1024;
	const local = [...versions.values()].reduce((total, { deb }) => total + (deb?.bytes ?? 0), 0);
	const needed = `${sizeText(sum('Size') - local)}B${local === 0 ? '' : `/${sizeText(sum('Size'))}B`}`;
	if (versions.size > 0) yield* tell(run, `Need to get ${needed} of archives.\n`);
	yield* tell(
		run,
		grown < 0
			? `After this operation, ${sizeText(-grown)}B disk space will be freed.\n`
			: `After this operation, ${sizeText(grown)}B of additional disk space will be used.\n`,
	);
}

function* ask(run: AptRun): Task<void> {
	yield* run.out.write('Do you want to continue? [Y/n] ');
	yield* run.out.flush();
	const answer = yield* new LineReader(run.process, 0).next();
	if (answer === undefined || !/^\s*(y(es)?)?\s*$/i.test(answer)) {
		yield* run.out.write('Abort.\n');
		throw new Exit(1);
	}
}

function* fetch(run: AptRun, { versions }: Plan): Task<void> {
	if (versions.size === 0) return;
	let index = 0;
	let total = 0;
	for (const [name, { version, stanza, source, deb }] of versions) {
		index++;
		const size = Number(stanza.get('Size') ?? 0);
		if (deb !== undefined) {
			yield* tell(run, `Get:${index} ${source.uri} ${name} amd64 ${version} [${sizeText(size)}B]\n`);
			continue;
		}
		total += size;
		const place = sourceLine({ ...source, uri: mirrorOf(source.uri) }).replace(/ ?Packages$/, '');
		yield* tell(run, `Get:${index} ${place} ${name} ${version} [${sizeText(size)}B]\n`);
		yield* run.process.sleep(300);
	}
	if (total > 0) yield* tell(run, `Fetched ${sizeText(total)}B in 1s (${sizeText(total)}B/s)\n`);
}
