import { ADDRESS_LIBRARY } from './address-library.ts';
import { AUTHORIZER_LIBRARY } from './authorizer-library.ts';
import { type CelFunctions, joinFunctions } from './cel-overload.ts';
import { LIST_LIBRARY } from './list-library.ts';
import { FORMAT_LIBRARY } from './named-formats.ts';
import { QUANTITY_LIBRARY } from './quantity-library.ts';
import { SEMVER_LIBRARY } from './semver-library.ts';
import { STANDARD_FUNCTIONS } from './standard-functions.ts';
import { TEXT_LIBRARY } from './text-library.ts';
import { URL_LIBRARY } from './url-library.ts';

/** Everything that an expression may call. Models apiserver/pkg/cel/environment base.go. */
export const KUBERNETES_FUNCTIONS: CelFunctions = joinFunctions(
	STANDARD_FUNCTIONS,
	TEXT_LIBRARY,
	LIST_LIBRARY,
	QUANTITY_LIBRARY,
	SEMVER_LIBRARY,
	ADDRESS_LIBRARY,
	URL_LIBRARY,
	FORMAT_LIBRARY,
	AUTHORIZER_LIBRARY,
);
