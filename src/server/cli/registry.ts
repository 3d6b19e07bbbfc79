import type { Command } from './command.ts';
import { adminCreate } from './commands/admin-create.ts';
import { auditVerify } from './commands/audit-verify.ts';
import { backup } from './commands/backup.ts';
import { restore } from './commands/restore.ts';

/** Every command; `--help` lists them in this order. */
export const commands: readonly Command[] = [adminCreate, auditVerify, backup, restore];
