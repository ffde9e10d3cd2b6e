import type { ParityGroup } from '../group.ts';
import { POD, WEB_DEPLOYMENT, WEB_SERVICE } from './manifests.ts';

const OTHER_CONFIG = `apiVersion: v1
kind: Config
current-context: there
clusters:
- name: far
  cluster: {server: "https://far.example:6443", insecure-skip-tls-verify: true}
contexts:
- name: there
  context: {cluster: far, user: me, namespace: shop}
users:
- name: me
  user: {token: secret-token}
`;
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const RBAC = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: fresh}
rules:
- apiGroups: [""]
  resources: [pods, services]
  verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers, namespace: fresh}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: lister}
rules:
- apiGroups: [apps]
  resources: [deployments]
  verbs: [list]
`;

/** What concerns the configuration and what one is allowed to do. */
export const CLIENT_GROUPS: readonly ParityGroup[] = [
	{
		name: 'config',
		files: { 'other.yaml': OTHER_CONFIG, 'ca.pem': CERTIFICATE, 'bad.yaml': 'a: [b\n', 'list.yaml': '- a\n' },
		commands: [
			'kubectl config current-context',
			'kubectl config get-contexts',
			'kubectl config get-contexts kubernetes-admin@kubernetes nothing',
			'kubectl config get-contexts --no-headers',
			'kubectl config get-contexts -o yaml',
			"kubectl config view -o jsonpath='{.clusters[*].cluster.server}'",
			"kubectl config view --minify -o jsonpath='{..namespace}'",
			"kubectl config view --raw -o jsonpath='{.users[0].name}'",
			'kubectl config view extra',
			'kubectl config view --merge=false',
			'kubectl config view --minify --context=nothing',
			'kubectl config view --kubeconfig=nothing.yaml | grep -v preferences',
			'kubectl config view --kubeconfig=bad.yaml',
			'kubectl config view --kubeconfig=list.yaml',
			'kubectl config set-context dev --namespace=dev --cluster=kubernetes --user=kubernetes-admin',
			'kubectl config set-context dev --namespace=dev2',
			'kubectl config set-context --current --namespace=kube-system',
			'kubectl get pods -o name --field-selector=metadata.name=etcd-controlplane',
			'kubectl config get-contexts',
			'kubectl config set-context',
			'kubectl config set-context dev --current',
			'kubectl config use-context dev',
			'kubectl config use dev',
			'kubectl config use-context ""',
			'kubectl config rename-context dev prod',
			'kubectl config rename-context prod kubernetes-admin@kubernetes',
			'kubectl config rename-context prod ""',
			'kubectl config current-context',
			'kubectl config set-cluster far --server=https://far.example:6443',
			'kubectl config set-cluster far --insecure-skip-tls-verify=true --certificate-authority=ca.pem',
			'kubectl config set-cluster far --certificate-authority=ca.pem',
			'kubectl config set-cluster far --embed-certs',
			'kubectl config set-cluster far --embed-certs --certificate-authority=nothing.pem',
			'kubectl config set-cluster far --embed-certs --certificate-authority=ca.pem',
			'kubectl config set-cluster far --insecure-skip-tls-verify=perhaps',
			'kubectl config view -o jsonpath=\'{.clusters[?(@.name=="far")].cluster}\'',
			'kubectl config set-credentials jane --token=abc',
			'kubectl config set-credentials jane --username=jane --password=pw',
			'kubectl config set-credentials jane --token=a --username=b',
			'kubectl config set-credentials jane --client-certificate=ca.pem --embed-certs=true',
			'kubectl config set-credentials jane --embed-certs',
			'kubectl config set-credentials exec --exec-command=get-token --exec-api-version=client.authentication.k8s.io/v1beta1 --exec-arg=a --exec-env=B=c',
			'kubectl config view --raw -o jsonpath=\'{.users[?(@.name=="jane")].user}\'',
			'kubectl config view -o jsonpath=\'{.users[?(@.name=="jane")].user}\'',
			'kubectl config view -o jsonpath=\'{.users[?(@.name=="exec")].user}\'',
			'kubectl config get-users',
			'kubectl config set clusters.far.server https://other.example',
			'kubectl config set clusters.far.tls-server-name x.example',
			'kubectl config set clusters.far.certificate-authority-data nonsense!',
			'kubectl config set clusters.far.insecure-skip-tls-verify perhaps',
			'kubectl config set clusters.10.0.0.1.server https://10.0.0.1',
			'kubectl config set nothing x',
			'kubectl config set current-context ""',
			'kubectl config set users.jane.exec.command x',
			'kubectl config unset contexts.prod.namespace',
			'kubectl config unset contexts.nothing.namespace',
			'kubectl config unset users.jane',
			'kubectl config unset current-context',
			'kubectl config current-context',
			'kubectl config unset current-context',
			'kubectl config use-context kubernetes-admin@kubernetes',
			'kubectl config delete-context kubernetes-admin@kubernetes',
			'kubectl config delete-user jane',
			'kubectl config delete-user exec',
			'kubectl config delete-user',
			'kubectl config delete-cluster 10.0.0.1',
			'kubectl config delete-cluster nothing',
			'kubectl config set-context a --user=b --kubeconfig=new/dir/config && kubectl config get-contexts --kubeconfig=new/dir/config',
			'ls -l new/dir/config | cut -c1-10',
			'KUBECONFIG=other.yaml kubectl config current-context',
			'KUBECONFIG=other.yaml:.kube/config kubectl config get-contexts',
			'KUBECONFIG=other.yaml:.kube/config kubectl config set-context there --namespace=x',
			'KUBECONFIG=other.yaml kubectl config get-contexts',
			'touch other.yaml.lock; kubectl config use-context there --kubeconfig=other.yaml; kubectl config set-context there --namespace=y --kubeconfig=other.yaml; rm other.yaml.lock',
			'tail -n 4 other.yaml',
			'kubectl --context=prod get pods',
			'kubectl --context=nothing get pods',
			'kubectl --cluster=nothing get pods',
			'kubectl --user=nothing get pods',
			'kubectl --kubeconfig=nothing.yaml get pods',
		],
	},
	{
		name: 'what one may do',
		files: { 'rbac.yaml': RBAC, 'more.yaml': RBAC.replace('[get, list]', '[get, watch]').replace('jane', 'joe') },
		setup:
			'kubectl create role r --verb=get,list --resource=pods,configmaps\nkubectl create rolebinding rb --role=r --user=jane\n',
		commands: [
			'kubectl auth can-i get pods --as=jane',
			'kubectl auth can-i get po/web --as=jane',
			'kubectl auth can-i delete pods --as=jane',
			'kubectl auth can-i delete pods --as=jane -q; echo $?',
			'kubectl auth can-i get pods --subresource=log --as=jane',
			'kubectl auth can-i get pods -A --as=jane',
			'kubectl auth can-i get nodes --as=jane',
			'kubectl auth can-i list deployments.apps',
			'kubectl auth can-i frobnicate pods',
			'kubectl auth can-i get nothings',
			'kubectl auth can-i get nothings.example.com',
			'kubectl auth can-i impersonate users',
			"kubectl auth can-i '*' '*'",
			'kubectl auth can-i get /logs/',
			'kubectl auth can-i get /healthz --as=jane',
			'kubectl auth can-i frob /logs/',
			'kubectl auth can-i get /logs/ --subresource=log',
			'kubectl auth can-i get',
			'kubectl auth can-i',
			'kubectl auth can-i --list',
			'kubectl auth can-i --list --as=jane',
			'kubectl auth can-i --list --as=jane -n kube-system --no-headers',
			'kubectl auth can-i --list pods',
			'kubectl auth can-i --list -q',
			'kubectl auth can-i get pods --no-headers',
			'kubectl auth can-i create certificatesigningrequests/approval',
			'kubectl auth can-i get pods --as=system:serviceaccount:default:default',
			'kubectl auth whoami',
			'kubectl auth whoami --as=jane --as-group=devs',
			'kubectl auth whoami -o jsonpath="{.status.userInfo.username}"',
			'kubectl auth reconcile -f rbac.yaml --dry-run=client',
			'kubectl auth reconcile -f rbac.yaml --dry-run=server',
			'kubectl auth reconcile -f rbac.yaml',
			'kubectl auth reconcile -f rbac.yaml',
			'kubectl auth reconcile -f more.yaml',
			'kubectl auth reconcile -f rbac.yaml --remove-extra-permissions --remove-extra-subjects',
			'kubectl auth reconcile',
			'kubectl auth',
			'kubectl auth nonsense',
		],
	},
	{
		name: 'completion',
		files: {
			'web.yaml': WEB_DEPLOYMENT,
			'svc.yaml': WEB_SERVICE,
			'box.yaml': POD,
			'bin/kubectl-foo_bar': '#!/bin/sh\n',
		},
		setup: 'kubectl apply -f web.yaml -f svc.yaml -f box.yaml\nsleep 20\n',
		commands: [
			'kubectl __complete ro',
			"kubectl __complete rollout ''",
			'kubectl __complete rollout s',
			"kubectl __completeNoDesc config ''",
			'kubectl __complete create d',
			'kubectl __complete get dep',
			'kubectl __complete get po,se',
			"kubectl __complete get svc ''",
			'kubectl __complete get svc w',
			"kubectl __complete get svc web ''",
			'kubectl __complete get svc/',
			"kubectl __complete get svc/web ''",
			'kubectl __complete get svc/web svc/',
			"kubectl __complete get nothing ''",
			"kubectl __complete describe node ''",
			'kubectl __complete delete pod b',
			'kubectl __complete logs b',
			"kubectl __complete logs box ''",
			'kubectl __complete logs de',
			'kubectl __complete logs svc/',
			"kubectl __complete exec ''",
			"kubectl __complete exec box -c ''",
			'kubectl __complete exec box --container=s',
			"kubectl __complete exec box -- ''",
			'kubectl __complete scale d',
			"kubectl __complete scale deployment ''",
			"kubectl __complete scale --replicas=2 deployment ''",
			"kubectl __complete rollout status deployment ''",
			"kubectl __complete rollout status deployment web ''",
			"kubectl __complete -n ''",
			'kubectl __complete get pods -n kube-s',
			'kubectl __complete get pods -n kube-system et',
			'kubectl __complete get pods --namespace=def',
			"kubectl __complete --context ''",
			"kubectl __complete config use-context ''",
			"kubectl __complete config use-context a ''",
			"kubectl __complete config set-context x --namespace ''",
			"kubectl __complete get -o ''",
			"kubectl __complete apply -f ''",
			"kubectl __complete apply ''",
			'kubectl __complete get --sel',
			'kubectl __complete get --nonsense=',
			"kubectl __complete get --nonsense ''",
			"kubectl __complete nonsense ''",
			"kubectl __complete drain ''",
			'kubectl __complete cordon node0',
			"kubectl __complete taint node ''",
			'kubectl __complete expose d',
			"kubectl __complete set image ''",
			"kubectl __complete completion ''",
			"kubectl __complete top node ''",
			"kubectl __complete port-forward box ''",
			"kubectl __complete port-forward svc/web ''",
			"kubectl __complete get pods --help ''",
			'kubectl __complete label pods box --over',
			'kubectl __complete run -',
			'kubectl __complete run --image=x --dry',
			'kubectl __complete',
			'kubectl completion',
			'kubectl completion bash zsh',
			'kubectl plugin list',
			'PATH=$PATH:bin kubectl plugin list --name-only',
			'chmod +x bin/kubectl-foo_bar; PATH=$PATH:bin kubectl plugin list',
			'PATH=$PATH:bin kubectl __complete foo',
			'cp bin/kubectl-foo_bar bin/kubectl-get-all; PATH=$PATH:bin:nothing kubectl plugin list',
		],
	},
];
