import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, after: number, ask: string, told: string): WorldRow {
	return { cause, source, given, after, ask, told };
}

const MANIFEST = '/etc/kubernetes/manifests/kube-apiserver.yaml';
const AUTHN = 'pkg/kubeapiserver/options authentication.go, apiserver/pkg/apis/apiserver/validation';
const AUTHZ = 'pkg/kubeapiserver/options authorization.go, authorizer LoadAndValidateFile';

/** `flags FLAG…` puts them into the API server's manifest, without those of before; `said`: its last line. */
export const API_ACCESS_SETUP = `cp ${MANIFEST} /tmp/manifest
cat > /usr/local/bin/flags <<'END'
grep -v -e "\${WITHOUT:-nothing}" /tmp/manifest > /tmp/next
for flag; do sed -i "s#^    - --secure-port.*#&\\n    - $flag#" /tmp/next; done
cp /tmp/next ${MANIFEST}
END
cat > /usr/local/bin/said <<'END'
crictl logs $(crictl ps -a --name kube-apiserver -q | head -1) 2>&1 | tail -1 | sed 's/.*\\] //'
END
cat > /usr/local/bin/code <<'END'
curl -sk -o /dev/null -w '%{http_code}\\n' "$@"
END
chmod +x /usr/local/bin/*
cat > /etc/kubernetes/pki/authn.yaml <<'END'
apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
anonymous:
  enabled: true
  conditions:
  - path: /livez
  - path: /readyz
END
cat > /etc/kubernetes/pki/authz.yaml <<'END'
apiVersion: apiserver.config.k8s.io/v1
kind: AuthorizationConfiguration
authorizers:
- type: Node
  name: node
- type: RBAC
  name: rbac
END
cd /etc/kubernetes/pki; sed 's/enabled/enabld/' authn.yaml > authn-typo.yaml; sed 's/type: RBAC/type: RBACC/' authz.yaml > authz-type.yaml; sed 's/name: rbac/name: roles/' authz.yaml > authz-name.yaml
printf 'abc,bob,1000,"dev,ops"\\n' > tokens.csv; printf 'abc,bob\\n' > tokens-short.csv`;

const server = 'https://127.0.0.1:6443';
const failed = (reason: string): string => `"command failed" err=${JSON.stringify(reason)}\n`;

export const API_ACCESS_ROWS: readonly WorldRow[] = [
	row(
		'--authentication-config: anonymous on the paths that it names, 401 elsewhere',
		AUTHN,
		'flags --authentication-config=/etc/kubernetes/pki/authn.yaml',
		60,
		`code ${server}/livez; code ${server}/readyz; code ${server}/healthz; code ${server}/version; kubectl get nodes -o name | wc -l; crictl ps --name kube-apiserver -o json | jq .containers[0].metadata.attempt`,
		'200\n200\n401\n401\n3\n0\n',
	),
	...(
		[
			[
				'--authentication-config=/etc/kubernetes/pki/authn.yaml --anonymous-auth=true',
				'--anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file',
			],
			[
				'--authentication-config=/etc/kubernetes/pki/authn-typo.yaml',
				'strict decoding error: unknown field "anonymous.enabld"',
			],
			[
				'--authentication-config=/etc/kubernetes/pki/authn.yaml --oidc-client-id=k',
				'authentication-config file and oidc-* flags are mutually exclusive',
			],
			[
				'--oidc-client-id=k',
				'oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set',
			],
			[
				'--oidc-client-id=k --oidc-issuer-url=http://idp.example.com',
				'invalid authentication config: jwt[0].issuer.url: Invalid value: "http://idp.example.com": URL scheme must be https',
			],
			[
				'--token-auth-file=/etc/kubernetes/pki/tokens-short.csv',
				"invalid authentication config: token file '/etc/kubernetes/pki/tokens-short.csv' must have at least 3 columns (token, user name, user uid), found 2",
			],
			['--max-requests-inflight=-1', '--max-requests-inflight can not be negative value'],
			['--goaway-chance=1', '--goaway-chance can not be less than 0 or greater than 0.02'],
		] as const
	).map(([flags, reason]) => row(`${flags}: it does not start`, AUTHN, `flags ${flags}`, 30, 'said', failed(reason))),
	row(
		'--token-auth-file: whoever has the token is its user; a certificate goes first',
		'apiserver/pkg/authentication/token/tokenfile NewCSV',
		'flags --token-auth-file=/etc/kubernetes/pki/tokens.csv',
		60,
		`curl -sk -H 'Authorization: Bearer abc' ${server}/api/v1/nodes | jq -r .message; kubectl create clusterrolebinding ops --clusterrole=view --group=ops > /dev/null; code -H 'Authorization: Bearer abc' ${server}/api/v1/pods; code -H 'Authorization: Bearer abd' ${server}/api/v1/pods; kubectl --token abc auth whoami -o jsonpath={.status.userInfo.username}`,
		'nodes is forbidden: User "bob" cannot list resource "nodes" in API group "" at the cluster scope\n200\n401\nkubernetes-admin',
	),
	row(
		'--authorization-config instead of --authorization-mode',
		AUTHZ,
		'WITHOUT=authorization-mode flags --authorization-config=/etc/kubernetes/pki/authz.yaml',
		60,
		'kubectl get nodes -o name | wc -l; kubectl auth can-i get secrets --as jane',
		'3\nno\n',
	),
	...(
		[
			[
				'',
				'authz.yaml',
				'--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined',
			],
			[
				'authorization-mode',
				'authz-type.yaml',
				'authorizers[1].type: Unsupported value: "RBACC": supported values: "ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook"',
			],
			['authorization-mode', 'authz-name.yaml', 'expected name rbac for authorizer RBAC instead of roles'],
			[
				'authorization-mode',
				'none.yaml',
				'failed to load AuthorizationConfiguration from file: open /etc/kubernetes/pki/none.yaml: no such file or directory',
			],
		] as const
	).map(([without, file, reason]) =>
		row(
			`--authorization-config=${file}${without === '' ? ' beside --authorization-mode' : ''}: it does not start`,
			AUTHZ,
			`WITHOUT=${without} flags --authorization-config=/etc/kubernetes/pki/${file}`,
			30,
			'said',
			failed(reason),
		),
	),
	row('as it was', AUTHZ, 'flags', 60, 'kubectl get nodes -o name | wc -l', '3\n'),
];
