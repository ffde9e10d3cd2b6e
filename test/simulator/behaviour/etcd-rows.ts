import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, after: number, ask: string, told: string): WorldRow {
	return { cause, source, given, after, ask, told };
}

const MEMBERS = 'etcd server/etcdserver server.go, etcdctl/ctlv3/command member_command.go';
const MANIFEST = '/etc/kubernetes/manifests/etcd.yaml';

/** `e`: etcdctl with what it needs; of what it logs only the end. `id`: of the member that runs. */
export const ETCD_SETUP = `cat > /usr/local/bin/e <<'END'
pki=/etc/kubernetes/pki/etcd
etcdctl --endpoints=https://127.0.0.1:2379 --cacert=$pki/ca.crt --cert=$pki/server.crt --key=$pki/server.key "$@" 2>&1 | sed 's/^{.*"error":"\\(.*\\)"}$/\\1/'
END
chmod +x /usr/local/bin/e; e member list | cut -d, -f1 > /tmp/id`;

export const ETCD_ROWS: readonly WorldRow[] = [
	row(
		'where a member is reached by others may be changed',
		MEMBERS,
		'',
		0,
		'e member update $(cat /tmp/id) --peer-urls=https://172.30.1.2:2381 | sed "s/[0-9a-f]\\{16\\}/ID/g"; e member list | cut -d, -f4; e member update $(cat /tmp/id) --peer-urls=https://172.30.1.2:2380 > /dev/null',
		'Member ID updated in cluster ID\n https://172.30.1.2:2381\n',
	),
	row(
		'the only one cannot be taken out, nor one that is none',
		MEMBERS,
		'',
		0,
		'e member remove $(cat /tmp/id); e member remove 1234; e member remove zz; e member add; e member add etcd2',
		`rpc error: code = FailedPrecondition desc = etcdserver: re-configuration failed due to not enough started members
Error: etcdserver: re-configuration failed due to not enough started members
rpc error: code = NotFound desc = etcdserver: member not found
Error: etcdserver: member not found
Error: bad member ID arg (strconv.ParseUint: parsing "zz": invalid syntax), expecting ID in Hex
Error: member name not provided.
Error: member peer urls not provided.
`,
	),
	row(
		'a learner has no vote: it is listed, and all goes on',
		MEMBERS,
		'e member add etcd2 --peer-urls=https://172.30.2.2:2380 --learner > /tmp/added',
		15,
		'tail -n +2 /tmp/added; e member list | grep etcd2; e member list | grep -v controlplane | cut -d, -f2-; kubectl get ns default -o name; e member remove $(e member list | grep -v controlplane | cut -d, -f1) | sed "s/[0-9a-f]\\{16\\}/ID/g"',
		`
ETCD_NAME="etcd2"
ETCD_INITIAL_CLUSTER="controlplane=https://172.30.1.2:2380,etcd2=https://172.30.2.2:2380"
ETCD_INITIAL_ADVERTISE_PEER_URLS="https://172.30.2.2:2380"
ETCD_INITIAL_CLUSTER_STATE="existing"
 unstarted, , https://172.30.2.2:2380, , true
namespace/default
Member ID removed from cluster ID
`,
	),
	row(
		'leadership goes to members only',
		'etcd server/etcdserver server.go moveLeader',
		'',
		0,
		'e move-leader 12; e move-leader $(cat /tmp/id) | sed "s/[0-9a-f]\\{16\\}/ID/g"; e move-leader',
		`rpc error: code = FailedPrecondition desc = etcdserver: bad leader transferee
Error: etcdserver: bad leader transferee
Leadership transferred from ID to ID
Error: move-leader command needs 1 argument
`,
	),
	row(
		'a second one that votes and is not there: no leader, no API',
		'etcd raft CheckQuorum',
		'e member add etcd2 --peer-urls=https://172.30.2.2:2380 > /dev/null',
		60,
		"e get foo; e endpoint status | cut -d, -f9,14; e endpoint health | tail -2; kubectl get ns 2>&1 | tail -1 | cut -c1-24; crictl ps --name etcd -o json | jq '.containers | length'",
		`rpc error: code = DeadlineExceeded desc = context deadline exceeded
Error: context deadline exceeded
 false, etcdserver: no leader
https://127.0.0.1:2379 is unhealthy: failed to commit proposal: context deadline exceeded
Error: unhealthy cluster
The connection to the se
1
`,
	),
	row(
		'--force-new-cluster makes it the only one again',
		'etcd server/etcdmain --force-new-cluster',
		`sed -i 's#- etcd$#&\\n    - --force-new-cluster#' ${MANIFEST}`,
		120,
		`e member list | wc -l; kubectl get ns default -o name; sed -i /force-new/d ${MANIFEST}`,
		'1\nnamespace/default\n',
	),
	row(
		'an API server that asks without TLS',
		'google.golang.org/grpc http2_client.go',
		"sed -i 's#--etcd-servers=https#--etcd-servers=http#' /etc/kubernetes/manifests/kube-apiserver.yaml",
		90,
		`crictl logs $(crictl ps -a --name kube-apiserver -q | head -1) 2>&1 | grep -o 'Err: .*' | tail -1; sed -i 's#--etcd-servers=http:#--etcd-servers=https:#' /etc/kubernetes/manifests/kube-apiserver.yaml`,
		'Err: connection error: desc = "error reading server preface: EOF"\n',
	),
	row(
		'an API server without a certificate for etcd, which looks where no machine is',
		'google.golang.org/grpc clientconn.go tryAllAddrs',
		"sed -i.bak 's#--etcd-servers=.*#--etcd-servers=https://10.0.0.100:2379#; /--etcd-..*file=/d' /etc/kubernetes/manifests/kube-apiserver.yaml; mv /etc/kubernetes/manifests/kube-apiserver.yaml.bak /root/",
		90,
		'for i in $(crictl ps -a --name kube-apiserver -q); do crictl logs $i 2>&1; done | grep -o "Err: .*10.0.0.*" | sort -u; mv /root/kube-apiserver.yaml.bak /etc/kubernetes/manifests/kube-apiserver.yaml',
		'Err: connection error: desc = "transport: Error while dialing: dial tcp 10.0.0.100:2379: i/o timeout"\n',
	),
	...(
		[
			['s#--key-file=.*#--key-file=/etc/kubernetes/pki/etcd/ca.key#', 'tls: private key does not match public key'],
			[
				's#--cert-file=.*#--cert-file=/etc/kubernetes/pki/etcd/peer.key#',
				'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
			],
			[
				's#--trusted-ca-file=.*#--trusted-ca-file=/etc/kubernetes/pki/etcd/none.crt#',
				'open /etc/kubernetes/pki/etcd/none.crt: no such file or directory',
			],
			[
				's#--listen-client-urls=.*#--listen-client-urls=https://10.9.9.9:2379#',
				'listen tcp 10.9.9.9:2379: bind: cannot assign requested address',
			],
		] as const
	).map(([change, reason]) =>
		row(
			`etcd with ${change}: it ends`,
			'etcd client/pkg/transport listener.go, crypto/tls X509KeyPair',
			`[ -e /tmp/etcd.yaml ] || cp ${MANIFEST} /tmp/etcd.yaml; sed '${change}' /tmp/etcd.yaml > /tmp/next; cp /tmp/next ${MANIFEST}`,
			45,
			`crictl logs $(crictl ps -a --name etcd -q | head -1) 2>&1 | tail -1 | jq -r .error; cp /tmp/etcd.yaml ${MANIFEST}`,
			`${reason}\n`,
		),
	),
	row(
		'with it again',
		'google.golang.org/grpc http2_client.go',
		'',
		90,
		'kubectl get ns default -o name',
		'namespace/default\n',
	),
	row(
		'a database that has reached its quota takes deletes only, until it is compacted, defragmented and its alarm disarmed',
		'server/storage/quota.go, server/etcdserver/apply applierV3Capped, etcdctl alarm_command.go; etcd.io/docs op-guide/maintenance#space-quota',
		`sed -i 's#- --data-dir=/var/lib/etcd#&\\n    - --quota-backend-bytes=2097152#' /etc/kubernetes/manifests/etcd.yaml`,
		60,
		`export ETCDCTL_CACERT=/etc/kubernetes/pki/etcd/ca.crt ETCDCTL_CERT=/etc/kubernetes/pki/etcd/server.crt ETCDCTL_KEY=/etc/kubernetes/pki/etcd/server.key
status() { etcdctl endpoint status -w json | jq -c ".[0].Status | [.dbSizeQuota, .dbSize > 2097152, .dbSizeInUse == .dbSize, .errors]"; }
head -c 450000 /dev/urandom | base64 -w0 > /tmp/big; for i in 1 2 3 4 5; do kubectl create cm big$i --from-file=/tmp/big; done 2>&1 | tail -n 1
kubectl scale deploy coredns -n kube-system --replicas=3; etcdctl put x y 2>&1 | grep Error; etcdctl alarm list; etcdctl endpoint health; status
curl -s --cacert $ETCDCTL_CACERT --cert $ETCDCTL_CERT --key $ETCDCTL_KEY https://127.0.0.1:2379/health; echo
kubectl delete cm big1 big2; sleep 30; crictl logs $(crictl ps -a --name kube-scheduler -q | tail -n 1) 2>&1 | grep -o 'Failed to renew lease.*'; kubectl get nodes --no-headers | awk '{ print $2 }' | uniq
etcdctl compact $(etcdctl endpoint status -w json | jq '.[0].Status.header.revision') | cut -d' ' -f1; status; etcdctl defrag | cut -d. -f1; etcdctl alarm disarm; status
kubectl delete cm big3; sleep 90; kubectl get pods -n kube-system --no-headers | awk '/scheduler|manager-/ { print $2, $3, ($4 > 0) }'`,
		`error: failed to create configmap: etcdserver: mvcc: database space exceeded
Error: etcdserver: mvcc: database space exceeded
memberID:2759997414520670107 alarm:NOSPACE 
[2097152,true,true,["memberID:2759997414520670107 alarm:NOSPACE "]]
{"health":"false","reason":"ALARM NOSPACE"}
configmap "big1" deleted from default namespace
configmap "big2" deleted from default namespace
Failed to renew lease" lock="kube-system/kube-scheduler" err="context deadline exceeded"
Ready
compacted
[2097152,true,false,["memberID:2759997414520670107 alarm:NOSPACE "]]
Finished defragmenting etcd member[127
memberID:2759997414520670107 alarm:NOSPACE 
[2097152,false,true,null]
configmap "big3" deleted from default namespace
1/1 Running 1
1/1 Running 1
Error from server: etcdserver: mvcc: database space exceeded
127.0.0.1:2379 is unhealthy: failed to commit proposal: Active Alarm(s): NOSPACE 
Error: unhealthy cluster
`,
	),
];
