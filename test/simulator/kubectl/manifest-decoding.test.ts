import { beforeAll, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';

/** What kubectl says of files before (and after) it asks the server, byte for byte as kubectl 1.33 says it. */
let world: SimulatedWorld;
beforeAll(() => {
	world = newWorld('manifests that cannot be read');
});

function refuse(name: string, verb: string, text: string, expected: string): void {
	test(name, () => {
		const script = `cd /root\ncat > f.yaml <<'END'\n${text}\nEND\nkubectl ${verb} -f f.yaml\n`;
		const { stdout, stderr } = world.runScript({ name: 'line.sh', script, limitMs: 300_000 });
		expect(stdout + stderr).toBe(`${expected}\n`);
	});
}

const map = (metadata: string, rest = ''): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: ${metadata}\n${rest}`;
const OFF = 'if you choose to ignore these errors, turn validation off with --validate=false';

refuse(
	'labels are text',
	'apply',
	map('{name: a, labels: {a: yes}}'),
	'error: unable to decode "f.yaml": json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string',
);
refuse(
	'metadata is an object',
	'create',
	map('a'),
	'error: unable to decode "f.yaml": json: cannot unmarshal string into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta',
);
refuse(
	'the first mistake is that of the first name',
	'apply',
	map('{name: a}', 'data:\n  port: 80\n  debug: true'),
	'Error from server (BadRequest): error when creating "f.yaml": ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal bool into Go struct field ConfigMap.data of type string',
);
refuse(
	'kinds in lower case reach the server',
	'apply',
	'apiVersion: v1\nkind: pod\nmetadata: {name: a}',
	'Error from server (BadRequest): error when creating "f.yaml": pod in version "v1" cannot be handled as a Pod: converting (v1.pod) to (core.Pod): unknown conversion',
);
refuse(
	'no name',
	'apply',
	map('{nam: a}'),
	'error: error when retrieving current configuration of:\nResource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"\nName: "", Namespace: "default"\nfrom server for: "f.yaml": resource name may not be empty',
);
refuse(
	'no name to replace',
	'replace',
	map('{}'),
	'error: error when replacing "f.yaml": resource name may not be empty',
);
refuse(
	'no version, no kind',
	'create',
	'metadata: {name: a}',
	`error: error validating "f.yaml": error validating data: [apiVersion not set, kind not set]; ${OFF}`,
);
refuse(
	'an item without a version',
	'create',
	'apiVersion: v1\nkind: List\nitems:\n- kind: ConfigMap',
	`error: error validating "f.yaml": error validating data: apiVersion not set; ${OFF}`,
);
refuse(
	'three parts',
	'create',
	'apiVersion: a/b/c\nkind: Pod',
	`error: error validating "f.yaml": error validating data: unexpected GroupVersion string: a/b/c; ${OFF}`,
);
refuse(
	'not validated, not decoded',
	'create --validate=false',
	'metadata: {name: a}',
	`error: unable to decode "f.yaml": Object 'Kind' is missing in '{"metadata":{"name":"a"}}'`,
);
refuse(
	'not validated: a list',
	'delete',
	'[a]',
	'error: unable to decode "f.yaml": json: cannot unmarshal array into Go value of type unstructured.detector',
);
refuse(
	'what is no JSON may be YAML',
	'create',
	'{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"j",}}',
	'configmap/j created',
);
refuse(
	'JSON, then YAML',
	'create --dry-run=client',
	'{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: z}',
	'configmap/x created (dry run)\nconfigmap/z created (dry run)',
);
refuse(
	'JSON, then neither',
	'create --dry-run=client',
	'{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}}, {',
	"configmap/x created (dry run)\nerror: error parsing f.yaml: json: offset 63: invalid character ',' looking for beginning of value",
);
refuse(
	'the others are worked on',
	'create --dry-run=client',
	`${map('{name: a}')}---\napiVersion: v1\nkind: Nope\nmetadata: {name: b}\n---\n${map('{name: c}')}`,
	'configmap/a created (dry run)\nconfigmap/c created (dry run)\nerror: resource mapping not found for name: "b" namespace: "" from "f.yaml": no matches for kind "Nope" in version "v1"\nensure CRDs are installed first',
);
refuse(
	'a refusal does not hide what has been warned of',
	'create --validate=warn',
	'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {foo: 1, containers: [{name: a}]}',
	'Warning: unknown field "spec.foo"\nThe Pod "a" is invalid: spec.containers[0].image: Required value',
);
