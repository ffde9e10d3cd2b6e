import type { Command } from '../command.ts';
import { getfacl } from './getfacl.ts';
import { getfattr } from './getfattr.ts';
import { setfacl } from './setfacl.ts';
import { setfattr } from './setfattr.ts';

/** Of Debian's packages acl and attr. */
export const ACL_COMMANDS: readonly Command[] = [getfacl, getfattr, setfacl, setfattr];
