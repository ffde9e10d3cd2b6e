/** What a shell does more with than start one program. */
const OPERATORS = /[|&;<>`$(){}\n]/;
/** kubectl's that reach into machines or write files. Of what the others do the cluster's store tells. */
const KUBECTL_WITHIN = /\s(exec|cp|debug|attach|config|run|kustomize)(\s|$)/;
const LOOKING =
	/^(ls|ll|cat|cd|pwd|less|more|head|tail|grep|wc|find|stat|file|tree|diff|man|help|type|which|whoami|id|groups|date|env|history|clear|df|du|free|ps|ss|ip|lsof|netstat|uname|hostname|ping|dig|nslookup|host)(\s|$)/;

/**
 * Whether a command line surely leaves the machines as they are: their files, programs and containers. Most lines of a
 * student only ask, and copies of the world need not be made to try what cannot have changed.
 */
export function leavesMachinesAlone(line: string): boolean {
	const text = line.trim();
	if (text === '' || text.startsWith('#')) return true;
	if (OPERATORS.test(text)) return false;
	if (/^(kubectl|k)(\s|$)/.test(text)) return !KUBECTL_WITHIN.test(text);
	return LOOKING.test(text) && !/\s-(delete|exec|execdir|fprint\S*|fls|ok)(\s|$)/.test(text);
}
