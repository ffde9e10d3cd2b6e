/** Counts what makes a name lead elsewhere or nowhere, in all trees of a machine. New names are not counted. */
export class NameChanges {
	count = 0;
}
