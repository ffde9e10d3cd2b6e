import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('kubeadm').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

test('bootstrap tokens are made, listed and deleted, and join commands pin the authority', () => {
	const joined = printed('kubeadm token create 0abcde.0123456789abcdef --print-join-command --ttl 0');
	expect(joined).toMatch(
		/^kubeadm join 172\.30\.1\.2:6443 --token 0abcde\.0123456789abcdef --discovery-token-ca-cert-hash sha256:[0-9a-f]{64} \n$/,
	);
	expect(
		printed(`kubeadm token create abcdef.0123456789abcdef --ttl 2h --description 'for me'
kubeadm token create ABC
kubeadm token list
kubectl -n kube-system get secret bootstrap-token-abcdef -o jsonpath='{.type} {.data.usage-bootstrap-signing}{"\\n"}'
kubeadm token delete abcdef
kubeadm token delete abcdef; echo $?
kubeadm token list`),
	).toBe(`abcdef.0123456789abcdef
error: the bootstrap token "ABC" was not of the form "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"
To see the stack trace of this error execute with --v=5 or higher
TOKEN                     TTL       EXPIRES                USAGES                   DESCRIPTION   EXTRA GROUPS
abcdef.0123456789abcdef   1h        2026-03-02T11:00:47Z   authentication,signing   for me        system:bootstrappers:kubeadm:default-node-token
bootstrap.kubernetes.io/token dHJ1ZQ==
bootstrap token "abcdef" deleted
error: failed to delete bootstrap token "abcdef": secrets "bootstrap-token-abcdef" not found
To see the stack trace of this error execute with --v=5 or higher
1
`);
});

test('certificates: when they end, and that renewed ones are others and still good', () => {
	const read = `[check-expiration] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...
[check-expiration] Use 'kubeadm init phase upload-config kubeadm --config your-config-file' to re-upload it.
`;
	expect(
		printed(`kubeadm certs check-expiration | sed -n '1,7p;15,$p'
cp -r /etc/kubernetes /tmp/before
kubeadm certs renew apiserver | tail -1
cmp -s /tmp/before/pki/apiserver.key /etc/kubernetes/pki/apiserver.key || echo another key
kubeadm certs renew admin.conf | tail -1
cmp -s /tmp/before/admin.conf /etc/kubernetes/admin.conf || echo another file
kubectl --kubeconfig /etc/kubernetes/admin.conf auth whoami -o jsonpath='{.status.userInfo.username}{"\\n"}'
rm /etc/kubernetes/pki/etcd/peer.crt
kubeadm certs check-expiration | grep -o '.MISSING. [a-z-]*'
kubeadm certs renew all | grep -c renewed`),
	).toBe(`${read}
CERTIFICATE                EXPIRES                  RESIDUAL TIME   CERTIFICATE AUTHORITY   EXTERNALLY MANAGED
admin.conf                 Mar 02, 2027 09:00 UTC   364d            ca                      no      
apiserver                  Mar 02, 2027 09:00 UTC   364d            ca                      no      
apiserver-etcd-client      Mar 02, 2027 09:00 UTC   364d            etcd-ca                 no      
super-admin.conf           Mar 02, 2027 09:00 UTC   364d            ca                      no      

CERTIFICATE AUTHORITY   EXPIRES                  RESIDUAL TIME   EXTERNALLY MANAGED
ca                      Feb 28, 2036 09:00 UTC   9y              no      
etcd-ca                 Feb 28, 2036 09:00 UTC   9y              no      
front-proxy-ca          Feb 28, 2036 09:00 UTC   9y              no      
certificate for serving the Kubernetes API renewed
another key
certificate embedded in the kubeconfig file for the admin to use and for kubeadm itself renewed
another file
kubernetes-admin
!MISSING! etcd-peer
10
`);
});

test('configuration files: defaults, old ones, mistakes; kubeconfigs for others', () => {
	expect(
		printed(`kubeadm config print init-defaults | grep -v -e imagePull -e 'm0s$' | sed -n '1,12p'
kubeadm config print join-defaults > join.yaml && kubeadm config validate --config join.yaml
printf 'apiVersion: kubeadm.k8s.io/v1beta3\\nkind: ClusterConfiguration\\nscheduler:\\n  extraArgs:\\n    v: "4"\\n' > old.yaml
kubeadm config migrate --old-config old.yaml 2> /dev/null | tail -5
printf 'apiVersion: kubeadm.k8s.io/v1beta4\\nkind: ClusterConfiguration\\nclustrName: x\\n' > bad.yaml; kubeadm config validate --config bad.yaml; echo $?
printf 'apiVersion: kubeadm.k8s.io/v1beta1\\nkind: ClusterConfiguration\\n' > older.yaml; kubeadm init --config older.yaml 2>&1 | head -1 | cut -c1-90
kubeadm init --config old.yaml --pod-network-cidr 10.0.0.0/8
kubeadm kubeconfig user --client-name jane --org dev > jane.conf
kubectl --kubeconfig jane.conf auth whoami -o jsonpath='{.status.userInfo.username} {.status.userInfo.groups[0]}'; echo`),
	).toBe(`apiVersion: kubeadm.k8s.io/v1beta4
bootstrapTokens:
- groups:
  - system:bootstrappers:kubeadm:default-node-token
  token: abcdef.0123456789abcdef
  usages:
  - signing
  - authentication
kind: InitConfiguration
localAPIEndpoint:
  advertiseAddress: 1.2.3.4
  bindPort: 6443
ok
proxy: {}
scheduler:
  extraArgs:
  - name: v
    value: "4"
error: error unmarshaling configuration schema.GroupVersionKind{Group:"kubeadm.k8s.io", Version:"v1beta4", Kind:"ClusterConfiguration"}: strict decoding error: unknown field "clustrName"
To see the stack trace of this error execute with --v=5 or higher
1
error: your configuration file uses an old API spec: "kubeadm.k8s.io/v1beta1" (kind: "Clus
error: can not mix '--config' with arguments [pod-network-cidr]
To see the stack trace of this error execute with --v=5 or higher
jane dev
`);
});

test('preflight: what kubeadm init looks at before it does anything', () => {
	const { stdout } = newWorld('kubeadm-preflight', { preset: 'bare-1-1' }).runScript({
		name: 'x.sh',
		script: `exec 2>&1
told() { "$@" 2>&1 | grep -e ERROR -e WARNING -e '^error' | grep -v 'Some fatal' | cut -c1-110; }
systemctl stop containerd; told kubeadm init; systemctl start containerd
sysctl -qw net.ipv4.ip_forward=0; told kubeadm init; sysctl -qw net.ipv4.ip_forward=1
systemctl disable kubelet > /dev/null 2>&1; mkdir -p /var/lib/etcd; touch /var/lib/etcd/x; told kubeadm init phase preflight; rm /var/lib/etcd/x; systemctl enable kubelet > /dev/null 2>&1
told kubeadm init --kubernetes-version 1.20.0; told kubeadm init --kubernetes-version 1.99.0
told kubeadm init --pod-network-cidr banana --apiserver-advertise-address foo
told su student -c 'kubeadm init'
told kubeadm join 172.30.1.2:6443 --token abcdef.0123456789abcdef --discovery-token-unsafe-skip-ca-verification --control-plane
kubeadm init phase certs ca; kubeadm init phase certs ca; kubeadm init phase kubeconfig admin; told kubeadm init phase certs etcd-peer; ls /etc/kubernetes/pki`,
	});
	expect(
		stdout,
	).toBe(`	[ERROR CRI]: could not connect to the container runtime: failed to create new CRI runtime service: validate s
	[ERROR FileContent--proc-sys-net-ipv4-ip_forward]: /proc/sys/net/ipv4/ip_forward contents are not set to 1
	[WARNING Service-Kubelet]: kubelet service is not enabled, please run 'systemctl enable kubelet.service'
	[ERROR DirAvailable--var-lib-etcd]: /var/lib/etcd is not empty
error: this version of kubeadm only supports deploying clusters with the control plane version >= 1.34.0. Curr
	[WARNING KubernetesVersion]: Kubernetes version is greater than kubeadm version. Please consider to upgrade k
error: error execution phase preflight: failed to pull image "registry.k8s.io/kube-apiserver:v1.99.0": failed 
error: [localAPIEndpoint: Invalid value: "foo": ip address is not valid, networking.podSubnet: Invalid value: 
	[ERROR IsPrivilegedUser]: user is not running as root
error: error execution phase preflight: couldn't validate the identity of the API Server: failed to request th
[certs] Generating "ca" certificate and key
[certs] Using existing ca certificate authority
[kubeconfig] Writing "admin.conf" kubeconfig file
error: error execution phase certs/etcd-peer: couldn't load CA certificate etcd/ca: couldn't load the certific
ca.crt
ca.key
`);
});

test('kubeadm join --control-plane is refused where the cluster has no stable endpoint, or its certificates are missing', () => {
	const refused = (world: ReturnType<typeof newWorld>, set: string): string =>
		world.runScript({
			name: 'x.sh',
			script: `exec 2>&1\n${set}\nssh node01 "$(kubeadm token create --print-join-command) --control-plane" 2>&1 | sed -n '4,7p' | cut -c1-100`,
		}).stdout;
	const head = `error: error execution phase preflight: 
One or more conditions for hosting a new control plane instance is not satisfied.
`;
	const reset = 'ssh node01 "kubeadm reset -f" >/dev/null 2>&1';
	expect(refused(newWorld('kubeadm-members'), reset)).toBe(
		`${head}\nunable to add a new control plane instance to a cluster that doesn't have a stable controlPlaneEndpo\n`,
	);
	const init =
		'kubeadm init --control-plane-endpoint controlplane:6443 >/dev/null; export KUBECONFIG=/etc/kubernetes/admin.conf';
	expect(refused(newWorld('kubeadm-members', { preset: 'bare-1-1' }), init)).toBe(
		`${head}\n[failure loading certificate for CA: couldn't load the certificate file /etc/kubernetes/pki/ca.crt: \n`,
	);
});
