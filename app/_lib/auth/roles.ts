/** What an account may do, each more than the one before. */
export const ROLES = ['student', 'instructor', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** The role that the database holds as text; anything it should not hold is the least. */
export function roleOf(text: string | null | undefined): Role {
	return ROLES.find((role) => role === text) ?? 'student';
}

export function isAtLeast(role: Role, wanted: Role): boolean {
	return ROLES.indexOf(role) >= ROLES.indexOf(wanted);
}
