import { macro } from './macro-schema.ts';
import {
	ticket,
	ticketArticle,
	ticketAttachment,
	ticketComment,
	ticketDetail,
	ticketEvent,
	ticketLink,
	ticketWatcher
} from './schema.ts';
import { ticketCheck, ticketMajor, ticketMerge, ticketTime } from './work-schema.ts';

export const ticketTables = [
	ticket,
	ticketDetail,
	ticketComment,
	ticketAttachment,
	ticketEvent,
	ticketLink,
	ticketArticle,
	ticketWatcher,
	ticketCheck,
	ticketTime,
	ticketMerge,
	ticketMajor,
	macro
] as const;
