import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const FLAGS = `P=/etc/kubernetes/pki/etcd
T="--endpoints=https://127.0.0.1:2379 --cacert=$P/ca.crt --cert=$P/server.crt --key=$P/server.key"
`;

function printed(script: string): string {
	const { stdout } = newWorld('etcd').runScript({ name: 'x.sh', script: `exec 2>&1\n${FLAGS}${script}` });
	return stdout
		.replace(/20\d\d-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
		.replace(/0xc000[0-9a-f]{6}/g, '0xPOINTER')
		.replace(/took = [\d.]+ms/g, 'took = T');
}

test('keys and values: put, get in every form, delete, ranges, old revisions', () => {
	expect(
		printed(`etcdctl $T put foo bar
etcdctl $T put fop 1 --prev-kv
echo -n piped | etcdctl $T put fop --prev-kv
etcdctl $T get foo fop
etcdctl $T get fo --prefix --keys-only
etcdctl $T get foo --print-value-only
etcdctl $T get foo --hex
r=$(etcdctl $T get fop -w json | jq .header.revision)
etcdctl $T get fop --rev $((r - 1)) --print-value-only
etcdctl $T get fo --prefix --count-only -w fields | grep Count
etcdctl $T get fo --prefix --order descend --limit 1 --print-value-only
etcdctl $T del foo
etcdctl $T del fo --prefix --prev-kv
etcdctl $T get fo --prefix
etcdctl $T compaction $((r - 1))
etcdctl $T get fop --rev $((r - 2))`),
	).toBe(
		`OK
OK
OK
fop
1
foo
bar
foo

fop

bar
\\x66\\x6f\\x6f
\\x62\\x61\\x72
1
"Count" : 2
piped
1
1
fop
piped
compacted revision REV
{"level":"warn","ts":"TIME","logger":"etcd-client","caller":"v3@v3.6.6/retry_interceptor.go:65","msg":"retrying of unary invoker failed","target":"etcd-endpoints://0xPOINTER/127.0.0.1:2379","method":"/etcdserverpb.KV/Range","attempt":0,"error":"rpc error: code = OutOfRange desc = etcdserver: mvcc: required revision has been compacted"}
Error: etcdserver: mvcc: required revision has been compacted
`.replace('REV', printed(`etcdctl $T put a b >/dev/null; etcdctl $T get a -w json | jq '.header.revision + 1'`).trim()),
	);
});

test('what a Secret looks like in the store: the envelope, and its data as they are', () => {
	expect(
		printed(`kubectl create secret generic top --from-literal=pass=swordfish >/dev/null
etcdctl $T get /registry/secrets/default/top --print-value-only | head -c 18 | base64
etcdctl $T get /registry/secrets/default/top | grep -a -o swordfish
etcdctl $T get /registry/secrets/default/top | hexdump -C | head -2
printf '%064d' 0 > /tmp/z; hexdump -C -s 2 -n 50 /tmp/z
kubectl create deployment web --image=nginx >/dev/null
etcdctl $T get /registry/deployments/default/web -w json | jq -r '.kvs[0].value' | base64 -d > /tmp/web
etcdctl $T del /registry/deployments/default/web
kubectl get deployment web
etcdctl $T put /registry/deployments/default/web < /tmp/web
kubectl get deployment web -o jsonpath='{.spec.template.spec.containers[0].image}{"\\n"}'`),
	).toBe(`azhzAAoMCgJ2MRIGU2VjcmV0
swordfish
00000000  2f 72 65 67 69 73 74 72  79 2f 73 65 63 72 65 74  |/registry/secret|
00000010  73 2f 64 65 66 61 75 6c  74 2f 74 6f 70 0a 6b 38  |s/default/top.k8|
00000002  30 30 30 30 30 30 30 30  30 30 30 30 30 30 30 30  |0000000000000000|
*
00000032  30 30                                             |00|
00000034
1
Error from server (NotFound): deployments.apps "web" not found
OK
nginx
`);
});

test('who may not talk to etcd hears why', () => {
	const failure = (error: string): string =>
		`{"level":"warn","ts":"TIME","logger":"etcd-client","caller":"v3@v3.6.6/retry_interceptor.go:65","msg":"retrying of unary invoker failed","target":"etcd-endpoints://0xPOINTER/127.0.0.1:2379","method":"/etcdserverpb.KV/Range","attempt":0,"error":${JSON.stringify(`rpc error: code = DeadlineExceeded desc = latest balancer error: last connection error: connection error: desc = ${JSON.stringify(error)}`)}}\nError: context deadline exceeded\n`;
	expect(
		printed(`E=--endpoints=https://127.0.0.1:2379
etcdctl get x
etcdctl $E get x
etcdctl $E --cacert $P/ca.crt get x
etcdctl $E --cacert $P/ca.crt --cert /etc/kubernetes/pki/apiserver-kubelet-client.crt --key /etc/kubernetes/pki/apiserver-kubelet-client.key get x
etcdctl --cert $P/server.crt get x; echo $?
etcdctl --cert $P/server.crt --key $P/ca.key get x; echo $?`),
	).toBe(
		failure('error reading server preface: EOF') +
			failure(
				'transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate signed by unknown authority',
			) +
			failure('error reading server preface: remote error: tls: certificate required') +
			failure('error reading server preface: remote error: tls: unknown certificate authority') +
			`Error: KeyFile and CertFile must both be present[key: , cert: /etc/kubernetes/pki/etcd/server.crt]
128
Error: tls: private key does not match public key
128
`,
	);
});

test('a restored snapshot brings the old state back, another data directory the newer one', () => {
	expect(
		printed(`kubectl create deployment before --image=nginx --replicas=2 >/dev/null
kubectl wait --for=condition=Available deployment/before >/dev/null
etcdctl $T snapshot save /opt/snap.db 2>/dev/null
kubectl create configmap late
kubectl delete deployment before
etcdutl snapshot restore /opt/snap.db --data-dir /var/lib/etcd
etcdutl snapshot restore /opt/snap.db --data-dir /var/lib/etcd-2 2>/dev/null && ls /var/lib/etcd-2/member
sed -i 's#path: /var/lib/etcd$#path: /var/lib/etcd-2#' /etc/kubernetes/manifests/etcd.yaml
sleep 60
kubectl get configmap -o name
kubectl get deployment
etcdctl $T member list
sed -i 's#path: /var/lib/etcd-2$#path: /var/lib/etcd#' /etc/kubernetes/manifests/etcd.yaml
sleep 60
kubectl get configmap -o name
kubectl get deployment
printf x | dd of=/opt/snap.db bs=1 seek=5000 conv=notrunc 2>/dev/null
etcdutl snapshot restore /opt/snap.db --data-dir /tmp/d 2>&1 | tail -1 | cut -c1-17`),
	).toMatch(
		/^Snapshot saved at \/opt\/snap.db\nServer version 3.6.6\nconfigmap\/late created\ndeployment.apps "before" deleted( from default namespace)?\nError: data-dir "\/var\/lib\/etcd" not empty or could not be read\nsnap\nwal\nconfigmap\/kube-root-ca.crt\nNAME +READY +UP-TO-DATE +AVAILABLE +AGE\nbefore +2\/2 +2 +2 +\S+\n8e9e05c52164694d, started, controlplane, https:\/\/172.30.1.2:2380, https:\/\/172.30.1.2:2379, false\nconfigmap\/kube-root-ca.crt\nconfigmap\/late\nNo resources found in default namespace.\nError: expected s\n$/,
	);
});

test('a control plane that is stopped, restored and started shows all its Pods again', () => {
	expect(
		printed(`etcdctl $T snapshot save /opt/snap.db >/dev/null 2>&1
mkdir /root/stopped; mv /etc/kubernetes/manifests/*.yaml /root/stopped; sleep 25
etcdutl snapshot restore /opt/snap.db --data-dir /var/lib/etcd-2 2>/dev/null
sed -i 's#/var/lib/etcd#/var/lib/etcd-2#' /root/stopped/etcd.yaml
mv /root/stopped/*.yaml /etc/kubernetes/manifests; sleep 90
kubectl get pods -n kube-system -l tier=control-plane --no-headers | awk '{print $1, $2}'
kubectl get pod etcd-controlplane -n kube-system -o jsonpath='{.spec.volumes[*].hostPath.path}'`),
	).toBe(`etcd-controlplane 1/1
kube-apiserver-controlplane 1/1
kube-controller-manager-controlplane 1/1
kube-scheduler-controlplane 1/1
/etc/kubernetes/pki/etcd /var/lib/etcd-2`);
});

test('a Pod that a snapshot shows as it began is shown as it is', () => {
	expect(
		printed(`kubectl run early --image=httpd:2.4 >/dev/null; sleep 1; etcdctl $T snapshot save /opt/snap.db >/dev/null 2>&1
kubectl get pod early --no-headers | awk '{ print $2, $3 }'; kubectl wait --for=condition=Ready pod/early
etcdutl snapshot restore /opt/snap.db --data-dir /var/lib/etcd-2 2>/dev/null
sed -i 's#path: /var/lib/etcd$#path: /var/lib/etcd-2#' /etc/kubernetes/manifests/etcd.yaml; sleep 60
kubectl get pod early --no-headers | awk '{ print $2, $3 }'`),
	).toBe('0/1 ContainerCreating\npod/early condition met\n1/1 Running\n');
});

test('leases end with their keys, and transactions do one thing or the other', () => {
	const { stdout } = newWorld('etcd-leases').runScript({
		name: 'x.sh',
		script: `exec 2>&1
E="etcdctl --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt --key=/etc/kubernetes/pki/etcd/server.key"
lease=$($E lease grant 20 | awk '{print $2}'); echo $lease | grep -cE '^[0-9a-f]{16}$'
$E put k v --lease=$lease; sleep 5
$E lease timetolive $lease --keys | sed "s/$lease/L/"
$E lease keep-alive --once $lease | sed "s/$lease/L/"; sleep 18; $E get k; sleep 3; $E get k
$E lease timetolive $lease | sed "s/$lease/L/"; $E lease list; $E lease revoke $lease 2>&1 | tail -1
$E put foo bar
printf 'value("foo") = "bar"\\n\\nput foo baz\\nget foo\\n\\nput foo fail\\n\\n' | $E txn
printf 'create("none") = "0"\\nmod("foo") < "1"\\n\\nget foo\\n\\ndel foo\\n\\n' | $E txn
echo 'valu("x") = "y"' | $E txn; echo $?`,
	});
	expect(stdout).toBe(`1
OK
lease L granted with TTL(20s), remaining(14s), attached keys([k])
lease L keepalived with TTL(20)
k
v
lease L already expired
found 0 leases
Error: etcdserver: requested lease not found
OK
SUCCESS

OK

foo
baz
FAILURE

1
Error: malformed comparison: valu("x") = "y"
3
`);
});

test('flags of a subcommand may stand before its name, as the documentation of Kubernetes writes them', () => {
	const { stdout } = newWorld('etcd-flags').runScript({
		name: 'x.sh',
		script: `exec 2>&1
etcdutl --data-dir /var/lib/new snapshot restore /no/such.db 2>/dev/null | grep -c unknown; kubeadm version -v 5 -o short; kubeadm --v=2 version -o short`,
	});
	expect(stdout).toBe('0\nv1.35.0\nv1.35.0\n');
});
