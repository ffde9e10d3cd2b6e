import { isInside, regionsOf } from './yaml-regions.ts';

/** One kind of slip, of the finger or of the mind. */
export interface Mutation {
	readonly kind: string;
	/** The group `at` is what is changed; what stands before it in the match is shown with it. */
	readonly pattern: RegExp;
	readonly replace: (text: string) => string;
	/** Only within the values of these YAML or JSON keys. */
	readonly within?: RegExp;
	/** Only outside of here-documents and quoted text. */
	readonly commandLine?: boolean;
}

/** Says little of a task, and is possible nearly everywhere: only taken when the others are too few. */
export const LAST_KIND = 'word';

/** Words of the API that one takes for another. */
const CHOICES: readonly (readonly string[])[] = [
	['Always', 'Never'],
	['OnFailure', 'Always'],
	['IfNotPresent', 'Never'],
	['NoSchedule', 'PreferNoSchedule'],
	['NoExecute', 'NoSchedule'],
	['Exists', 'DoesNotExist'],
	['In', 'NotIn'],
	['RollingUpdate', 'OnDelete'],
	['Recreate', 'RollingUpdate'],
	['ClusterIP', 'ExternalName'],
	['NodePort', 'ClusterIP'],
	['LoadBalancer', 'ClusterIP'],
	['Prefix', 'Exact'],
	['Exact', 'Prefix'],
	['Ingress', 'Egress'],
	['Egress', 'Ingress'],
	['TCP', 'UDP'],
	['UDP', 'TCP'],
	['Forbid', 'Allow'],
	['Replace', 'Allow'],
	['Parallel', 'OrderedReady'],
	['Retain', 'Delete'],
	['ReadWriteOnce', 'ReadOnlyMany'],
	['ReadWriteMany', 'ReadWriteOnce'],
	['ReadOnlyMany', 'ReadWriteOnce'],
	['ReadWriteOncePod', 'ReadWriteOnce'],
	['WaitForFirstConsumer', 'Immediate'],
	['DoNotSchedule', 'ScheduleAnyway'],
	['restricted', 'baseline'],
	['baseline', 'privileged'],
	['enforce', 'warn'],
	['readinessProbe', 'livenessProbe'],
	['livenessProbe', 'readinessProbe'],
	['startupProbe', 'livenessProbe'],
	['preStop', 'postStart'],
	['postStart', 'preStop'],
	['initContainers', 'containers'],
	['requests', 'limits'],
	['podAntiAffinity', 'podAffinity'],
	['podAffinity', 'podAntiAffinity'],
	['requiredDuringSchedulingIgnoredDuringExecution', 'preferredDuringSchedulingIgnoredDuringExecution'],
	['matchLabels', 'matchExpressions'],
	['undo', 'restart'],
	['cordon', 'uncordon'],
	['uncordon', 'cordon'],
	['start', 'stop'],
	['stop', 'start'],
	['ConfigMap', 'Secret'],
	['ClusterRole', 'Role'],
	['StatefulSet', 'Deployment'],
	['DaemonSet', 'Deployment'],
	['CronJob', 'Job'],
	['Deny', 'Audit'],
];
const OTHER_WORD = new Map(CHOICES.map(([from, to]) => [from as string, to as string]));

/** TYPE NAME and TYPE/NAME of kubectl's command lines. */
const TYPES =
	'deployments?|deploy|pods?|po|services?|svc|configmaps?|cm|secrets?|statefulsets?|sts|daemonsets?|ds|jobs?|cronjobs?|cj|nodes?|no|namespaces?|ns|ingress|ing|networkpolic(?:y|ies)|netpol|serviceaccounts?|sa|roles?|rolebindings?|clusterroles?|clusterrolebindings?|quota|resourcequotas?|hpa|pvc?|persistentvolume(?:claim)?s?|replicasets?|rs|priorityclass(?:es)?|pc|pdb|poddisruptionbudget|storageclass|sc';
const SUBTYPES = 'generic |tls |docker-registry |clusterip |nodeport |loadbalancer |externalname ';

const plus = (text: string): string => String(Number(text) + 1);
const misspelt = (text: string): string => `${text}x`;

function otherHost(host: string): string {
	return host === 'node01' ? 'node02' : 'node01';
}

/** A list of words one shorter; the only word becomes another. */
function lessOf(other: (only: string) => string): (list: string) => string {
	return (list) => {
		const cut = list.lastIndexOf(',');
		return cut < 0 ? other(list) : list.slice(0, cut);
	};
}

function otherMinute(field: string): string {
	if (field.startsWith('*/')) return `*/${Number(field.slice(2)) + 2}`;
	return field === '*' ? '7' : '*';
}

const LABELS = /^(?:labels|annotations)$/;
const SELECTORS = /^(?:selector|matchLabels|podSelector|namespaceSelector|nodeSelector)$/;
const REFERENCES =
	/^(?:\w+Ref|configMap|secret|subjects|service|parentRefs|backendRefs|imagePullSecrets|configMapKeyRef|secretKeyRef)$/;
const PAIR_VALUE = /["']?[\w./-]+["']?\s*: ?["']?(?<at>[\w.-]+)/g;

export const MUTATIONS: readonly Mutation[] = [
	{
		kind: 'image',
		pattern: /(?:image["']?[=:]\s*["']?)?(?<![\w./-])[a-z][\w./-]*:(?<at>v?\d+\.\d[\w.-]*|latest)/g,
		replace: (tag) => (tag === 'latest' ? '1.0' : 'latest'),
	},
	{
		kind: 'image name',
		pattern: /image["']?[=:]\s*["']?(?:[\w.-]+\/)*(?<at>[a-z][\w-]*)(?=[:"'\s])/g,
		replace: (name) => (name === 'httpd' ? 'nginx' : 'httpd'),
	},
	{
		kind: 'namespace',
		pattern: /(?:(?<![\w-])-n[= ]|--namespace[= ]|\bnamespace["']?: ?["']?)(?<at>[a-z0-9][a-z0-9-]*)/g,
		replace: (name) => (name === 'kube-public' ? 'default' : 'kube-public'),
	},
	{
		kind: 'object name',
		pattern: /\{?\bname["']?: ?["']?(?<at>[a-z0-9][\w.-]*)/g,
		within: /^metadata$/,
		replace: misspelt,
	},
	{
		kind: 'object name',
		pattern: new RegExp(`\\b(?:run|(?:${TYPES})[ /](?:${SUBTYPES})?)\\s*(?<at>[a-z0-9][a-z0-9.-]*)(?![=/])`, 'g'),
		commandLine: true,
		replace: misspelt,
	},
	{ kind: 'reference', pattern: /\bname["']?: ?["']?(?<at>[a-z0-9][\w.:-]*)/g, within: REFERENCES, replace: misspelt },
	{
		kind: 'reference',
		pattern:
			/(?:\b(?:claimName|secretName|serviceAccountName|storageClassName|ingressClassName|priorityClassName|runtimeClassName|serviceName|schedulerName)["']?: ?["']?|--(?:serviceaccount|role|clusterrole|user|group|class|from|service-account)=)(?<at>[a-z0-9][\w.:-]*)/g,
		replace: misspelt,
	},
	{
		kind: 'number',
		pattern:
			/(?:--(?!port|target-port|node-port|timeout|tail|tcp|grace-period)[a-z-]+=|(?<![\w-])["']?(?!\w*[pP]ort\b)[a-zA-Z]+["']?: ?["']?)(?<at>\d+)(?![\w.:/%])/g,
		replace: plus,
	},
	{
		kind: 'port',
		pattern: /(?:--(?:port|target-port|node-port)=|--tcp=(?:\d+:)?|\w*[pP]ort["']?: ?)(?<at>\d+)\b/g,
		replace: plus,
	},
	{ kind: 'port', pattern: /\btargetPort["']?: ?["']?(?<at>[a-z][\w-]*)/g, replace: misspelt },
	{ kind: 'label value', pattern: PAIR_VALUE, within: LABELS, replace: misspelt },
	{ kind: 'label key', pattern: /["']?(?<at>[\w./-]+)["']?\s*: ?["']?[\w.-]+/g, within: LABELS, replace: misspelt },
	{
		kind: 'label value',
		pattern: /(?:--labels=|kubectl label .*?|kubectl taint .*?)[\w./-]+=(?<at>[\w.-]+)/g,
		replace: misspelt,
	},
	{ kind: 'selector', pattern: PAIR_VALUE, within: SELECTORS, replace: misspelt },
	{
		kind: 'selector',
		pattern: /(?:(?<![\w-])-l |--selector=|set selector .*?)[\w./-]+=(?<at>[\w.-]+)/g,
		replace: misspelt,
	},
	{ kind: 'verb', pattern: /verbs["']?: ?\[(?<at>[^\]]+)\]/g, replace: lessOf(() => 'watch') },
	{ kind: 'verb', pattern: /--verb=(?<at>[\w*,]+)/g, replace: lessOf(() => 'watch') },
	{ kind: 'resource', pattern: /resources["']?: ?\[(?<at>[^\]]+)\]/g, replace: lessOf(() => 'events') },
	{ kind: 'resource', pattern: /--resource=(?<at>[\w*,./-]+)/g, replace: lessOf(() => 'events') },
	{ kind: 'path', pattern: /\b(?:mountPath|path|subPath)["']?: ?["']?(?<at>[\w/][\w./-]*)/g, replace: misspelt },
	{ kind: 'path', pattern: /(?<![\w.:/-])(?<at>\/[\w.-]+\/[\w./-]+\w)/g, commandLine: true, replace: misspelt },
	{ kind: 'data key', pattern: /(?<at>[\w.-]+)["']?: ?["']?\S/g, within: /^(?:data|stringData)$/, replace: misspelt },
	{
		kind: 'data value',
		pattern: /[\w.-]+["']?: ?["']?(?<at>[\w./:-]+)/g,
		within: /^(?:data|stringData)$/,
		replace: misspelt,
	},
	{ kind: 'data key', pattern: /--from-(?:literal|file)=(?<at>[\w.-]+)=/g, replace: misspelt },
	{ kind: 'data value', pattern: /--from-literal=[\w.-]+=["']?(?<at>[\w./:-]+)/g, replace: misspelt },
	{ kind: 'value', pattern: /\bvalue["']?: ?["']?(?<at>[A-Za-z/][\w./:-]*)/g, replace: misspelt },
	{ kind: 'value', pattern: /(?<![\w-])[A-Z][A-Z_]+=["']?(?<at>[\w./:-]+)/g, replace: misspelt },
	{
		kind: 'quantity',
		pattern: /(?<![\w.-])(?<at>\d+(?:\.\d+)?)(?=(?:m|Ki|Mi|Gi|Ti|[kMGshd])\b)/g,
		replace: (text) => String(Number(text) * 2),
	},
	{ kind: 'number', pattern: /[:=] ?["']?(?<at>\d+)(?=%)/g, replace: plus },
	{
		kind: 'boolean',
		pattern: /[\w-]+["']?[:=] ?["']?(?<at>true|false)\b/g,
		replace: (text) => (text === 'true' ? 'false' : 'true'),
	},
	{
		kind: 'choice',
		pattern: new RegExp(`(?<![\\w./-])(?<at>${[...OTHER_WORD.keys()].join('|')})(?![\\w./-])`, 'g'),
		replace: (word) => OTHER_WORD.get(word) as string,
	},
	{ kind: 'host', pattern: /(?<![\w/-])(?<at>node01|node02|controlplane)(?![\w/])/g, replace: otherHost },
	{
		kind: 'address',
		pattern: /\b\d+\.\d+\.\d+\.(?<at>\d+)\b/g,
		replace: (octet) => String((Number(octet) + 1) % 256),
	},
	{
		kind: 'schedule',
		pattern: /schedule["']?[:=] ?["']?(?<at>[\d*/,-]+)(?=(?: [\w*/,-]+){4})/g,
		replace: otherMinute,
	},
	{
		kind: 'edit',
		pattern: /\bs(?<cut>[/#|,])(?:(?!\k<cut>).)+\k<cut>(?<at>(?:(?!\k<cut>).)+)\k<cut>/g,
		replace: misspelt,
	},
	{
		kind: 'flag dropped',
		pattern:
			/(?<at> --(?!timeout|wait|dry-run|for=|tail|force|grace-period|overwrite|namespace|ignore|kubeconfig)[a-z][\w-]*(?:=(?:"[^"]*"|'[^']*'|[^\s"'|;)]+))?)(?=\s|$)/g,
		commandLine: true,
		replace: () => '',
	},
	{
		kind: 'line dropped',
		pattern: /(?<=\n)(?<at> +(?:- )?(?!apiVersion|kind|name\b)[\w.-]+: [^\s|>].*\n)/g,
		replace: () => '',
	},
	{
		kind: 'answer',
		pattern: /\b(?:echo|printf)(?: -\w+)? ["']?(?<at>[^"'\n>|$]*[^\s"'\n>|$])["']?(?=\s*>)/g,
		replace: misspelt,
	},
	{
		kind: LAST_KIND,
		pattern: /(?<=[\s'"])(?<at>[A-Za-z][\w.-]{2,})(?=\s|$)/g,
		commandLine: true,
		replace: misspelt,
	},
];

/** Where a mutation can be made: positions of what it changes. */
export function* placesOf(
	script: string,
	{ pattern, within }: Mutation,
): Generator<{ start: number; match: string; at: string }> {
	const regions = within === undefined ? undefined : regionsOf(script, within);
	for (const match of script.matchAll(new RegExp(pattern.source, 'dg'))) {
		const [start = 0, end = 0] = match.indices?.groups?.at ?? [];
		if (regions !== undefined && !isInside(regions, start)) continue;
		yield { start, match: script.slice(match.index, start), at: script.slice(start, end) };
	}
}
