import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, after: number, ask: string, told: string): WorldRow {
	return { cause, source, given, after, ask, told };
}

const LEASE = 'kubectl -n kube-system get lease -l apiserver.kubernetes.io/identity=kube-apiserver';
const IDENTITY = 'pkg/controlplane/apiserver server.go, component-helpers/apimachinery/lease controller.go';
const renewed = `${LEASE} -o jsonpath='{.items[0].spec.renewTime}'`;

const MANIFEST = '/etc/kubernetes/manifests/kube-apiserver.yaml';

/** Sets these flags and takes those of the row before away. */
function flags(...set: readonly string[]): string {
	const lines = set.map((flag) => `    - ${flag}`).join('\\n');
	return `[ -e /tmp/manifest ] || cp ${MANIFEST} /tmp/manifest; sed 's#^    - --secure-port.*#&\\n${lines}#' /tmp/manifest > /tmp/next; cp /tmp/next ${MANIFEST}`;
}

export const API_SERVER_ROWS: readonly WorldRow[] = [
	row(
		'the Lease of an API server is renewed every ten seconds',
		IDENTITY,
		`${renewed} > /tmp/before`,
		30,
		`echo $(( $(date -d "$(${renewed})" +%s) - $(date -d "$(cat /tmp/before)" +%s) ))`,
		'30\n',
	),
	row(
		'one that starts anew renews the Lease that it finds, under the name of its host',
		IDENTITY,
		`${LEASE} -o jsonpath='{.items[*].spec.holderIdentity}' > /tmp/holder; ${renewed} > /tmp/before; crictl rm -f $(crictl ps --name kube-apiserver -q) > /dev/null`,
		40,
		`[ "$(${LEASE} -o jsonpath='{.items[*].spec.holderIdentity}')" = "$(cat /tmp/holder)" ] && echo the same
[ "$(${renewed})" '>' "$(cat /tmp/before)" ] && echo renewed
[ "$(${LEASE} -o jsonpath='{.items[*].metadata.name}')" = "apiserver-$(printf '%s' "$(hostname | tr -d '\\n' | sha256sum | cut -c1-32 | xxd -r -p | base32 | tr -d = | tr A-Z a-z)")" ] && echo "of $(hostname)"`,
		'the same\nrenewed\nof controlplane\n',
	),
	row(
		'whoever deletes it sees it made again',
		IDENTITY,
		`${LEASE} -o name | xargs kubectl -n kube-system delete > /dev/null`,
		12,
		`${LEASE} --no-headers | wc -l`,
		'1\n',
	),
	row(
		'metrics tell which deprecated APIs have been asked for',
		'apiserver/pkg/endpoints/metrics RecordDeprecatedRequest',
		'kubectl get componentstatuses > /dev/null 2>&1; kubectl get endpoints > /dev/null 2>&1',
		1,
		"kubectl get --raw /metrics | grep '^apiserver_requested_deprecated_apis'",
		'apiserver_requested_deprecated_apis{group="",removed_release="",resource="componentstatuses",subresource="",version="v1"} 1\napiserver_requested_deprecated_apis{group="",removed_release="",resource="endpoints",subresource="",version="v1"} 1\n',
	),
	row(
		'profiles are for those who may: without --profiling=false',
		'apiserver/pkg/server/routes profiling.go',
		'',
		1,
		`kubectl get --raw /debug/pprof/ | grep -c heap; kubectl get --raw /debug/pprof/cmdline | tr '\\0' '\\n' | head -1; curl -sk https://127.0.0.1:6443/debug/pprof/ | jq -r .message`,
		'1\nkube-apiserver\nforbidden: User "system:anonymous" cannot get path "/debug/pprof/"\n',
	),
	row(
		'--profiling=false and --tls-min-version=VersionTLS13: neither profiles nor TLS 1.2',
		'apiserver/pkg/server/routes profiling.go, component-base/cli/flag ciphersuites_flag.go',
		flags('--profiling=false', '--tls-min-version=VersionTLS13'),
		60,
		`kubectl get --raw /debug/pprof/; curl -sSk --tls-max 1.2 https://127.0.0.1:6443/version; openssl s_client -connect 127.0.0.1:6443 -tls1_2 < /dev/null 2>&1 | grep -o 'tlsv1 alert.*'; openssl s_client -connect 127.0.0.1:6443 < /dev/null 2>&1 | grep Cipher`,
		`tlsv1 alert protocol version:../ssl/record/rec_layer_s3.c:1599:SSL alert number 70
New, TLSv1.3, Cipher is TLS_AES_128_GCM_SHA256
Error from server (NotFound): the server could not find the requested resource
curl: (35) OpenSSL/3.0.13: error:0A00042E:SSL routines::tlsv1 alert protocol version
`,
	),
	...[
		['--tls-min-version=VersionTLS14', 'unknown tls version \\"VersionTLS14\\"'],
		['--tls-cipher-suites=TLS_NOPE', "Cipher suite TLS_NOPE not supported or doesn't exist"],
		[
			'--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
			'error configuring http2: http2: TLSConfig.CipherSuites is missing an HTTP/2-required AES_128_GCM_SHA256 cipher (need at least one of TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)',
		],
	].map(([flag = '', reason]) =>
		row(
			`${flag}: it does not start`,
			'component-base/cli/flag ciphersuites_flag.go, x/net/http2 ConfigureServer',
			flags(flag),
			40,
			"crictl logs $(crictl ps -a --name kube-apiserver -q | head -1) 2>&1 | tail -1 | sed 's/.*\\] //'",
			`"command failed" err="${reason}"\n`,
		),
	),
	row(
		'suites of TLS 1.2 are those that are named',
		'component-base/cli/flag ciphersuites_flag.go, crypto/tls selectCipherSuite',
		flags('--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'),
		60,
		`kubectl get ns default -o name; openssl s_client -connect 127.0.0.1:6443 -tls1_2 < /dev/null 2>&1 | grep Cipher; openssl s_client -connect 127.0.0.1:6443 -tls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384 < /dev/null 2>&1 | grep -o 'sslv3 alert.*'; curl -sSk --tls-max 1.2 --ciphers ECDHE-RSA-AES256-GCM-SHA384 https://127.0.0.1:6443/version`,
		`namespace/default
New, TLSv1.2, Cipher is ECDHE-RSA-AES128-GCM-SHA256
sslv3 alert handshake failure:../ssl/record/rec_layer_s3.c:1599:SSL alert number 40
curl: (35) OpenSSL/3.0.13: error:0A000410:SSL routines::sslv3 alert handshake failure
`,
	),
];
