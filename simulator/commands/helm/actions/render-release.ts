import { GoInt } from '../../../machinery/go-template/values.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { Chart } from '../chart/chart.ts';
import { type Capabilities, CapabilitiesObject } from '../engine/capabilities.ts';
import type { RenderValues } from '../engine/render-chart.ts';
import { HelmError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { type Manifest, sortManifests } from '../release/manifests.ts';
import type { Hook } from '../release/release.ts';
import { coalesceValues } from '../values/coalesce.ts';
import { isCompatible } from '../values/dependencies.ts';
import { schemaComplaints } from '../values/values-schema.ts';
import { postRender } from './post-render.ts';

export interface ReleaseOptions {
	readonly name: string;
	readonly namespace: string;
	readonly revision: number;
	readonly isUpgrade: boolean;
}

/** What templates see. @throws HelmError when a schema does not allow it. Models chartutil.ToRenderValuesWithSchemaValidation. */
export function* renderValues(
	helm: HelmSession,
	chart: Chart,
	values: Dict,
	options: ReleaseOptions,
	capabilities: Capabilities,
	skipSchema: boolean,
): Task<RenderValues> {
	const computed = yield* coalesceValues(chart, values, helm);
	if (!skipSchema) {
		const complaints = yield* schemaComplaints(chart, computed, helm.spend);
		if (complaints !== '') {
			throw new HelmError(
				`values don't meet the specifications of the schema(s) in the following chart(s):\n${complaints}`,
			);
		}
	}
	const release = newDict();
	release.Name = options.name;
	release.Namespace = options.namespace;
	release.IsUpgrade = options.isUpgrade;
	release.IsInstall = !options.isUpgrade;
	release.Revision = new GoInt(options.revision);
	release.Service = 'Helm';
	return { Values: computed, Release: release, Capabilities: new CapabilitiesObject(capabilities) };
}

export interface RenderOptions {
	readonly capabilities: Capabilities;
	readonly withCluster: boolean;
	readonly subNotes: boolean;
	readonly includeCrds: boolean;
	readonly hideSecret: boolean;
	readonly postRenderer: string;
	readonly postRendererArgs: readonly string[];
	/** Takes the manifests one by one instead of having them together. */
	readonly write?: (path: string, content: string) => Task<void>;
}

export interface Rendered {
	readonly manifest: string;
	readonly hooks: Hook[];
	readonly notes: string;
}

/** What a release is made of came out as no YAML; the manifest so far may be wanted all the same. */
export class ManifestError extends HelmError {
	readonly manifest: string;
	constructor(message: string, manifest: string) {
		super(message);
		this.manifest = manifest;
	}
}

/** A chart's manifests, hooks and notes. @throws HelmError. Models helm.sh/helm/v3/pkg/action renderResources. */
export function* renderRelease(
	helm: HelmSession,
	chart: Chart,
	values: RenderValues,
	options: RenderOptions,
): Task<Rendered> {
	const { version } = options.capabilities;
	const wanted = chart.metadata.kubeVersion;
	if (wanted !== '' && !isCompatible(wanted, version)) {
		throw new HelmError(`chart requires kubeVersion: ${wanted} which is incompatible with Kubernetes ${version}`);
	}
	const files = yield* helm.render(chart, values, options.withCluster);
	const notes = takeNotes(chart, files, options.subNotes);
	let sorted: { hooks: Hook[]; manifests: Manifest[] };
	try {
		sorted = yield* sortManifests(files, 'install', helm.warn, (nodes) => helm.process.tick(nodes));
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		const raw = [...files].filter(([, content]) => content.trim() !== '');
		throw new ManifestError(error.message, raw.map(([path, content]) => sourced(path, content)).join(''));
	}
	const parts: string[] = [];
	for (const { path, file } of options.includeCrds ? chart.crds() : []) {
		const content = decodeUtf8(file.data);
		if (options.write === undefined) parts.push(sourced(path, content));
		else yield* options.write(path, content);
	}
	for (const { path, content, kind, apiVersion } of sorted.manifests) {
		if (options.write !== undefined) yield* options.write(path, content);
		else if (options.hideSecret && kind === 'Secret' && apiVersion === 'v1') {
			parts.push(`---\n# Source: ${path}\n# HIDDEN: The Secret output has been suppressed\n`);
		} else parts.push(sourced(path, content));
	}
	const manifest = parts.join('');
	if (options.postRenderer === '') return { manifest, hooks: sorted.hooks, notes };
	const changed = yield* postRender(helm, options.postRenderer, options.postRendererArgs, manifest);
	return { manifest: changed, hooks: sorted.hooks, notes };
}

function sourced(path: string, content: string): string {
	return `---\n# Source: ${path}\n${content}\n`;
}

function takeNotes(chart: Chart, files: Map<string, string>, withChildren: boolean): string {
	const notes: string[] = [];
	for (const [path, content] of [...files]) {
		if (!path.endsWith('NOTES.txt')) continue;
		files.delete(path);
		if (withChildren || path === `${chart.name}/templates/NOTES.txt`) notes.push(content);
	}
	return notes.join('\n');
}
