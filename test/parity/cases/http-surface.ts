import type { ParityGroup } from '../group.ts';
import { WEB_DEPLOYMENT, WEB_SERVICE } from './manifests.ts';

/** What is asked of the API server's paths directly. */
export const HTTP_SURFACE_GROUPS: readonly ParityGroup[] = [
	{
		name: 'proxied',
		files: { 'web.yaml': WEB_DEPLOYMENT, 'svc.yaml': WEB_SERVICE },
		setup: `kubectl apply -f web.yaml -f svc.yaml
kubectl create service clusterip lonely --tcp=80
kubectl run box --image=busybox:1.36 --labels=app=box -- sleep 10000
kubectl expose pod box --port=80
kubectl rollout status deployment/web --timeout=120s
sleep 20
`,
		commands: [
			'kubectl get --raw /api/v1/namespaces/default/services/web:80/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/services/web:80/proxy',
			'kubectl get --raw /api/v1/namespaces/default/services/web/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/services/http:web:80/proxy/index.html',
			'kubectl get --raw /api/v1/namespaces/default/services/https:web:80/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/services/web:80/proxy/nothing',
			'kubectl get --raw /api/v1/namespaces/default/services/web:81/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/services/web:nothing/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/services/lonely/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/services/lonely:80/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/services/box/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/services/nothing/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/services/a:b:c:d/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/pods/box/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/pods/box:8080/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/pods/ftp:box:80/proxy/',
			'kubectl get --raw /api/v1/namespaces/default/pods/nothing:80/proxy/',
			'kubectl get --raw /api/v1/nodes/nothing/proxy/healthz',
			'kubectl get --raw /api/v1/nodes/node01/proxy/healthz',
			'kubectl get --raw /api/v1/namespaces/default/services/web:80/proxy/ --as=joe',
			'kubectl create --raw /api/v1/namespaces/default/services/web:80/proxy/ -f svc.yaml --as=joe',
			'kubectl delete --raw /api/v1/namespaces/default/services/lonely:80/proxy/',
			'kubectl auth can-i create services/proxy --as=joe',
		],
	},
	{
		name: 'aggregated',
		files: {
			'api.yaml': `apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata:
  name: v1beta1.metrics.k8s.io
spec:
  group: metrics.k8s.io
  version: v1beta1
  groupPriorityMinimum: 100
  versionPriority: 100
  insecureSkipTLSVerify: true
  service:
    name: metrics-server
    namespace: kube-system
`,
		},
		setup: 'kubectl apply -f api.yaml\nsleep 5\n',
		commands: [
			'kubectl get apiservices',
			'kubectl get apiservice v1beta1.metrics.k8s.io -o yaml',
			'kubectl describe apiservice v1beta1.metrics.k8s.io',
			'kubectl wait apiservice v1beta1.metrics.k8s.io --for=condition=Available --timeout=2s',
			'kubectl get pods',
			'kubectl api-resources --api-group=metrics.k8s.io',
			'kubectl api-resources --api-group=batch',
			'kubectl api-versions | grep metrics',
			'kubectl get nonsense',
			'kubectl get nodes.metrics.k8s.io',
			'kubectl top nodes',
			'kubectl top pods',
			'kubectl get --raw /apis/metrics.k8s.io',
			'kubectl get --raw /apis/metrics.k8s.io/v1beta1',
			'kubectl get --raw /apis/metrics.k8s.io/v1beta1/nodes',
			'kubectl get all',
			'kubectl explain pods.spec.nodeName',
			`kubectl create service clusterip metrics-server -n kube-system --tcp=443; sleep 4; kubectl get apiservice v1beta1.metrics.k8s.io -o jsonpath='{.status.conditions[*].message}'`,
			'kubectl delete apiservice v1beta1.metrics.k8s.io',
			'kubectl top nodes',
			'kubectl get nonsense',
		],
	},
	{
		name: 'raw',
		files: {},
		commands: [
			'kubectl get --raw /nothing',
			'kubectl get --raw /api/v1/nothing',
			'kubectl get --raw /apis/apps/v1/namespaces/default/deployments/nothing',
			'kubectl get --raw /apis/example.com/v1/things',
			'kubectl get --raw /api/v1/namespaces/default/pods --as=joe',
			'kubectl get --raw /metrics --as=joe',
			'kubectl get --raw nothing',
			'kubectl get --raw /api -o json',
			'kubectl get --raw /api pods',
			'kubectl delete --raw /api/v1/namespaces/default/pods/nothing',
			'kubectl get --raw /healthz',
			'kubectl get --raw /livez/etcd',
			'kubectl get --raw "/readyz?verbose"',
			'kubectl get --raw "/readyz?verbose&exclude=etcd"',
			'kubectl get --raw /livez/nothing',
		],
	},
];
