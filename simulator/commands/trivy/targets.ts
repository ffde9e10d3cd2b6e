import { type FoundImage, findImage, ImageMissing, imageOfArchive } from '../../hosts/containers/find-image.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { FileData } from '../../kernel/files/file-data.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { inventoryOf, type OperatingSystem, viewOfStack } from '../sbom/inventory.ts';
import { isSystemPackage } from '../sbom/package-url.ts';
import { readSbom } from '../sbom/read-sbom.ts';
import { tellsOfPackages, viewOfFolder } from '../sbom/view-of-folder.ts';
import { readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';
import { advisoryRelease } from './advisories.ts';
import { isUnsupported } from './end-of-life.ts';
import type { Artifact } from './scan.ts';
import { writeReport } from './write-report.ts';

export type Fail = (run: UnixRun, message: string) => Task<number>;

/** `trivy image`: an engine's, a registry's, or an archive's. */
export function* scanImage(run: CobraRun, fail: Fail): Task<number> {
	const [name] = run.operands;
	const input = run.text('input');
	if (name === undefined && input === '')
		return yield* fail(run, 'error: trivy image requires at least 1 argument or --input option.');
	const head = 'run error: image scan error: scan error: unable to initialize a scan service: unable to initialize';
	let image: FoundImage;
	try {
		image =
			input === ''
				? yield* findImage(run.process, name as string)
				: yield* imageOfArchive(run.process, FileData.of(yield* readFile(run.process, input)));
	} catch (error) {
		if (error instanceof SystemError)
			return yield* fail(
				run,
				`${head} an archive scan service: unable to open ${input}: open ${input}: ${lower(error)}`,
			);
		if (!(error instanceof ImageMissing)) throw error;
		if (input !== '')
			return yield* fail(
				run,
				`${head} an archive scan service: 2 errors occurred:\n\t* unable to open ${input} as a Docker image: ${error.message}\n\t* unable to open ${input} as an OCI Image: ${error.message}\n\n`,
			);
		return yield* fail(run, `${head} an image scan service: ${missingText(name as string, error.message)}`);
	}
	const inventory = yield* inventoryOf(viewOfStack(image.content.stack), (steps) => run.process.tick(steps));
	const artifact: Artifact = { name: name ?? input, type: 'container_image', image, inventory };
	yield* run.process.sleep(1_500);
	return yield* finish(run, artifact, fail);
}

/** Models aquasecurity/trivy pkg/fanal/image NewContainerImage's list of errors. */
function missingText(name: string, remote: string): string {
	const lines = [
		`docker error: unable to inspect the image (${name}): Error response from daemon: No such image: ${name.includes(':') || name.includes('@') ? name : `${name}:latest`}`,
		'containerd error: containerd socket not found: /run/containerd/containerd.sock',
		'podman error: unable to initialize Podman client: no podman socket found: stat /run/podman/podman.sock: no such file or directory',
		`remote error: ${remote}`,
	];
	return `unable to find the specified image "${name}" in ["docker" "containerd" "podman" "remote"]: ${lines.length} errors occurred:\n${lines.map((line) => `\t* ${line}\n`).join('')}\n`;
}

function lower(error: SystemError): string {
	return errorMessage(error.errno).toLowerCase();
}

/** `trivy fs`, `trivy rootfs`. */
export function* scanFolder(run: CobraRun, fail: Fail): Task<number> {
	const [path] = run.operands;
	if (path === undefined) return yield* fail(run, 'error: accepts 1 arg(s), received 0');
	try {
		const full = path.startsWith('/') ? path : `${run.process.cwd.replace(/\/$/, '')}/${path}`;
		const view = yield* viewOfFolder(run.process, full.replace(/\/\.$/, ''), tellsOfPackages);
		const found = yield* inventoryOf(view, (steps) => run.process.tick(steps));
		const isRoot = found.components.some(isSystemPackage);
		const inventory = { ...found, system: isRoot ? found.system : undefined };
		return yield* finish(run, { name: path, type: 'filesystem', inventory }, fail);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return yield* fail(
			run,
			`run error: fs scan error: scan error: scan failed: failed analysis: walk error: stat ${path}: ${lower(error)}`,
		);
	}
}

/** `trivy sbom`. */
export function* scanSbom(run: CobraRun, fail: Fail): Task<number> {
	const [path] = run.operands;
	if (path === undefined) return yield* fail(run, 'error: accepts 1 arg(s), received 0');
	const head = 'run error: sbom scan error: scan error: scan failed: failed analysis:';
	let bytes: Uint8Array;
	try {
		bytes = yield* readFile(run.process, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return yield* fail(run, `${head} failed to open sbom file error: open ${path}: ${lower(error)}`);
	}
	const sbom = yield* readSbom(bytes, (steps) => run.process.tick(steps));
	if (sbom === undefined || sbom.format === 'syft-json')
		return yield* fail(run, `${head} failed to detect SBOM format: unknown SBOM format`);
	yield* say(run, 'INFO', `Detected SBOM format\tformat="${sbom.format}"`);
	const type = sbom.format === 'cyclonedx-json' ? 'cyclonedx' : 'spdx';
	return yield* finish(run, { name: path, type, inventory: sbom.inventory }, fail);
}

function* finish(run: CobraRun, artifact: Artifact, fail: Fail): Task<number> {
	const format = run.text('format');
	const isList = format === 'cyclonedx' || format.startsWith('spdx');
	const asked = run.flags.changed.has('scanners') || run.flags.changed.has('security-checks');
	const scanners = run.flags.changed.has('security-checks') ? run.list('security-checks') : run.list('scanners');
	const scans = (isList && !asked) || !scanners.includes('vuln') ? [] : ['vuln'];
	if (isList && !asked) yield* say(run, 'INFO', listNotice(format));
	if (scans.includes('vuln')) yield* say(run, 'INFO', '[vuln] Vulnerability scanning is enabled');
	if (!isList && scanners.includes('secret') && artifact.type !== 'spdx' && artifact.type !== 'cyclonedx')
		yield* say(run, 'INFO', '[secret] Secret scanning is enabled');
	const { system, components } = artifact.inventory;
	if (system !== undefined)
		yield* say(run, 'INFO', `Detected OS\tfamily="${system.family}" version="${system.release}"`);
	if (scans.includes('vuln') && system !== undefined)
		yield* tellOfSystem(run, system, components.filter(isSystemPackage).length);
	if (scans.includes('vuln')) {
		const files = new Set(components.filter((each) => !isSystemPackage(each)).map(({ type }) => type));
		yield* say(run, 'INFO', `Number of language-specific files\tnum=${files.size}`);
		for (const type of [...files].sort()) yield* say(run, 'INFO', `[${type}] Detecting vulnerabilities...`);
		if (system !== undefined && isUnsupported(system, run.process.now())) {
			yield* say(
				run,
				'WARN',
				`This OS version is no longer supported by the distribution\tfamily="${system.family}" version="${system.release}"`,
			);
			yield* say(
				run,
				'WARN',
				'The vulnerability detection may be insufficient because security updates are not provided',
			);
		}
	}
	return yield* writeReport(run, artifact, scans.includes('vuln'), fail);
}

function* tellOfSystem(run: CobraRun, system: OperatingSystem, count: number): Task<void> {
	const release = advisoryRelease(system);
	const repository = system.family === 'alpine' ? ` repository="${release}"` : '';
	yield* say(
		run,
		'INFO',
		`[${system.family}] Detecting vulnerabilities...\tos_version="${release}"${repository} pkg_num=${count}`,
	);
}

function listNotice(format: string): string {
	return format === 'cyclonedx'
		? '"--format cyclonedx" disables security scanning. Specify "--scanners vuln" explicitly if you want to include vulnerabilities in the "cyclonedx" report.'
		: '"--format spdx" and "--format spdx-json" disable security scanning';
}

function* say(run: CobraRun, level: 'INFO' | 'WARN', text: string): Task<void> {
	if (run.isOn('quiet')) return;
	yield* run.say(`${formatTime(run.process.now())}\t${level}\t${text}\n`);
}
