import { expect, test } from 'vitest';
import { KUBERNETES_EXAMPLES } from '../../../simulator/addons/kubernetes-examples/kubernetes-examples.ts';
import { newWorld } from './world-bench.ts';

/** A template of a Job, objects of a kind that another file brings, and files for other programs. */
const NO_OBJECTS = /audit\/|job-tmpl|shirt-resources|\.properties$|\/profiles\//;

test('every example of kubernetes.io is taken by the API server, and found where pages say it is', () => {
	const world = newWorld('examples');
	const paths = KUBERNETES_EXAMPLES.pages
		.filter(({ url }) => url.startsWith('https://k8s.io/') && !NO_OBJECTS.test(url))
		.map(({ url }) => url);
	expect(paths.length).toBeGreaterThan(200);
	const script = paths
		.map((url) => `kubectl create --dry-run=server -f ${url} >/dev/null 2>/tmp/e || echo "${url}: $(cat /tmp/e)"`)
		.join('\n');
	const namespaces =
		'for n in mem-example cpu-example qos-example pod-resources-example; do kubectl create ns $n; done >/dev/null; kubectl create sa build-robot >/dev/null; kubectl create priorityclass high --value=1000 >/dev/null\n';
	expect(world.runScript({ name: 'x.sh', script: `exec 2>&1\n${namespaces}${script}` }).stdout).toBe('');
	expect(
		world.runScript({
			name: 'y.sh',
			script: `exec 2>&1
kubectl apply -f https://k8s.io/examples/application/php-apache.yaml
kubectl apply -f https://raw.githubusercontent.com/kubernetes/website/main/content/en/examples/pods/probe/exec-liveness.yaml
kubectl create -f https://k8s.io/examples/pods/no-such.yaml`,
		}).stdout,
	).toBe(`deployment.apps/php-apache created
service/php-apache created
pod/liveness-exec created
error: unable to read URL "https://k8s.io/examples/pods/no-such.yaml", server reported 404 Not Found, status code=404
`);
});

test("files that pages have people download, and objects of a kind of one's own", () => {
	const script = `exec 2>&1; cd /tmp
wget -q https://kubernetes.io/examples/configmap/game-env-file.properties -O game.env
kubectl create configmap game --from-env-file=game.env; kubectl get cm game -o jsonpath='{.data}'; echo
curl -sL https://k8s.io/examples/pods/security/seccomp/profiles/fine-grained.json | jq -c '[.defaultAction, (.syscalls[0].names | length)]'
curl -sL https://k8s.io/examples/application/job/job-tmpl.yaml | sed 's/$ITEM/apple/' | kubectl create -f -
kubectl apply -f https://k8s.io/examples/customresourcedefinition/shirt-resource-definition.yaml; sleep 2
kubectl apply -f https://k8s.io/examples/customresourcedefinition/shirt-resources.yaml
kubectl get shirts.stable.example.com --field-selector spec.color=blue,spec.size=M`;
	expect(newWorld('example-files').runScript({ name: 'x.sh', script }).stdout).toBe(`configmap/game created
{"allowed":"\\"true\\"","enemies":"aliens","lives":"3"}
["SCMP_ACT_ERRNO",54]
job.batch/process-item-apple created
customresourcedefinition.apiextensions.k8s.io/shirts.stable.example.com created
shirt.stable.example.com/example1 created
shirt.stable.example.com/example2 created
shirt.stable.example.com/example3 created
NAME       COLOR   SIZE
example2   blue    M
`);
});

test('a volume of an image, whole and in part, and a page that an init container fetches', () => {
	const script = `exec 2>&1; at=https://k8s.io/examples/pods
ready() { kubectl wait pod/$1 --for=condition=Ready --timeout=60s; }
kubectl apply -f $at/image-volumes.yaml; ready image-volume
kubectl exec image-volume -- sh -c 'cat /volume/dir/file /volume/file; touch /volume/x'
kubectl delete pod image-volume --now >/dev/null; kubectl apply -f $at/image-volumes-subpath.yaml; ready image-volume
kubectl exec image-volume -- cat /volume/file
kubectl apply -f $at/init-containers.yaml; ready init-demo; kubectl exec init-demo -c nginx -- curl -s localhost | sed -n 2p`;
	expect(newWorld('image-volumes').runScript({ name: 'x.sh', script }).stdout).toBe(`pod/image-volume created
pod/image-volume condition met
1
2
touch: cannot touch '/volume/x': Read-only file system
command terminated with exit code 1
pod/image-volume created
pod/image-volume condition met
1
pod/init-demo created
pod/init-demo condition met
<title>http://info.cern.ch</title>
`);
});
