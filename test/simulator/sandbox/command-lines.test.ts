import { describe, expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

const MANIFESTS = '/etc/kubernetes/manifests';

function begin(): (line: string) => string {
	const terminal = new TestTerminal(newWorld('command-lines'));
	return (line) => terminal.run(line);
}

/** What a control plane's container has written, as an administrator finds it without an API server. */
const logOf = (name: string): string => `cat /var/log/pods/kube-system_${name}-controlplane_*/${name}/*.log`;

const REFUSED = 'The connection to the server 172.30.1.2:6443 was refused - did you specify the right host or port?';

/** What is done to a manifest, and the end of the log that comes of it. */
const FAULTS: readonly (readonly [string, string, string])[] = [
	[
		'kube-apiserver',
		's/--allow-privileged/--this-is-very-wrong/',
		'stderr F Error: unknown flag: --this-is-very-wrong',
	],
	[
		'kube-apiserver',
		's/--advertise-address=.*/--advertise-address=somewhere/',
		'stderr F Error: invalid argument "somewhere" for "--advertise-address" flag: failed to parse IP: "somewhere"',
	],
	[
		'kube-apiserver',
		's/--secure-port=6443/--secure-port=https/',
		'stderr F Error: invalid argument "https" for "--secure-port" flag: strconv.ParseInt: parsing "https": invalid syntax',
	],
	[
		'kube-apiserver',
		's#--client-ca-file=.*#--client-ca-file=/etc/kubernetes/pki/ca-authority.crt#',
		'"command failed" err="open /etc/kubernetes/pki/ca-authority.crt: no such file or directory"',
	],
	[
		'kube-apiserver',
		's#--etcd-cafile=.*#--etcd-cafile=/etc/kubernetes/pki/etcd/none.crt#',
		'instance.go:233] Error creating leases: error creating storage factory: open /etc/kubernetes/pki/etcd/none.crt: no such file or directory',
	],
	[
		'kube-apiserver',
		's#--etcd-servers=.*#--etcd-servers=https://127.0.0.1:2378#',
		'instance.go:233] Error creating leases: error creating storage factory: context deadline exceeded',
	],
	[
		'kube-apiserver',
		's#--etcd-cafile=.*#--etcd-cafile=/etc/kubernetes/pki/ca.crt#',
		'desc = "transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate signed by unknown authority"',
	],
	[
		'kube-apiserver',
		's#apiserver-etcd-client#apiserver-kubelet-client#',
		'desc = "error reading server preface: remote error: tls: unknown certificate authority"',
	],
	[
		'kube-apiserver',
		's#--tls-private-key-file=.*#--tls-private-key-file=/etc/kubernetes/pki/sa.key#',
		'run.go:72] "command failed" err="tls: private key does not match public key"',
	],
	[
		'kube-apiserver',
		's#--service-cluster-ip-range=.*#--service-cluster-ip-range=10.96.0.0#',
		'"command failed" err="service-cluster-ip-range[0] is not a valid cidr"',
	],
	[
		'kube-apiserver',
		's#--etcd-servers=.*#--etcd-servers=this-is-very-wrong#',
		'desc = "transport: Error while dialing: dial tcp: address this-is-very-wrong: missing port in address"',
	],
	[
		'kube-apiserver',
		's#--etcd-servers=.*#--etcd-servers=https://127.0.0.1:2379x#',
		'desc = "transport: Error while dialing: dial tcp: lookup tcp/2379x: unknown port"',
	],
	['kube-apiserver', '/--etcd-servers/d', '"command failed" err="--etcd-servers must be specified"'],
	[
		'kube-controller-manager',
		's/--cluster-cidr/--project-sidecar-insertion/',
		'stderr F Error: unknown flag: --project-sidecar-insertion',
	],
	[
		'kube-controller-manager',
		's#--kubeconfig=.*#--kubeconfig=/etc/kubernetes/controller-manager-XXXX.conf#',
		'"command failed" err="stat /etc/kubernetes/controller-manager-XXXX.conf: no such file or directory"',
	],
	[
		'kube-controller-manager',
		's#path: /etc/kubernetes/pki$#path: /etc/kubernetes/WRONG-PKI-DIRECTORY#',
		'"command failed" err="unable to load client CA provider: open /etc/kubernetes/pki/ca.crt: no such file or directory"',
	],
	[
		'kube-controller-manager',
		's/--controllers=.*/--controllers=*,tokenmaker/',
		'"command failed" err="\\"tokenmaker\\" is not in the list of known controllers"',
	],
	[
		'kube-scheduler',
		's#=/etc/kubernetes/scheduler.conf#=/etc/kubernetes/scheduler.config#',
		'"command failed" err="failed to get delegated authentication kubeconfig: failed to get delegated authentication kubeconfig: stat /etc/kubernetes/scheduler.config: no such file or directory"',
	],
	[
		'kube-controller-manager',
		's/--bind-address=127.0.0.1/--bind-address=10.1.2.3/',
		'"command failed" err="failed to create listener: failed to listen on 10.1.2.3:10257: listen tcp 10.1.2.3:10257: bind: cannot assign requested address"',
	],
	['kube-scheduler', 's/--leader-elect=true/--leader-elect=yes/', 'parsing "yes": invalid syntax'],
];

describe('a control plane that its manifest breaks', () => {
	test.each(FAULTS)('%s: %s', (name, script, log) => {
		const run = begin();
		run(`sed -i '${script}' ${MANIFESTS}/${name}.yaml; sleep 60`);
		expect(run(logOf(name))).toContain(log);
		expect(run(`crictl ps -a --name ${name} | grep -c Exited | sed 's/[1-9][0-9]*/some/'`)).toBe('some\n[0]');
		const nodes = run('kubectl get nodes -o name 2>&1 | tail -n 1');
		expect(nodes).toBe(name === 'kube-apiserver' ? `${REFUSED}\n[0]` : 'node/node02\n[0]');
	});

	test('etcd does not know a flag: it says how it is used, and the API server gives up', () => {
		const run = begin();
		run(`sed -i 's/--snapshot-count/--snapshots-count/' ${MANIFESTS}/etcd.yaml; sleep 60`);
		expect(
			run(
				'cat /var/log/pods/kube-system_etcd-*/etcd/*.log | grep -c "flag provided but not defined: -snapshots-count" | sed "s/[1-9][0-9]*/some/"',
			),
		).toBe('some\n[0]');
		expect(run('kubectl get nodes 2>&1 | tail -n 1')).toBe(`${REFUSED}\n[0]`);
		run(`sed -i 's/--snapshots-count/--snapshot-count/' ${MANIFESTS}/etcd.yaml; sleep 150`);
		expect(run('kubectl get nodes -o name | tail -n 1')).toBe('node/node02\n[0]');
	});

	test('a scheduler whose kubeconfig leads elsewhere runs, says so and schedules nothing', () => {
		const run = begin();
		run(
			`sed -i 's/:6443/:6553/' /etc/kubernetes/scheduler.conf; crictl rm -f $(crictl ps -q --name kube-scheduler); sleep 40`,
		);
		run('kubectl run web --image=nginx; sleep 20');
		expect(run("kubectl get pod web -o jsonpath='{.status.phase}'")).toBe('Pending[0]');
		expect(run('kubectl logs -n kube-system kube-scheduler-controlplane | tail -n 1 | cut -d] -f2')).toBe(
			' "Error retrieving lease lock" err="Get \\"https://172.30.1.2:6553/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler?timeout=5s\\": dial tcp 172.30.1.2:6553: connect: connection refused" lock="kube-system/kube-scheduler"\n[0]',
		);
	});

	test('an API server believes the authorities of --client-ca-file', () => {
		const run = begin();
		const own = 'client-ca-file=/etc/kubernetes/pki/ca.crt';
		run(`sed -i 's#${own}#client-ca-file=/etc/kubernetes/pki/etcd/ca.crt#' ${MANIFESTS}/kube-apiserver.yaml; sleep 40`);
		const lost = 'error: You must be logged in to the server (Unauthorized)\n[0]';
		expect(run('kubectl get nodes 2>&1 | tail -n 1')).toBe(lost);
		run(`sed -i 's#client-ca-file=.*#${own}#' ${MANIFESTS}/kube-apiserver.yaml; sleep 60`);
		expect(run('kubectl get nodes -o name | tail -n 1')).toBe('node/node02\n[0]');
	});

	test('an API server on another port is found there alone', () => {
		const run = begin();
		run(`sed -i 's/--secure-port=6443/--secure-port=6444/' ${MANIFESTS}/kube-apiserver.yaml; sleep 40`);
		expect(run('kubectl get nodes 2>&1 | tail -n 1')).toBe(`${REFUSED}\n[0]`);
		expect(run('kubectl get nodes -o name --server https://172.30.1.2:6444 | head -n 1')).toBe(
			'node/controlplane\n[0]',
		);
	});
});

test('what the control plane says of itself on its own ports', () => {
	const run = begin();
	run('sleep 1');
	expect(run("curl -sk 'https://127.0.0.1:10257/healthz?verbose'")).toBe(
		'[+]leaderElection ok\nhealthz check passed\n[0]',
	);
	expect(run('curl -sk https://127.0.0.1:10259/livez')).toBe('ok[0]');
	expect(run('curl -sk https://127.0.0.1:10259/metrics | grep message | cat')).toBe(
		'  "message": "forbidden: User \\"system:anonymous\\" cannot get path \\"/metrics\\"",\n[0]',
	);
	expect(run('curl -s http://localhost:10249/proxyMode')).toBe('iptables[0]');
	expect(run('curl -s http://localhost:10256/healthz | grep -c nodeEligible')).toBe('1\n[0]');
});

test('kube-proxy without its configuration: its container ends again and again', () => {
	const run = begin();
	run(
		`kubectl -n kube-system get ds kube-proxy -o yaml | sed 's#--config=/var/lib/kube-proxy/config.conf#--config=/var/lib/kube-proxy/configuration.conf#' | kubectl apply -f - 2>&1; sleep 60`,
	);
	expect(run('kubectl logs -n kube-system -l k8s-app=kube-proxy --tail=1 | grep failed | cut -d] -f2')).toBe(
		' "command failed" err="failed complete: open /var/lib/kube-proxy/configuration.conf: no such file or directory"\n[0]',
	);
});
