import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, after: number, ask: string, told: string): WorldRow {
	return { cause, source, given, after, ask, told };
}

const LEASE = 'kubectl -n kube-system get lease -l apiserver.kubernetes.io/identity=kube-apiserver';
const IDENTITY = 'pkg/controlplane/apiserver server.go, component-helpers/apimachinery/lease controller.go';
const renewed = `${LEASE} -o jsonpath='{.items[0].spec.renewTime}'`;

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
];
