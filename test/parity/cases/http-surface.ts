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
