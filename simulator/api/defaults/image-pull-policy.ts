/**
 * Always for the tag "latest", also when it is not written; IfNotPresent for other tags and digests.
 * Models pkg/util/parsers ParseImageName and SetDefaults_Container.
 */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
	const at = image.indexOf('@');
	const name = at < 0 ? image : image.slice(0, at);
	const colon = name.lastIndexOf(':');
	const tag = colon > name.lastIndexOf('/') ? name.slice(colon + 1) : '';
	if (!IMAGE_REFERENCE.test(image)) return 'IfNotPresent';
	if (tag === 'latest') return 'Always';
	return tag === '' && at < 0 ? 'Always' : 'IfNotPresent';
}

/** Enough of distribution/reference to tell what has no tag because it is malformed. */
const IMAGE_REFERENCE =
	/^(?:[a-zA-Z0-9.-]+(?::[0-9]+)?\/)?[a-z0-9._-]+(?:\/[a-z0-9._-]+)*(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][\w.+-]*:[0-9a-fA-F]{32,})?$/;
