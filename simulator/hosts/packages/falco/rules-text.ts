/** A rule of the rules files that falco's projects publish. */
export interface RuleText {
	readonly name: string;
	readonly description: string;
	/** One part a line. */
	readonly condition: readonly string[];
	/** What the alert says, and its own fields. */
	readonly message: string;
	readonly fields?: string;
	/** Without the flags of what is executed: of rules about other calls. */
	readonly isNoExec?: boolean;
	/** Somebody has to turn it on. */
	readonly isOff?: boolean;
	readonly priority: string;
	readonly tags: string;
}

export type RulesPart =
	| RuleText
	| { readonly macro: string; readonly is: string }
	| { readonly list: string; readonly has: string };

/** What every alert tells of its event and process. */
const TAIL =
	'evt_type=%evt.type user=%user.name user_uid=%user.uid user_loginuid=%user.loginuid process=%proc.name proc_exepath=%proc.exepath parent=%proc.pname command=%proc.cmdline terminal=%proc.tty';

/** A rules file: texts of our own, names and fields as the public ones have them. */
export function rulesFile(head: string, parts: readonly RulesPart[]): string {
	return `${head}\n${parts.map(partText).join('\n')}`;
}

function partText(part: RulesPart): string {
	if ('macro' in part) return `- macro: ${part.macro}\n  condition: (${part.is})\n`;
	if ('list' in part) return `- list: ${part.list}\n  items: [${part.has}]\n`;
	const { name, description, condition, message, fields, isNoExec, isOff, priority, tags } = part;
	const own = fields === undefined ? '' : `${fields} `;
	const flags = isNoExec === true ? '' : ' exe_flags=%evt.arg.flags';
	return `- rule: ${name}
  desc: >
    ${description}
  condition: >
    ${condition.join('\n    and ')}
${isOff === true ? '  enabled: false\n' : ''}  output: ${message} | ${own}${TAIL}${flags}
  priority: ${priority}
  tags: [${tags}]
`;
}
