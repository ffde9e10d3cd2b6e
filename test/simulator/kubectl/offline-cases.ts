import type { GoldenCase } from '../../support/golden.ts';

/** Command lines that need no server, split at blanks outside of single quotes. */
export function commandLine(text: string, extra: Omit<GoldenCase, 'argv'> = {}): GoldenCase {
	const words = text.match(/(?:[^\s']|'[^']*')+/g) ?? [];
	return { argv: words.map((word) => word.replaceAll("'", '')), ...extra };
}

export const POD = `apiVersion: v1
kind: Pod
metadata:
  name: box
  labels:
    app: box
spec:
  containers:
  - name: main
    image: nginx:1.27
    env:
    - name: OLD
      value: "1"
  - name: side
    image: busybox
`;

export const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    note: kept
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      initContainers:
      - name: prepare
        image: busybox
      containers:
      - name: nginx
        image: nginx:1.26
        ports:
        - containerPort: 80
`;

const CREATE = [
	'create deployment web --image=nginx --dry-run=client -o yaml',
	'create deployment web --image=nginx --image=redis:7 --replicas=3 --port=80 --dry-run=client -o json',
	'create deploy web --image=registry.example:5000/team/webapp@sha256:abc --dry-run=client -o yaml',
	'create deployment web --image=busybox --dry-run=client -o yaml -- sleep 1d',
	'create deployment web --image=a --image=b --dry-run=client -- sleep',
	'create deployment web',
	'create deployment --image=nginx',
	'create deployment a b --image=nginx',
	'create deployment web --image=nginx --dry-run=client',
	'create deployment web --image=nginx --dry-run=client -o name',
	'create deployment web --image=nginx --dry-run=client -o wide',
	'create deployment web --image=nginx --dry-run=maybe',
	"create deployment web --image=nginx --dry-run=client -o jsonpath='{.spec.template.spec.containers[0].image}'",
	"create deployment web --image=nginx --dry-run=client -o go-template='{{.kind}}/{{.metadata.name}}'",
	'create deployment web --image=nginx -n team --dry-run=client -o yaml',
	'create namespace dev --dry-run=client -o yaml',
	'create ns dev --dry-run=client',
	'create configmap c --from-literal=a=1 --from-literal=b=x=y --dry-run=client -o yaml',
	'create configmap c --from-literal=a --dry-run=client',
	'create configmap c --from-literal=a=1 --from-literal=a=2 --dry-run=client',
	"create configmap c --from-literal='bad key=1' --dry-run=client",
	'create configmap c --from-literal=a=1 --append-hash --dry-run=client -o yaml',
	'create configmap c --from-file=missing.txt --dry-run=client',
	'create secret generic s --from-literal=user=root --from-literal=password=p4ss --dry-run=client -o yaml',
	'create secret generic s --type=my/type --dry-run=client -o yaml',
	'create secret docker-registry r --docker-username=u --docker-password=p --docker-email=e@x --dry-run=client -o yaml',
	'create secret docker-registry r --dry-run=client',
	'create secret tls t --cert=none.crt --key=none.key --dry-run=client',
	'create secret',
	'create serviceaccount robot --dry-run=client -o yaml',
	'create sa robot --dry-run=client -o json',
	'create service clusterip s --tcp=80:8080 --tcp=443 --dry-run=client -o yaml',
	'create service clusterip s --clusterip=None --dry-run=client -o yaml',
	'create service clusterip s --dry-run=client',
	'create service nodeport s --tcp=80 --node-port=30080 --dry-run=client -o yaml',
	'create service loadbalancer s --tcp=80:http --dry-run=client -o yaml',
	'create service externalname s --external-name=db.example.com --dry-run=client -o yaml',
	'create service clusterip s --tcp=80:70000 --dry-run=client',
	'create service clusterip s --tcp=a:b --dry-run=client',
	'create rolebinding rb --role=r --user=jane --group=devs --serviceaccount=ns:robot --dry-run=client -o yaml',
	'create rolebinding rb --dry-run=client',
	'create rolebinding rb --role=a --clusterrole=b --dry-run=client',
	'create clusterrolebinding crb --clusterrole=view --user=jane --dry-run=client -o yaml',
	'create clusterrolebinding crb --clusterrole=view --serviceaccount=robot --dry-run=client',
	'create job j --image=busybox --dry-run=client -o yaml -- echo hi',
	'create job j --dry-run=client',
	'create job j --image=a --from=cronjob/b --dry-run=client',
	"create cronjob cj --image=busybox --schedule='*/5 * * * *' --restart=Never --dry-run=client -o yaml -- date",
	'create cronjob cj --image=busybox --dry-run=client',
	"create ingress i --rule='a.example/path*=web:80,tls=cert' --class=nginx --annotation=a=b --dry-run=client -o yaml",
	"create ingress i --rule='bad' --dry-run=client",
	'create ingress i --default-backend=web:http --dry-run=client -o yaml',
	'create quota q --hard=pods=3,requests.cpu=500m --scopes=BestEffort --dry-run=client -o yaml',
	'create quota q --hard=pods --dry-run=client',
	'create pdb p --selector=app=web --min-available=50% --dry-run=client -o yaml',
	'create pdb p --selector=app=web --min-available=1 --max-unavailable=1 --dry-run=client',
	'create pdb p --dry-run=client',
	'create priorityclass pc --value=1000 --global-default --description=d --preemption-policy=Never --dry-run=client -o yaml',
	'create token robot --duration=10',
	'create',
	'create nonsense',
	'certificate nonsense',
];

const SET = [
	'set image -f deployment.yaml nginx=nginx:1.27 --local -o yaml',
	'set image -f deployment.yaml *=busybox:1 --local -o yaml',
	'set image -f deployment.yaml nothing=x --local -o yaml',
	'set image -f deployment.yaml --local',
	'set image -f deployment.yaml nginx=nginx:1.27 --local --dry-run=server',
	'set image -f pod.yaml main=a side=b --local -o json',
	'set env -f pod.yaml A=1 B= --local -o yaml',
	'set env -f pod.yaml OLD- --local -o yaml',
	'set env -f pod.yaml -c side X=1 --local -o yaml',
	'set env -f pod.yaml -c nothing X=1 --local -o yaml',
	'set env -f pod.yaml OLD=2 --overwrite=false --local -o yaml',
	'set env -f pod.yaml A=1 A- --local',
	'set env -f pod.yaml --list --local',
	"set env -f pod.yaml '1 bad=x' --local",
	'set resources -f deployment.yaml --limits=cpu=200m,memory=512Mi --requests=cpu=100m --local -o yaml',
	'set resources -f deployment.yaml --limits=cpu=abc --local -o yaml',
	'set resources -f deployment.yaml --limits=cpu --local -o yaml',
	'set resources -f deployment.yaml -c nginx --requests=memory=1Gi --local -o yaml',
	'set resources -f deployment.yaml --local',
	'set serviceaccount -f deployment.yaml robot --local -o yaml',
	'set sa -f deployment.yaml --local',
	'set selector -f deployment.yaml a=b --local -o yaml',
	'set',
	'set nonsense',
];

const METADATA = [
	'label -f pod.yaml a=b --local -o yaml',
	'label -f pod.yaml app- --local -o yaml',
	'label -f pod.yaml app=new --local -o yaml',
	'label -f pod.yaml app=new --overwrite --local',
	'label -f pod.yaml app=box --local',
	'label -f pod.yaml a=b=c --local',
	'label -f pod.yaml a=-bad --local',
	'label -f pod.yaml a=b a- --local',
	'label -f pod.yaml --local',
	'label -f pod.yaml --list --local',
	'label pods box --list -o yaml',
	'label pods box',
	'label',
	'label pods --all -l a=b c=d',
	'annotate -f deployment.yaml note=x --local',
	'annotate -f deployment.yaml note=x --overwrite --local -o yaml',
	'annotate -f deployment.yaml note- --local -o yaml',
	"annotate -f deployment.yaml 'text=a b: c' --local -o yaml",
	'annotate -f deployment.yaml note- note=1 --local',
	'annotate -f deployment.yaml =x --local',
	'annotate -f deployment.yaml --local',
	'annotate pods',
];

const PATCH = [
	`patch -f pod.yaml --local -p '{"metadata":{"labels":{"x":"y"}}}' -o yaml`,
	`patch -f pod.yaml --local -p '{"spec":{"containers":[{"name":"main","image":"new"}]}}' -o yaml`,
	`patch -f pod.yaml --local --type=merge -p '{"spec":{"containers":[{"name":"main","image":"new"}]}}' -o yaml`,
	`patch -f pod.yaml --local --type=json -p '[{"op":"replace","path":"/metadata/name","value":"other"}]' -o yaml`,
	`patch -f pod.yaml --local --type=wrong -p '{}'`,
	`patch -f pod.yaml --local -p '{}'`,
	`patch -f pod.yaml --local -p '{bad'`,
	`patch -f pod.yaml --local --type=merge -p '{bad'`,
	`patch -f pod.yaml --local --type=json -p '{bad'`,
	`patch -f pod.yaml --local -p 'metadata: {labels: {q: r}}' -o yaml`,
	'patch -f pod.yaml --local',
	'patch pod box -p {} --patch-file=x',
	'patch -f pod.yaml --local --patch-file=missing.yaml',
];

const MISTAKES = [
	'get pods --nonsense',
	'get pods -Z',
	'get pods -o',
	'get pods --watch=maybe',
	'get pods --chunk-size=many',
	'scale deployment web',
	'scale deployment web --replicas=x',
	'expose',
	'run web',
	'run --image=nginx',
	'run web --image=nginx --restart=Sometimes',
	"run web --image='bad image'",
	'run web --image=nginx --rm',
	'logs',
	'exec',
	'exec web',
	'exec web ls',
	'attach',
	'apply',
	'apply -f missing.yaml',
	'apply -f pod.yaml --server-side --dry-run=client',
	'apply -f pod.yaml --force-conflicts',
	'apply -f pod.yaml --prune',
	'delete',
	'delete -f missing.yaml',
	'delete pods web --grace-period=5 --now',
	'edit',
	'replace',
	'replace -f pod.yaml --grace-period=1',
	'rollout status',
	'rollout undo',
	'rollout nonsense',
	'wait pod/web',
	'wait --for=jsonpath={.a}= pod/web',
	'taint node',
	'drain',
	'cordon',
	'uncordon',
	'describe',
	'autoscale deployment web',
	'autoscale deployment web --max=0',
	'autoscale deployment web --max=2 --min=3',
	'certificate approve',
	'certificate',
	'diff',
	'kustomize a b',
	'apply -k dir -f pod.yaml',
	'apply -k dir -R',
	'diff -f missing.yaml',
	'events --types=Bad',
	'events --for=pod',
	'gett',
	'descibe',
	'--nonsense',
	'get --help --nonsense',
];

const FILES = { 'pod.yaml': POD, 'deployment.yaml': DEPLOYMENT };

export const OFFLINE_CASES: readonly GoldenCase[] = [
	...CREATE.map((line) => commandLine(line)),
	commandLine('create configmap c --from-file=a.txt --from-file=k=b.bin --dry-run=client -o yaml', {
		files: { 'a.txt': 'one\ntwo\n', 'b.bin': 'x: "y"\n' },
	}),
	commandLine('create configmap c --from-env-file=e.env --dry-run=client -o yaml', {
		files: { 'e.env': '# comment\nA=1\n\nB=two words\nFROM_OUTSIDE\n' },
		env: { FROM_OUTSIDE: 'yes' },
	}),
	commandLine('create secret generic s --from-file=a.txt --dry-run=client -o yaml', { files: { 'a.txt': 'hello' } }),
	...[...SET, ...METADATA, ...PATCH, ...MISTAKES].map((line) => commandLine(line, { files: FILES })),
	commandLine('label -f - a=b --local -o yaml', { stdin: POD }),
];
