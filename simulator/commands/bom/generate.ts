import { type FoundImage, findImage, ImageMissing, imageOfArchive } from '../../hosts/containers/find-image.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { FileData } from '../../kernel/files/file-data.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { sha1 } from '../../machinery/sha1.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { type Component, inventoryOf, viewOfStack } from '../sbom/inventory.ts';
import { newUuid } from '../sbom/made-up-id.ts';
import { isSystemPackage, packageUrl } from '../sbom/package-url.ts';
import { readFile } from '../stdio.ts';
import { type BomDocument, type BomElement, type BomFile, type BomPackage, bomPackage, spdxId } from './document.ts';
import { info, logTo, warn } from './log.ts';
import { jsonText, tagValue } from './write-document.ts';

const FILES_MAX = 5_000;
export const LICENSE_LIST = '3.21';

/** Why there is no document, in bom's words. */
export class GenerateFailed extends Error {}

/** `bom generate`. Models kubernetes-sigs/bom cmd/generate.go generateBOM. Throws GenerateFailed. */
export function* generate(run: CobraRun, release: string): Task<number> {
	yield* info(run, `bom ${release}: Generating SPDX Bill of Materials`);
	const describes: BomElement[] = [];
	for (const path of [...run.list('dirs'), ...run.operands]) describes.push(yield* ofFolder(run, path));
	for (const name of run.list('image')) describes.push(yield* ofImage(run, name));
	for (const path of run.list('image-archive')) describes.push(yield* ofArchive(run, path));
	for (const path of [...run.list('archive'), ...run.list('file')]) describes.push(yield* ofFile(run, path, ''));
	if (describes.length === 0) {
		throw new GenerateFailed(
			'validating command line options: to generate a SPDX BOM you have to provide at least one image or file',
		);
	}
	const document = yield* documentOf(run, describes, release);
	for (const each of describes) yield* tellRelationships(run, each);
	const text = run.text('format') === 'json' ? jsonText(document) : tagValue(document, LICENSE_LIST);
	const path = run.text('output');
	if (path === '') {
		yield* run.out.write(text);
		return 0;
	}
	yield* writeFile(run.process, path, text);
	return 0;
}

function* writeFile(process: Process, path: string, text: string): Task<void> {
	try {
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new GenerateFailed(`writing document to ${path}: open ${path}: ${errorMessage(error.errno).toLowerCase()}`);
	}
}

function* documentOf(run: CobraRun, describes: readonly BomElement[], release: string): Task<BomDocument> {
	const { process } = run;
	let name = run.text('name');
	if (name === '') {
		name = `SBOM-SPDX-${newUuid(process)}`;
		yield* warn(run, `Document has no name defined, automatically set to ${name}`);
	}
	const namespace = run.text('namespace');
	return {
		name,
		namespace: namespace === '' ? `https://spdx.org/spdxdocs/k8s-releng-bom-${newUuid(process)}` : namespace,
		creators: ['Organization: Kubernetes Release Engineering', `Tool: bom-${release}`],
		created: formatTime(process.now()),
		describes,
	};
}

function* tellRelationships(run: CobraRun, element: BomElement): Task<void> {
	if (element.contains.length === 0) return;
	yield* info(run, `Package ${element.id} has ${element.contains.length} relationships defined`);
	for (const each of element.contains) yield* tellRelationships(run, each);
}

function* ofImage(run: CobraRun, name: string): Task<BomPackage> {
	yield* info(run, `Processing image reference: ${name}`);
	let image: FoundImage;
	try {
		image = yield* findImage(run.process, name);
	} catch (error) {
		if (!(error instanceof ImageMissing)) throw error;
		throw new GenerateFailed(
			`creating SPDX document: generating SPDX package from image ref ${name}: while downloading images to archive: getting image references: fetching remote descriptor: ${error.message}`,
		);
	}
	yield* run.process.sleep(2_000);
	yield* info(run, `Generating single image package for ${name}`);
	const repository = image.reference === undefined ? name : `${image.reference.registry}/${image.reference.repository}`;
	const host = repository.replace(/^docker\.io\//, 'index.docker.io/');
	yield* info(run, `Package describes image ${host}:${image.version.digest.slice('sha256:'.length)}`);
	const { digest } = image.version;
	const [folder = '', last = ''] = [host.slice(0, host.lastIndexOf('/')), host.slice(host.lastIndexOf('/') + 1)];
	const type = encodeURIComponent('application/vnd.docker.distribution.manifest.v2+json');
	const purl = `pkg:oci/${last}@${digest}?arch=amd64&mediaType=${type}&os=linux&repository_url=${encodeURIComponent(folder)}`;
	return bomPackage(spdxId('Package', digest), digest, {
		purl,
		checksums: new Map([['SHA256', digest.slice('sha256:'.length)]]),
		contains: yield* layersOf(run, image, `${host}:${digest.slice('sha256:'.length)}`),
	});
}

function* ofArchive(run: CobraRun, path: string): Task<BomPackage> {
	yield* info(run, `Generating SPDX package from image tarball ${path}`);
	let image: FoundImage;
	let bytes: Uint8Array;
	try {
		bytes = yield* readFile(run.process, path);
		image = yield* imageOfArchive(run.process, FileData.of(bytes));
	} catch (error) {
		if (error instanceof SystemError)
			throw new GenerateFailed(
				`creating SPDX document: scanning image archives: adding image archive: open ${path}: ${errorMessage(error.errno).toLowerCase()}`,
			);
		if (!(error instanceof ImageMissing)) throw error;
		throw new GenerateFailed(`creating SPDX document: scanning image archives: ${error.message}`);
	}
	const name = image.repoTags[0] ?? path;
	yield* info(run, `Package describes image ${name}`);
	const base = path.slice(path.lastIndexOf('/') + 1);
	return bomPackage(spdxId('Package', name), base, {
		checksums: new Map([['SHA256', sha256Hex(bytes)]]),
		contains: yield* layersOf(run, image, name),
	});
}

/** Its layers; what is installed stands below the last layer that has the package manager's record. */
function* layersOf(run: CobraRun, image: FoundImage, name: string): Task<BomPackage[]> {
	const { layers, stack } = image.content;
	yield* info(run, `Image manifest lists ${layers.length} layers`);
	const inventory = yield* inventoryOf(viewOfStack(stack), (steps) => run.process.tick(steps));
	const found = run.isOn('scan-images') ? inventory.components.filter(isSystemPackage) : [];
	const records = new Set(found.map(({ path }) => `/${path}`));
	const at = layers.findLastIndex((layer) => layer.files().some(({ path }) => records.has(path)));
	if (found.some(({ path }) => path.startsWith('var/lib/dpkg/status.d/')))
		yield* info(run, 'Scan of container layers found distroless base image');
	if (found.length > 0)
		yield* info(run, `Scan of container image returned ${found.length} OS packages in layer #${Math.max(0, at)}`);
	const packages: BomPackage[] = [];
	for (const [index, { diffId }] of layers.entries()) {
		const id = spdxId('Package', name, diffId);
		const own =
			index === Math.max(0, at) ? found.map((each) => packageOf(each, id, inventory.system?.family ?? '')) : [];
		packages.push(
			bomPackage(id, diffId, { checksums: new Map([['SHA256', diffId.slice('sha256:'.length)]]), contains: own }),
		);
	}
	return packages;
}

function packageOf(each: Component, layerId: string, family: string): BomPackage {
	const [, who = '', mail = ''] = /^(.*?)\s*<(.*)>$/.exec(each.maintainer) ?? [];
	return bomPackage(spdxId('Package', layerId.replace(/^SPDXRef-/, ''), each.name, each.version), each.name, {
		version: each.version,
		license: each.license,
		supplier: who === '' ? '' : `${who} (${mail})`,
		purl: packageUrl(each, [['arch', each.arch]], family),
	});
}

function* ofFile(run: CobraRun, path: string, prefix: string): Task<BomFile> {
	yield* logTo(run, 'debug', `Processing file ${path}`);
	try {
		const bytes = yield* readFile(run.process, path);
		const hex = [...sha1(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
		const name = prefix === '' ? path : path.slice(prefix.length + 1);
		return {
			kind: 'file',
			id: spdxId('File', name),
			name,
			fileTypes: fileTypes(path),
			checksums: new Map([
				['SHA1', hex],
				['SHA256', sha256Hex(bytes)],
			]),
			contains: [],
		};
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new GenerateFailed(
			`creating SPDX document: adding file: open ${path}: ${errorMessage(error.errno).toLowerCase()}`,
		);
	}
}

function fileTypes(path: string): readonly string[] {
	if (/\.(tar|tgz|tar\.gz|zip|gz)$/.test(path)) return ['ARCHIVE'];
	if (/\.(md|txt|rst)$/.test(path)) return ['TEXT'];
	return /\.(go|py|js|ts|c|h|java|rs|sh)$/.test(path) ? ['SOURCE'] : ['OTHER'];
}

function* ofFolder(run: CobraRun, path: string): Task<BomPackage> {
	const { process } = run;
	yield* info(run, `Processing directory ${path}`);
	const full = path.startsWith('/') ? path : `${process.cwd.replace(/\/$/, '')}/${path}`;
	const root = full.replace(/\/\.$/, '').replace(/\/+$/, '');
	const files: string[] = [];
	const folders = [root];
	try {
		while (folders.length > 0 && files.length < FILES_MAX) {
			const folder = folders.shift() as string;
			for (const name of [...process.readdir(folder)].sort()) {
				yield* process.tick();
				const stat = process.lstat(`${folder}/${name}`);
				if (stat.type === 'directory' && name !== '.git') folders.push(`${folder}/${name}`);
				else if (stat.type === 'file') files.push(`${folder}/${name}`);
			}
		}
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new GenerateFailed(
			`creating SPDX document: scanning directories: stat dir: lstat ${path}: ${errorMessage(error.errno).toLowerCase()}`,
		);
	}
	if (files.length === 0) throw new GenerateFailed(`creating SPDX document: directory ${root} has no files to scan`);
	yield* info(run, `Scanning ${files.length} files and adding them to the SPDX package`);
	const name = root.slice(root.lastIndexOf('/') + 1);
	const contains: BomFile[] = [];
	for (const file of files) contains.push(yield* ofFile(run, file, root));
	return bomPackage(spdxId('Package', name), name, { filesAnalyzed: true, contains });
}
