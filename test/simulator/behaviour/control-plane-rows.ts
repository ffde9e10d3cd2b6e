import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, after: number, ask: string, told: string): WorldRow {
	return { cause, source, given, after, ask, told };
}

/** Makes a key and a certificate that nobody knows. */
export const CONTROL_PLANE_SETUP = `openssl req -x509 -newkey rsa:2048 -nodes -keyout /tmp/k.pem -out /tmp/c.pem -days 10 -subj /CN=system:kube-scheduler 2> /dev/null
cp /etc/kubernetes/scheduler.conf /tmp/scheduler.conf; ssh node01 cp /etc/kubernetes/kubelet.conf /tmp/kubelet.conf`;

const RESTART_SCHEDULER = 'crictl rm -f $(crictl ps --name kube-scheduler -q) > /dev/null';
const TOKENS = 'pkg/controller/bootstrap';
const CSR = 'pkg/controller/certificates/approver';
const nodes = "kubectl get nodes --no-headers | awk '{print $1, $2}'";
const journal = (what: string): string =>
	`ssh node01 "journalctl -u kubelet --no-pager" | grep -F '${what}' | tail -1 | sed 's/.*\\] //'`;

export const CONTROL_PLANE_ROWS: readonly WorldRow[] = [
	row(
		"the API server's certificate is renewed on the disk: it shows the new one without a restart",
		'apiserver/pkg/server/dynamiccertificates dynamic_serving_content.go',
		'kubeadm certs renew apiserver > /dev/null',
		1,
		'[ "$(openssl s_client -connect 172.30.1.2:6443 < /dev/null 2> /dev/null | openssl x509 -noout -serial)" = "$(openssl x509 -in /etc/kubernetes/pki/apiserver.crt -noout -serial)" ] && echo the same',
		'the same\n',
	),
	row(
		"etcd's certificate is renewed on the disk: it shows the new one without a restart",
		'etcd client/pkg/transport TLSInfo.baseConfig GetCertificate',
		'kubeadm certs renew etcd-server > /dev/null',
		1,
		'[ "$(openssl s_client -connect 172.30.1.2:2379 -cert /etc/kubernetes/pki/etcd/server.crt -key /etc/kubernetes/pki/etcd/server.key < /dev/null 2> /dev/null | openssl x509 -noout -serial)" = "$(openssl x509 -in /etc/kubernetes/pki/etcd/server.crt -noout -serial)" ] && echo the same',
		'the same\n',
	),
	row(
		'a renewed kubeconfig is good; the old one is, too, until it ends',
		'cmd/kubeadm/app/phases/certs/renewal',
		'cp /etc/kubernetes/admin.conf /tmp/old.conf; kubeadm certs renew admin.conf > /dev/null',
		1,
		'for f in /tmp/old.conf /etc/kubernetes/admin.conf; do kubectl --kubeconfig $f get ns default -o name; done',
		'namespace/default\nnamespace/default\n',
	),
	row(
		'a scheduler with a certificate of another authority: it may not lead, Pods stay Pending',
		'client-go/tools/leaderelection, apiserver/pkg/authentication/request/x509',
		`sed -i "s#client-certificate-data: .*#client-certificate-data: $(base64 -w0 /tmp/c.pem)#; s#client-key-data: .*#client-key-data: $(base64 -w0 /tmp/k.pem)#" /etc/kubernetes/scheduler.conf; ${RESTART_SCHEDULER}; kubectl run p --image=nginx > /dev/null`,
		20,
		"kubectl -n kube-system logs kube-scheduler-controlplane --tail=1 | sed 's/.*\\] //'; kubectl get pod p --no-headers | awk '{print $3}'",
		'"Error retrieving lease lock" err="Unauthorized" lock="kube-system/kube-scheduler"\nPending\n',
	),
	row(
		'with its own one again it schedules',
		'client-go/tools/leaderelection',
		`cp /tmp/scheduler.conf /etc/kubernetes/scheduler.conf; ${RESTART_SCHEDULER}`,
		40,
		"kubectl get pod p --no-headers | awk '{print $3}'; kubectl delete pod p --force 2> /dev/null",
		'Running\npod "p" force deleted from default namespace\n',
	),
	row(
		'a kubelet that does not know the authority of the API server',
		'crypto/tls, pkg/kubelet/kubelet_node_status.go',
		`ssh node01 "sed -i 's#certificate-authority-data: .*#certificate-authority-data: $(base64 -w0 /tmp/c.pem)#' /etc/kubernetes/kubelet.conf; systemctl restart kubelet"`,
		60,
		`${journal('Unable to register')}; ${nodes}`,
		'"Unable to register node with API server" err="Post \\"https://172.30.1.2:6443/api/v1/nodes\\": tls: failed to verify certificate: x509: certificate signed by unknown authority" node="node01"\ncontrolplane Ready\nnode01 NotReady\nnode02 Ready\n',
	),
	row(
		'a kubelet whose certificate has ended does not start',
		'pkg/kubelet/certificate/bootstrap bootstrap.go isClientConfigStillValid',
		`ssh node01 'cp /tmp/kubelet.conf /etc/kubernetes/kubelet.conf; cp /var/lib/kubelet/pki/kubelet-client-current.pem /tmp/good.pem; openssl req -new -newkey rsa:2048 -nodes -keyout /tmp/k.pem -subj "/O=system:nodes/CN=system:node:node01" 2> /dev/null' > /tmp/r.csr
openssl x509 -req -in /tmp/r.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -days -1 2> /dev/null | ssh node01 'cat - /tmp/k.pem > /var/lib/kubelet/pki/kubelet-client-current.pem; systemctl restart kubelet'`,
		15,
		`${journal('is expired')} | sed 's/expired: .* +0000/expired: … +0000/'; ${journal('command failed')}; ssh node01 systemctl is-active kubelet`,
		'"Unhandled Error" err="part of the existing bootstrap client certificate in /etc/kubernetes/kubelet.conf is expired: … +0000 UTC" logger="UnhandledError"\n"command failed" err="failed to run Kubelet: unable to load bootstrap kubeconfig: stat /etc/kubernetes/bootstrap-kubelet.conf: no such file or directory"\nactivating\n',
	),
	row(
		'a kubeconfig that holds a certificate itself: the kubelet asks for one of its own at once',
		'client-go/util/certificate manager.getCurrentCertificateOrBootstrap',
		`kubeadm kubeconfig user --client-name system:node:node01 --org system:nodes | ssh node01 'rm -f /var/lib/kubelet/pki/kubelet-client*; cat > /etc/kubernetes/kubelet.conf; systemctl restart kubelet'`,
		30,
		`${nodes}; kubectl get csr --no-headers | awk '{print $4, $NF}'; ssh node01 ls /var/lib/kubelet/pki | grep -c current`,
		'controlplane Ready\nnode01 Ready\nnode02 Ready\nsystem:node:node01 Approved,Issued\n1\n',
	),
	row(
		'whoever may not ask for nodes is not approved by itself',
		`${CSR} sarapprove.go`,
		`openssl req -new -newkey rsa:2048 -nodes -keyout /tmp/n.pem -subj "/O=system:nodes/CN=system:node:evil" 2> /dev/null > /tmp/n.csr
kubectl create clusterrole asks --verb=create --resource=certificatesigningrequests > /dev/null; kubectl create clusterrolebinding asks --clusterrole=asks --user=jane > /dev/null
kubectl --as jane create -f - > /dev/null <<END
{apiVersion: certificates.k8s.io/v1, kind: CertificateSigningRequest, metadata: {name: evil}, spec: {request: "$(base64 -w0 /tmp/n.csr)", signerName: kubernetes.io/kube-apiserver-client-kubelet, usages: [digital signature, client auth]}}
END`,
		20,
		"kubectl get csr evil --no-headers | awk '{print $4, $NF}'",
		'jane Pending\n',
	),
	row(
		'a bootstrap token signs cluster-info while it is there',
		`${TOKENS} bootstrapsigner.go`,
		'kubeadm token create abcdef.0123456789abcdef --ttl 30s > /dev/null',
		2,
		"kubectl -n kube-public get cm cluster-info -o jsonpath='{.data}' | grep -o 'jws-kubeconfig-[a-z]*'; kubectl --token abcdef.0123456789abcdef --kubeconfig /dev/null --server https://172.30.1.2:6443 --insecure-skip-tls-verify auth whoami -o jsonpath='{.status.userInfo.username}'; echo",
		'jws-kubeconfig-abcdef\nsystem:bootstrap:abcdef\n',
	),
	row(
		'when its time is over it is gone, and so is its signature',
		`${TOKENS} tokencleaner.go`,
		'',
		35,
		"kubectl -n kube-public get cm cluster-info -o jsonpath='{.data}' | grep -c jws; kubeadm token list; kubectl --token abcdef.0123456789abcdef --kubeconfig /dev/null --server https://172.30.1.2:6443 --insecure-skip-tls-verify get ns 2>&1 | tail -1",
		'0\nerror: You must be logged in to the server (Unauthorized)\n',
	),
	row(
		'a Node that is deleted comes back with its kubelet, without what kubeadm had put on it',
		'pkg/kubelet/kubelet_node_status.go tryRegisterWithAPIServer',
		'kubectl label node node02 disk=ssd > /dev/null; kubectl delete node node02 > /dev/null; ssh node02 systemctl restart kubelet',
		20,
		`${nodes}; kubectl get nodes -l disk=ssd`,
		'controlplane Ready\nnode01 Ready\nnode02 Ready\nNo resources found\n',
	),
	row(
		'a machine that restarts: its Node tells',
		'pkg/kubelet/nodestatus setters.go MachineInfo',
		'ssh node02 reboot',
		100,
		`kubectl get events --field-selector reason=Rebooted --no-headers | awk '{print $2, $3, $4, $6, $7, $8, $9, $10, $11}' | sed 's/,.*//'; ${nodes}`,
		'Warning Rebooted node/node02 node02 has been rebooted\ncontrolplane Ready\nnode01 Ready\nnode02 Ready\n',
	),
	row(
		'a controller manager without the key that it signs with',
		'pkg/controller/certificates/signer newSigner',
		'mv /etc/kubernetes/pki/ca.key /tmp/ca.key; crictl rm -f $(crictl ps --name kube-controller-manager -q) > /dev/null',
		10,
		"crictl logs $(crictl ps -a --name kube-controller-manager -q | head -1) 2>&1 | tail -1 | grep -o 'error reading CA cert file.*'; mv /tmp/ca.key /etc/kubernetes/pki/ca.key",
		'error reading CA cert file \\"/etc/kubernetes/pki/ca.crt\\": open /etc/kubernetes/pki/ca.key: no such file or directory"\n',
	),
];
