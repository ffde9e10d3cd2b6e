import { type FieldError, invalidValue } from '../../../machinery/field-error.ts';

export type Level = 'privileged' | 'baseline' | 'restricted';

/** Which rules hold: those of a level, as they read in a version. */
export interface LevelVersion {
	readonly level: Level;
	/** The minor version of Kubernetes 1. */
	readonly version: number | 'latest';
}

/** What a namespace's labels ask for. */
export interface Policy {
	readonly enforce: LevelVersion;
	readonly audit: LevelVersion;
	readonly warn: LevelVersion;
}

type Labels = { readonly [key: string]: string } | undefined;

const PREFIX = 'pod-security.kubernetes.io/';
/** By strictness. */
const LEVELS: readonly Level[] = ['privileged', 'baseline', 'restricted'];
const LATEST: LevelVersion = { level: 'privileged', version: 'latest' };

/** What holds where nobody says anything. */
export const NO_POLICY: Policy = { enforce: LATEST, audit: LATEST, warn: LATEST };

/**
 * What the labels ask for, and what is wrong with them; where a level is wrong, "restricted" is enforced.
 * Models pod-security-admission/api PolicyToEvaluate.
 */
export function policyOf(
	labels: Labels,
	defaults: Policy = NO_POLICY,
): { readonly policy: Policy; readonly errors: FieldError[] } {
	const errors: FieldError[] = [];
	if (labels === undefined) return { policy: defaults, errors };
	const enforce = modeOf(labels, 'enforce', 'restricted', defaults, errors);
	const audit = modeOf(labels, 'audit', 'privileged', defaults, errors);
	let warn = modeOf(labels, 'warn', 'privileged', defaults, errors);
	// Who enforces a level is warned of it, too: that is where Deployments are told.
	const given = labels[`${PREFIX}enforce`];
	if (labels[`${PREFIX}warn`] === undefined && given !== undefined && isLevel(given)) {
		if (isStricter(enforce.level, warn.level)) {
			const ownVersion = labels[`${PREFIX}warn-version`] !== undefined;
			warn = { level: enforce.level, version: ownVersion ? warn.version : enforce.version };
		}
	}
	return { policy: { enforce, audit, warn }, errors };
}

function modeOf(
	labels: NonNullable<Labels>,
	mode: keyof Policy,
	whenWrong: Level,
	defaults: Policy,
	errors: FieldError[],
): LevelVersion {
	const levelKey = PREFIX + mode;
	const versionKey = `${levelKey}-version`;
	let { level, version } = defaults[mode];
	const givenLevel = labels[levelKey];
	if (givenLevel !== undefined) {
		const parsed = parseLevel(givenLevel);
		if ('because' in parsed) errors.push(invalidValue(`metadata.labels[${levelKey}]`, givenLevel, parsed.because));
		level = 'because' in parsed ? whenWrong : parsed.level;
	}
	const givenVersion = labels[versionKey];
	if (givenVersion !== undefined) {
		const parsed = parseVersion(givenVersion);
		if ('because' in parsed) errors.push(invalidValue(`metadata.labels[${versionKey}]`, givenVersion, parsed.because));
		else version = parsed.version;
	}
	return { level, version };
}

/** Why something is not what it should be. */
interface Unparsed {
	readonly because: string;
}

export function parseLevel(text: string): Pick<LevelVersion, 'level'> | Unparsed {
	return isLevel(text) ? { level: text } : { because: `must be one of ${LEVELS.join(', ')}` };
}

export function parseVersion(text: string): Pick<LevelVersion, 'version'> | Unparsed {
	if (text === 'latest') return { version: 'latest' };
	const match = /^v1\.([0-9]|[1-9][0-9]*)$/.exec(text);
	return match === null ? { because: 'must be "latest" or "v1.x"' } : { version: Number(match[1]) };
}

function isLevel(text: string): text is Level {
	return (LEVELS as readonly string[]).includes(text);
}

export function isStricter(level: Level, than: Level): boolean {
	return LEVELS.indexOf(level) > LEVELS.indexOf(than);
}

function isPrivileged({ enforce, audit, warn }: Policy): boolean {
	return [enforce, audit, warn].every(({ level }) => level === 'privileged');
}

const MODES: readonly (keyof Policy)[] = ['enforce', 'audit', 'warn'];

/** Whoever labels a namespace that nobody looks at is told so. Models exemptNamespaceWarning. */
export function exemptNamespaceWarning(
	name: string,
	policy: Policy,
	labels: Labels,
	defaults: Policy,
): string | undefined {
	const isEquivalent = (mode: keyof Policy): boolean => {
		const [own, usual] = [policy[mode], defaults[mode]];
		return (own.level === 'privileged' && usual.level === 'privileged') || isSame(own, usual);
	};
	if (isPrivileged(policy) || MODES.every(isEquivalent)) return undefined;
	const isLabelled = (mode: keyof Policy): boolean =>
		labels?.[PREFIX + mode] !== undefined || labels?.[`${PREFIX}${mode}-version`] !== undefined;
	const shown = MODES.filter((mode) => policy[mode].level !== 'privileged' && isLabelled(mode))
		.map((mode) => `${mode}=${levelVersionText(policy[mode])}`)
		.join(', ');
	return `namespace ${JSON.stringify(name)} is exempt from Pod Security, and the policy (${shown}) will be ignored`;
}

export function isSame(a: LevelVersion, b: LevelVersion): boolean {
	return a.level === b.level && a.version === b.version;
}

/** "restricted:latest", "baseline:v1.34". */
export function levelVersionText({ level, version }: LevelVersion): string {
	return `${level}:${version === 'latest' ? version : `v1.${version}`}`;
}
