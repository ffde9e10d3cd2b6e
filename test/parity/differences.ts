/**
 * Where what the two print may differ without either being at fault. Each rule is as narrow as the change it stands
 * for, and is left out once the real kubectl has that change too.
 */
export interface DifferenceRule {
	readonly name: string;
	/** The change upstream that the rule stands for, or what of a run can never be the same. */
	readonly reason: string;
	/** Applies to a real kubectl older than this minor of version 1; always when absent. */
	readonly beforeMinor?: number;
	/** What the sandbox's output would be without the change. */
	readonly sandbox?: (text: string) => string;
	/** What the real one's output would be with the change. */
	readonly real?: (text: string) => string;
}

const KLOG_HEADER = /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ (\w+\.go:\d+)\] /gm;
const KLOG_LINE = /^([IWEF] \w+\.go):\d+\] /gm;

const withoutKlogTime = (text: string): string => text.replace(KLOG_HEADER, '$1 $2] ');
const withoutKlogLine = (text: string): string => text.replace(KLOG_LINE, '$1] ');
const withoutFingerprint = (text: string): string => text.replace(/\bX509SHA256=[0-9a-f]{64}\b/g, 'X509SHA256=…');

export const DIFFERENCE_RULES: readonly DifferenceRule[] = [
	{
		name: 'klog time and process id',
		reason: 'the moment and the process id of a log line belong to the run',
		sandbox: withoutKlogTime,
		real: withoutKlogTime,
	},
	{
		name: 'klog source line',
		reason: 'statements move within their source file from release to release',
		beforeMinor: 35,
		sandbox: withoutKlogLine,
		real: withoutKlogLine,
	},
	{
		name: 'fingerprint of the client certificate',
		reason: 'each side proves itself with a certificate of its own',
		sandbox: withoutFingerprint,
		real: withoutFingerprint,
	},
	{
		name: 'creationTimestamp: null',
		reason: 'kubernetes/kubernetes#130989 (1.34): a zero metadata.creationTimestamp is left out',
		beforeMinor: 34,
		real: (text) =>
			text
				.replace(/^( *)metadata:\n\1 {2}creationTimestamp: null\n(?!\1 {2}\w)/gm, '$1metadata: {}\n')
				.replace(/^ *creationTimestamp: null\n/gm, '')
				.replace(/^ *"creationTimestamp": null,\n/gm, '')
				.replace(/,\n *"creationTimestamp": null\n/g, '\n')
				.replace(/"creationTimestamp":null,/g, '')
				.replace(/,"creationTimestamp":null\}/g, '}'),
	},
	{
		name: 'deleted from a namespace',
		reason: 'kubernetes/kubernetes#126619 (1.34): `kubectl delete` names the namespace',
		beforeMinor: 34,
		sandbox: (text) =>
			text.replace(/^(\S+ "\S+" (?:force )?deleted) from \S+ namespace((?: \((?:server )?dry run\))?)$/gm, '$1$2'),
	},
	{
		name: 'describe: the container of an event',
		reason: "kubernetes/kubernetes#133627 (1.35): an event's message starts with its fieldPath",
		beforeMinor: 35,
		sandbox: (text) => text.replace(/^( {2}(?:Normal|Warning) .*? {2,})spec\.\w+\{[^}]+\}: /gm, '$1'),
	},
	{
		name: "describe: a service account's secrets",
		reason: 'kubernetes/kubernetes#117160 (1.35): secrets and tokens are not listed',
		beforeMinor: 35,
		real: (text) => text.replace(/^(Image pull secrets: .*\n)Mountable secrets: .*\nTokens: .*\n/gm, '$1'),
	},
	{
		name: "describe: the names of a container's ports",
		reason: 'kubernetes/kubernetes#133018 (1.35): ports are shown with their names',
		beforeMinor: 35,
		sandbox: (text) =>
			text.replace(/^ *(?:Host )?Ports?: .*$/gm, (line) => line.replace(/(\/(?:TCP|UDP|SCTP)) \([^)]+\)/g, '$1')),
	},
	{
		name: 'the warning of attach',
		reason: 'kubernetes/kubernetes#127183 (1.34): who attaches is told that the session is logged',
		beforeMinor: 34,
		sandbox: (text) =>
			text.replace(/^All commands and output from this session will be recorded in container logs, .*\n/gm, ''),
	},
	{
		name: 'length of a label value',
		reason: 'apimachinery/pkg/api/validate/content (1.34): the limit is said in bytes',
		beforeMinor: 34,
		sandbox: (text) =>
			text.replace(/^(error: invalid label value: .*must be no more than 63) bytes$/gm, '$1 characters'),
	},
	{
		name: 'preferences of a kubeconfig',
		reason: 'client-go/tools/clientcmd/api/v1 (1.34): preferences are deprecated and left out when empty',
		beforeMinor: 34,
		real: (text) => text.replace(/^preferences: \{\}\n/gm, ''),
	},
	{
		name: '--cpu-percent is deprecated',
		reason: 'kubectl autoscale (1.34): --cpu and --memory instead of --cpu-percent',
		beforeMinor: 34,
		sandbox: (text) => text.replace(/^Flag --cpu-percent has been deprecated, .*\n/gm, ''),
	},
	{
		name: 'kyaml among the formats',
		reason: 'KEP-5295 (kubernetes/kubernetes#132942, on without an environment variable since 1.35): `-o kyaml`',
		beforeMinor: 35,
		sandbox: (text) =>
			text.replace(/(allowed formats are: \S*jsonpath-file,)kyaml,/g, '$1').replace(/^(yaml\n)kyaml\n/gm, '$1'),
	},
];

/** The rules for a real kubectl of a minor of version 1. */
export function rulesFor(minor: number): readonly DifferenceRule[] {
	return DIFFERENCE_RULES.filter(({ beforeMinor }) => beforeMinor === undefined || minor < beforeMinor);
}
