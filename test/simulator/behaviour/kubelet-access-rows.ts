import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, after: number, ask: string, told: string): WorldRow {
	return { cause, source, given, after, ask, told };
}

const API_SERVER = '/etc/kubernetes/manifests/kube-apiserver.yaml';
const CHECKER = 'apiserver/pkg/registry/generic/rest response_checker.go, kubectl/pkg/cmd/util helpers.go';
const SERVER = 'pkg/kubelet/server server.go InstallAuthFilter, auth.go';
const config = (host: string, line: string): string =>
	`ssh ${host} "echo '${line}' >> /var/lib/kubelet/config.yaml; systemctl restart kubelet"`;

/** A Pod "web" on node01 that has logged one line, and what is asked of its kubelet. */
export const KUBELET_ACCESS_SETUP = `kubectl run web --image=busybox --overrides='{"spec": {"nodeName": "node01", "terminationGracePeriodSeconds": 0}}' -- sh -c 'echo hello; sleep 99999' > /dev/null
kubectl wait pod web --for=condition=Ready > /dev/null
cp /etc/kubernetes/pki/apiserver-kubelet-client.* /tmp
cat > /usr/local/bin/try <<'END'
kubectl logs web 2>&1; kubectl exec web -- hostname 2>&1; kubectl get --raw /api/v1/nodes/node01/proxy/healthz 2>&1; echo
END
chmod +x /usr/local/bin/try`;

export const KUBELET_ACCESS_ROWS: readonly WorldRow[] = [
	row('what the API server shows a kubelet is taken', SERVER, '', 1, 'try', 'hello\nweb\nok\n'),
	row(
		'a client certificate of another authority: the kubelet knows nobody, and says why in its journal',
		`${CHECKER}; ${SERVER}`,
		'cd /etc/kubernetes/pki; openssl req -x509 -newkey rsa:2048 -nodes -keyout apiserver-kubelet-client.key -out apiserver-kubelet-client.crt -days 9 -subj /O=system:masters/CN=me 2> /dev/null',
		1,
		`try; ssh node01 journalctl -u kubelet | grep 'Unable to authenticate' | tail -1 | sed 's/.*\\] //; s/SN=[0-9]*, SKID=[0-9A-F:]*, AKID=[0-9A-F:]*/SN=…/'`,
		`error: You must be logged in to the server (the server has asked for the client to provide credentials ( pods/log web))
error: Internal error occurred: unable to upgrade connection: Unauthorized
error: You must be logged in to the server (the server has asked for the client to provide credentials)

"Unable to authenticate the request due to an error" err="verifying certificate SN=… failed: x509: certificate signed by unknown authority"
`,
	),
	row(
		'one that has ended',
		`${CHECKER}; ${SERVER}`,
		'cd /etc/kubernetes/pki; openssl req -new -newkey rsa:2048 -nodes -keyout apiserver-kubelet-client.key -out /tmp/r.csr -subj /O=kubeadm:cluster-admins/CN=kube-apiserver-kubelet-client 2> /dev/null; openssl x509 -req -in /tmp/r.csr -CA ca.crt -CAkey ca.key -days -1 -out apiserver-kubelet-client.crt 2> /dev/null',
		1,
		`kubectl logs web; ssh node01 journalctl -u kubelet | grep 'Unable to authenticate' | tail -1 | sed 's/.*failed: //; s/current time.*//'`,
		`x509: certificate has expired or is not yet valid: 
error: You must be logged in to the server (the server has asked for the client to provide credentials ( pods/log web))
`,
	),
	row(
		'the old files again: no restart is needed',
		'pkg/kubelet/client kubelet_client.go ReloadTLSFiles',
		'cp /tmp/apiserver-kubelet-client.* /etc/kubernetes/pki/',
		1,
		'try',
		'hello\nweb\nok\n',
	),
	row(
		'without its binding the API server may do nothing at kubelets, once what they remember is too old',
		`${SERVER}, SetDefaults_KubeletConfiguration cacheAuthorizedTTL`,
		'kubectl delete clusterrolebinding kubeadm:cluster-admins --kubeconfig /etc/kubernetes/super-admin.conf > /dev/null; export KUBECONFIG=/etc/kubernetes/super-admin.conf; kubectl logs web > /tmp/cached',
		301,
		'cat /tmp/cached; export KUBECONFIG=/etc/kubernetes/super-admin.conf; try; kubectl create clusterrolebinding kubeadm:cluster-admins --clusterrole=cluster-admin --group=kubeadm:cluster-admins > /dev/null',
		`hello
Error from server (Forbidden): Forbidden (user=kube-apiserver-kubelet-client, verb=get, resource=nodes, subresource(s)=[proxy]) ( pods/log web)
error: Internal error occurred: unable to upgrade connection: Forbidden (user=kube-apiserver-kubelet-client, verb=create, resource=nodes, subresource(s)=[proxy])
Error from server (Forbidden): Forbidden (user=kube-apiserver-kubelet-client, verb=get, resource=nodes, subresource(s)=[healthz proxy])

`,
	),
	row(
		'--kubelet-certificate-authority: what kubelets make themselves is not believed',
		'pkg/kubelet/client kubelet_client.go, crypto/x509 HostnameError',
		`sed -i 's#- --kubelet-client-key.*#&\\n    - --kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt#' ${API_SERVER}`,
		60,
		'try',
		`Error from server: Get "https://172.30.2.2:10250/containerLogs/default/web/web": tls: failed to verify certificate: x509: cannot validate certificate for 172.30.2.2 because it doesn't contain any IP SANs
error: Internal error occurred: error sending request: Post "https://172.30.2.2:10250/exec/default/web/web?command=hostname&error=1&output=1": tls: failed to verify certificate: x509: cannot validate certificate for 172.30.2.2 because it doesn't contain any IP SANs
Error from server (ServiceUnavailable): error trying to reach service: tls: failed to verify certificate: x509: cannot validate certificate for 172.30.2.2 because it doesn't contain any IP SANs

`,
	),
	row(
		'serverTLSBootstrap: nobody approves by himself, and until then there is nothing to show',
		'pkg/kubelet/certificate kubelet.go NewKubeletServerCertificateManager',
		config('node01', 'serverTLSBootstrap: true'),
		20,
		"kubectl get csr --no-headers | awk '{ print $3, $4, $6 }'; try; curl -sSk https://node01:10250/healthz",
		`kubernetes.io/kubelet-serving system:node:node01 Pending
Error from server: Get "https://172.30.2.2:10250/containerLogs/default/web/web": remote error: tls: internal error
error: Internal error occurred: error sending request: Post "https://172.30.2.2:10250/exec/default/web/web?command=hostname&error=1&output=1": remote error: tls: internal error
Error from server (ServiceUnavailable): error trying to reach service: remote error: tls: internal error

curl: (35) OpenSSL/3.0.13: error:0A000438:SSL routines::tlsv1 alert internal error
`,
	),
	row(
		'approved, it is signed, and the API server believes it',
		'pkg/kubelet/certificate kubelet.go, pkg/controller/certificates/signer',
		'kubectl get csr -o name | xargs kubectl certificate approve > /dev/null',
		5,
		"try; openssl s_client -connect node01:10250 < /dev/null 2> /dev/null | openssl x509 -noout -subject -issuer -ext subjectAltName; ssh node01 readlink /var/lib/kubelet/pki/kubelet-server-current.pem | grep -c 'pki/kubelet-server-2026-.*.pem'",
		`hello
web
ok
subject=O = system:nodes, CN = system:node:node01
issuer=CN = kubernetes
X509v3 Subject Alternative Name: 
    DNS:node01, IP Address:172.30.2.2
1
`,
	),
	row(
		'readOnlyPort: nobody is asked who they are, and nothing but reading is there',
		'pkg/kubelet/server server.go ListenAndServeKubeletReadOnlyServer',
		config('node02', 'readOnlyPort: 10255'),
		5,
		`curl -s node02:10255/pods | jq -r '.items[].metadata.labels["k8s-app"]' | sort; curl -s node02:10255/healthz; echo; curl -s node02:10255/containerLogs/default/web/web`,
		'calico-node\nkube-dns\nkube-proxy\nok\n404 page not found\n',
	),
	row(
		'another port of the kubelet is told by its Node, and the API server goes there',
		'pkg/kubelet/nodestatus DaemonEndpoints, pkg/kubelet/client NodeConnectionInfoGetter',
		config('node01', 'port: 10260'),
		20,
		`kubectl get node node01 -o jsonpath='{.status.daemonEndpoints}'; echo; try; curl -sSk https://node01:10250/healthz`,
		`{"kubeletEndpoint":{"Port":10260}}
hello
web
ok
curl: (7) Failed to connect to node01 port 10250 after 2 ms: Couldn't connect to server
`,
	),
	row(
		'ports that cannot be: the kubelet does not start',
		'pkg/kubelet/apis/config/validation ValidateKubeletConfiguration',
		config('node02', 'readOnlyPort: 70000'),
		5,
		`ssh node02 journalctl -u kubelet | grep 'command failed' | tail -1 | grep -o 'invalid configuration: [^]"]*'; ssh node02 "sed -i '/^readOnlyPort/d' /var/lib/kubelet/config.yaml; systemctl restart kubelet; sleep 2; systemctl is-active kubelet"`,
		'invalid configuration: readOnlyPort (--read-only-port) 70000 must be between 0 and 65535, inclusive\nactive\n',
	),
	row(
		'anonymous and AlwaysAllow: whoever reaches the port runs commands in containers',
		'pkg/kubelet/server server.go getRun, getRunningPods; pkg/kubelet/kuberuntime RunInContainer',
		`ssh node01 "sed -i '/anonymous:/{n;s/false/true/}; s/mode: Webhook/mode: AlwaysAllow/' /var/lib/kubelet/config.yaml; systemctl restart kubelet"`,
		5,
		`at=https://node01:10260
curl -sk $at/runningpods/ | jq -c '.items[] | select(.metadata.name == "web") | .spec'
curl -sk $at/run/default/web/web -d 'cmd=id -u'; curl -sk $at/run/default/web/web -d 'cmd=cat+/nope'; curl -sk -XPOST "$at/run/default/web/web?cmd=echo+query"
curl -sk $at/run/default/web/other -d cmd=id; echo; curl -sk $at/run/default/nobody/web -d cmd=id; echo; curl -sk $at/run/default/web/web; echo`,
		`{"containers":[{"name":"web","image":"busybox","resources":{}}]}
0
command 'cat /nope' exited with 1: cat: can't open '/nope': No such file or directory
query
container not found ("other")
pod does not exist
404 page not found

`,
	),
	row(
		'closed again: nobody is let in',
		'pkg/kubelet/server auth.go',
		`ssh node01 "sed -i '/anonymous:/{n;s/true/false/}; s/mode: AlwaysAllow/mode: Webhook/' /var/lib/kubelet/config.yaml; systemctl restart kubelet"`,
		5,
		"curl -sk https://node01:10260/run/default/web/web -d 'cmd=id -u'; echo",
		'Unauthorized\n',
	),
];
