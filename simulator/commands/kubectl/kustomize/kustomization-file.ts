import type { Json } from '../../../machinery/meta.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { CommandError } from '../errors.ts';
import { decodeStruct } from './go-struct.ts';
import { KUSTOMIZATION } from './kustomization-schema.ts';

export interface Selector {
	readonly group?: string;
	readonly version?: string;
	readonly kind?: string;
	readonly name?: string;
	readonly namespace?: string;
	readonly annotationSelector?: string;
	readonly labelSelector?: string;
}

export interface FieldSpec {
	readonly group?: string;
	readonly version?: string;
	readonly kind?: string;
	readonly path: string;
	readonly create?: boolean;
}

export interface Patch {
	readonly path?: string;
	readonly patch?: string;
	readonly target?: Selector;
	readonly options?: { readonly [option: string]: boolean };
}

export interface ImageChange {
	readonly name?: string;
	readonly newName?: string;
	readonly newTag?: string;
	readonly digest?: string;
	readonly tagSuffix?: string;
}

export interface GeneratorOptions {
	readonly labels?: { readonly [key: string]: string };
	readonly annotations?: { readonly [key: string]: string };
	readonly disableNameSuffixHash?: boolean;
	readonly immutable?: boolean;
}

export interface GeneratorArgs {
	readonly name?: string;
	readonly namespace?: string;
	readonly behavior?: string;
	readonly literals?: readonly string[];
	readonly files?: readonly string[];
	readonly envs?: readonly string[];
	readonly env?: string;
	readonly options?: GeneratorOptions;
	/** Of a Secret. */
	readonly type?: string;
}

export interface FieldOptions {
	readonly delimiter?: string;
	readonly index?: number;
	readonly encoding?: string;
	readonly create?: boolean;
}

export interface Replacement {
	readonly path?: string;
	readonly source?: Selector & { readonly fieldPath?: string; readonly options?: FieldOptions };
	readonly sourceValue?: string;
	readonly targets?: readonly {
		readonly select?: Selector;
		readonly reject?: readonly Selector[];
		readonly fieldPaths?: readonly string[];
		readonly options?: FieldOptions;
	}[];
}

export interface Var {
	readonly name: string;
	readonly objref: Selector & { readonly apiVersion?: string };
	readonly fieldref?: { readonly fieldPath?: string };
}

export interface LabelChange {
	readonly pairs?: { readonly [key: string]: string };
	readonly includeSelectors?: boolean;
	readonly includeTemplates?: boolean;
	readonly fields?: readonly FieldSpec[];
}

export interface Kustomization {
	readonly kind: string;
	readonly openapi?: { readonly [key: string]: string };
	readonly namePrefix?: string;
	readonly nameSuffix?: string;
	readonly namespace?: string;
	readonly commonLabels?: { readonly [key: string]: string };
	readonly labels?: readonly LabelChange[];
	readonly commonAnnotations?: { readonly [key: string]: string };
	readonly patchesStrategicMerge?: readonly string[];
	readonly patchesJson6902?: readonly Patch[];
	readonly patches?: readonly Patch[];
	readonly images: readonly ImageChange[];
	readonly replacements?: readonly Replacement[];
	readonly replicas?: readonly { readonly name?: string; readonly count?: number }[];
	readonly vars?: readonly Var[];
	readonly sortOptions?: {
		readonly order?: string;
		readonly legacySortOptions?: { readonly orderFirst?: readonly string[]; readonly orderLast?: readonly string[] };
	};
	readonly resources: readonly string[];
	readonly components?: readonly string[];
	readonly crds?: readonly string[];
	readonly configMapGenerator?: readonly GeneratorArgs[];
	readonly secretGenerator?: readonly GeneratorArgs[];
	readonly helmGlobals?: Json;
	readonly helmCharts?: readonly { readonly [field: string]: Json }[];
	readonly generatorOptions?: GeneratorOptions;
	readonly configurations?: readonly string[];
	readonly generators?: readonly string[];
	readonly transformers?: readonly string[];
	readonly validators?: readonly string[];
	readonly buildMetadata?: readonly string[];
}

const FIX = "Run 'kustomize edit fix' to update your Kustomization automatically.";
/** In the order in which they are complained of. */
const DEPRECATED: readonly (readonly [field: string, instead: string, experimental?: string])[] = [
	['bases', 'resources'],
	['commonLabels', 'labels'],
	['imageTags', 'images'],
	['patchesJson6902', 'patches'],
	['patchesStrategicMerge', 'patches'],
	['vars', 'replacements', '[EXPERIMENTAL] '],
];

/** A kustomization file's content and what stderr is told of it. `root` is where it stands. */
export function parseKustomization(
	text: string,
	root: string,
): { readonly warnings: string; readonly kustomization: Kustomization } {
	const decoded = decodeText(text);
	const warnings = DEPRECATED.filter(([field]) => decoded[field] !== undefined)
		.map(
			([field, instead, prefix = '']) =>
				`# Warning: '${field}' is deprecated. Please use '${instead}' instead. ${prefix}${FIX}\n`,
		)
		.join('');
	const { bases = [], resources = [], images = [], imageTags = [], ...rest } = decoded as { [field: string]: Json };
	const kind = rest.kind === undefined || rest.kind === '' ? 'Kustomization' : (rest.kind as string);
	if (isEmpty(decoded)) return { warnings, kustomization: emptyComplaint() };
	enforceFields(kind, rest.apiVersion as string | undefined, root);
	const kustomization = {
		...rest,
		kind,
		resources: [...(resources as string[]), ...(bases as string[])],
		images: [...(images as ImageChange[]), ...(imageTags as ImageChange[])],
	} as unknown as Kustomization;
	return { warnings, kustomization };
}

function decodeText(text: string): { readonly [field: string]: Json } {
	try {
		return decodeStruct(parseYamlDocument(text), KUSTOMIZATION);
	} catch (error) {
		if (!(error instanceof YamlError) && !(error instanceof CommandError)) throw error;
		throw new CommandError(`invalid Kustomization: ${error.message}`);
	}
}

function isEmpty(decoded: { readonly [field: string]: Json }): boolean {
	return Object.entries(decoded).every(([field, value]) => field === 'kind' || field === 'apiVersion' || value === '');
}

function emptyComplaint(): never {
	throw new CommandError('kustomization.yaml is empty');
}

function enforceFields(kind: string, apiVersion: string | undefined, root: string): void {
	const complaints: string[] = [];
	if (kind !== 'Kustomization' && kind !== 'Component') complaints.push('kind should be Kustomization or Component');
	const wanted = `kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`;
	if (apiVersion !== undefined && apiVersion !== '' && apiVersion !== wanted)
		complaints.push(`apiVersion for ${kind} should be ${wanted}`);
	if (complaints.length > 0)
		throw new CommandError(`Failed to read kustomization file under ${root}:\n${complaints.join('\n')}`);
}
