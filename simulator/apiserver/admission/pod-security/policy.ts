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

/** What holds where labels say nothing. */
export const NO_POLICY: Policy = { enforce: LATEST, audit: LATEST, warn: LATEST };

/**
 * What the labels ask for, and what is wrong with them; where a level is wrong, "restricted" is enforced.
 * Models pod-security-admission/api PolicyToEvaluate.
 */
export function policyOf(labels: Labels): { readonly policy: Policy; readonly errors: FieldError[] } {
	const errors: FieldError[] = [];
	if (labels === undefined) return { policy: NO_POLICY, errors };
	const enforce = modeOf(labels, 'enforce', 'restricted', errors);
	const audit = modeOf(labels, 'audit', 'privileged', errors);
	let warn = modeOf(labels, 'warn', 'privileged', errors);
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

function modeOf(labels: NonNullable<Labels>, mode: string, whenWrong: Level, errors: FieldError[]): LevelVersion {
	const levelKey = PREFIX + mode;
	const versionKey = `${levelKey}-version`;
	let { level, version } = LATEST;
	const givenLevel = labels[levelKey];
	if (givenLevel !== undefined) {
		level = isLevel(givenLevel) ? givenLevel : whenWrong;
		if (!isLevel(givenLevel)) {
			const because = `must be one of ${LEVELS.join(', ')}`;
			errors.push(invalidValue(`metadata.labels[${levelKey}]`, givenLevel, because));
		}
	}
	const givenVersion = labels[versionKey];
	if (givenVersion !== undefined && givenVersion !== 'latest') {
		const match = /^v1\.([0-9]|[1-9][0-9]*)$/.exec(givenVersion);
		if (match === null) {
			errors.push(invalidValue(`metadata.labels[${versionKey}]`, givenVersion, 'must be "latest" or "v1.x"'));
		} else version = Number(match[1]);
	}
	return { level, version };
}

function isLevel(text: string): text is Level {
	return (LEVELS as readonly string[]).includes(text);
}

export function isStricter(level: Level, than: Level): boolean {
	return LEVELS.indexOf(level) > LEVELS.indexOf(than);
}

export function isSame(a: LevelVersion, b: LevelVersion): boolean {
	return a.level === b.level && a.version === b.version;
}

/** "restricted:latest", "baseline:v1.34". */
export function levelVersionText({ level, version }: LevelVersion): string {
	return `${level}:${version === 'latest' ? version : `v1.${version}`}`;
}
