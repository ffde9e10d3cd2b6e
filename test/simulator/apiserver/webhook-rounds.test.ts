import { expect, test } from 'vitest';
import type { WebhookAnswer } from '../../../simulator/apiserver/ports.ts';
import { encodeBase64 } from '../../../simulator/machinery/base64.ts';
import type { Task } from '../../../simulator/machinery/task.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { type TestServer, testServer } from './test-server.ts';

interface Review {
	readonly apiVersion: string;
	readonly request: {
		readonly uid: string;
		readonly operation: string;
		readonly kind: { readonly kind: string };
		readonly object: { readonly spec?: { readonly containers?: readonly { readonly name: string }[] } } | null;
	};
}

type Patches = { readonly [path: string]: (review: Review) => readonly object[] };

interface Hooked extends TestServer {
	/** The paths that were asked, and what of. */
	readonly asked: string[];
}

/** A server whose webhooks answer with patches, by their paths. */
function hooked(patches: Patches, webhooks: readonly object[], kind = 'mutating'): Hooked {
	const asked: string[] = [];
	const server = testServer(undefined, {
		*post({ body, path }): Task<WebhookAnswer> {
			const review = body as unknown as Review;
			const { request } = review;
			asked.push(`${path} ${request.operation} ${request.kind.kind}`);
			const patch = patches[path]?.(review) ?? [];
			const encoded = encodeBase64(encodeUtf8(JSON.stringify(patch)));
			const fields = patch.length === 0 ? {} : { patchType: 'JSONPatch', patch: encoded };
			const response = { uid: request.uid, allowed: true, ...fields };
			return {
				kind: 'answered',
				status: 200,
				body: { kind: 'AdmissionReview', apiVersion: review.apiVersion, response },
			};
		},
	});
	server.ask('POST', '/api/v1/namespaces/default/services', {
		metadata: { name: 'hook' },
		spec: { clusterIP: '10.96.0.9', ports: [{ port: 443 }] },
	});
	server.ask('POST', `/apis/admissionregistration.k8s.io/v1/${kind}webhookconfigurations`, {
		metadata: { name: 'hooks' },
		webhooks: webhooks.map((each, index) => ({
			name: `hook${index}.example.com`,
			admissionReviewVersions: ['v1'],
			sideEffects: 'None',
			clientConfig: { service: { name: 'hook', namespace: 'default', path: `/${index}` } },
			rules: [{ operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods', 'pods/*'] }],
			...each,
		})),
	});
	return { ...server, asked };
}

const PODS = '/api/v1/namespaces/default/pods';
const pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'a', image: 'nginx' }] } };

test('what a webhook adds the plugins before it see too, and the webhooks that want to', () => {
	const sidecar = { op: 'add', path: '/spec/containers/-', value: { name: 'proxy', image: 'envoy' } };
	const server = hooked(
		{
			'/1': ({ request }) => {
				const has = request.object?.spec?.containers?.some(({ name }) => name === 'proxy') === true;
				return has ? [] : [sidecar];
			},
		},
		[{ reinvocationPolicy: 'IfNeeded' }, {}],
	);
	server.ask('POST', '/api/v1/namespaces/default/limitranges', {
		metadata: { name: 'l' },
		spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '100m' } }] },
	});
	const made = server.ask<{ spec: { containers: { resources: object; volumeMounts: { mountPath: string }[] }[] } }>(
		'POST',
		PODS,
		pod,
	);
	const [own, added] = made.spec.containers;
	expect(added?.resources).toEqual({ requests: { cpu: '100m' } });
	expect(added?.volumeMounts).toEqual(own?.volumeMounts);
	expect(server.asked).toEqual(['/0 CREATE Pod', '/1 CREATE Pod', '/0 CREATE Pod']);
});

test('a webhook is chosen by what those before it have made of the object', () => {
	const label = { op: 'add', path: '/metadata/labels', value: { inject: 'yes' } };
	const { ask, asked } = hooked({ '/0': () => [label] }, [{}, { objectSelector: { matchLabels: { inject: 'yes' } } }]);
	ask('POST', PODS, pod);
	expect(asked).toEqual(['/0 CREATE Pod', '/1 CREATE Pod']);
});

test('bindings and evictions are asked of', () => {
	const { ask, asked } = hooked({}, [{}], 'validating');
	ask('POST', PODS, pod);
	ask('POST', `${PODS}/p/binding`, { metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } });
	ask('POST', `${PODS}/p/eviction`, { metadata: { name: 'p' } });
	expect(asked).toEqual(['/0 CREATE Pod', '/0 CREATE Binding', '/0 CREATE Eviction', '/0 DELETE Pod']);
});

test('a patch that does not fit is the server’s error', () => {
	const { ask } = hooked({ '/0': () => [{ op: 'remove', path: '/spec/none' }] }, [{}]);
	expect(ask('POST', PODS, pod)).toMatchObject({
		code: 500,
		message:
			"Internal error occurred: error in remove for path: '/spec/none': Unable to remove nonexistent key: none: missing value",
	});
});

test('who may enter a Pod a webhook can say', () => {
	const { ask, asked } = hooked({}, [{ failurePolicy: 'Fail' }], 'validating');
	ask('POST', PODS, pod);
	ask('POST', `${PODS}/p/exec?command=sh&command=-c&stdout=true`);
	ask('GET', `${PODS}/p/portforward?ports=80`);
	expect(asked).toEqual(['/0 CREATE Pod', '/0 CONNECT PodExecOptions', '/0 CONNECT PodPortForwardOptions']);
	ask('POST', '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies', {
		metadata: { name: 'no-exec' },
		spec: {
			matchConstraints: {
				resourceRules: [{ operations: ['CONNECT'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods/exec'] }],
			},
			validations: [{ expression: "object.command[0] != 'sh'", message: 'no shells' }],
		},
	});
	ask('POST', '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings', {
		metadata: { name: 'no-exec' },
		spec: { policyName: 'no-exec', validationActions: ['Deny'] },
	});
	expect(ask('POST', `${PODS}/p/exec?command=sh&stdout=true`)).toMatchObject({
		message:
			"pods \"p\" is forbidden: ValidatingAdmissionPolicy 'no-exec' with binding 'no-exec' denied request: no shells",
	});
});
