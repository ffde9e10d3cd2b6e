import { TOOL_PACKAGES, type ToolPackage } from '../../hosts/packages/tool-packages.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { installPayload, removePayload } from '../apk/package-payload.ts';
import { lookUpHost } from '../apk/reachable.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

/** What Debian calls otherwise. */
const RPM_NAMES: ReadonlyMap<string, string> = new Map([
	['bind-utils', 'dnsutils'],
	['iputils', 'iputils-ping'],
	['nmap-ncat', 'netcat-openbsd'],
	['nc', 'netcat-openbsd'],
	['procps-ng', 'procps'],
	['procps', 'procps'],
	['vim-enhanced', 'vim'],
	['vim-minimal', 'vim'],
	['iproute', 'iproute2'],
	['mysql', 'default-mysql-client'],
	['mariadb', 'default-mysql-client'],
	['postgresql', 'postgresql-client'],
	['gettext', 'gettext-base'],
	['xz', 'xz-utils'],
	['gnupg2', 'gnupg'],
	['redis', 'redis-tools'],
	['openssh-clients', 'openssh-client'],
	['golang', 'golang'],
]);

/** Where a distribution's packages are, and how it calls the place. */
const PLACES: Readonly<Record<string, readonly [host: string, repository: string]>> = {
	amzn: ['cdn.amazonlinux.com', 'amazonlinux'],
	centos: ['mirrors.centos.org', 'appstream'],
	fedora: ['mirrors.fedoraproject.org', 'fedora'],
	rocky: ['mirrors.rockylinux.org', 'baseos'],
	almalinux: ['mirrors.almalinux.org', 'baseos'],
	ol: ['yum.oracle.com', 'ol9_baseos_latest'],
	rhel: ['cdn-ubi.redhat.com', 'ubi-9-baseos-rpms'],
};

const INSTALLED = '/var/lib/rpm/installed';
const WIDTH = 80;

interface Distribution {
	readonly id: string;
	readonly major: string;
	readonly name: string;
	readonly suffix: string;
}

/**
 * dnf and yum over the packages of tools that the world has. Models dnf 4's output. Differs: versions are about those of the
 * other distributions, what a package needs comes in it, and there are no groups, modules and histories.
 */
export const dnf = packageManager('dnf', '/usr/bin/dnf');
export const yum = packageManager('yum', '/usr/bin/yum');
export const microdnf = packageManager('microdnf', '/usr/bin/microdnf');

function packageManager(name: string, path: string): ReturnType<typeof unixCommand> {
	return unixCommand({ name, paths: [path], size: 12_000, main: (run) => main(run) });
}

function* main(run: UnixRun): Task<number> {
	const options = run.args.filter((word) => word.startsWith('-'));
	const [verb, ...names] = run.args.filter((word) => !word.startsWith('-') && !/^\d+$/.test(word));
	if (options.includes('--version')) {
		yield* run.out.write('4.14.0\n');
		return 0;
	}
	const system = yield* distributionOf(run.process);
	switch (verb) {
		case 'install':
			return yield* install(run, system, names, options);
		case 'update':
		case 'upgrade':
		case 'makecache':
		case 'check-update':
			yield* refresh(run, system);
			yield* run.out.write(
				verb === 'makecache' ? 'Metadata cache created.\n' : 'Dependencies resolved.\nNothing to do.\nComplete!\n',
			);
			return 0;
		case 'remove':
		case 'erase':
			return yield* remove(run, names);
		case 'clean':
			yield* run.out.write('0 files removed\n');
			return 0;
		case 'list':
			yield* run.out.write(
				`Installed Packages\n${(yield* installed(run.process)).map((each) => `${each}\n`).join('')}`,
			);
			return 0;
		case undefined:
			yield* run.out.write('usage: dnf [options] COMMAND\n\nList of Main Commands:\n');
			return 1;
		default:
			throw new Exit(
				1,
				`No such command: ${verb}. Please use /usr/bin/dnf --help\nIt could be a DNF plugin command, try: "dnf install 'dnf-command(${verb})'"\n`,
			);
	}
}

function* distributionOf(process: Process): Task<Distribution> {
	const text = decodeUtf8(yield* readFile(process, '/etc/os-release'));
	const field = (name: string): string => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
	const id = field('ID');
	const major = field('VERSION_ID').split('.')[0] ?? '';
	const suffix = id === 'amzn' ? `amzn${major}` : id === 'fedora' ? `fc${major}` : `el${major}`;
	return { id, major, name: field('NAME'), suffix };
}

/** Asks for what there is. Throws Exit where nobody answers: of CentOS 7 and 8 nobody does any more. */
function* refresh(run: UnixRun, { id, major, name }: Distribution): Task<void> {
	if (run.process.credentials.uid !== 0)
		throw new Exit(
			1,
			'Error: This command has to be run with superuser privileges (under the root user on most systems).\n',
		);
	const [host, repository] = PLACES[id] ?? ['mirrors.fedoraproject.org', 'fedora'];
	if (id === 'centos' && major === '8') {
		yield* run.out.write('CentOS Linux 8 - AppStream                       69  B/s |  38  B     00:00    \n');
		throw new Exit(
			1,
			"Error: Failed to download metadata for repo 'appstream': Cannot prepare internal mirrorlist: No URLs in mirrorlist\n",
		);
	}
	if (id === 'centos' && major === '7') {
		yield* run.out.write('Loaded plugins: fastestmirror, ovl\nDetermining fastest mirrors\n');
		throw new Exit(
			1,
			'Could not retrieve mirrorlist http://mirrorlist.centos.org/?release=7&arch=x86_64&repo=os&infra=container error was\n14: curl#6 - "Could not resolve host: mirrorlist.centos.org; Unknown error"\n\n\nCannot find a valid baseurl for repo: base/7/x86_64\n',
		);
	}
	if (!(yield* lookUpHost(run.process, host))) {
		throw new Exit(
			1,
			`Error: Failed to download metadata for repo '${repository}': Cannot prepare internal mirrorlist: Curl error (6): Couldn't resolve host name for https://${host}/ [Could not resolve host: ${host}]\n`,
		);
	}
	yield* run.process.sleep(1_800);
	yield* run.out.write(`${`${name} ${major} - BaseOS`.padEnd(45)}2.1 MB/s | 2.3 MB     00:01    \n`);
}

function packageNamed(name: string): ToolPackage | undefined {
	const debian = RPM_NAMES.get(name) ?? name;
	return TOOL_PACKAGES.find((each) => each.debian === debian);
}

function* installed(process: Process): Task<string[]> {
	try {
		return decodeUtf8(yield* readFile(process, INSTALLED))
			.split('\n')
			.filter((line) => line !== '');
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}

function* writeInstalled(process: Process, names: readonly string[]): Task<void> {
	if (!process.access('/var/lib/rpm', {})) process.mkdir('/var/lib/rpm', 0o755);
	const fd = yield* process.open(INSTALLED, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(names.map((name) => `${name}\n`).join('')));
	process.close(fd);
}

const versionOf = ({ debianVersion }: ToolPackage): string =>
	debianVersion.replace(/^\d+:/, '').replace(/[-+~].*$/, '');

function* install(
	run: UnixRun,
	system: Distribution,
	names: readonly string[],
	options: readonly string[],
): Task<number> {
	yield* refresh(run, system);
	const here = yield* installed(run.process);
	const missing = names.filter((name) => packageNamed(name) === undefined && !BASE.has(name));
	if (missing.length > 0)
		throw new Exit(
			1,
			`${missing.map((name) => `No match for argument: ${name}\n`).join('')}Error: Unable to find a match: ${missing.join(' ')}\n`,
		);
	const wanted = names.filter((name) => !here.includes(name) && !BASE.has(name));
	if (wanted.length === 0) {
		yield* run.out.write(
			`${names.map((name) => `Package ${name} is already installed.\n`).join('')}Dependencies resolved.\nNothing to do.\nComplete!\n`,
		);
		return 0;
	}
	const found = wanted.map((name) => [name, packageNamed(name) as ToolPackage] as const);
	const [, repository] = PLACES[system.id] ?? ['', 'fedora'];
	const line = '='.repeat(WIDTH);
	const rows = found.map(
		([name, each]) =>
			` ${name.padEnd(14)} x86_64   ${`${versionOf(each)}-1.${system.suffix}`.padEnd(22)} ${repository.padEnd(18)} ${sizeText(each.debianKib / 3).padStart(7)}\n`,
	);
	yield* run.out.write(
		`Dependencies resolved.\n${line}\n Package        Arch     Version                Repository            Size\n${line}\nInstalling:\n${rows.join('')}\nTransaction Summary\n${line}\nInstall  ${found.length} Package${found.length === 1 ? '' : 's'}\n\n`,
	);
	const kib = found.reduce((sum, [, each]) => sum + each.debianKib, 0);
	yield* run.out.write(`Total download size: ${sizeText(kib / 3)}\nInstalled size: ${sizeText(kib)}\n`);
	if (!options.some((option) => /^-[a-zA-Z]*y|^--assumeyes$/.test(option))) {
		throw new Exit(1, 'Is this ok [y/N]: Operation aborted.\n');
	}
	yield* run.out.write('Downloading Packages:\n');
	for (const [, each] of found) yield* run.process.sleep(120 + each.debianKib / 30);
	yield* run.out.write(
		'Running transaction check\nTransaction check succeeded.\nRunning transaction test\nTransaction test succeeded.\nRunning transaction\n',
	);
	const full = found.map(([name, each]) => `${name}-${versionOf(each)}-1.${system.suffix}.x86_64`);
	for (const [index, [name, each]] of found.entries()) {
		yield* installPayload(run.process, { name, executables: each.executables, bytes: each.debianKib * 1024 });
		yield* run.out.write(`  Installing       : ${(full[index] as string).padEnd(50)} ${index + 1}/${found.length} \n`);
	}
	yield* writeInstalled(run.process, [...here, ...wanted]);
	yield* run.out.write(`\nInstalled:\n${full.map((each) => `  ${each}\n`).join('')}\nComplete!\n`);
	return 0;
}

/** What the base images have. */
const BASE = new Set('bash curl coreutils glibc tar gzip ca-certificates sed grep findutils gawk'.split(' '));

function sizeText(kib: number): string {
	return kib >= 1_024 ? `${(kib / 1_024).toFixed(1)} M` : `${Math.round(kib)} k`;
}

function* remove(run: UnixRun, names: readonly string[]): Task<number> {
	const here = yield* installed(run.process);
	const gone = names.filter((name) => here.includes(name));
	if (gone.length === 0) {
		yield* run.out.write(
			`${names.map((name) => `No match for argument: ${name}\n`).join('')}No packages marked for removal.\nDependencies resolved.\nNothing to do.\nComplete!\n`,
		);
		return 0;
	}
	for (const name of gone)
		removePayload(run.process, { name, executables: packageNamed(name)?.executables ?? [], bytes: 0 });
	yield* writeInstalled(
		run.process,
		here.filter((name) => !gone.includes(name)),
	);
	yield* run.out.write(`\nRemoved:\n${gone.map((name) => `  ${name}\n`).join('')}\nComplete!\n`);
	return 0;
}

/** `rpm -qa`, `rpm -q NAME`. */
export const rpm = unixCommand({
	name: 'rpm',
	paths: ['/usr/bin/rpm'],
	size: 24_000,
	main: (run) => query(run),
});

function* query(run: UnixRun): Task<number> {
	const names = [...BASE, ...(yield* installed(run.process))].sort();
	const asked = run.args.filter((word) => !word.startsWith('-'));
	if (run.args.includes('-qa')) {
		yield* run.out.write(names.map((name) => `${name}\n`).join(''));
		return 0;
	}
	const missing = asked.filter((name) => !names.includes(name));
	for (const name of asked)
		yield* run.out.write(names.includes(name) ? `${name}\n` : `package ${name} is not installed\n`);
	return missing.length;
}
