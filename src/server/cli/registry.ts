import type { Command } from './command.ts';
import { adminCreate } from './commands/admin-create.ts';
import { auditVerify } from './commands/audit-verify.ts';
import { backup } from './commands/backup.ts';
import { calendar } from './commands/calendar.ts';
import { quorum } from './commands/quorum.ts';
import { restore } from './commands/restore.ts';
import { sla } from './commands/sla.ts';

/** Every command; `--help` lists them in this order. */
export const commands: readonly Command[] = [
	adminCreate,
	auditVerify,
	backup,
	restore,
	calendar,
	sla,
	quorum
];
