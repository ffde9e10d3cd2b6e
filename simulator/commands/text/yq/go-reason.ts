import { errorMessage } from '../../../kernel/error-message.ts';
import type { SystemError } from '../../../kernel/process-api.ts';

/** "no such file or directory": Go's wording. */
export function goReason({ errno }: SystemError): string {
	const text = errorMessage(errno);
	return text.charAt(0).toLowerCase() + text.slice(1);
}
