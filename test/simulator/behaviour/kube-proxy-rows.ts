import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, after: number, ask: string, told: string): WorldRow {
	return { cause, source, given, after, ask, told };
}

/** A Service whose Pod serves, and ways to change what kube-proxies read and to have them read it. */
export const KUBE_PROXY_SETUP = `kubectl create deployment web --image=nginx > /dev/null; kubectl rollout status deployment web > /dev/null
kubectl -n kube-system patch ds kube-proxy -p '{"spec": {"updateStrategy": {"type": "OnDelete"}}}' > /dev/null
cat > /usr/local/bin/change <<'END'
kubectl -n kube-system get cm kube-proxy -o json | sed "$1" | kubectl replace -f - > /dev/null
kubectl -n kube-system delete pod -l k8s-app=kube-proxy --field-selector spec.nodeName=controlplane > /dev/null
END
cat > /usr/local/bin/said <<'END'
kubectl -n kube-system logs $(kubectl -n kube-system get pod -l k8s-app=kube-proxy --field-selector spec.nodeName=controlplane -o name) | tail -1 | sed 's/.*\\] //'
END
cat > /usr/local/bin/answers <<'END'
kubectl expose deployment web --port 80 --name $1 > /dev/null; sleep 3
curl -sS -m 2 -o /dev/null -w '%{http_code}\\n' $(kubectl get svc $1 -o jsonpath={.spec.clusterIP}) 2>&1
END
chmod +x /usr/local/bin/*`;

const PROXY = 'cmd/kube-proxy/app server.go createClient, client-go/tools/cache reflector.go';
const KUBECONFIG = 'client-go/tools/clientcmd client_config.go, validation.go';
const elsewhere = 's#https://172.30.1.2:6443#https://172.30.2.2:6443#';

export const KUBE_PROXY_ROWS: readonly WorldRow[] = [
	row(
		'a server that is none in its ConfigMap: nothing changes before it starts again',
		PROXY,
		`kubectl -n kube-system get cm kube-proxy -o json | sed '${elsewhere}' | kubectl replace -f - > /dev/null`,
		5,
		'answers before',
		'200\n',
	),
	row(
		'then it cannot list, what it wrote before stays, and what is new is not reached',
		PROXY,
		`change ${elsewhere}`,
		10,
		`said; answers new; curl -sS -m 2 -o /dev/null -w '%{http_code}\\n' $(kubectl get svc before -o jsonpath={.spec.clusterIP})`,
		`"Failed to watch" err="failed to list *v1.EndpointSlice: Get \\"https://172.30.2.2:6443/apis/discovery.k8s.io/v1/endpointslices?labelSelector=%21service.kubernetes.io%2Fheadless%2C%21service.kubernetes.io%2Fservice-proxy-name&limit=500&resourceVersion=0\\": dial tcp 172.30.2.2:6443: connect: connection refused" logger="UnhandledError" reflector="k8s.io/client-go/informers/factory.go:160" type="*v1.EndpointSlice"
curl: (28) Connection timed out after 2002 milliseconds
000
200
`,
	),
	row(
		'a tokenFile that is not there: it ends at once',
		KUBECONFIG,
		"change 's#https://172.30.2.2:6443#https://172.30.1.2:6443#; s#serviceaccount/token#serviceaccount/tokens#'",
		10,
		'said',
		'"command failed" err="open /var/run/secrets/kubernetes.io/serviceaccount/tokens: no such file or directory"\n',
	),
	row(
		'an authority that is not there',
		KUBECONFIG,
		"change 's#serviceaccount/tokens#serviceaccount/token#; s#serviceaccount/ca.crt#serviceaccount/root.crt#'",
		10,
		'said',
		'"command failed" err="invalid configuration: unable to read certificate-authority /var/run/secrets/kubernetes.io/serviceaccount/root.crt for default due to open /var/run/secrets/kubernetes.io/serviceaccount/root.crt: no such file or directory"\n',
	),
	row(
		'put right, it goes on',
		PROXY,
		"change 's#serviceaccount/root.crt#serviceaccount/ca.crt#'",
		10,
		"answers again; curl -sS -m 2 -o /dev/null -w '%{http_code}\\n' $(kubectl get svc new -o jsonpath={.spec.clusterIP})",
		'200\n200\n',
	),
	row(
		"the kubelet's kubeconfig without the certificate that it names",
		`${KUBECONFIG}; pkg/kubelet/certificate/bootstrap bootstrap.go isClientConfigStillValid`,
		'ssh node01 "mv /var/lib/kubelet/pki/kubelet-client-current.pem /tmp; systemctl restart kubelet"',
		3,
		"ssh node01 journalctl -u kubelet | grep -e Unhandled -e 'command failed' | tail -2 | sed 's/.*\\] //'; ssh node01 'mv /tmp/kubelet-client-current.pem /var/lib/kubelet/pki; systemctl restart kubelet'",
		`"Unhandled Error" err="unable to load existing bootstrap client config read from /etc/kubernetes/kubelet.conf: invalid configuration: [unable to read client-cert /var/lib/kubelet/pki/kubelet-client-current.pem for default-auth due to open /var/lib/kubelet/pki/kubelet-client-current.pem: no such file or directory, unable to read client-key /var/lib/kubelet/pki/kubelet-client-current.pem for default-auth due to open /var/lib/kubelet/pki/kubelet-client-current.pem: no such file or directory]" logger="UnhandledError"
"command failed" err="failed to run Kubelet: unable to load bootstrap kubeconfig: stat /etc/kubernetes/bootstrap-kubelet.conf: no such file or directory"
`,
	),
];
