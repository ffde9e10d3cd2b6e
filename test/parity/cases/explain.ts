import type { ParityGroup } from '../group.ts';

const WIDGET_CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.shop.example.org}
spec:
  group: shop.example.org
  scope: Namespaced
  names: {plural: widgets, kind: Widget, shortNames: [wg]}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        description: |-
          Widget is a thing.

          It has:
          - a colour
          - parts that may be many and whose description is so long that it has to be wrapped in the middle of the line
        type: object
        properties:
          spec:
            description: What is wished for.
            type: object
            required: [colour]
            properties:
              colour: {type: string, enum: [red, blue], description: The colour.}
              size: {x-kubernetes-int-or-string: true}
              free: {type: object, x-kubernetes-preserve-unknown-fields: true}
              labels: {type: object, additionalProperties: {type: string}}
              parts:
                type: array
                description: Its parts.
                items:
                  type: object
                  description: One part.
                  properties:
                    name: {type: string}
                    weight: {type: integer, format: int32}
`;

const v2 = (path: string, more = ''): string => `kubectl explain ${path} --output=plaintext-openapiv2${more}`;

/** What `kubectl explain` tells of kinds, ours and custom ones, in both of its forms. */
export const EXPLAIN_GROUPS: readonly ParityGroup[] = [
	{
		name: 'explain',
		files: { 'crd.yaml': WIDGET_CRD },
		setup: 'kubectl create -f crd.yaml && kubectl wait --for=condition=Established crd --all',
		commands: [
			...['pod', 'pods.spec', 'deploy', 'deploy.spec.template', 'cm.data', 'svc.spec.ports', 'job.spec'].map((path) =>
				v2(path),
			),
			...['pod.kind', 'pod.metadata.labels', 'secret.data', 'pod.spec.containers', 'pod.spec.containers.name'].map(
				(path) => v2(path),
			),
			...['pod.metadata.creationTimestamp', 'deploy.spec.replicas', 'pod.kind.more', 'svc.spec.ports.targetPort'].map(
				(path) => v2(path),
			),
			...['pod.nothing', 'pod.spec.containers.nothing', 'nothing'].map((path) => v2(path)),
			v2('pod.spec.affinity', ' --recursive'),
			v2('deploy', ' --recursive | head -60'),
			v2('crd.spec.versions', ' --recursive | head -60'),
			v2('hpa', ' --api-version=autoscaling/v1'),
			...['widget', 'widget.spec', 'wg.spec.parts', 'wg.spec.size', 'wg.spec.labels', 'wg.spec.colour'].map((path) =>
				v2(path),
			),
			'kubectl explain widget',
			'kubectl explain widget.spec',
			'kubectl explain widgets.shop.example.org',
			'kubectl explain widget.spec.parts --recursive',
			'kubectl explain widget --recursive',
			'kubectl explain widget.spec.free',
			'kubectl explain widget.spec.size',
			'kubectl explain widget.spec.nothing',
			'kubectl explain widget --api-version=shop.example.org/v2',
			'kubectl explain hpa.spec --api-version=autoscaling/v1',
			'kubectl explain ingress.spec.rules.http.paths --recursive',
			'kubectl api-resources --api-group=shop.example.org -o wide',
			'kubectl api-resources --api-group=apps --sort-by=name -o name',
			'kubectl api-resources --verbs=list,nothing',
			'kubectl api-resources --categories=nothing',
			'kubectl api-resources --api-group=nothing --no-headers',
			'kubectl api-resources --namespaced=true --api-group=batch',
			'kubectl api-resources extra',
			'kubectl api-versions | grep shop',
		],
	},
];
